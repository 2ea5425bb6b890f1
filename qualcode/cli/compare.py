"""`qualcode compare PROJECT`: theme frequencies by group as a table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from qualcode.cli.words import say_text
from qualcode.workflows.compare import SOURCES, compare_themes, comparison_variables, write_comparison
from qualcode.workflows.projects import open_project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT")
    parser.add_argument("--by", action="append", default=[], metavar="VARIABLE", help="what makes the groups; may be given twice")
    parser.add_argument(
        "--source", choices=list(SOURCES), default="codings", help="reviewed codings, suggestions, or both (default: codings)"
    )
    parser.add_argument("--interviewers", action="store_true", help="count interviewers' turns too")
    parser.add_argument("--headings", action="store_true", help="count headings too")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="table to write (csv, xlsx, jsonl, parquet); default: CSV on standard output"
    )


def run(options: argparse.Namespace) -> int:
    with open_project(options.project) as store:
        unknown = [name for name in options.by if name not in comparison_variables(store)]
        if unknown:
            say_text("cli.variable_unknown", name=unknown[0], known=", ".join(comparison_variables(store)))
            return 2
        result = compare_themes(
            store, by=options.by, source=options.source, interviewers=options.interviewers, headings=options.headings
        )  # fmt: skip
    if options.out is None:
        print(result.table.assign(source=result.source).to_csv(index=False, lineterminator="\n"), end="", file=sys.stdout)
    else:
        write_comparison(result, options.out)
    say_text(f"cli.counted_{result.source}", units=len(result.units))
    return 0
