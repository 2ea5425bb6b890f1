"""Codings as a plain table (`document, start, end, code, stance`), in and out."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from qualcode.codebook import Codebook
from qualcode.errors import UsageError
from qualcode.export import write_table
from qualcode.model import STANCES, DocumentSummary, Operation, Stance
from qualcode.store import ProjectStore
from qualcode.texts import text
from qualcode.workflows.projects import project_codebook

CODING_COLUMNS = ("document", "start", "end", "code", "stance")
MAX_PROBLEMS = 20  # told at once; more are counted


@dataclass(frozen=True, slots=True)
class CodingsReport:
    """What came in: codings made, and rows that were there already."""

    added: int
    known: int


def import_codings(store: ProjectStore, file: Path, *, coder: str, name: str = "") -> CodingsReport:
    """Gives a person's codings from a CSV to the project: all rows, or none when one is wrong. An empty code means seen, nothing here.

    name: what the file is called in errors (default: its own name). Raises UsageError that names every wrong row.
    """
    shown_name = name or file.name
    rows = _read(file, shown_name)
    codebook = project_codebook(store)
    documents = {document.name: document for document in store.documents()}
    problems: list[str] = []
    operations: list[Operation] = []
    for line, row in rows:
        operation = _operation(line, row, documents, codebook, problems)
        if operation is not None:
            operations.append(operation)
    if problems:
        shown = " ".join(problems[:MAX_PROBLEMS])
        raise UsageError("workflows.codings_wrong", file=shown_name, count=len(problems), problems=shown)
    person = store.person(coder)
    before = len(store.codings(coder=person.id))
    acks = store.apply(operations, coder=person, all_or_none=True)
    refused = [(line, ack.error) for (line, _), ack in zip(rows, acks, strict=True) if not ack.ok and ack.error != "store.others_refused"]
    if refused:
        line, error = refused[0]
        raise UsageError("workflows.codings_refused", file=shown_name, line=line, count=len(refused), error=text(error, "en"))
    added = len(store.codings(coder=person.id)) - before
    return CodingsReport(added, len(operations) - added)


def export_codings(store: ProjectStore, file: Path, *, coder: str | None = None, raw: bool = False) -> int:
    """Writes a person's codings (everybody's when None); returns the number of rows. Raises UsageError when there is no such person."""
    codebook = project_codebook(store)
    names = {document.id: document.name for document in store.documents()}
    persons = {one.name: one.id for one in store.coders() if one.kind == "person"}
    if coder is not None and coder not in persons:
        raise UsageError("workflows.coder_unknown", name=coder, known=", ".join(sorted(persons)) or "-")
    wanted = None if coder is None else persons[coder]
    by_id = {identity: name for name, identity in persons.items()}
    columns = CODING_COLUMNS if coder is not None else (*CODING_COLUMNS, "coder")
    rows = (
        {
            "document": names[coding.document_id],
            "start": coding.start,
            "end": coding.end,
            "code": _path(codebook, coding.code),
            "stance": coding.stance,
            "coder": by_id.get(coding.coder, coding.coder),
        }
        for coding in sorted(
            store.codings(coder=wanted), key=lambda one: (names.get(one.document_id, ""), one.start, one.end, one.code or "")
        )
        if coding.document_id in names
    )
    return write_table(file, columns, rows, raw=raw)


def _path(codebook: Codebook, code: str | None) -> str:
    if code is None:
        return ""
    found = codebook.find_code(code)
    return found.path if found else code


def _read(file: Path, name: str) -> list[tuple[int, Mapping[str, str]]]:
    try:
        content = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError("workflows.codings_unreadable", file=name, reason=error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise UsageError("workflows.codings_not_utf8", file=name) from None
    delimiter = max(",;\t", key=content.split("\n", 1)[0].count)
    reader = csv.DictReader(io.StringIO(content), delimiter=delimiter)
    header = [cell.strip() for cell in reader.fieldnames or ()]
    missing = [column for column in CODING_COLUMNS if column not in header and column != "stance"]
    if missing:
        raise UsageError("workflows.codings_columns", file=name, missing=", ".join(missing), wanted=", ".join(CODING_COLUMNS))
    return [(reader.line_num, {str(key).strip(): (value or "").strip() for key, value in row.items() if key}) for row in reader]


def _operation(
    line: int, row: Mapping[str, str], documents: Mapping[str, DocumentSummary], codebook: Codebook, problems: list[str]
) -> Operation | None:
    # cells guarded against spreadsheets come back with their '
    name, code, stance = (
        row.get(key, "").removeprefix("'") if key != "stance" else row.get(key, "") for key in ("document", "code", "stance")
    )
    document = documents.get(name) or documents.get(row.get("document", ""))
    if document is None:
        problems.append(f"[{line}] document '{name}'?")
        return None
    try:
        start, end = int(row["start"]), int(row["end"])
    except ValueError:
        problems.append(f"[{line}] start/end '{row['start']}', '{row['end']}'?")
        return None
    if not 0 <= start < end <= document.chars:
        problems.append(f"[{line}] [{start}, {end}) is not inside '{name}' (0-{document.chars})")
        return None
    if stance and stance not in STANCES:
        problems.append(f"[{line}] stance '{stance}'?")
        return None
    if not code:
        return Operation(id=str(uuid.uuid4()), action="nothing_here", document_id=document.id, start=start, end=end)
    found = codebook.find_code(code)
    if found is None:
        problems.append(f"[{line}] code '{code}'?")
        return None
    return Operation(
        id=str(uuid.uuid4()), action="add", document_id=document.id, start=start, end=end, code=found.id, stance=cast(Stance, stance)
    )
