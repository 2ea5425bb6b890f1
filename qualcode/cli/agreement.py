"""`qualcode agreement PROJECT|TABLE`: how far coders agree, beyond chance and with intervals."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from qualcode.cli.words import language, say_text
from qualcode.errors import UsageError
from qualcode.workflows.agreement import (
    DRAWS,
    FEW_CLUSTERS,
    MACHINES,
    TABLE_LEVELS,
    agreement_of_table,
    coded_together,
    in_words,
    write_agreement,
)
from qualcode.workflows.compare import frame_text
from qualcode.workflows.projects import open_project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", metavar="PROJECT|TABLE", type=Path, help="a project, or a table (csv, xlsx, jsonl) with columns unit, coder, value and perhaps document"
    )  # fmt: skip
    parser.add_argument("--coders", nargs="+", default=[], metavar="NAME", help="whom to compare (default: everybody who coded)")
    parser.add_argument(
        "--machine", nargs="?", const="both", default="", choices=[*MACHINES], help="project: the machine's suggestions as one more coder"
    )  # fmt: skip
    parser.add_argument("--codes", action="store_true", help="project: each code apart; default: themes, sub-codes rolled up")
    parser.add_argument("--no-interviewers", action="store_true", help="project: leave interviewers' turns out")
    parser.add_argument("--no-headings", action="store_true", help="project: leave headings out")
    parser.add_argument("--level", choices=list(TABLE_LEVELS), help="table: level of measurement (default: set when a coder gave a unit several values, else nominal)")  # fmt: skip
    parser.add_argument("--nothing", default="", metavar="VALUE", help='table: the value that means "seen, nothing here" (the empty set)')
    parser.add_argument(
        "--missing", nargs="+", default=[], metavar="VALUE", help='table: values that mean "not coded", besides the empty cell'
    )
    parser.add_argument(
        "--length", type=int, metavar="N", help="table of spans: characters of the text (default: the end of the last span)"
    )
    parser.add_argument("--per-code", action="store_true", help="table: also each value of a nominal level against all others")
    parser.add_argument("--pairs", action="store_true", help="also each two coders, when there are more")
    parser.add_argument("--bootstrap", type=int, default=DRAWS, metavar="N", help=f"draws of whole documents for the intervals, 0 for none (default: {DRAWS})")  # fmt: skip
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of those draws (default: 0)")
    parser.add_argument(
        "--disagreements", type=Path, metavar="FILE", help="project: also write where the coders differ (csv, xlsx, jsonl, parquet)"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="table to write (csv, xlsx, jsonl, parquet); default: CSV on standard output"
    )


def run(options: argparse.Namespace) -> int:
    if options.bootstrap < 0 or options.seed < 0:
        raise UsageError("agreement.below_zero")
    table = _of_table(options) if options.source.is_file() else _of_project(options)
    if options.out is None:
        print(frame_text(in_words(table, language())), end="")
    else:
        write_agreement(table, options.out, language())
    return 0


def _of_table(options: argparse.Namespace) -> pd.DataFrame:
    if options.machine or options.disagreements:
        raise UsageError("agreement.needs_project")
    table, resampling = agreement_of_table(
        options.source,
        level=options.level,
        coders=options.coders,
        nothing=options.nothing,
        missing=options.missing,
        length=options.length,
        per_code=options.per_code,
        pairs=options.pairs,
        draws=options.bootstrap,
        seed=options.seed,
    )
    _say_interval(resampling.clusters, options)
    return table


def _of_project(options: argparse.Namespace) -> pd.DataFrame:
    with open_project(options.source) as store:
        found = coded_together(
            store,
            coders=options.coders,
            machine=options.machine,
            subcodes=options.codes,
            interviewers=not options.no_interviewers,
            headings=not options.no_headings,
        )
    say_text("agreement.compared", units=len(found.units), documents=found.ratings.cluster_count, names=", ".join(found.coders))
    for name, share in found.accepted.items():
        if share > 0:
            say_text("agreement.not_independent", name=name, share=f"{100 * share:.0f}")
    _say_interval(found.ratings.cluster_count, options)
    if options.disagreements is not None:
        count = found.write_disagreements(options.disagreements)
        say_text("agreement.disagreements_written", count=count, file=options.disagreements.name)
    return found.table(draws=options.bootstrap, seed=options.seed, pairs=options.pairs)


def _say_interval(clusters: int, options: argparse.Namespace) -> None:
    if options.bootstrap and clusters > 1:
        say_text("agreement.interval", draws=options.bootstrap, seed=options.seed, clusters=clusters)
        if clusters < FEW_CLUSTERS:
            say_text("agreement.few_documents", clusters=clusters)
