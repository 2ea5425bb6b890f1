"""`qualcode train`: a classifier from a project's codings, or from coded corpora."""

from __future__ import annotations

import argparse
from pathlib import Path

from qualcode.cli.progress import progress_bar
from qualcode.cli.words import language, say_text
from qualcode.errors import UsageError
from qualcode.texts import text
from qualcode.workflows.projects import open_project
from qualcode.workflows.train import FEW, TrainReport, train_on_files, train_project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "project", metavar="PROJECT", nargs="?", help="learn from what persons coded in this project; the model stays in its folder"
    )
    parser.add_argument("--alone", action="store_true", help="without the bundled corpora")
    parser.add_argument("--codebook", type=Path, metavar="FILE", help="without a project: the codebook")
    parser.add_argument(
        "--corpus", type=Path, action="append", default=[], metavar="DIR", help="without a project: a coded corpus (may be repeated)"
    )
    parser.add_argument("--passages", type=Path, metavar="JSONL", help="coded passages of documents that lie elsewhere")
    parser.add_argument("--documents", type=Path, metavar="DIR", help="where the documents of --passages are")
    parser.add_argument("--out", type=Path, metavar="FILE", help="without a project: the model file to write")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--pipeline", default="auto", metavar="NAME")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")


def run(options: argparse.Namespace) -> int:
    with progress_bar("qualcode train", quiet=options.quiet) as progress:
        if options.project:
            with open_project(options.project) as store:
                report = train_project(store, alone=options.alone, seed=options.seed, progress=progress)
        else:
            if options.codebook is None or options.out is None or not (options.corpus or options.passages):
                raise UsageError("cli.train_needs")
            if (options.passages is None) != (options.documents is None):
                raise UsageError("cli.passages_need_documents")
            passages = (options.passages, options.documents) if options.passages else None
            report = train_on_files(
                options.codebook, options.out, corpora=options.corpus, passages=passages,
                seed=options.seed, pipeline=options.pipeline, progress=progress,
            )  # fmt: skip
    _summary(report)
    return 0


def _summary(report: TrainReport) -> None:
    if report.own is not None:
        say_text("cli.trained_own", own=report.own)
        if report.own < FEW:
            say_text("cli.trained_few", own=report.own, few=FEW)
    print(report.quality.round(3).to_csv(index=False, lineterminator="\n"), end="")
    size = round(report.file.stat().st_size / 1e6, 1)
    say_text("cli.trained", file=report.file.name, size=size, sha256=report.model.sha256[:12], how=text("cli.left_out", language()))
