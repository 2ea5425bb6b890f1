"""The arguments of all commands that read files."""

from __future__ import annotations

import argparse


def add_reading_arguments(parser: argparse.ArgumentParser, *, tables: bool = True) -> None:
    """`--encoding`, and where tables can be read `--text-column`."""
    parser.add_argument("--encoding", metavar="NAME", help="read text files in this encoding instead of guessing (utf-8, cp1252, ...)")
    if tables:
        parser.add_argument(
            "--text-column", default="", metavar="NAME", help="read tables (csv, tsv, xlsx, jsonl) too: a row is a document, this column its text"
        )  # fmt: skip
