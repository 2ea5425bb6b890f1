"""A spreadsheet with texts as texts: nothing in it is ever calculated or turned into a link."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import IO

import xlsxwriter

from qualcode.errors import OutputError
from qualcode.export.csv import guarded

MAX_ROWS = 1_048_575  # below the header
MAX_CELL = 32_767  # characters


class XlsxWriter:
    """Rows to one sheet. Raises OutputError at the row or cell that a sheet does not hold. raw: no leading `'`."""

    def __init__(self, stream: IO[bytes], columns: Sequence[str], raw: bool) -> None:
        self._stream = stream
        self._columns = columns
        self._raw = raw
        self._buffer = io.BytesIO()
        options = {
            "constant_memory": False,
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(self._buffer, options)
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        bold = self._book.add_format({"bold": True})
        for column, name in enumerate(columns):
            self._sheet.write_string(0, column, name, bold)
        self._count = 0

    def write(self, row: Mapping[str, object]) -> None:
        self._count += 1
        if self._count > MAX_ROWS:
            raise OutputError("export.xlsx_rows", most=MAX_ROWS)
        for column, name in enumerate(self._columns):
            value = row.get(name)
            if value is None or value == "":
                continue
            if isinstance(value, bool):
                self._sheet.write_boolean(self._count, column, value)
            elif isinstance(value, int | float):
                self._sheet.write_number(self._count, column, value)
            else:
                text = str(value if self._raw else guarded(str(value)))
                if len(text) > MAX_CELL:
                    raise OutputError("export.xlsx_cell", row=self._count, column=name, most=MAX_CELL)
                self._sheet.write_string(self._count, column, text)

    def finish(self) -> None:
        self._sheet.autofilter(0, 0, max(1, self._count), max(0, len(self._columns) - 1))
        self._book.close()
        self._stream.write(self._buffer.getvalue())

    def abandon(self) -> None:
        """The sheet lives in memory only."""
