"""The rows of the first sheet of an Excel file that holds any: values as stored, formulas never calculated."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from lxml.etree import LxmlError

from qualcode.documents.archives import open_archive, refuse_doctype
from qualcode.documents.xml import UNPACK_ERRORS
from qualcode.errors import DocumentError

MAX_CELLS = 5_000_000  # cells looked at, empty ones too
MAX_PART = 200 * 1024 * 1024  # bytes of one part, unpacked
_EMPTY_ROWS = 1_100_000  # more than a sheet of Excel has; a file may claim any number
_DAMAGED = (
    *UNPACK_ERRORS,
    ParseError,
    zipfile.BadZipFile,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
    DefusedXmlException,
    LxmlError,
)


def xlsx_rows(data: bytes, *, file: str) -> Iterator[tuple[int, Sequence[str]]]:
    """(number, cells) of each row that is not empty; 0 is the header, the numbers count rows below it, empty ones too.

    Numbers without a fraction are written without one, dates as YYYY-MM-DD. Raises DocumentError: no Excel file, encrypted, unsafe, damaged, endless.
    """
    with open_archive(data, file=file, member="xl/workbook.xml", suffix=".xlsx") as archive:
        refuse_doctype(archive, file=file)
        if any(info.file_size > MAX_PART for info in archive.infolist()):
            raise DocumentError("documents.unsafe_zip", file=file)
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")  # of styles and buttons, which hold no text
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            for name in workbook.sheetnames:
                sheet = workbook[name]
                if not hasattr(sheet, "iter_rows"):  # a sheet that is a chart
                    continue
                sheet.reset_dimensions()  # a file may say anything
                rows = _rows(sheet.iter_rows(values_only=True), file)
                first = next(rows, None)
                if first is not None:
                    yield first
                    yield from rows
                    return
        finally:
            workbook.close()
    except (*_DAMAGED, InvalidFileException):
        raise DocumentError("documents.damaged", file=file) from None


def _rows(rows: Iterator[tuple[object, ...]], file: str) -> Iterator[tuple[int, Sequence[str]]]:
    number, empty, seen = -1, 0, 0
    width: int | None = None
    for values in rows:
        seen += len(values) + 1
        if seen > MAX_CELLS:
            raise DocumentError("documents.too_much", file=file)
        cells = [_text(value) for value in (values if width is None else islice(values, width + 50))]
        if number < 0 and not any(cells):
            empty += 1
        else:
            number += 1
            if any(cells):
                width = width or len(cells)
                empty = 0
                yield number, cells
            else:
                empty += 1
        if empty > _EMPTY_ROWS:
            raise DocumentError("documents.too_much", file=file)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
