"""Import: files and folders into a project, with variables from a table and from file names; one bad file never stops the rest."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from qualcode.documents import read_document
from qualcode.errors import DocumentError, ProjectError, QualcodeError, UsageError
from qualcode.store import ProjectStore
from qualcode.workflows.inputs import Input, list_inputs

DOCUMENT_COLUMNS = ("document", "bestand", "naam", "file", "filename", "name")
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """A document that came in. warnings: (catalogue key, values)."""

    id: str
    name: str
    warnings: tuple[tuple[str, Mapping[str, object]], ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. failed: (name, why). unmatched: rows of the variables table that name no document here."""

    imported: tuple[Imported, ...]
    failed: tuple[tuple[str, QualcodeError], ...]
    unmatched: tuple[str, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)


def import_documents(
    store: ProjectStore,
    arguments: Sequence[str],
    *,
    variables_file: Path | None = None,
    table: Mapping[str, Mapping[str, str]] | None = None,
    name_pattern: str = "",
    encoding: str | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Reads files and folders into the project.

    variables_file: a CSV with a column that names documents (by name, file name or stem), the other columns are variables; rows also reach documents
    that were imported before. table: the same, read already. name_pattern: such as `{party}_{year}`, read from the file's stem. Raises UsageError when there is nothing to read, or
    the table or the pattern cannot be used; then nothing is imported.
    """
    table = read_variables(variables_file) if variables_file else (table or {})
    pattern = compile_name_pattern(name_pattern) if name_pattern else None
    listing = list_inputs(arguments)
    roots = [PurePosixPath(Path(argument).as_posix()) for argument in arguments if Path(argument).is_dir()]
    entries = [Input(_name_in_project(PurePosixPath(entry.name), roots), entry.path) for entry in listing.inputs]
    report = import_entries(store, entries, table=table, pattern=pattern, encoding=encoding, progress=progress)
    return replace(report, skipped=dict(listing.skipped))


def import_entries(
    store: ProjectStore,
    entries: Sequence[Input],
    *,
    table: Mapping[str, Mapping[str, str]],
    pattern: re.Pattern[str] | None = None,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Reads files under the names that they get in the project. table: variables by document; pattern: from `compile_name_pattern`."""
    imported: list[Imported] = []
    failed: list[tuple[str, QualcodeError]] = []
    for index, entry in enumerate(entries):
        if progress:
            progress(index, len(entries), entry.name)
        try:
            document = read_document(entry.path, name=entry.name, encoding=encoding)
            variables = {**document.variables, **_from_name(pattern, entry.name), **_row_for(table, entry.name)}
            document = replace(document, variables=variables)
            imported.append(Imported(store.add_document(document), entry.name, document.warnings))
        except (DocumentError, ProjectError) as error:
            failed.append((entry.name, error))
    if progress:
        progress(len(entries), len(entries), "")
    return ImportReport(tuple(imported), tuple(failed), apply_variables(store, table))


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
    """A variables table: document -> {variable: value}. Comma, semicolon or tab; UTF-8 or Windows text. Raises UsageError when it cannot be used."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError("workflows.variables_unreadable", file=str(path), reason=error.strerror or str(error)) from None
    return parse_variables(data, path.name)


def parse_variables(data: bytes, file: str) -> dict[str, dict[str, str]]:
    """As `read_variables`, from the bytes of a file with this name."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first_line.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    if len(rows) < 2:
        raise UsageError("workflows.variables_empty", file=file)
    header = [cell.strip() for cell in rows[0]]
    at = next((header.index(cell) for cell in header if cell.casefold() in DOCUMENT_COLUMNS), None)
    if at is None:
        raise UsageError("workflows.variables_no_document", file=file, columns=", ".join(DOCUMENT_COLUMNS))
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


def compile_name_pattern(written: str) -> re.Pattern[str]:
    """`{party}_{year}` as a pattern on a file's stem. Raises UsageError when it names no variable, or one twice."""
    pieces = re.split(r"\{([^{}]*)\}", written)
    names = pieces[1::2]
    if not names or any(not name.isidentifier() for name in names) or len(set(names)) < len(names):
        raise UsageError("workflows.name_pattern", pattern=written)
    parts = [re.escape(piece) if index % 2 == 0 else f"(?P<{piece}>.+?)" for index, piece in enumerate(pieces)]
    return re.compile("".join(parts), re.IGNORECASE)


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
