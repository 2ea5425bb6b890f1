"""`qualcode suggest PROJECT`: suggestions by rules and classifier for a project's documents."""

from __future__ import annotations

import argparse
from pathlib import Path

from qualcode.cli.progress import progress_bar
from qualcode.cli.words import say_text
from qualcode.workflows.projects import open_project
from qualcode.workflows.suggest import suggest_codings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT")
    parser.add_argument("--coder", choices=["rules", "classifier", "both"], default="both", help="who proposes (default: both)")
    parser.add_argument(
        "--model", type=Path, metavar="FILE", help="a trained classifier (default: the project's latest, else the one that comes along)"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar")


def run(options: argparse.Namespace) -> int:
    with open_project(options.project) as store, progress_bar("qualcode suggest", quiet=options.quiet) as progress:
        report = suggest_codings(store, coder=options.coder, model=options.model, progress=progress)
    for key in report.notes:
        say_text(key)
    say_text("cli.suggested", documents=report.documents, suggestions=report.suggestions)
    return 0
