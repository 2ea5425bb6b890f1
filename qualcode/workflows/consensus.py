"""Deciding what holds where coders differ: the consensus layer, with a note and with who decided, undone from the log like everything else."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qualcode.errors import UsageError
from qualcode.model import Coder, Coding, DocumentSummary, Operation, Stance, carries
from qualcode.store import ProjectStore
from qualcode.store.blinding import Span
from qualcode.store.decisions import LONGEST_REASON
from qualcode.workflows.blind import hidden_blocks
from qualcode.workflows.review import document_and_blocks
from qualcode.workflows.side_by_side import SideRow


@dataclass(frozen=True, slots=True)
class Agreed:
    """A code that shall hold in a unit. start, end: its span, of the unit or of whoever gave it."""

    code: str
    stance: Stance
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ConsensusNote:
    """Who decided on a unit last, when, and why."""

    coder: str
    time: datetime
    note: str


def proposed(row: SideRow) -> tuple[Agreed, ...]:
    """What a person is offered first: the codes that all columns gave, with the first one's span, and its stance when all agree on that."""
    cells = [cell for cell in row.cells if cell.seen]
    if not cells:
        return ()
    return tuple(span_for(row, code) for code in sorted(frozenset.intersection(*(cell.codes for cell in cells))))


def span_for(row: SideRow, code: str) -> Agreed:
    """A code with the span of the first column that gave it (of the unit when none did), and its stance when no column says otherwise."""
    given = [one for cell in row.cells for one in cell.given if one.code == code]
    if not given:
        return Agreed(code, "", row.segment.start, row.segment.end)
    stances = {one.stance for one in given}
    return Agreed(code, given[0].stance if len(stances) == 1 else "", given[0].start, given[0].end)


def decide(
    store: ProjectStore, summary: DocumentSummary, unit: Span, agreed: Sequence[Agreed], *, coder: Coder, note: str = ""
) -> int:  # fmt: skip
    """Makes these codes, and no others, the consensus on a unit; none means that nothing is here. Returns how many decisions it took, one batch.

    Raises UsageError: the document is coded apart and this coder did not release it, the unit is still to code blind, or the note is too long;
    ProjectError: a code that cannot be given.
    """
    _require_open(store, summary, unit, coder)
    if len(note) > LONGEST_REASON:
        raise UsageError("team.note_long", most=LONGEST_REASON)
    operations = _operations(store, summary, unit, agreed, batch=str(uuid.uuid4()), note=note.strip())
    if not operations:
        return 0
    acks = store.apply(operations, coder=coder, layer="consensus", all_or_none=True)
    refused = next((ack for ack in acks if not ack.ok and ack.error != "store.others_refused"), None)
    if refused is not None:
        raise UsageError(refused.error)
    return len(operations)


def undo_consensus(store: ProjectStore, *, coder: Coder) -> bool:
    """Takes back what this coder decided last in the consensus layer, with all that was decided at once; False when there is nothing (more) to take back.

    Raises UsageError when somebody changed it since.
    """
    if not store.can_undo(coder.id, layer="consensus"):
        return False
    (ack,) = store.apply([Operation(str(uuid.uuid4()), "undo")], coder=coder, layer="consensus")
    if not ack.ok:
        raise UsageError(ack.error)
    return True


def consensus_notes(store: ProjectStore, document_id: str) -> dict[Span, ConsensusNote]:
    """For the spans on which the consensus says something: who decided it last and why."""
    live = {coding.id: (coding.start, coding.end) for coding in store.codings(document_id, layer="consensus")}
    names = {coder.id: coder.name for coder in store.coders()}
    found: dict[Span, ConsensusNote] = {}
    for one in store.decisions(document_id):
        if one.layer == "consensus" and one.coding in live and one.action in ("add", "change", "nothing_here", "redo"):
            found[live[one.coding]] = ConsensusNote(names.get(one.coder, one.coder), one.time, one.reason)
    return found


def _require_open(store: ProjectStore, summary: DocumentSummary, unit: Span, coder: Coder) -> None:
    if not store.blinding().sees_consensus(summary.id, coder.id):
        raise UsageError("team.not_released")
    _, blocks = document_and_blocks(store, summary)
    if unit in hidden_blocks(store, summary, blocks):
        raise UsageError("coding.blind_first")


def _operations(
    store: ProjectStore, summary: DocumentSummary, unit: Span, agreed: Sequence[Agreed], *, batch: str, note: str
) -> list[Operation]:  # fmt: skip
    """What brings the unit from what the consensus says now to what it shall say."""
    there = [one for one in store.codings(summary.id, layer="consensus") if carries(*unit, one.start, one.end)]
    wanted = {(one.code, one.start, one.end): one for one in agreed}
    made: list[Operation] = []
    for coding in there:
        same = None if coding.code is None else wanted.pop((coding.code, coding.start, coding.end), None)
        if coding.code is None and not agreed:
            return []
        if same is None and coding.code is not None:
            made.append(_operation("remove", coding, batch, note))
        elif same is not None and same.stance != coding.stance:
            made.append(
                Operation(str(uuid.uuid4()), "change", summary.id, coding=coding.id, stance=same.stance, batch=batch, reason=note)
            )  # fmt: skip
    made += [
        Operation(str(uuid.uuid4()), "add", summary.id, one.start, one.end, one.code, one.stance, batch=batch, reason=note)
        for one in wanted.values()
    ]
    if not agreed:
        made.append(Operation(str(uuid.uuid4()), "nothing_here", summary.id, *unit, batch=batch, reason=note))
    return made


def _operation(action: str, coding: Coding, batch: str, note: str) -> Operation:
    return Operation(str(uuid.uuid4()), action, coding.document_id, coding=coding.id, batch=batch, reason=note)  # type: ignore[arg-type]
