"""The rows of a CSV file: comma, semicolon (Dutch Excel) or tab, quoted cells with line ends in them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from qualcode.errors import DocumentError

_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 50  # rows
_SAMPLE = 200_000  # characters
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(?P<mark>.)\"?\s*\r?\n", re.IGNORECASE)
# The csv module has one limit for the whole program and refuses cells above 131,072 characters, which an interview in a cell may have.
_MAX_FIELD = 10_000_000
_MAX_LINES = 5_000_000  # rows, empty ones too


def csv_rows(text: str, *, file: str, tabs: bool = False) -> Iterator[tuple[int, Sequence[str]]]:
    """(number, cells) of each row that is not empty; 0 is the header, the numbers count rows below it, empty ones too.

    Cells are as written: decimal commas and formulas stay text. Raises DocumentError for a cell that never ends or is far too long.
    """
    told = _SEPARATOR_LINE.match(text[:20])
    if told:
        text = text[told.end() :]
    delimiter = told.group("mark") if told else "\t" if tabs else sniff_delimiter(text)
    number = -1
    try:
        for row in _reader(text, delimiter):
            if number < 0 and not any(cell.strip() for cell in row):
                continue
            number += 1
            if number > _MAX_LINES:
                raise DocumentError("documents.too_much", file=file)
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error:
        raise DocumentError("documents.bad_csv", file=file, line=max(1, number + 2)) from None


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    if csv.field_size_limit() < _MAX_FIELD:
        csv.field_size_limit(_MAX_FIELD)
    return csv.reader(_lines(text), delimiter=delimiter)


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, without a second copy of the text; NULs, which csv refuses, are spaces."""
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end + 1
        yield text[at:end].replace("\0", " ")
        at = end


def sniff_delimiter(text: str) -> str:
    """The delimiter that gives most rows the same number of cells, two or more; a comma when none does."""
    sample = text[:_SAMPLE]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        try:
            rows = [row for row in islice(_reader(sample, delimiter), _LOOKED_AT) if row]
        except csv.Error:
            continue
        rows = rows[:-1] if len(rows) > 2 and len(text) > _SAMPLE else rows  # the last one may be cut off
        if not rows or len(rows[0]) < 2:
            continue
        widths = Counter(map(len, rows))
        like_header = widths[len(rows[0])] / len(rows)
        # among delimiters that fit all rows, the header with more cells
        score = like_header + min(len(rows[0]), 50) / 1000
        if score > best_score:
            best, best_score = delimiter, score
    return best
