"""`qualcode codings import|export PROJECT FILE`: codings as a table."""

from __future__ import annotations

import argparse
from pathlib import Path

from qualcode.cli.words import say_text
from qualcode.workflows.codings_table import export_codings, import_codings
from qualcode.workflows.projects import open_project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("direction", choices=["import", "export"])
    parser.add_argument("project", metavar="PROJECT")
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--coder", metavar="NAME", help="whose codings; needed for import, everybody's when left out of export")
    parser.add_argument("--raw", action="store_true", help="export: no ' before cells that a spreadsheet would calculate")


def run(options: argparse.Namespace) -> int:
    with open_project(options.project) as store:
        if options.direction == "export":
            count = export_codings(store, options.file, coder=options.coder, raw=options.raw)
            say_text("cli.codings_exported", count=count, file=options.file.name)
            return 0
        if not options.coder:
            say_text("cli.coder_needed")
            return 2
        report = import_codings(store, options.file, coder=options.coder)
        say_text("cli.codings_imported", added=report.added, known=report.known)
    return 0
