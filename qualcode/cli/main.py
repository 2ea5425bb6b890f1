"""The entry point `qualcode`: finds the command, runs it, and turns our own errors into a sentence and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from qualcode import __version__
from qualcode.cli.words import language, say
from qualcode.errors import QualcodeError

DONE, WRONG_USE, SOME_FAILED, INTERRUPTED = 0, 2, 3, 130

# command -> its module in this folder. Only the module of the command that runs is imported, so that `--help` does not wait for spaCy.
COMMANDS = {
    "demo": "demo",
    "app": "app",
    "new": "new",
    "import": "import_",
    "suggest": "suggest",
    "codings": "codings",
    "text": "text",
    "segments": "segments",
    "tag": "tag",
    "explain": "explain",
    "pipeline": "pipeline",
    "codebook": "codebook",
    "corpus": "corpus",
    "compare": "compare",
    "verify": "verify",
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
    for name, module_name in COMMANDS.items():
        module = import_module(f"qualcode.cli.{module_name}") if name == asked or asked not in COMMANDS else None
        if module is None:
            commands.add_parser(name)
            continue
        command = commands.add_parser(name, help=module.HELP, description=module.HELP)
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
        say("qualcode: interrupted; nothing half-written was left.")
        return INTERRUPTED
    except BrokenPipeError:
        # the reader of our output (head, less) has gone; point stdout elsewhere so that Python's exit does not complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _utf8_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
