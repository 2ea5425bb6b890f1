"""From what a coder asks (an operation) to a recorded decision, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, select

from qualcode.errors import ProjectError
from qualcode.model import STANCES, Action, Coder, Layer, Operation
from qualcode.store import log, schema, undo
from qualcode.store.desk import Desk
from qualcode.store.effects import INVERSE, Change, CodingState, LoggedDecision
from qualcode.store.engine import is_storable
from qualcode.store.records import Ack

LONGEST_ID = 64  # characters of the id of an operation or a batch (a UUID has 36): they come from a browser
LONGEST_REASON = 10_000  # characters

_decision = schema.decision
_DECIDED = select(_decision.c.coder, _decision.c.coding).where(_decision.c.id == bindparam("wanted"))
_LAST_OF_CODING = select(_decision.c.id).where(_decision.c.coding == bindparam("wanted")).order_by(_decision.c.seq.desc()).limit(1)
_LAST_OF_REVIEW = (
    select(_decision.c.id)
    .where(_decision.c.suggestion == bindparam("wanted"), _decision.c.coder == bindparam("by"))
    .order_by(_decision.c.seq.desc())
    .limit(1)
)


def apply_operations(connection: Connection, operations: Sequence[Operation], *, coder: Coder, layer: Layer) -> list[Ack]:
    """Decides each operation in turn and answers each, in one transaction: the caller's.

    One that cannot be done is refused with a reason and the others go on. One whose id was decided before is answered as done.
    """
    desk = Desk(connection, coder, layer)
    acks = []
    for operation in operations:
        try:
            acks.append(_decide(desk, operation))
        except ProjectError as refusal:
            acks.append(Ack(operation.id, ok=False, error=refusal.key))
    return acks


def _decide(desk: Desk, operation: Operation) -> Ack:
    _check_form(operation)
    before = desk.connection.execute(_DECIDED, {"wanted": operation.id}).one_or_none()
    if before is not None:
        if before.coder != desk.coder:
            raise ProjectError("store.id_in_use")
        return Ack(operation.id, ok=True, coding=before.coding, decision=operation.id)
    if operation.action == "undo":
        return undo.undo(desk, operation)
    if operation.action == "redo":
        return undo.redo(desk, operation)
    made = _ACTIONS[operation.action](desk, operation)
    if isinstance(made, Ack):
        return made
    log.record(desk.connection, made)
    return Ack(operation.id, ok=True, coding=made.coding, decision=made.id)


_TEXTS = ("action", "document_id", "code", "stance", "suggestion", "coding", "decision", "batch")  # with id and reason all that is text


def _check_form(operation: Operation) -> None:
    """Refuses what no screen of ours would send: it comes from a browser and is not trusted."""
    texts = [value for name in _TEXTS if (value := getattr(operation, name)) is not None]
    if not all(isinstance(text, str) for text in (operation.id, operation.reason, *texts)):
        raise ProjectError("store.incomplete_operation")
    ids_fit = 0 < len(operation.id) <= LONGEST_ID and (operation.batch is None or 0 < len(operation.batch) <= LONGEST_ID)
    known = operation.action in _ACTIONS or operation.action in INVERSE
    if (
        not ids_fit
        or not known
        or len(operation.reason) > LONGEST_REASON
        or not is_storable("".join((operation.id, operation.reason, *texts)))
    ):
        raise ProjectError("store.incomplete_operation")
    if operation.stance and operation.stance not in STANCES:
        raise ProjectError("store.unknown_stance")


def _accept(desk: Desk, operation: Operation) -> LoggedDecision | Ack:
    suggestion = desk.suggestion(operation.suggestion)
    code = suggestion.code if operation.code is None else operation.code
    start = suggestion.start if operation.start is None else operation.start
    end = suggestion.end if operation.end is None else operation.end
    stance = suggestion.stance if operation.stance is None else operation.stance
    start, end = desk.span(suggestion.document_id, start, end)
    definition_hash = desk.definition_hash(code)
    # Accepting again (with another code, say) changes the coding that the first time made.
    before: dict[str, CodingState | None] = {**desk.made_from(suggestion.id)}
    same = desk.at_place(suggestion.document_id, start, end, code)
    target = same[0] if same is not None else next(iter(before), operation.id)
    was = before.setdefault(target, None if same is None else same[1])
    before |= desk.nothing_here(suggestion.document_id, start, end)
    review = desk.review(suggestion.id)
    if review == "accepted" and len(before) == 1 and was is not None and _fields(was) == (start, end, code, stance, definition_hash):
        return _answered(desk, operation, coding=target)
    return _drafted(
        desk,
        operation,
        document_id=suggestion.document_id,
        before=Change(before, {(suggestion.id, desk.coder, desk.layer): review}),
        suggestion=suggestion.id,
        coding=target,
        fields=(start, end, code, stance, definition_hash),
    )


def _reject(desk: Desk, operation: Operation) -> LoggedDecision | Ack:
    suggestion = desk.suggestion(operation.suggestion)
    made, review = desk.made_from(suggestion.id), desk.review(suggestion.id)
    if review == "rejected" and not made and not operation.reason:
        last = desk.connection.execute(_LAST_OF_REVIEW, {"wanted": suggestion.id, "by": desk.coder}).scalar_one_or_none()
        return Ack(operation.id, ok=True, decision=last)
    return _drafted(
        desk,
        operation,
        document_id=suggestion.document_id,
        before=Change(made, {(suggestion.id, desk.coder, desk.layer): review}),
        suggestion=suggestion.id,
        coding=next(iter(made), None),
        fields=(suggestion.start, suggestion.end, suggestion.code, suggestion.stance, suggestion.definition_hash),
    )


def _add(desk: Desk, operation: Operation) -> LoggedDecision | Ack:
    if operation.document_id is None or operation.code is None:
        raise ProjectError("store.incomplete_operation")
    start, end = desk.span(operation.document_id, operation.start, operation.end)
    definition_hash = desk.definition_hash(operation.code)
    same = desk.at_place(operation.document_id, start, end, operation.code)
    target, was = same if same is not None else (operation.id, None)
    if was is not None and operation.stance in (None, was.stance):
        return _answered(desk, operation, coding=target)
    return _drafted(
        desk,
        operation,
        action="add" if was is None else "change",
        document_id=operation.document_id,
        before=Change({target: was, **desk.nothing_here(operation.document_id, start, end)}),
        coding=target,
        fields=(start, end, operation.code, operation.stance or "", definition_hash),
    )


def _change(desk: Desk, operation: Operation) -> LoggedDecision | Ack:
    was = desk.coding(operation.coding)
    assert operation.coding is not None
    if was.code is None:
        raise ProjectError("store.nothing_here_stays")
    code = was.code if operation.code is None else operation.code
    start = was.start if operation.start is None else operation.start
    end = was.end if operation.end is None else operation.end
    start, end = desk.span(was.document_id, start, end)
    # The stance and span of a coding can still be mended when its code has left the codebook.
    definition_hash = was.definition_hash if code == was.code and not desk.is_live(code) else desk.definition_hash(code)
    fields = (start, end, code, was.stance if operation.stance is None else operation.stance, definition_hash)
    if fields == _fields(was):
        return _answered(desk, operation, coding=operation.coding)
    same = desk.at_place(was.document_id, start, end, code)
    if same is not None and same[0] != operation.coding:
        raise ProjectError("store.same_coding_there")
    return _drafted(
        desk,
        operation,
        document_id=was.document_id,
        before=Change({operation.coding: was, **desk.nothing_here(was.document_id, start, end)}),
        suggestion=was.origin,
        coding=operation.coding,
        fields=fields,
    )


def _remove(desk: Desk, operation: Operation) -> LoggedDecision | Ack:
    was = desk.coding(operation.coding)
    assert operation.coding is not None
    # Taking away what one accepted says that the suggestion was wrong after all; it is not offered again as if it were new.
    accepted = was.origin is not None and desk.review(was.origin) == "accepted"
    return _drafted(
        desk,
        operation,
        document_id=was.document_id,
        before=Change({operation.coding: was}, {(was.origin, desk.coder, desk.layer): "accepted"} if was.origin and accepted else {}),
        suggestion=was.origin,
        coding=operation.coding,
        fields=_fields(was),
    )


def _nothing_here(desk: Desk, operation: Operation) -> LoggedDecision | Ack:
    if operation.document_id is None or operation.code is not None or operation.stance:
        raise ProjectError("store.incomplete_operation")
    start, end = desk.span(operation.document_id, operation.start, operation.end)
    same = desk.at_place(operation.document_id, start, end, None)
    if same is not None:
        return _answered(desk, operation, coding=same[0])
    if desk.coded(operation.document_id, start, end):
        raise ProjectError("store.something_here")
    return _drafted(
        desk,
        operation,
        document_id=operation.document_id,
        before=Change({operation.id: None}),
        coding=operation.id,
        fields=(start, end, None, "", ""),
    )


_ACTIONS: dict[Action, Callable[[Desk, Operation], LoggedDecision | Ack]] = {
    "accept": _accept,
    "reject": _reject,
    "add": _add,
    "change": _change,
    "remove": _remove,
    "nothing_here": _nothing_here,
}

_Fields = tuple[int, int, str | None, str, str]  # start, end, code, stance, definition hash


def _fields(state: CodingState) -> _Fields:
    return state.start, state.end, state.code, state.stance, state.definition_hash


def _drafted(
    desk: Desk,
    operation: Operation,
    *,
    document_id: str,
    before: Change,
    coding: str | None,
    fields: _Fields,
    action: Action | None = None,
    suggestion: str | None = None,
) -> LoggedDecision:
    start, end, code, stance, definition_hash = fields
    return LoggedDecision(
        id=operation.id,
        action=operation.action if action is None else action,
        document_id=document_id,
        document_revision=desk.document(document_id)[0],
        coder=desk.coder,
        time=datetime.now(UTC),
        layer=desk.layer,
        before=before,
        suggestion=suggestion,
        coding=coding,
        code=code,
        start=start,
        end=end,
        stance=stance,
        batch=operation.batch,
        reason=operation.reason,
        definition_hash=definition_hash,
    )


def _answered(desk: Desk, operation: Operation, *, coding: str) -> Ack:
    """Nothing to do: the coding is there already."""
    last = desk.connection.execute(_LAST_OF_CODING, {"wanted": coding}).scalar_one_or_none()
    return Ack(operation.id, ok=True, coding=coding, decision=last)
