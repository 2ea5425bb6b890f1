"""Plain tables of what coders gave, from anybody's spreadsheet: `unit, coder, value`, or `start, end, coder, value` for spans."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from qualcode.errors import UsageError

# column -> what it may be called in a table, small letters
COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "unit": ("unit", "eenheid", "unit_id", "item", "subject"),
    "coder": ("coder", "codeur", "rater", "beoordelaar", "annotator", "observer"),
    "value": ("value", "waarde", "code", "label", "rating"),
    "document": ("document", "bestand", "file"),
    "start": ("start", "begin"),
    "end": ("end", "eind", "einde"),
}
UNIT_COLUMNS = ("unit", "coder", "value")
SPAN_COLUMNS = ("start", "end", "coder", "value")
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".jsonl", ".json")


def read_coded_table(path: Path, *, missing: Collection[str] = ()) -> tuple[list[dict[str, str]], bool]:
    """The rows of a table under our own column names, and whether they are spans (columns `start` and `end`, none for units).

    missing: values that mean "not coded", besides the empty cell. CSV (comma, semicolon, tab; UTF-8 or Windows text), XLSX (first sheet) or JSON lines.
    Raises UsageError when the file cannot be read, or lacks a column.
    """
    header, rows = _read(path)
    columns = _columns(header)
    spans = "unit" not in columns and {"start", "end"} <= set(columns)
    lacking = [name for name in (SPAN_COLUMNS if spans else UNIT_COLUMNS) if name not in columns]
    if lacking:
        raise UsageError("agreement.columns", file=path.name, missing=", ".join(lacking), found=", ".join(header) or "-")
    empty = {"", *missing}
    found = []
    for row in rows:
        cells = {name: _cell(row.get(column)) for name, column in columns.items()}
        cells["value"] = "" if cells["value"] in empty else cells["value"]
        if cells["coder"] and (spans or cells["unit"]):
            found.append(cells)
    if not found:
        raise UsageError("agreement.no_rows", file=path.name)
    return found, spans


def _columns(header: Sequence[str]) -> dict[str, str]:
    """Our names -> the table's: the first that is there, in the order of COLUMN_NAMES."""
    by_name: dict[str, str] = {}
    for column in header:
        by_name.setdefault(column.strip().casefold(), column)
    found = {}
    for ours, theirs in COLUMN_NAMES.items():
        hit = next((by_name[name] for name in theirs if name in by_name), None)
        if hit is not None:
            found[ours] = hit
    return found


def _read(path: Path) -> tuple[list[str], Iterable[Mapping[str, object]]]:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError("agreement.suffix", file=path.name, suffixes=", ".join(SUFFIXES))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError("agreement.unreadable", file=path.name, reason=error.strerror or str(error)) from None
    if suffix == ".xlsx":
        return _read_xlsx(data, path.name)
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        content = data.decode("cp1252", errors="replace")
    if suffix in (".jsonl", ".json"):
        return _read_json_lines(content, path.name)
    first = content.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(content), delimiter=max(",;\t", key=first.count))
    try:
        rows = [{str(key): value for key, value in row.items() if key is not None} for row in reader]
    except csv.Error as error:
        raise UsageError("agreement.unreadable", file=path.name, reason=str(error)) from None
    return [str(name) for name in reader.fieldnames or ()], rows


def _read_xlsx(data: bytes, name: str) -> tuple[list[str], Iterable[Mapping[str, object]]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UsageError("agreement.unreadable", file=name, reason=str(error) or type(error).__name__) from None
    sheet = book.worksheets[0] if book.worksheets else None
    cells = [list(row) for row in sheet.iter_rows(values_only=True)] if sheet is not None else []
    book.close()
    header = ["" if cell is None else str(cell) for cell in cells[0]] if cells else []
    return header, [dict(zip(header, row, strict=False)) for row in cells[1:]]


def _read_json_lines(content: str, name: str) -> tuple[list[str], Iterable[Mapping[str, object]]]:
    rows: list[Mapping[str, object]] = []
    header: dict[str, None] = {}
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise UsageError("agreement.json_line", file=name, line=number)
        rows.append(row)
        header.update(dict.fromkeys(row))
    return list(header), rows


def _cell(value: object) -> str:
    """A cell as text: whole numbers without a point, dates as written; the `'` that guards our own tables from spreadsheets is taken off."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return "" if value != value else str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    words = str(value).strip()
    return words[1:] if len(words) > 1 and words[0] == "'" and words[1] in "=+-@" else words
