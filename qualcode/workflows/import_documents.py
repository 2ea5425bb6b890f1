"""Import: files and folders into a project, with variables from a table and from file names; one bad file never stops the rest."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from qualcode.documents import is_table
from qualcode.documents.xlsx_rows import xlsx_rows
from qualcode.errors import ProjectError, QualcodeError, UsageError
from qualcode.model import Document
from qualcode.store import ProjectStore
from qualcode.workflows.comments import keep_comments
from qualcode.workflows.import_report import FileReport, NearlyTheSame, recognise
from qualcode.workflows.inputs import Input, Unread, documents_of, list_inputs
from qualcode.workflows.reimport import Replacement, replace_text

DOCUMENT_COLUMNS = ("document", "bestand", "naam", "file", "filename", "name")
PERSON_COLUMNS = ("person", "persoon", "naam", "name", "speaker", "spreker")
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """A document that came in. warnings: (catalogue key, values)."""

    id: str
    name: str
    warnings: tuple[tuple[str, Mapping[str, object]], ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. failed: (name, why). unmatched: rows of the variables table that name no document here.

    replaced: documents that were there and whose file was read again. dry: nothing was written. files: what was recognised in each file, in order.
    """

    imported: tuple[Imported, ...]
    failed: tuple[tuple[str, QualcodeError], ...]
    unmatched: tuple[str, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    replaced: tuple[Replacement, ...] = ()
    dry: bool = False
    files: tuple[FileReport, ...] = ()


def import_documents(
    store: ProjectStore,
    arguments: Sequence[str],
    *,
    variables_file: Path | None = None,
    table: Mapping[str, Mapping[str, str]] | None = None,
    name_pattern: str = "",
    encoding: str | None = None,
    text_column: str = "",
    replace_changed: bool = False,
    dry: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Reads files and folders into the project.

    variables_file: a CSV with a column that names documents (by name, file name or stem), the other columns are variables; rows also reach documents
    that were imported before. table: the same, read already. name_pattern: such as `{party}_{year}`, read from the file's stem. text_column:
    tables are read too, a row is a document and this column its text. replace_changed: a document that is there under the same name gets the text of its file anew. dry: says what that would do, and writes nothing. Raises UsageError when
    there is nothing to read, or the table or the pattern cannot be used; then nothing is imported.
    """
    table = read_variables(variables_file) if variables_file else (table or {})
    pattern = compile_name_pattern(name_pattern) if name_pattern else None
    listing = list_inputs(arguments, text_column=text_column)
    roots = [PurePosixPath(Path(argument).as_posix()) for argument in arguments if Path(argument).is_dir()]
    entries = [Input(_name_in_project(PurePosixPath(entry.name), roots), entry.path) for entry in listing.inputs]
    report = import_entries(
        store, entries, table=table, pattern=pattern, encoding=encoding, text_column=text_column, replace_changed=replace_changed, dry=dry, progress=progress
    )  # fmt: skip
    return replace(report, skipped=dict(listing.skipped))


def import_entries(
    store: ProjectStore,
    entries: Sequence[Input],
    *,
    table: Mapping[str, Mapping[str, str]],
    pattern: re.Pattern[str] | None = None,
    encoding: str | None = None,
    text_column: str = "",
    replace_changed: bool = False,
    dry: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Reads files under the names that they get in the project. table: variables by document; pattern: from `compile_name_pattern`.

    text_column, replace_changed, dry: as in `import_documents`.
    """
    run = _Import(store, table, pattern, replace_changed=replace_changed, dry=dry)
    for index, entry in enumerate(entries):
        if progress:
            progress(index, len(entries), entry.name)
        run.file(entry, text_column, encoding)
    if progress:
        progress(len(entries), len(entries), "")
    unmatched = () if dry else apply_variables(store, table)
    return ImportReport(tuple(run.imported), tuple(run.failed), unmatched, replaced=tuple(run.replaced), dry=dry, files=tuple(run.files))


class _Import:
    """The state of one import: what stays the same for all files, and what came of them."""

    def __init__(
        self,
        store: ProjectStore,
        table: Mapping[str, Mapping[str, str]],
        pattern: re.Pattern[str] | None,
        *,
        replace_changed: bool,
        dry: bool,
    ) -> None:
        self._store, self._table, self._pattern, self._dry = store, table, pattern, dry
        self._there = {document.name: document.id for document in store.documents()} if replace_changed or dry else {}
        self._others = NearlyTheSame(store)
        self.imported: list[Imported] = []
        self.failed: list[tuple[str, QualcodeError]] = []
        self.replaced: list[Replacement] = []
        self.files: list[FileReport] = []

    def file(self, entry: Input, text_column: str, encoding: str | None) -> None:
        """Reads a file and keeps its document, or of a table the documents of all its rows."""
        rows = bool(text_column) and is_table(entry.path)
        found: list[Document] = []
        before = len(self.failed)
        for document in documents_of(entry, text_column=text_column, encoding=encoding):
            if isinstance(document, Unread):
                self.failed.append((document.name, document.error))
            else:
                found.append(self._with_variables(document))
        if not rows:
            found = [document if document.name in self._there else self._compared(document) for document in found]
        kept = self._keep(found, same_text=rows)
        refused = self.failed[before:]
        if kept:
            self.files.append(replace(recognise(entry.name, kept), failed=len(refused)))
        else:
            self.files.append(FileReport(entry.name, failed=max(1, len(refused)), error=refused[0][1] if refused else None))

    def _with_variables(self, document: Document) -> Document:
        variables = {**document.variables, **_from_name(self._pattern, document.name), **_row_for(self._table, document.name)}
        return replace(document, variables=variables)

    def _compared(self, document: Document) -> Document:
        return replace(document, warnings=(*document.warnings, *self._others.warning(document)))

    def _keep(self, documents: Sequence[Document], *, same_text: bool) -> list[Document]:
        """Puts the documents into the project, those of a table in one go; returns those that are there now."""
        kept = []
        new = []
        for document in documents:
            if document.name not in self._there:
                new.append(document)
                continue
            try:
                self.replaced.append(replace_text(self._store, self._there[document.name], document, dry=self._dry))
                kept.append(document)
            except ProjectError as error:
                self.failed.append((document.name, error))
        answers: Sequence[str | ProjectError] = (
            [""] * len(new) if self._dry else self._store.add_documents(new, same_text=same_text) if new else ()
        )
        for document, answer in zip(new, answers, strict=True):
            if isinstance(answer, ProjectError):
                self.failed.append((document.name, answer))
                continue
            self.imported.append(Imported(answer, document.name, document.warnings))
            kept.append(document)
            if answer and document.comments:
                keep_comments(self._store, answer, document)
        return kept


def apply_variables(store: ProjectStore, table: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Sets the variables of the documents that the table names; returns the rows that name no document."""
    keys = {key: document for document in store.documents() for key in _keys(document.name)}
    unmatched = []
    for row, values in table.items():
        document = keys.get(row.casefold())
        if document is None:
            unmatched.append(row)
            continue
        changed = {name: value for name, value in values.items() if document.variables.get(name) != value}
        if changed:
            store.set_document_variables(document.id, changed)
    return tuple(unmatched)


def read_variables(path: Path) -> dict[str, dict[str, str]]:
    """A variables table: document -> {variable: value}. CSV (comma, semicolon or tab; UTF-8 or Windows text) or XLSX. Raises UsageError when it cannot be used."""
    return parse_variables(read_table_bytes(path), path.name)


def read_table_bytes(path: Path) -> bytes:
    """The bytes of a variables table. Raises UsageError when they cannot be had."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError("workflows.variables_unreadable", file=str(path), reason=error.strerror or str(error)) from None


def parse_variables(data: bytes, file: str, names: Sequence[str] = DOCUMENT_COLUMNS) -> dict[str, dict[str, str]]:
    """As `read_variables`, from the bytes of a file with this name (`.xlsx`: its first sheet). names: what the column that names the rows is called."""
    rows = _sheet_rows(data, file) if file.lower().endswith(".xlsx") else _csv_rows(data)
    if len(rows) < 2:
        raise UsageError("workflows.variables_empty", file=file)
    header = [cell.strip() for cell in rows[0]]
    at = next((header.index(cell) for cell in header if cell.casefold() in names), None)
    if at is None:
        raise UsageError("workflows.variables_no_document", file=file, columns=", ".join(names))
    table: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            raise UsageError("workflows.variables_row", file=file, line=number, found=len(row), wanted=len(header))
        values = {name: cell.strip() for name, cell in zip(header, row, strict=True) if name and cell.strip()}
        values.pop(header[at], None)
        table[row[at].strip()] = values
    return table


def _csv_rows(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first_line.count)
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def _sheet_rows(data: bytes, file: str) -> list[list[str]]:
    """The rows of the first sheet, all as wide as its head: a spreadsheet leaves out empty cells at the end of a row."""
    rows = [list(cells) for _, cells in xlsx_rows(data, file=file)]
    width = len(rows[0]) if rows else 0
    return [row[:width] + [""] * (width - len(row)) if not any(row[width:]) else row for row in rows]


def compile_name_pattern(written: str) -> re.Pattern[str]:
    """`{party}_{year}` as a pattern on a file's stem. Raises UsageError when it names no variable, or one twice."""
    pieces = re.split(r"\{([^{}]*)\}", written)
    names = pieces[1::2]
    if not names or any(not name.isidentifier() for name in names) or len(set(names)) < len(names):
        raise UsageError("workflows.name_pattern", pattern=written)
    parts = [re.escape(piece) if index % 2 == 0 else f"(?P<{piece}>.+?)" for index, piece in enumerate(pieces)]
    return re.compile("".join(parts), re.IGNORECASE)


def apply_person_variables(store: ProjectStore, table: Mapping[str, Mapping[str, str]]) -> int:
    """Sets the variables of persons by name; persons who are not there are made. Returns how many persons. All or nothing."""
    store.set_speakers([], table)
    return len(table)


def _from_name(pattern: re.Pattern[str] | None, name: str) -> dict[str, str]:
    match = pattern.fullmatch(PurePosixPath(name).stem) if pattern else None
    return match.groupdict() if match else {}


def _name_in_project(name: PurePosixPath, roots: Sequence[PurePosixPath]) -> str:
    """The path below the folder that was named, or the file's own name."""
    for root in roots:
        if name.is_relative_to(root):
            return name.relative_to(root).as_posix()
    return name.name


def _keys(name: str) -> set[str]:
    path = PurePosixPath(name)
    return {name.casefold(), path.name.casefold(), path.stem.casefold()}


def _row_for(table: Mapping[str, Mapping[str, str]], name: str) -> Mapping[str, str]:
    keys = _keys(name)
    return next((values for row, values in table.items() if row.casefold() in keys), {})
