"""The entry point `qualcode`: finds the command, runs it, and turns our own errors into a sentence and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword

from qualcode import __version__
from qualcode.cli.words import language, say, say_text
from qualcode.errors import QualcodeError

DONE, WRONG_USE, SOME_FAILED, INTERRUPTED = 0, 2, 3, 130

# command -> what it does. Its module in this folder has the same name and is imported only when it runs, so that `--help` does not wait for spaCy.
COMMANDS = {
    "demo": "make (once) a demo project from the bundled texts and open it in the browser",
    "app": "open the app in the browser, on this machine only",
    "new": "make a project",
    "import": "import files and folders into a project",
    "speakers": "show who speaks under which label, and name persons, roles and attributes from speakers.yaml",
    "suggest": "propose codings for the documents of a project",
    "train": "train a classifier on what persons coded in a project, or on coded corpora",
    "evaluate": "measure rules, classifier and both against what persons coded",
    "codings": "import or export codings as a table: document, start, end, code, stance",
    "compare": "compare themes between groups, from a project or from tables of tag: frequencies, contrasts, timeline, cooccurrence and more",
    "concordance": "every hit of words or a pattern with its context, in a project or in files",
    "agreement": "how far coders agree, person with person or with the machine, from a project or from a table unit, coder, value",
    "report": "write methods and results of a project as a page (html) or a Word document (docx)",
    "verify": "rebuild a project's codings from its decisions and compare",
    "text": "print the stored text of a file, the one that all offsets point into",
    "segments": "print the blocks or sentences of files as JSON lines",
    "tag": "tag files or folders with a codebook and write a table (csv, xlsx, jsonl or parquet)",
    "explain": "show for a sentence which rules fire, which are blocked, and by what",
    "pipeline": "show the language pipelines and what is there",
    "codebook": "check a codebook with its own examples, compare two versions, put one in a project, convert it, print its schema",
    "corpus": "check a coded corpus (files, coverage, near-duplicates, agreement), open it as a project, or write a project as one",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns its exit code."""
    _utf8_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(
        prog="qualcode",
        description="Qualitative coding and text analysis of Dutch interviews and policy documents. Nothing leaves this machine.",
    )
    parser.add_argument("--version", action="version", version=f"qualcode {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    asked = next((word for word in given if not word.startswith("-")), "")
    for name, words in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        if name == asked:
            module = import_module(f"qualcode.cli.{name}_" if iskeyword(name) else f"qualcode.cli.{name}")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    options = parser.parse_args(given)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except QualcodeError as error:
        say(error.sentence(language()))
        return WRONG_USE
    except KeyboardInterrupt:
        say_text("cli.interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # the reader of our output (head, less) has gone; point stdout elsewhere so that Python's exit does not complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _utf8_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
