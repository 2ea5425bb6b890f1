"""`qualcode report PROJECT --out FILE`: methods and results of a project as a page or a Word document."""

from __future__ import annotations

import argparse
from pathlib import Path

from qualcode.cli.words import language, say_text
from qualcode.texts import LANGUAGES
from qualcode.workflows.compare import SOURCES
from qualcode.workflows.projects import open_project
from qualcode.workflows.report import Quotations, ReportOptions, write_report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="file to write (.html or .docx)")
    parser.add_argument(
        "--language", choices=list(LANGUAGES), help="language of the report (default: yours); the methods paragraph is in both"
    )
    parser.add_argument(
        "--source", choices=list(SOURCES), help="what is counted (default: reviewed codings when there are any, else suggestions)"
    )
    parser.add_argument("--by", metavar="VARIABLE", help="document variable that makes the groups (default: type, or one with few values)")
    names = parser.add_mutually_exclusive_group()
    names.add_argument("--no-quotations", action="store_true", help="leave quotations out")
    names.add_argument("--pseudonymise", action="store_true", help="replace names in quotations by labels; read them before they go out")


def run(options: argparse.Namespace) -> int:
    kind: Quotations = "none" if options.no_quotations else "pseudonyms" if options.pseudonymise else "plain"
    with open_project(options.project) as store:
        write_report(store, options.out, ReportOptions(options.language or language(), kind, options.source, options.by))
    say_text("report.written", file=options.out.name)
    return 0
