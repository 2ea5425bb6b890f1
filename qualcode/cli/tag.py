"""`qualcode tag`: many files in, one table of proposed codes out."""

from __future__ import annotations

import argparse
from pathlib import Path

from qualcode.cli.progress import progress_bar
from qualcode.cli.reading import add_reading_arguments
from qualcode.cli.words import language, say_about, say_text
from qualcode.workflows.tag import TagOptions, TagResult, tag

MOST_WARNINGS = 20  # lines; a run over thousands of files would bury the rest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", metavar="INPUT", nargs="+", help="files and folders")
    parser.add_argument("--codebook", required=True, type=Path, metavar="FILE", help="the codebook (YAML)")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the table of codes to write; format by suffix")
    parser.add_argument("--units", type=Path, metavar="FILE", help="also write all units with their words (the denominators)")
    parser.add_argument(
        "--coder",
        choices=["rules", "classifier", "both"],
        default="both",
        help="who proposes (default: both; the rules alone where no model fits)",
    )
    parser.add_argument("--model", type=Path, metavar="FILE", help="a trained classifier")
    parser.add_argument("--all-scores", action="store_true", help="also rows below the threshold of the classifier")
    parser.add_argument("--raw", action="store_true", help="no ' before cells that a spreadsheet would calculate")
    parser.add_argument("--pipeline", default="auto", metavar="NAME", help="language pipeline (default: auto)")
    add_reading_arguments(parser)
    parser.add_argument("--quiet", action="store_true", help="no progress bar and no summary")


def run(options: argparse.Namespace) -> int:
    asked = TagOptions(
        inputs=options.inputs,
        codebook=options.codebook,
        out=options.out,
        units=options.units,
        coder=options.coder,
        model=options.model,
        all_scores=options.all_scores,
        raw=options.raw,
        pipeline=options.pipeline,
        text_column=options.text_column,
        encoding=options.encoding,
    )
    with progress_bar("qualcode tag", quiet=options.quiet) as progress:
        result = tag(asked, language=language(), progress=progress)
    if not options.quiet:
        _summary(result, options.out)
    return 3 if result.failed else 0


def _summary(result: TagResult, out: Path) -> None:
    for key in result.notes:
        say_text(key)
    if result.held_back:
        say_text("workflows.held_back", count=result.held_back)
    for name, key, values in result.warnings[:MOST_WARNINGS]:
        say_about(name, key, **values)
    if len(result.warnings) > MOST_WARNINGS:
        say_text("cli.more_warnings", count=len(result.warnings) - MOST_WARNINGS)
    for reason, count in sorted(result.skipped.items()):
        say_text(f"cli.skipped_{reason}", count=count)
    for name in result.replaced:
        say_text("cli.replaced", file=name)
    say_text(
        "cli.tagged", documents=result.documents - result.failed, units=result.units, words=result.words, rows=result.rows, file=out.name
    )
    if result.errors_file is not None:
        say_text("cli.failed", count=result.failed, file=result.errors_file.name)
