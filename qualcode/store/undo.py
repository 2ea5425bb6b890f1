"""Undo and redo: new decisions that take back earlier ones, one by one or a whole batch, also after a restart.

`undoes` of both names the decision that is taken back or done again, never another undo; so a decision holds unless the last word on it is `undo`.
One undoes only one's own, and only while what it made is still as it left it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from qualcode.errors import ProjectError
from qualcode.model import Action, Operation
from qualcode.store import log, schema
from qualcode.store.desk import Desk
from qualcode.store.effects import BY_REVISION, INVERSE, Change, LoggedDecision, after
from qualcode.store.records import Ack

_decision, _doc = schema.decision, schema.document
_later = _decision.alias("later")

_LAST_WORD = select(_later.c.action).where(_later.c.undoes == _decision.c.id).order_by(_later.c.seq.desc()).limit(1).scalar_subquery()
_NOT_ASKED = (*INVERSE, *BY_REVISION)
_STANDS = (_decision.c.action.not_in(_NOT_ASKED)) & (func.coalesce(_LAST_WORD, "redo") == "redo")
_MINE = (_decision.c.coder == bindparam("by")) & (_decision.c.layer == bindparam("layer"))
# What was decided on an earlier text of a document stays: its offsets say nothing of the text of now.
_DOCUMENT_THERE = (
    select(_doc.c.id)
    .where(_doc.c.id == _decision.c.document_id, _doc.c.revision == _decision.c.document_revision, _doc.c.deleted.is_(None))
    .exists()
)
_NEWEST_FIRST = _decision.c.seq.desc()

_ONE = select(_decision).where(_decision.c.id == bindparam("wanted"))
_LAST_WORD_ON = select(_decision.c.action).where(_decision.c.undoes == bindparam("wanted")).order_by(_NEWEST_FIRST).limit(1)
_LATEST_STANDING = select(_decision).where(_MINE, _STANDS, _DOCUMENT_THERE).order_by(_NEWEST_FIRST).limit(1)
_STANDING_OF_BATCH = select(_decision).where(_MINE, _STANDS, _decision.c.batch == bindparam("batch")).order_by(_NEWEST_FIRST)
_LATEST_NEW = select(_decision.c.seq).where(_MINE, _decision.c.action.not_in(_NOT_ASKED)).order_by(_NEWEST_FIRST).limit(1)
_REDONE = select(_later.c.id).where(_later.c.undoes == _decision.c.undoes, _later.c.seq > _decision.c.seq).exists()
# A new decision ends what can be redone, as in any editor.
_REDOABLE = select(_decision).where(_MINE, _decision.c.action == "undo", ~_REDONE).order_by(_NEWEST_FIRST)
_LATEST_REDOABLE = _REDOABLE.where(_DOCUMENT_THERE, _decision.c.seq > bindparam("new")).limit(1)
_REDOABLE_OF_BATCH = _REDOABLE.where(_decision.c.batch == bindparam("batch"))


def undo(desk: Desk, operation: Operation) -> Ack:
    """Takes back one decision (`decision`), a batch (`batch`), or else the coder's latest that stands, with its whole batch."""
    who = {"by": desk.coder, "layer": desk.layer}
    if operation.decision is not None:
        originals = [_named(desk, operation.decision, "undo")]
    elif operation.batch is not None:
        originals = _all(desk.connection, _STANDING_OF_BATCH, who | {"batch": operation.batch})
    else:
        originals = _all(desk.connection, _LATEST_STANDING, who)
        if originals and originals[0].batch is not None:
            originals = _all(desk.connection, _STANDING_OF_BATCH, who | {"batch": originals[0].batch})
    if not originals:
        raise ProjectError("store.nothing_to_undo")
    return _invert(desk, operation, "undo", originals)


def redo(desk: Desk, operation: Operation) -> Ack:
    """Does again one decision (`decision`), or else what the coder undid last, all that went with it together."""
    if operation.decision is not None:
        originals = [_named(desk, operation.decision, "redo")]
    else:
        originals = [_original(desk.connection, row.undoes) for row in _latest_redoable(desk.connection, desk.coder, desk.layer)]
    if not originals:
        raise ProjectError("store.nothing_to_redo")
    return _invert(desk, operation, "redo", originals)


def can_undo(connection: Connection, coder: str, layer: str) -> bool:
    """Whether `undo` without a name would find something."""
    return connection.execute(_LATEST_STANDING, {"by": coder, "layer": layer}).first() is not None


def can_redo(connection: Connection, coder: str, layer: str) -> bool:
    """Whether `redo` without a name would find something."""
    return bool(_latest_redoable(connection, coder, layer))


def _latest_redoable(connection: Connection, coder: str, layer: str) -> Sequence[Row[Any]]:
    who: dict[str, object] = {"by": coder, "layer": layer}
    new = connection.execute(_LATEST_NEW, who).scalar_one_or_none()
    latest = connection.execute(_LATEST_REDOABLE, who | {"new": new or 0}).one_or_none()
    return [] if latest is None else connection.execute(_REDOABLE_OF_BATCH, who | {"batch": latest.batch}).all()


def _named(desk: Desk, decision_id: str, action: Action) -> LoggedDecision:
    """The decision that a person points at; an undo or redo in the list stands for what it was about."""
    row = desk.connection.execute(_ONE, {"wanted": decision_id}).one_or_none()
    if row is None:
        raise ProjectError("store.unknown_decision")
    original = log.logged(row) if row.undoes is None else _original(desk.connection, row.undoes)
    if original.coder != desk.coder or original.layer != desk.layer:
        raise ProjectError("store.not_yours")
    if original.action in BY_REVISION:
        raise ProjectError("store.nothing_to_redo" if action == "redo" else "store.nothing_to_undo")
    last_word = desk.connection.execute(_LAST_WORD_ON, {"wanted": original.id}).scalar_one_or_none()
    if (last_word == "undo") != (action == "redo"):
        raise ProjectError("store.nothing_to_redo" if action == "redo" else "store.nothing_to_undo")
    return original


def _invert(desk: Desk, operation: Operation, action: Action, originals: Sequence[LoggedDecision]) -> Ack:
    """Records the inverse of each, all or none: a batch that cannot be undone whole is left whole."""
    with desk.connection.begin_nested():
        for index, original in enumerate(originals):
            _check_possible(desk, action, original)
            # The first carries the operation's id, by which a second sending is known; the others get ids that follow from it.
            new_id = operation.id if index == 0 else str(uuid5(NAMESPACE_OID, f"{operation.id} {original.id}"))
            log.record(desk.connection, _inverse(desk, operation, action, original, new_id), original)
    return Ack(operation.id, ok=True, coding=originals[0].coding, decision=operation.id)


def _check_possible(desk: Desk, action: Action, original: LoggedDecision) -> None:
    """Refuses when something it touched was changed since, or when its place was taken meanwhile."""
    revision, _ = desk.document(original.document_id)
    expected, target = (after(original), original.before) if action == "undo" else (original.before, after(original))
    unchanged = (
        revision == original.document_revision
        and all(desk.coding_now(coding_id) == state for coding_id, state in expected.codings.items())
        and all(desk.review(suggestion) == state for (suggestion, _, _), state in expected.reviews.items())
    )
    if not unchanged or not _room_for(desk, target):
        raise ProjectError("store.changed_since")


def _room_for(desk: Desk, target: Change) -> bool:
    """Whether no other coding stands at the same place, and none contradicts a `nothing here` or the other way round."""
    for coding_id, state in target.codings.items():
        if state is None:
            continue
        there = desk.at_place(state.document_id, state.start, state.end, state.code)
        if there is not None and there[0] != coding_id and there[0] not in target.codings:
            return False
        against = desk.coded if state.code is None else desk.nothing_here
        if set(against(state.document_id, state.start, state.end)) - set(target.codings):
            return False
    return True


def _inverse(desk: Desk, operation: Operation, action: Action, original: LoggedDecision, new_id: str) -> LoggedDecision:
    return LoggedDecision(
        id=new_id,
        action=action,
        document_id=original.document_id,
        document_revision=original.document_revision,
        coder=desk.coder,
        time=datetime.now(UTC),
        layer=desk.layer,
        suggestion=original.suggestion,
        coding=original.coding,
        code=original.code,
        start=original.start,
        end=original.end,
        stance=original.stance,
        undoes=original.id,
        batch=operation.id,
        reason=operation.reason,
        definition_hash=original.definition_hash,
    )


def _original(connection: Connection, decision_id: str) -> LoggedDecision:
    return log.logged(connection.execute(_ONE, {"wanted": decision_id}).one())


def _all(connection: Connection, wanted: Select[Any], values: dict[str, str]) -> list[LoggedDecision]:
    return [log.logged(row) for row in connection.execute(wanted, values)]
