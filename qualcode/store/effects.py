"""What a decision does to the state of a project, as pure functions: the one place that both the tables and the rebuilding from the log follow.

The state is two maps: codings by id, and review states by (suggestion, coder, layer). A decision names all that it touches with the state before
(`previous`); what comes after follows from its own fields. So undo writes the state before, and redo the state after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from qualcode.model import Action, Layer, LoggedAction, SuggestionState

ReviewKey = tuple[str, str, str]  # suggestion, coder, layer
INVERSE: tuple[Action, ...] = ("undo", "redo")
MAKES_CODING: tuple[LoggedAction, ...] = ("accept", "add", "change", "nothing_here", "moved", "placed")
# what a re-import did, or what only closes its list: no undo takes these back
BY_REVISION: tuple[LoggedAction, ...] = ("moved", "unplaced", "dropped")


@dataclass(frozen=True, slots=True)
class CodingState:
    """A live coding as the tables and the log hold it; the id stands beside it."""

    document_id: str
    document_revision: int
    start: int
    end: int
    code: str | None
    coder: str
    time: datetime
    stance: str
    layer: str
    origin: str | None
    definition_hash: str

    def to_json(self) -> dict[str, object]:
        """The state as a decision keeps it."""
        return {name: getattr(self, name) for name in self.__slots__} | {
            "time": self.time.astimezone(UTC).isoformat(timespec="microseconds")
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> CodingState:
        """The state that `to_json` made."""
        return cls(**{**kept, "time": datetime.fromisoformat(kept["time"])})


@dataclass(frozen=True, slots=True)
class Change:
    """New states of codings (None: no longer there) and of reviews."""

    codings: Mapping[str, CodingState | None] = field(default_factory=dict)
    reviews: Mapping[ReviewKey, SuggestionState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LoggedDecision:
    """A decision with all that the log keeps of it; `qualcode.model.Decision` is what others see of it."""

    id: str
    action: LoggedAction
    document_id: str
    document_revision: int
    coder: str
    time: datetime
    layer: Layer
    before: Change = field(default_factory=Change)
    suggestion: str | None = None
    coding: str | None = None
    code: str | None = None
    start: int | None = None
    end: int | None = None
    stance: str = ""
    undoes: str | None = None
    batch: str | None = None
    reason: str = ""
    definition_hash: str = ""


def previous_json(before: Change) -> dict[str, object] | None:
    """The state before as a decision keeps it; None when it touches nothing itself (undo and redo)."""
    if not before.codings and not before.reviews:
        return None
    codings = {coding_id: None if state is None else state.to_json() for coding_id, state in before.codings.items()}
    return {"codings": codings, "reviews": {suggestion: state for (suggestion, _, _), state in before.reviews.items()}}


def before_from_json(previous: Mapping[str, Any] | None, coder: str, layer: str) -> Change:
    """The state that `previous_json` made, for a decision of `coder` in `layer`."""
    if previous is None:
        return Change()
    codings = {coding_id: None if kept is None else CodingState.from_json(kept) for coding_id, kept in previous["codings"].items()}
    return Change(codings, {(suggestion, coder, layer): state for suggestion, state in previous["reviews"].items()})


def after(decision: LoggedDecision) -> Change:
    """What a decision (no undo or redo) makes of all that it touches.

    The coding that it names gets the decision's fields; any other coding it touches goes (a rejected coding, a `nothing here` that no longer holds).
    A coding keeps the origin that it had; a new one made by accepting has the suggestion as its origin.
    """
    codings: dict[str, CodingState | None] = dict.fromkeys(decision.before.codings)
    if decision.action in MAKES_CODING and decision.coding is not None:
        codings[decision.coding] = _made(decision, decision.before.codings.get(decision.coding))
    state: SuggestionState = "accepted" if decision.action == "accept" else "rejected"
    return Change(codings, dict.fromkeys(decision.before.reviews, state))


def effect(decision: LoggedDecision, original: LoggedDecision | None) -> Change:
    """What any decision does; `original` is the decision that an undo or redo is about."""
    if decision.action not in INVERSE:
        return after(decision)
    if original is None:
        raise ValueError(f"{decision.action} {decision.id} names no decision")
    return original.before if decision.action == "undo" else after(original)


def replay(decisions: Iterable[LoggedDecision]) -> tuple[dict[str, CodingState], dict[ReviewKey, SuggestionState]]:
    """(codings, reviews) rebuilt from the whole log, in its order. Raises ValueError when an undo names what is not in the log."""
    codings: dict[str, CodingState] = {}
    reviews: dict[ReviewKey, SuggestionState] = {}
    known: dict[str, LoggedDecision] = {}
    for decision in decisions:
        change = effect(decision, known.get(decision.undoes or ""))
        for coding_id, state in change.codings.items():
            if state is None:
                codings.pop(coding_id, None)
            else:
                codings[coding_id] = state
        reviews.update(change.reviews)
        known[decision.id] = decision
    return codings, reviews


def _made(decision: LoggedDecision, was: CodingState | None) -> CodingState:
    if decision.start is None or decision.end is None:
        raise ValueError(f"decision {decision.id} makes a coding without a place")
    return CodingState(
        document_id=decision.document_id,
        document_revision=decision.document_revision,
        start=decision.start,
        end=decision.end,
        code=decision.code,
        coder=decision.coder,
        time=was.time if decision.action == "moved" and was is not None else decision.time,
        stance=decision.stance,
        layer=decision.layer,
        origin=was.origin if was is not None else decision.suggestion,
        definition_hash=decision.definition_hash,
    )
