"""A document whose file changed: the new text becomes its next revision, the old one stays, and what hangs on passages is carried along or listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update

from qualcode.errors import ProjectError
from qualcode.model import Document, LoggedAction
from qualcode.store import documents, log, schema, variables
from qualcode.store.effects import Change, CodingState, LoggedDecision
from qualcode.store.records import Replaced, Unplaced

Place = Callable[[int, int], tuple[int, int] | None]  # a span of the old text -> the same passage in the new one, None when it is not there

_decision, _coding, _memo, _suggestion = schema.decision, schema.coding, schema.memo, schema.suggestion
_doc, _rev = schema.document, schema.document_revision


def replace_document(connection: Connection, document_id: str, document: Document, place: Place) -> Replaced:
    """Makes `document` the next revision of one that is there. place: where a passage of the present text stands in the new one.

    Codings, memos and suggestions whose passage is there go along. A coding whose passage is not is taken off, which the log records, and is listed by
    `unplaced` until a person decides; so is a memo, which hangs on the document meanwhile. An open suggestion whose passage is not there goes.
    Raises ProjectError: unknown document, or the new text is another document's.
    """
    revision, _ = documents.require_document(connection, document_id)
    same = connection.execute(
        select(_doc.c.name)
        .join(_rev, (_rev.c.document_id == _doc.c.id) & (_rev.c.revision == _doc.c.revision))
        .where(_rev.c.sha256 == document.sha256, _doc.c.id != document_id, _doc.c.deleted.is_(None))
    ).first()
    if same is not None:
        raise ProjectError("store.text_there", name=document.name, earlier=same.name)
    new, now = revision + 1, datetime.now(UTC)
    documents.write_revision(connection, document_id, new, document, now)
    connection.execute(update(_doc).where(_doc.c.id == document_id).values(revision=new))
    variables.set_values(connection, "document", document_id, document.variables)
    codings = _carry_codings(connection, document_id, new, place, now)
    memos = _carry_memos(connection, document_id, new, place)
    suggestions = _carry_suggestions(connection, document_id, revision, new, place)
    return Replaced(new, *codings, *memos, *suggestions)


def unplaced(connection: Connection, document_id: str | None = None) -> list[Unplaced]:
    """What lost its passage at a re-import and is not decided on yet: codings in the order of the log, then memos."""
    closed = _decision.alias("closed")
    later = (
        select(closed.c.seq)
        .where(
            closed.c.coding == _decision.c.coding, closed.c.seq > _decision.c.seq, closed.c.action.in_(("dropped", "remove", "unplaced"))
        )
        .exists()
    )
    live = select(_coding.c.id).where(_coding.c.id == _decision.c.coding).exists()
    wanted = (
        select(_decision, _doc.c.name)
        .join(_doc, (_doc.c.id == _decision.c.document_id) & _doc.c.deleted.is_(None))
        .where(_decision.c.action == "unplaced", ~live, ~later)
    )
    on_memos = (
        select(_memo, _doc.c.name, schema.memo_version.c.text.label("wording"))
        .join(_doc, (_doc.c.id == _memo.c.document_id) & _doc.c.deleted.is_(None))
        .join(schema.memo_version, (schema.memo_version.c.memo_id == _memo.c.id) & (schema.memo_version.c.version == _memo.c.version))
        .where(_memo.c.document_revision != _doc.c.revision, _memo.c.start.is_not(None), _memo.c.deleted.is_(None))
    )
    if document_id is not None:
        wanted = wanted.where(_decision.c.document_id == document_id)
        on_memos = on_memos.where(_memo.c.document_id == document_id)
    texts: dict[tuple[str, int], str] = {}
    found = []
    for row in connection.execute(wanted.order_by(_decision.c.seq)).all():
        state = CodingState.from_json(row.previous["codings"][row.coding])
        found.append(
            Unplaced(
                "coding", row.coding, state.document_id, row.name, state.document_revision, state.start, state.end,
                _passage(connection, texts, state.document_id, state.document_revision, state.start, state.end), state.coder, state.layer, state.code, state.stance,
            )
        )  # fmt: skip
    for row in connection.execute(on_memos.order_by(_doc.c.name, _memo.c.start, _memo.c.id)).all():
        text = _passage(connection, texts, row.document_id, row.document_revision, row.start, row.end)
        found.append(
            Unplaced("memo", row.id, row.document_id, row.name, row.document_revision, row.start, row.end, text, row.coder, memo=row.wording)
        )  # fmt: skip
    return found


def revision_text(connection: Connection, document_id: str, revision: int) -> str:
    """The text of an earlier revision. Raises ProjectError `store.unknown_document`."""
    text = connection.execute(
        select(_rev.c.text).where(_rev.c.document_id == document_id, _rev.c.revision == revision)
    ).scalar_one_or_none()
    if text is None:
        raise ProjectError("store.unknown_document")
    return str(text)


def settle(connection: Connection, one: Unplaced, *, coder: str, at: tuple[int, int] | None, decision_id: str | None = None) -> None:
    """Gives something unplaced a place in the text of now, or (at None) says that it need not come back: the coding stays off, the memo hangs on
    the document. Raises ProjectError: no longer unplaced, another coder's, or a span outside the text."""
    if one.coder != coder and one.layer != "consensus":
        raise ProjectError("store.not_yours")
    if not any((there.kind, there.id) == (one.kind, one.id) for there in unplaced(connection, one.document_id)):
        raise ProjectError("store.changed_since")
    revision, chars = documents.require_document(connection, one.document_id)
    if at is not None and not 0 <= at[0] < at[1] <= chars:
        raise ProjectError("store.span_outside")
    if one.kind == "memo":
        start, end = at if at is not None else (None, None)
        connection.execute(update(_memo).where(_memo.c.id == one.id).values(start=start, end=end, document_revision=revision))
        return
    last = _last_unplaced(connection, one.id)
    state = CodingState.from_json(last.previous["codings"][one.id])
    if at is not None and _taken(connection, state, *at):
        raise ProjectError("store.same_coding_there")
    made = LoggedDecision(
        id=decision_id or str(uuid4()), action="placed" if at is not None else "dropped", document_id=one.document_id, document_revision=revision, coder=coder,
        time=datetime.now(UTC), layer=last.layer, before=Change({one.id: None}) if at is not None else Change(), suggestion=state.origin, coding=one.id,
        code=state.code, start=at[0] if at is not None else state.start, end=at[1] if at is not None else state.end, stance=state.stance,
        definition_hash=state.definition_hash,
    )  # fmt: skip
    log.record(connection, made)


def _carry_codings(connection: Connection, document_id: str, revision: int, place: Place, now: datetime) -> tuple[int, int]:
    """(carried along, taken off)."""
    batch = str(uuid4())
    moved = lost = 0
    for row in connection.execute(
        select(_coding).where(_coding.c.document_id == document_id).order_by(_coding.c.start, _coding.c.id)
    ).all():
        state = log.coding_state(row)
        found = place(state.start, state.end)
        if found is not None and found != (state.start, state.end) and _taken(connection, state, *found, revision=revision):
            found = None  # two passages became one: the second coding would say the same twice
        action: LoggedAction = "unplaced" if found is None else "moved"
        start, end = found or (state.start, state.end)
        made = LoggedDecision(
            id=str(uuid4()), action=action, document_id=document_id, document_revision=revision if found else state.document_revision, coder=state.coder,
            time=now, layer="consensus" if state.layer == "consensus" else "own", before=Change({row.id: state}), suggestion=state.origin, coding=row.id,
            code=state.code, start=start, end=end, stance=state.stance, batch=batch, definition_hash=state.definition_hash,
        )  # fmt: skip
        log.record(connection, made)
        moved, lost = moved + (found is not None), lost + (found is None)
    return moved, lost


def _taken(connection: Connection, state: CodingState, start: int, end: int, revision: int | None = None) -> bool:
    """Whether the coder has this code at this very place already (in this revision)."""
    wanted = select(_coding.c.id).where(
        _coding.c.document_id == state.document_id, _coding.c.start == start, _coding.c.end == end, _coding.c.layer == state.layer,
        func.coalesce(_coding.c.code, "") == (state.code or ""),
    )  # fmt: skip
    if state.layer == "own":
        wanted = wanted.where(_coding.c.coder == state.coder)
    if revision is not None:
        wanted = wanted.where(_coding.c.document_revision == revision)
    return connection.execute(wanted).first() is not None


def _carry_memos(connection: Connection, document_id: str, revision: int, place: Place) -> tuple[int, int]:
    """(carried along, left without a place). A memo on the document as a whole just goes along; one that was without a place stays so."""
    moved = lost = 0
    rows = connection.execute(select(_memo).where(_memo.c.document_id == document_id, _memo.c.document_revision == revision - 1)).all()
    for row in rows:
        found = place(row.start, row.end) if row.start is not None else None
        if row.start is None:
            connection.execute(update(_memo).where(_memo.c.id == row.id).values(document_revision=revision))
        elif found is not None:
            connection.execute(update(_memo).where(_memo.c.id == row.id).values(document_revision=revision, start=found[0], end=found[1]))
            moved += 1
        else:
            lost += 1
    return moved, lost


def _carry_suggestions(connection: Connection, document_id: str, old: int, new: int, place: Place) -> tuple[int, int]:
    """(carried along, gone). A decided one whose passage is not there stays with the old text, where the log speaks of it."""
    here = (_suggestion.c.document_id == document_id) & (_suggestion.c.document_revision == old)
    decided = set(
        connection.execute(
            select(_decision.c.suggestion).where(_decision.c.document_id == document_id, _decision.c.suggestion.is_not(None))
        ).scalars()
    )
    moved: list[dict[str, Any]] = []
    gone: list[dict[str, str]] = []
    lost = 0
    for row in connection.execute(select(_suggestion).where(here)).all():
        found = place(row.start, row.end)
        if found is None:
            lost += 1
            if row.id not in decided:
                gone.append({"row_id": row.id})
            continue
        unit = place(row.unit_start, row.unit_end) or found
        matches = list(_matches(row, place))
        moved.append(
            {"row_id": row.id, "at": found[0], "to": found[1], "unit_at": min(unit[0], found[0]), "unit_to": max(unit[1], found[1]), "hits": matches}
        )  # fmt: skip
    if moved:
        connection.execute(
            update(_suggestion)
            .where(_suggestion.c.id == bindparam("row_id"))
            .values(
                start=bindparam("at"),
                end=bindparam("to"),
                unit_start=bindparam("unit_at"),
                unit_end=bindparam("unit_to"),
                document_revision=new,
                matches=bindparam("hits", type_=_suggestion.c.matches.type),
            ),
            moved,
        )
    if gone:
        connection.execute(delete(_suggestion).where(_suggestion.c.id == bindparam("row_id")), gone)
    return len(moved), lost


def _matches(row: Row[Any], place: Place) -> Iterable[list[Any]]:
    for rule, start, end, *rest in row.matches:
        found = place(start, end)
        if found is not None:
            yield [rule, *found, *rest]


def _last_unplaced(connection: Connection, coding_id: str) -> Row[Any]:
    wanted = (
        select(_decision).where(_decision.c.coding == coding_id, _decision.c.action == "unplaced").order_by(_decision.c.seq.desc()).limit(1)
    )
    return connection.execute(wanted).one()


def _passage(connection: Connection, texts: dict[tuple[str, int], str], document_id: str, revision: int, start: int, end: int) -> str:
    key = document_id, revision
    if key not in texts:
        texts[key] = revision_text(connection, document_id, revision)
    return texts[key][start:end]
