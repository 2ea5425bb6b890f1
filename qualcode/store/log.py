"""The log of decisions and the tables that follow from it: writing one decision with its effect, and reading them back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from qualcode.model import Coding, Decision
from qualcode.store import schema
from qualcode.store.effects import Change, CodingState, LoggedDecision, ReviewKey, before_from_json, effect, previous_json

_decision, _coding, _review, _doc = schema.decision, schema.coding, schema.review, schema.document

_INSERT_DECISION = insert(_decision)
_DELETE_CODING = delete(_coding).where(_coding.c.id == bindparam("coding_id"))
_UPSERT_CODING = insert(_coding)
_UPSERT_CODING = _UPSERT_CODING.on_conflict_do_update(
    index_elements=["id"], set_={column.name: _UPSERT_CODING.excluded[column.name] for column in _coding.c if column.name != "id"}
)
_UPSERT_REVIEW = insert(_review)
_UPSERT_REVIEW = _UPSERT_REVIEW.on_conflict_do_update(
    index_elements=["suggestion", "coder", "layer"], set_={"state": _UPSERT_REVIEW.excluded.state}
)


def record(connection: Connection, decision: LoggedDecision, original: LoggedDecision | None = None) -> None:
    """Appends a decision to the log and does to the tables what it says. original: what an undo or redo is about."""
    connection.execute(_INSERT_DECISION, [_decision_row(decision)])
    write_change(connection, effect(decision, original))


def write_change(connection: Connection, change: Change) -> None:
    """Brings the tables to the new states; what goes, goes first, so that its place is free."""
    for coding_id, state in change.codings.items():
        if state is None:
            connection.execute(_DELETE_CODING, {"coding_id": coding_id})
    for coding_id, state in change.codings.items():
        if state is not None:
            connection.execute(_UPSERT_CODING, [coding_row(coding_id, state)])
    for (suggestion, coder, layer), review in change.reviews.items():
        connection.execute(_UPSERT_REVIEW, [{"suggestion": suggestion, "coder": coder, "layer": layer, "state": review}])


def coding_row(coding_id: str, state: CodingState) -> dict[str, object]:
    """The row of the coding table."""
    return {"id": coding_id, **{name: getattr(state, name) for name in CodingState.__slots__}}


def coding_state(row: Row[Any]) -> CodingState:
    """The state in a row of the coding table."""
    return CodingState(*(getattr(row, name) for name in CodingState.__slots__))


def logged(row: Row[Any]) -> LoggedDecision:
    """The decision in a row of the decision table."""
    return LoggedDecision(
        id=row.id,
        action=row.action,
        document_id=row.document_id,
        document_revision=row.document_revision,
        coder=row.coder,
        time=row.time,
        layer=row.layer,
        before=before_from_json(row.previous, row.coder, row.layer),
        suggestion=row.suggestion,
        coding=row.coding,
        code=row.code,
        start=row.start,
        end=row.end,
        stance=row.stance,
        undoes=row.undoes,
        batch=row.batch,
        reason=row.reason,
        definition_hash=row.definition_hash,
    )


def whole_log(connection: Connection) -> Iterator[LoggedDecision]:
    """All decisions in the order in which they were made."""
    for row in connection.execute(select(_decision).order_by(_decision.c.seq)):
        yield logged(row)


def tables(connection: Connection) -> tuple[dict[str, CodingState], dict[ReviewKey, str]]:
    """(codings, reviews) as the tables hold them now."""
    codings = {row.id: coding_state(row) for row in connection.execute(select(_coding))}
    return codings, {(row.suggestion, row.coder, row.layer): row.state for row in connection.execute(select(_review))}


def decisions(connection: Connection, document_id: str | None, coder: str | None, limit: int | None) -> list[Decision]:
    """Decisions in the order in which they were made; with a limit the latest ones."""
    wanted: Select[Any] = select(_decision)
    if document_id is not None:
        wanted = wanted.where(_decision.c.document_id == document_id)
    if coder is not None:
        wanted = wanted.where(_decision.c.coder == coder)
    wanted = wanted.order_by(_decision.c.seq.desc()) if limit is not None else wanted.order_by(_decision.c.seq)
    rows = connection.execute(wanted.limit(limit) if limit is not None else wanted).all()
    return [_seen(row) for row in (reversed(rows) if limit is not None else rows)]


def coded_spans(connection: Connection, document_id: str | None, coder: str) -> list[tuple[str, int, int]]:
    """(document, start, end) of a coder's live codings in the own layer, in no order: a tenth of the time that the codings take."""
    wanted = select(_coding.c.document_id, _coding.c.start, _coding.c.end).where(_coding.c.layer == "own", _coding.c.coder == coder)
    if document_id is not None:
        wanted = wanted.where(_coding.c.document_id == document_id)
    return [(row[0], row[1], row[2]) for row in connection.execute(wanted)]


def codings(
    connection: Connection, document_id: str | None, coder: str | None, layer: str, within: tuple[int, int] | None = None
) -> list[Coding]:  # fmt: skip
    """Live codings of documents that are there, in the order of the text. within: only those that touch this span."""
    wanted: Select[Any] = select(_coding).join(_doc, (_doc.c.id == _coding.c.document_id) & _doc.c.deleted.is_(None))
    wanted = wanted.where(_coding.c.layer == layer)
    if document_id is not None:
        wanted = wanted.where(_coding.c.document_id == document_id)
    if coder is not None:
        wanted = wanted.where(_coding.c.coder == coder)
    if within is not None:
        wanted = wanted.where(_coding.c.start < within[1], _coding.c.end > within[0])
    rows = connection.execute(wanted.order_by(_coding.c.document_id, _coding.c.start, _coding.c.end, _coding.c.time, _coding.c.id))
    return [
        Coding(
            id=row.id,
            document_id=row.document_id,
            start=row.start,
            end=row.end,
            code=row.code,
            coder=row.coder,
            time=row.time,
            stance=row.stance,
            layer=row.layer,
            origin=row.origin,
            definition_hash=row.definition_hash,
        )
        for row in rows
    ]


def _decision_row(decision: LoggedDecision) -> dict[str, object]:
    row = {name: getattr(decision, name) for name in LoggedDecision.__slots__ if name != "before"}
    return row | {"previous": previous_json(decision.before)}


def _seen(row: Row[Any]) -> Decision:
    return Decision(
        id=row.id,
        action=row.action,
        document_id=row.document_id,
        coder=row.coder,
        time=row.time,
        layer=row.layer,
        suggestion=row.suggestion,
        coding=row.coding,
        code=row.code,
        start=row.start,
        end=row.end,
        stance=row.stance,
        previous=row.previous,
        undoes=row.undoes,
        batch=row.batch,
        reason=row.reason,
        definition_hash=row.definition_hash,
    )
