"""Comma-separated values for spreadsheets: UTF-8 with BOM, dot decimals, CRLF."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import IO

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def guarded(value: object) -> object:
    """A text that a spreadsheet would take for a formula gets a leading `'`; anything else stays as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


class CsvWriter:
    """Rows to CSV. raw: no leading `'`."""

    def __init__(self, stream: IO[bytes], columns: Sequence[str], raw: bool) -> None:
        self._columns = columns
        self._raw = raw
        self._text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
        self._writer = csv.writer(self._text)
        self._writer.writerow(columns)

    def write(self, row: Mapping[str, object]) -> None:
        cells = (row.get(column) for column in self._columns)
        self._writer.writerow([cell if self._raw else guarded(cell) for cell in cells])

    def finish(self) -> None:
        self._text.flush()
        self._text.detach()

    def abandon(self) -> None:
        self._text.detach()
