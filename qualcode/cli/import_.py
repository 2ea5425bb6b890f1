"""`qualcode import PROJECT FILE...`: documents into a project."""

from __future__ import annotations

import argparse
from pathlib import Path

from qualcode.cli.progress import progress_bar
from qualcode.cli.words import language, say, say_about, say_text
from qualcode.workflows.import_documents import import_documents
from qualcode.workflows.projects import open_project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT")
    parser.add_argument("files", metavar="FILE", nargs="+", help="files and folders")
    parser.add_argument("--variables", type=Path, metavar="CSV", help="a table with a column 'document' and one column a variable")
    parser.add_argument("--name-pattern", default="", metavar="PATTERN", help="variables from file names, such as '{party}_{year}'")
    parser.add_argument("--encoding", metavar="NAME", help="read all files in this encoding instead of guessing")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")


def run(options: argparse.Namespace) -> int:
    with open_project(options.project) as store, progress_bar("qualcode import", quiet=options.quiet) as progress:
        report = import_documents(
            store,
            options.files,
            variables_file=options.variables,
            name_pattern=options.name_pattern,
            encoding=options.encoding,
            progress=progress,
        )
    for document in report.imported:
        for key, values in document.warnings:
            say_about(document.name, key, **values)
    for name, error in report.failed:
        say(f"{name}: {error.sentence(language())}")
    for row in report.unmatched:
        say_text("cli.variables_unmatched", row=row)
    for reason, count in sorted(report.skipped.items()):
        say_text(f"cli.skipped_{reason}", count=count)
    say_text("cli.imported", count=len(report.imported), failed=len(report.failed))
    return 3 if report.failed else 0
