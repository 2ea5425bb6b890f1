"""Memos: a person's dated notes. Every wording is kept; a deleted memo can be read back from its history."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, Select, insert, select, update

from qualcode.errors import ProjectError
from qualcode.model import Memo
from qualcode.store import schema
from qualcode.store.codebooks import require_code
from qualcode.store.coders import require_coder
from qualcode.store.documents import require_document
from qualcode.store.persons import require_person

_memo, _version, _doc = schema.memo, schema.memo_version, schema.document

_FIELDS = (_memo.c.id, _memo.c.coder, _memo.c.document_id, _memo.c.start, _memo.c.end, _memo.c.code, _memo.c.person)
# A memo on a passage that a re-import took away hangs on the document as a whole until somebody gives it a place again.
_PLACED = (_memo.c.document_id.is_(None)) | (_memo.c.document_revision == _doc.c.revision)
_NOW: Select[Any] = (
    select(*_FIELDS, _version.c.text, _version.c.time, _PLACED.label("placed"))
    .join(_version, (_version.c.memo_id == _memo.c.id) & (_version.c.version == _memo.c.version))
    .outerjoin(_doc, _doc.c.id == _memo.c.document_id)
)


def add_memo(
    connection: Connection,
    text: str,
    *,
    coder: str,
    document_id: str | None = None,
    start: int | None = None,
    end: int | None = None,
    code: str | None = None,
    person: str | None = None,
    memo_id: str | None = None,
) -> Memo:
    """Adds a memo on a span of a document, a document, a code, a person, or (none named) the project.

    memo_id: made by who asks, so that asking twice adds once. Raises ProjectError when what it hangs on is not there or the text is empty.
    """
    if memo_id is not None and (there := _find(connection, memo_id)) is not None:
        if there.coder != coder:
            raise ProjectError("store.id_in_use")
        return _seen(there)
    require_coder(connection, coder)
    revision = _check_place(connection, document_id, start, end, code, person)
    made = Memo(memo_id or str(uuid4()), _checked(text), coder, datetime.now(UTC), document_id, start, end, code, person)
    connection.execute(
        insert(_memo),
        {
            "id": made.id,
            "coder": coder,
            "document_id": document_id,
            "document_revision": revision,
            "start": start,
            "end": end,
            "code": code,
            "person": person,
            "version": 1,
            "deleted": None,
        },
    )
    connection.execute(insert(_version), {"memo_id": made.id, "version": 1, "text": made.text, "time": made.time})
    return made


def edit_memo(connection: Connection, memo_id: str, text: str, *, coder: str) -> Memo:
    """Gives one's own memo a new wording; the earlier one stays in its history. The same wording changes nothing."""
    row = _own(connection, memo_id, coder)
    wording = _checked(text)
    if row.text != wording:
        version = connection.execute(select(_memo.c.version).where(_memo.c.id == memo_id)).scalar_one() + 1
        connection.execute(insert(_version), {"memo_id": memo_id, "version": version, "text": wording, "time": datetime.now(UTC)})
        connection.execute(update(_memo).where(_memo.c.id == memo_id).values(version=version))
    return _seen(_own(connection, memo_id, coder))


def delete_memo(connection: Connection, memo_id: str, *, coder: str) -> None:
    """Takes one's own memo off the lists; `restore_memo` brings it back."""
    _own(connection, memo_id, coder)
    connection.execute(update(_memo).where(_memo.c.id == memo_id, _memo.c.deleted.is_(None)).values(deleted=datetime.now(UTC)))


def restore_memo(connection: Connection, memo_id: str, *, coder: str) -> None:
    """Brings one's own deleted memo back."""
    _own(connection, memo_id, coder)
    connection.execute(update(_memo).where(_memo.c.id == memo_id).values(deleted=None))


def memos(
    connection: Connection,
    document_id: str | None = None,
    *,
    coder: str | None = None,
    code: str | None = None,
    person: str | None = None,
    deleted: bool = False,
) -> list[Memo]:
    """Memos in the order of document and place; those of deleted documents are left out. A filter that is None lets all through."""
    wanted = _NOW.where(_doc.c.deleted.is_(None))
    wanted = wanted.where(_memo.c.deleted.is_not(None) if deleted else _memo.c.deleted.is_(None))
    for column, value in ((_memo.c.document_id, document_id), (_memo.c.coder, coder), (_memo.c.code, code), (_memo.c.person, person)):
        if value is not None:
            wanted = wanted.where(column == value)
    rows = connection.execute(wanted.order_by(_memo.c.document_id, _memo.c.start, _version.c.time, _memo.c.id))
    return [_seen(row) for row in rows]


def memo_history(connection: Connection, memo_id: str) -> list[Memo]:
    """All wordings of a memo, the oldest first. Raises ProjectError `store.unknown_memo`."""
    wanted: Select[Any] = (
        select(*_FIELDS, _version.c.text, _version.c.time, _PLACED.label("placed"))
        .join(_version, _version.c.memo_id == _memo.c.id)
        .outerjoin(_doc, _doc.c.id == _memo.c.document_id)
    )
    rows = connection.execute(wanted.where(_memo.c.id == memo_id).order_by(_version.c.version)).all()
    if not rows:
        raise ProjectError("store.unknown_memo")
    return [_seen(row) for row in rows]


def _check_place(
    connection: Connection, document_id: str | None, start: int | None, end: int | None, code: str | None, person: str | None
) -> int | None:
    revision = None
    if document_id is not None:
        revision, chars = require_document(connection, document_id)
        if start is not None or end is not None:
            if start is None or end is None:
                raise ProjectError("store.incomplete_operation")
            if not 0 <= start <= end <= chars:
                raise ProjectError("store.span_outside")
    elif start is not None or end is not None:
        raise ProjectError("store.incomplete_operation")
    if code is not None:
        require_code(connection, code)
    if person is not None:
        require_person(connection, person)
    return revision


def _find(connection: Connection, memo_id: str) -> Row[Any] | None:
    return connection.execute(_NOW.where(_memo.c.id == memo_id)).one_or_none()


def _own(connection: Connection, memo_id: str, coder: str) -> Row[Any]:
    row = _find(connection, memo_id)
    if row is None:
        raise ProjectError("store.unknown_memo")
    if row.coder != coder:
        raise ProjectError("store.not_yours")
    return row


def _checked(text: str) -> str:
    if not text.strip():
        raise ProjectError("store.empty_memo")
    # Half an emoji, as a text box can send it, becomes a question mark.
    return text.encode("utf-8", "replace").decode("utf-8")


def _seen(row: Row[Any]) -> Memo:
    start, end = (row.start, row.end) if row.placed else (None, None)
    return Memo(row.id, row.text, row.coder, row.time, row.document_id, start, end, row.code, row.person)
