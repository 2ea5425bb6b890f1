"""Documents of a project: add, list, read, delete and bring back."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, Select, delete, exists, insert, select, update

from qualcode.errors import ProjectError
from qualcode.model import Document, DocumentSummary, Mark
from qualcode.store import schema, variables

_doc, _rev = schema.document, schema.document_revision

_SUMMARY: Select[Any] = (
    select(_doc.c.id, _doc.c.name, _rev.c.sha256, _rev.c.chars, _rev.c.format, _rev.c.warnings, _doc.c.imported, _doc.c.revision)
    .join(_rev, (_rev.c.document_id == _doc.c.id) & (_rev.c.revision == _doc.c.revision))
    .order_by(_doc.c.name)
)


def add_document(connection: Connection, document: Document, *, same_text: bool = False) -> str:
    """Adds a document and its variables; returns its id. same_text: another one may say the very same (answers in a survey do).

    Raises ProjectError when a document with this name or this very text is there, or was deleted with codings that bringing it back would restore.
    """
    name = unicodedata.normalize("NFC", document.name)
    _refuse_double(connection, name, None if same_text else document.sha256)
    document_id, now = str(uuid4()), datetime.now(UTC)
    connection.execute(insert(_doc), {"id": document_id, "name": name, "imported": now, "revision": 1, "deleted": None})
    write_revision(connection, document_id, 1, document, now)
    variables.set_values(connection, "document", document_id, document.variables)
    return document_id


def write_revision(connection: Connection, document_id: str, revision: int, document: Document, now: datetime) -> None:
    """Writes the text of a revision with what its reader knew."""
    connection.execute(
        insert(_rev),
        {
            "document_id": document_id,
            "revision": revision,
            "imported": now,
            "sha256": document.sha256,
            "file_sha256": document.file_sha256,
            "format": document.format,
            "encoding": document.encoding,
            "chars": len(document.text),
            "marks": [_mark_row(mark) for mark in document.marks],
            "warnings": [[key, _plain(values)] for key, values in document.warnings],
            "text": document.text,
        },
    )


def summaries(connection: Connection, *, deleted: bool = False) -> list[DocumentSummary]:
    """The documents by name, or those that were deleted and can be brought back."""
    wanted = _SUMMARY.where(_doc.c.deleted.is_not(None) if deleted else _doc.c.deleted.is_(None))
    values = variables.all_values(connection, "document")
    return [_summary(row, values.get(row.id, {})) for row in connection.execute(wanted)]


def read_document(connection: Connection, document_id: str) -> Document:
    """The document as it was imported, with its variables of now. Raises ProjectError `store.unknown_document`."""
    wanted: Select[Any] = (
        select(_doc.c.name, _rev.c.text, _rev.c.marks, _rev.c.format, _rev.c.encoding, _rev.c.file_sha256, _rev.c.warnings)
        .join(_rev, (_rev.c.document_id == _doc.c.id) & (_rev.c.revision == _doc.c.revision))
        .where(_doc.c.id == document_id, _doc.c.deleted.is_(None))
    )
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise ProjectError("store.unknown_document")
    return Document(
        name=row.name,
        text=row.text,
        marks=tuple(Mark(**mark) for mark in row.marks),
        variables=variables.values_of(connection, "document", document_id),
        format=row.format,
        encoding=row.encoding,
        file_sha256=row.file_sha256,
        warnings=tuple((key, values) for key, values in row.warnings),
    )


def delete_document(connection: Connection, document_id: str, *, confirm: bool = False) -> bool:
    """Deletes a document; True when it can be brought back, False when it is gone for good because nobody had worked on it.

    Raises ProjectError `store.document_has_work` when there are decisions or memos and `confirm` is False.
    """
    require_document(connection, document_id)
    worked = _work_on(connection, document_id)
    if worked:
        if not confirm:
            name = connection.execute(select(_doc.c.name).where(_doc.c.id == document_id)).scalar_one()
            raise ProjectError("store.document_has_work", name=name, **worked)
        connection.execute(update(_doc).where(_doc.c.id == document_id).values(deleted=datetime.now(UTC)))
        return True
    for table in (schema.suggestion, schema.document_value, schema.speaker, _rev):
        connection.execute(delete(table).where(table.c.document_id == document_id))
    connection.execute(delete(_doc).where(_doc.c.id == document_id))
    return False


def restore_document(connection: Connection, document_id: str) -> None:
    """Brings a deleted document back with all its codings. Raises ProjectError when its name has been given to another one meanwhile."""
    row = connection.execute(select(_doc.c.name, _doc.c.deleted).where(_doc.c.id == document_id)).one_or_none()
    if row is None:
        raise ProjectError("store.unknown_document")
    if row.deleted is None:
        return
    if connection.execute(select(exists().where(_doc.c.name == row.name, _doc.c.deleted.is_(None)))).scalar_one():
        raise ProjectError("store.name_taken", name=row.name)
    connection.execute(update(_doc).where(_doc.c.id == document_id).values(deleted=None))


def require_document(connection: Connection, document_id: str) -> tuple[int, int]:
    """(current revision, length of its text in code points) of a document that is there. Raises ProjectError `store.unknown_document`."""
    row = connection.execute(
        select(_doc.c.revision, _rev.c.chars)
        .join(_rev, (_rev.c.document_id == _doc.c.id) & (_rev.c.revision == _doc.c.revision))
        .where(_doc.c.id == document_id, _doc.c.deleted.is_(None))
    ).one_or_none()
    if row is None:
        raise ProjectError("store.unknown_document")
    return row.revision, row.chars


def _refuse_double(connection: Connection, name: str, sha256: str | None) -> None:
    there = connection.execute(select(_doc.c.name).where(_doc.c.name == name, _doc.c.deleted.is_(None))).scalar_one_or_none()
    if there is not None:
        raise ProjectError("store.name_there", name=name)
    if sha256 is None:
        return
    same = connection.execute(
        select(_doc.c.name, _doc.c.deleted)
        .join(_rev, (_rev.c.document_id == _doc.c.id) & (_rev.c.revision == _doc.c.revision))
        .where(_rev.c.sha256 == sha256)
        .order_by(_doc.c.deleted.is_not(None))
    ).first()
    if same is not None:
        raise ProjectError("store.text_there" if same.deleted is None else "store.text_deleted", name=name, earlier=same.name)


def _work_on(connection: Connection, document_id: str) -> dict[str, int]:
    """What people did in a document, as the numbers that the refusal names; empty when nobody decided or noted anything."""
    counts = {}
    for name, table in (("decisions", schema.decision), ("codings", schema.coding), ("memos", schema.memo)):
        rows = connection.exec_driver_sql(f"SELECT count(*) FROM {table.name} WHERE document_id = ?", (document_id,))  # noqa: S608
        counts[name] = rows.scalar_one()
    return counts if counts["decisions"] or counts["memos"] else {}


def _summary(row: Row[Any], values: Mapping[str, str]) -> DocumentSummary:
    return DocumentSummary(
        id=row.id,
        name=row.name,
        sha256=row.sha256,
        chars=row.chars,
        format=row.format,
        variables=values,
        imported=row.imported,
        revision=row.revision,
        warnings=tuple((key, given) for key, given in row.warnings),
    )


def _mark_row(mark: Mark) -> dict[str, object]:
    """The fields of a mark that say something; the others are the defaults."""
    row: dict[str, object] = {"start": mark.start, "end": mark.end, "kind": mark.kind}
    for name in ("level", "speaker", "time", "time_end", "page"):
        value = getattr(mark, name)
        if value is not None:
            row[name] = value
    if mark.content:
        row["content"] = mark.content
    return row


def _plain(values: Mapping[str, object]) -> object:
    return json.loads(json.dumps(dict(values), default=str))
