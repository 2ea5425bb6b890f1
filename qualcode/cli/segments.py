"""`qualcode segments FILE...`: what the tool made of files, one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from qualcode.cli.reading import add_reading_arguments
from qualcode.cli.words import language, say, say_about
from qualcode.workflows.inputs import Unread
from qualcode.workflows.inspect import read_texts, segment_rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument("--unit", choices=["block", "sentence"], default="block", help="what to print (default: block)")
    add_reading_arguments(parser)


def run(options: argparse.Namespace) -> int:
    failed = False
    for path in options.files:
        for document in read_texts(path, text_column=options.text_column, encoding=options.encoding):
            if isinstance(document, Unread):
                say(document.error.sentence(language()))
                failed = True
                continue
            for key, values in document.warnings:
                say_about(document.name, key, **values)
            for row in segment_rows(document, options.unit):
                sys.stdout.buffer.write((json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8"))
    sys.stdout.buffer.flush()
    return 3 if failed else 0
