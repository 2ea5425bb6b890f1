"""`qualcode text FILE`: the stored text that all offsets point into."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from qualcode.cli.reading import add_reading_arguments
from qualcode.cli.words import say_about
from qualcode.workflows.inspect import furniture, read_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument(
        "--furniture", action="store_true", help="print what was taken out of the text instead (headers, footers, page numbers)"
    )
    add_reading_arguments(parser, tables=False)


def run(options: argparse.Namespace) -> int:
    document = read_text(options.file, encoding=options.encoding)
    for key, values in document.warnings:
        say_about(document.name, key, **values)
    shown = "".join(f"{line}\n" for line in furniture(document)) if options.furniture else document.text
    # bytes, so that no platform turns \n into \r\n
    sys.stdout.flush()
    sys.stdout.buffer.write(shown.encode("utf-8"))
    return 0
