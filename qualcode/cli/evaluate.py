"""`qualcode evaluate`: precision, recall and F1 of rules, classifier and both on texts that people coded."""

from __future__ import annotations

import argparse
from pathlib import Path

from qualcode.cli.progress import progress_bar
from qualcode.cli.words import say_text
from qualcode.errors import UsageError
from qualcode.workflows.evaluate import Evaluation, evaluate_corpus, evaluate_project, write_figures
from qualcode.workflows.projects import open_project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT", nargs="?", help="measure on what persons coded in this project")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="without a project: measure on a coded corpus")
    parser.add_argument("--codebook", type=Path, metavar="FILE", help="without a project: the codebook")
    parser.add_argument(
        "--model", type=Path, metavar="FILE", help="a trained classifier (default: the project's latest, else the one that comes along)"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the table here instead of on the screen; format by suffix")
    parser.add_argument("--confusion", type=Path, metavar="FILE", help="also write the passages where persons and proposals differ")
    parser.add_argument("--calibration", type=Path, metavar="FILE", help="also write how scores compare with what persons coded")
    parser.add_argument("--pipeline", default="auto", metavar="NAME")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")


def run(options: argparse.Namespace) -> int:
    with progress_bar("qualcode evaluate", quiet=options.quiet) as progress:
        if options.project:
            with open_project(options.project) as store:
                result = evaluate_project(store, model=options.model, progress=progress)
        else:
            if options.corpus is None or options.codebook is None:
                raise UsageError("cli.evaluate_needs")
            result = evaluate_corpus(options.corpus, options.codebook, model=options.model, pipeline=options.pipeline, progress=progress)
    _write(result, options)
    return 0


def _write(result: Evaluation, options: argparse.Namespace) -> None:
    for key in result.notes:
        say_text(key)
    if result.seen:
        say_text("cli.evaluated_on_training", count=result.seen)
    for coder, share in result.stance_right.items():
        say_text("cli.stance_right", coder=coder, share=f"{100 * share:.0f}")
    for path, table in ((options.confusion, result.confusion), (options.calibration, result.calibration), (options.out, result.quality)):
        if path is not None:
            write_figures(table, path)
    if options.out is None:
        print(result.quality.round(3).to_csv(index=False, lineterminator="\n"), end="")
