"""Tables of texts (survey answers, messages): one row is one document, one column holds its text, the others are its variables."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.documents.cleaning import clean, clean_name
from qualcode.documents.csv_rows import csv_rows
from qualcode.documents.decoding import decode
from qualcode.documents.files import file_bytes
from qualcode.documents.legibility import text_warnings
from qualcode.documents.transcripts.tsv import is_whisper_tsv
from qualcode.documents.txt import encoding_warnings
from qualcode.documents.xlsx_rows import xlsx_rows
from qualcode.errors import DocumentError
from qualcode.model import Document

TABLE_SUFFIXES = (".csv", ".tsv", ".xlsx", ".jsonl")
MAX_ROWS = 500_000
MAX_COLUMNS = 16_384  # as many as a spreadsheet has
MAX_CELL = 10_000_000  # characters; a long interview has 200,000
_LOOKED_AT = 400_000  # characters, to tell the language
_OWN_COLUMNS = (
    ("document", "document_sha256", "unit_id"),
    ("document", "start", "end", "kind"),
    ("document", "reason"),
    ("document", "start", "end", "code"),
)
_OWN_HEAD = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:document,(?:document_sha256,unit_id[,\r\n]|reason[\r\n]|start,end,code,)|\{"document": .{1,2000}?, "(?:document_sha256|start|reason)": )'
)
Row = Sequence[str]


@dataclass(frozen=True)
class Table:
    """columns: names in order. rows: (number of the row below the header, from 1; its cells). warnings: (catalogue key, values)."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[int, Row]]
    format: str
    encoding: str | None
    file_sha256: str
    warnings: tuple[tuple[str, Mapping[str, object]], ...] = ()


def is_table(path: Path) -> bool:
    """Whether a file is a table of texts by its suffix; a transcript that Whisper wrote as .tsv is none."""
    suffix = path.suffix.lower()
    if suffix != ".tsv":
        return suffix in TABLE_SUFFIXES
    return not is_whisper_tsv(_head(path))


def is_own_output(path: Path) -> bool:
    """Whether a table is one that qualcode wrote (codes, units, errors, segments), which is no text to read again."""
    if path.suffix.lower() != ".xlsx":
        return _OWN_HEAD.match(_head(path)) is not None
    try:
        header = next(xlsx_rows(file_bytes(path, path.name), file=path.name), (0, ()))[1]
    except DocumentError:
        return False
    return any(tuple(header[: len(own)]) == own for own in _OWN_COLUMNS)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(4096)
    except OSError:
        return b""


def open_table(path: Path, *, name: str | None = None, encoding: str | None = None) -> Table:
    """The columns of a table and its rows, which are read as one asks for them.

    Raises DocumentError: missing, too large, empty, not in this format, damaged, too many columns or too long a cell.
    """
    file = clean_name(name if name is not None else path.name)
    data = file_bytes(path, file)
    if not data.strip(b" \t\r\n\x0c"):
        raise DocumentError("documents.empty_file", file=file)
    suffix = path.suffix.lower()
    read_as: str | None = None
    warnings: tuple[tuple[str, Mapping[str, object]], ...] = ()
    if suffix == ".xlsx":
        lines: Iterator[tuple[int, Row]] = xlsx_rows(data, file=file)
    else:
        decoded = decode(data, file=file, encoding=encoding)
        read_as, warnings = decoded.encoding, encoding_warnings(decoded)
        lines = _json_rows(decoded.text, file) if suffix == ".jsonl" else csv_rows(decoded.text, file=file, tabs=suffix == ".tsv")
    first = next(lines, None)
    if first is None:
        raise DocumentError("documents.empty_file", file=file)
    columns = _column_names(first[1])
    if len(columns) > MAX_COLUMNS:
        raise DocumentError("documents.too_many_columns", file=file, count=len(columns), limit=MAX_COLUMNS)
    return Table(columns, _checked(lines, file), suffix[1:], read_as, hashlib.sha256(data).hexdigest(), warnings)


def table_columns(path: Path, *, name: str | None = None, encoding: str | None = None) -> tuple[str, ...]:
    """The names of the columns of a table. Raises DocumentError as `open_table` does."""
    return tuple(column for column in open_table(path, name=name, encoding=encoding).columns if column)


def table_documents(path: Path, column: str, *, name: str | None = None, encoding: str | None = None) -> Iterator[Document | DocumentError]:
    """One document a row, called `name#n` (n: the row below the header, from 1); for a row that cannot be used the reason.

    Rows without text are passed over. What a person should know of the table as a whole stands with the first document. Raises DocumentError as
    `open_table` does, and when there is no such column.
    """
    file = clean_name(name if name is not None else path.name)
    table = open_table(path, name=file, encoding=encoding)
    at = _find_column(table.columns, column, file)
    documents: list[Document | DocumentError] = []
    texts: list[str] = []
    looked_at = 0
    for number, cells in table.rows:
        if len(cells) > len(table.columns) and any(cell.strip() for cell in cells[len(table.columns) :]):
            documents.append(DocumentError("documents.row_too_long", file=f"{file}#{number}", found=len(cells), wanted=len(table.columns)))
            continue
        text = clean(cells[at]) if at < len(cells) else ""
        if not text.strip():
            continue
        others = {
            name: value.strip() for index, (name, value) in enumerate(zip(table.columns, cells, strict=False)) if index != at and name
        }
        variables = {name: clean(value) for name, value in others.items() if value}
        if looked_at < _LOOKED_AT:
            texts.append(text)
            looked_at += len(text)
        documents.append(
            Document(f"{file}#{number}", text, (), variables, table.format, table.encoding, table.file_sha256)
        )  # fmt: skip
    yield from _with_warnings(documents, (*table.warnings, *text_warnings("\n".join(texts))))


def _with_warnings(
    documents: list[Document | DocumentError], warnings: tuple[tuple[str, Mapping[str, object]], ...]
) -> Iterator[Document | DocumentError]:
    for document in documents:
        if warnings and isinstance(document, Document):
            document = replace(document, warnings=warnings)
            warnings = ()
        yield document


def _find_column(columns: Sequence[str], wanted: str, file: str) -> int:
    if wanted in columns:
        return columns.index(wanted)
    loose = [column.casefold().strip() for column in columns]
    if loose.count(wanted.casefold().strip()) == 1:
        return loose.index(wanted.casefold().strip())
    raise DocumentError("documents.no_text_column", file=file, column=wanted, columns=named(columns))


def named(columns: Sequence[str]) -> str:
    """The names of columns for a sentence; of very many the first ones."""
    there = [column[:60] for column in columns if column]
    return ", ".join(there[:30]) + (" …" if len(there) > 30 else "")


def _column_names(cells: Row) -> tuple[str, ...]:
    names: list[str] = []
    seen: dict[str, int] = {}
    for cell in cells:
        name = " ".join(clean(cell).split())
        seen[name] = seen.get(name, 0) + 1
        names.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _checked(lines: Iterator[tuple[int, Row]], file: str) -> Iterator[tuple[int, Row]]:
    for count, (number, cells) in enumerate(lines, 1):
        if count > MAX_ROWS:
            raise DocumentError("documents.too_many_rows", file=file, limit=MAX_ROWS)
        if len(cells) > MAX_COLUMNS:
            raise DocumentError("documents.too_many_columns", file=file, count=len(cells), limit=MAX_COLUMNS)
        if any(len(cell) > MAX_CELL for cell in cells):
            raise DocumentError("documents.cell_too_long", file=f"{file}#{number}", limit=MAX_CELL)
        yield number, cells


def _json_rows(text: str, file: str) -> Iterator[tuple[int, Row]]:
    """A header of all keys in the order in which they come up, then one row an object. Raises DocumentError for a line that is no object."""
    records: list[tuple[int, dict[str, object]]] = []
    keys: dict[str, None] = {}
    for number, line in enumerate((line for line in text.split("\n") if line.strip()), 1):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, dict):
            raise DocumentError("documents.bad_jsonl", file=file, line=number)
        keys.update(dict.fromkeys(record))
        if len(keys) > MAX_COLUMNS or number > MAX_ROWS:
            raise DocumentError("documents.too_much", file=file)
        records.append((number, record))
    if keys:
        yield 0, tuple(keys)
    for number, record in records:
        yield number, tuple(_cell(record.get(key)) for key in keys)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
