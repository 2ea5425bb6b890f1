"""Codebooks as a table (CSV, XLSX): one code a row. Taguette's columns (`tag` or `path`, `description`) are read, and written beside our own."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qualcode.errors import OutputError, UsageError
from qualcode.exchange.codebooks.described import described, with_description
from qualcode.exchange.codebooks.plain import FIELDS, MAX_BYTES, MAX_CODES, PlainBook, PlainCode, check_counts, check_size, clean, decoded
from qualcode.exchange.codebooks.words import Losses, gathered

HOLDS = FIELDS
COLUMNS = ("path", "description", "id", "definition", "wel", "niet", "examples", "memo", "colour", "codable", "stance", "patterns")
SEPARATOR = " > "
MAX_CELL = 32_767  # characters in a sheet
MAX_COLUMNS = 100
MAX_UNPACKED = 10 * MAX_BYTES
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# a column's name in a file -> ours
_MEANS = {
    "path": "path", "tag": "path", "name": "path", "code": "path", "naam": "path", "pad": "path", "codenaam": "path",
    "parent": "parent", "theme": "parent", "thema": "parent", "bovenliggend": "parent",
    "description": "description", "omschrijving": "description", "beschrijving": "description", "definition": "definition", "definitie": "definition",
    "wel": "wel", "include": "wel", "niet": "niet", "exclude": "niet", "examples": "examples", "voorbeelden": "examples", "memo": "memo",
    "colour": "colour", "color": "colour", "kleur": "colour", "codable": "codable", "stance": "stance", "houding": "stance", "id": "id",
    "patterns": "words", "patronen": "words", "words": "words", "woorden": "words",
}  # fmt: skip
# what openpyxl lets through of its XML and zip readers in a damaged file (ParseError is a SyntaxError)
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError, SyntaxError, RuntimeError,
)  # fmt: skip
_NO = ("false", "0", "no", "nee", "onwaar")


def allowed(word: str) -> bool:
    """A cell holds any pattern."""
    return bool(word)


def read_csv(data: bytes, file: str) -> PlainBook:
    """A comma-, semicolon- or tab-separated table. Raises UsageError when no column names the codes."""
    text = decoded(data, file)
    head = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=head.count)
    csv.field_size_limit(MAX_BYTES)
    try:
        return _book(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), file)
    except csv.Error as error:
        raise UsageError("exchange.table_damaged", file=file, reason=str(error)) from None


def read_xlsx(data: bytes, file: str) -> PlainBook:
    """The first sheet of a workbook. Raises UsageError: no workbook, a zip bomb, no column that names the codes."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    check_size(data, file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
                raise UsageError("exchange.codebook_large", file=file, limit=MAX_UNPACKED // 1_000_000)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = (
            [_text(cell) for cell in row]
            for row in book.worksheets[0].iter_rows(max_row=MAX_CODES + 2, max_col=MAX_COLUMNS, values_only=True)
        )
        return _book(rows, file)
    except (*_DAMAGED, InvalidFileException) as error:
        raise UsageError("exchange.table_damaged", file=file, reason=type(error).__name__) from None


def write_csv(book: PlainBook) -> bytes:
    """UTF-8 with BOM, commas; a leading ' before cells that a spreadsheet would calculate."""
    stream = io.StringIO(newline="")
    table = csv.writer(stream)
    table.writerow(COLUMNS)
    table.writerows([_guarded(cell) for cell in _cells(code)] for code in book.codes)
    return stream.getvalue().encode("utf-8-sig")


def write_xlsx(book: PlainBook) -> bytes:
    """A workbook with one sheet; all cells are texts. Raises OutputError when a text is longer than a cell holds."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("codebook")
    sheet.append(COLUMNS)
    for number, code in enumerate(book.codes, start=1):
        cells = [_guarded(clean(cell)) for cell in _cells(code)]
        for name, cell in zip(COLUMNS, cells, strict=True):
            if len(cell) > MAX_CELL:
                raise OutputError("export.xlsx_cell", row=number, column=name, most=MAX_CELL)
        sheet.append(cells)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _cells(code: PlainCode) -> list[str]:
    lists = ["\n".join(" ".join(line.split()) for line in lines) for lines in (code.wel, code.niet, code.examples)]
    return [
        SEPARATOR.join(code.path), described(code), code.id, code.definition, *lists, code.memo, code.colour, str(code.codable).lower(), code.stance,
        "\n".join(code.words),
    ]  # fmt: skip


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _book(rows: Iterator[Sequence[str]], file: str) -> PlainBook:
    losses: Losses = defaultdict(list)
    columns: dict[str, int] = {}
    for number, written in enumerate(next(iter(rows), [])):
        name = clean(written)
        means = _MEANS.get(name.lower())
        if means is None or means in columns:
            losses["exchange.loss_columns"] += [name] if name else []
        else:
            columns[means] = number
    if "path" not in columns:
        raise UsageError("exchange.table_form", file=file)
    codes: list[PlainCode] = []
    words = 0
    for row in rows:
        code = _code(row, columns)
        if code is not None:
            codes.append(code)
            words += len(code.words)
            check_counts(len(codes), words, file)
    return PlainBook("", tuple(codes), tuple(gathered(losses)))


def _code(row: Sequence[str], columns: dict[str, int]) -> PlainCode | None:
    """The code of a row; None for a row without a name."""
    cells = {name: _unguarded(clean(row[at])) if at < len(row) else "" for name, at in columns.items()}
    above, own = ([piece for piece in map(str.strip, cells.get(name, "").split(">")) if piece] for name in ("parent", "path"))
    if not own:
        return None
    lists = {name: tuple(filter(None, map(str.strip, cells.get(name, "").split("\n")))) for name in ("wel", "niet", "examples", "words")}
    code = PlainCode(
        (*above, *own), cells.get("definition", ""), lists["wel"], lists["niet"], lists["examples"], cells.get("memo", ""), cells.get("colour", ""),
        cells.get("codable", "").lower() not in _NO, cells.get("stance", "").lower(), lists["words"], cells.get("id", ""),
    )  # fmt: skip
    if "definition" not in columns and "description" in columns:
        said = with_description(code, cells["description"])
        code = replace(
            said,
            wel=code.wel or said.wel,
            niet=code.niet or said.niet,
            examples=code.examples or said.examples,
            memo=code.memo or said.memo,
        )
    return code


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
