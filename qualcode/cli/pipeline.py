"""`qualcode pipeline`: the language tiers and what is there."""

from __future__ import annotations

import argparse

from qualcode.cli.words import say_text
from qualcode.workflows.pipelines import pipeline_tiers, tier_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--path", action="store_true", help="print a folder that spacy.load takes, of the pipeline that auto would use")


def run(options: argparse.Namespace) -> int:
    if options.path:
        print(tier_folder())
        return 0
    tiers = pipeline_tiers()
    chosen = next(tier.name for tier in tiers if tier.available)
    for tier in tiers:
        state = f"available, version {tier.version}" if tier.available else "not installed"
        print(f"{tier.name}\t{state}{' (used by auto)' if tier.name == chosen else ''}")
        say_text(f"cli.tier_{tier.name}")
    return 0
