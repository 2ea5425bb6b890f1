"""`qualcode explain "SENTENCE"`: which rules fire on a sentence, and which are blocked by what."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from qualcode.cli.words import say_text
from qualcode.workflows.inspect import explain_sentence


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sentence", metavar="SENTENCE")
    parser.add_argument("--codebook", required=True, type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--pipeline", default="auto", metavar="NAME")


def run(options: argparse.Namespace) -> int:
    rows = explain_sentence(options.sentence, options.codebook, pipeline=options.pipeline)
    for row in rows:
        if options.json:
            print(json.dumps(row, ensure_ascii=False))
            continue
        outcome = (
            f"fired, stance {row['stance'] or '-'}" + (f" ({row['cue']})" if row["cue"] else "")
            if row["outcome"] == "fired"
            else f"blocked by {row['by']}"
        )
        print(f"{row['code']}\t{row['rule']}\t[{row['start']}, {row['end']})\t{row['text']}\t{outcome}")
    if not rows:
        say_text("cli.nothing_near")
    return 0
