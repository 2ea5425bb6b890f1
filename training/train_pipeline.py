"""Trains the pipeline from what `prepare_treebank.py` wrote; writes WORK/output/model-best and WORK/training.log."""

from __future__ import annotations

import sys
from pathlib import Path

from spacy.cli.train import train


def main(work: Path) -> None:
    paths = {"paths.train": str(work / "train.spacy"), "paths.dev": str(work / "dev.spacy")}
    train(Path(__file__).with_name("config.cfg"), work / "output", overrides=paths)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
