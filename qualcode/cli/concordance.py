"""`qualcode concordance PROJECT|FILES... QUERY`: every hit with its context."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from qualcode.cli.words import language, say, say_text
from qualcode.errors import UsageError
from qualcode.workflows.compare import frame_text, write_frame
from qualcode.workflows.concordance import CONCORDANCE_COLUMNS, SORTS, Concordance, codebook_lists, files_concordance, project_concordance
from qualcode.workflows.projects import PROJECT_SUFFIX, open_project, project_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", metavar="PROJECT|FILE", nargs="+", help="one project, or files and folders")
    parser.add_argument("query", metavar="QUERY", help="words, or a pattern of the rule language (docs/rule-language.md)")
    parser.add_argument("--codebook", type=Path, metavar="FILE", help="for <lists> in the query, when files are searched")
    parser.add_argument("--sort", choices=SORTS, default="document", help="by place, by the words left or right of the hit, or by the hit")
    parser.add_argument("--width", type=int, default=60, metavar="N", help="characters of context on either side (default: 60)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="table to write (csv, xlsx, jsonl, parquet); default: standard output")
    parser.add_argument("--raw", action="store_true", help="no ' before cells that a spreadsheet would calculate")


def run(options: argparse.Namespace) -> int:
    if options.width < 1:
        raise UsageError("compare.width", given=options.width)
    found = _found(options)
    lines = found.lines[list(CONCORDANCE_COLUMNS)]
    if options.out is not None:
        write_frame(lines, options.out, raw=options.raw)
    elif sys.stdout.isatty():
        _show(found, options.width)
    else:
        print(frame_text(lines), end="")
    for name, error in found.failed:
        say(f"{name}: {error.sentence(language())}")
    say_text("compare.concordance", hits=len(lines), documents=found.documents, with_hits=int(lines["document"].nunique()))
    return 3 if found.failed else 0


def _found(options: argparse.Namespace) -> Concordance:
    first = Path(options.inputs[0])
    folder = first if first.suffix == PROJECT_SUFFIX else project_folder(first)
    if len(options.inputs) == 1 and (first.suffix == PROJECT_SUFFIX or (not first.exists() and folder.is_dir())):
        with open_project(folder) as store:
            return project_concordance(store, options.query, sort=options.sort, width=options.width)
    lists = codebook_lists(options.codebook) if options.codebook else None
    return files_concordance(options.inputs, options.query, lists=lists, sort=options.sort, width=options.width)


def _show(found: Concordance, width: int) -> None:
    for row in found.lines.to_dict("records"):
        print(f"{row['left'][-width:]:>{width}}  {row['hit']}  {row['right'][:width]:<{width}}  {row['document']}:{row['start']}")
