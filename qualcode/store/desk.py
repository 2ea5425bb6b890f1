"""One coder at work: looks up what an operation speaks of, and refuses what cannot be."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from qualcode.errors import ProjectError
from qualcode.model import Coder, Layer, SuggestionState, carries
from qualcode.store import codebooks, log, schema
from qualcode.store.coders import require_coder
from qualcode.store.documents import require_document
from qualcode.store.effects import CodingState

_coding, _suggestion, _review = schema.coding, schema.suggestion, schema.review

# Built once: making the statement's text anew for each decision would be most of the time that a decision takes.
_SUGGESTION = select(_suggestion).where(_suggestion.c.id == bindparam("wanted"))
_CODING = select(_coding).where(_coding.c.id == bindparam("wanted"))
_REVIEW = select(_review.c.state).where(
    _review.c.suggestion == bindparam("wanted"), _review.c.coder == bindparam("by"), _review.c.layer == bindparam("layer")
)
# Whose codings count as one's own: in the own layer those of the coder, in the consensus layer everybody's.
_MINE = {
    "own": (_coding.c.layer == "own") & (_coding.c.coder == bindparam("by")),
    "consensus": _coding.c.layer == "consensus",
}
_HERE = _coding.c.document_id == bindparam("document")
_OVERLAP = (_coding.c.start < bindparam("stop")) & (_coding.c.end > bindparam("begin"))
_SAME = (_coding.c.start == bindparam("begin")) & (_coding.c.end == bindparam("stop"))
_SAME_PLACE = {layer: select(_coding).where(_HERE, mine, _SAME) for layer, mine in _MINE.items()}
_NOTHING_HERE = {layer: select(_coding).where(_HERE, mine, _OVERLAP, _coding.c.code.is_(None)) for layer, mine in _MINE.items()}
_CODED = {
    layer: select(_coding.c.id, _coding.c.start, _coding.c.end).where(_HERE, mine, _OVERLAP, _coding.c.code.is_not(None))
    for layer, mine in _MINE.items()
}
_MADE_FROM = {layer: select(_coding).where(_coding.c.origin == bindparam("wanted"), mine) for layer, mine in _MINE.items()}


class Desk:
    """One coder in one layer in one write transaction. Every refusal is a ProjectError whose sentence has no placeholders."""

    def __init__(self, connection: Connection, coder: Coder, layer: Layer) -> None:
        require_coder(connection, coder.id)
        self.connection = connection
        self.coder = coder.id
        self.layer = layer
        self._live: dict[str, str] | None = None
        self._documents: dict[str, tuple[int, int]] = {}

    def document(self, document_id: str | None) -> tuple[int, int]:
        """(revision, characters) of a document that is there."""
        if not isinstance(document_id, str):
            raise ProjectError("store.incomplete_operation")
        if document_id not in self._documents:
            self._documents[document_id] = require_document(self.connection, document_id)
        return self._documents[document_id]

    def is_live(self, code: str) -> bool:
        """Whether the code can be given now."""
        return code in self._codes()

    def definition_hash(self, code: str) -> str:
        """Of a code that can be given now."""
        found = self._codes().get(code)
        if found is None:
            raise ProjectError("store.retired_code" if codebooks.is_known(self.connection, code) else "store.unknown_code")
        return found

    def span(self, document_id: str, start: int | None, end: int | None) -> tuple[int, int]:
        """The span, when it holds at least one character of the text."""
        _, chars = self.document(document_id)
        if start is None or end is None:
            raise ProjectError("store.incomplete_operation")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= chars):
            raise ProjectError("store.span_outside")
        return start, end

    def suggestion(self, suggestion_id: str | None) -> Row[Any]:
        """The suggestion, in a document that is there and still has the text for which it was made."""
        if suggestion_id is None:
            raise ProjectError("store.incomplete_operation")
        row = self.connection.execute(_SUGGESTION, {"wanted": suggestion_id}).one_or_none()
        if row is None or self.document(row.document_id)[0] != row.document_revision:
            raise ProjectError("store.unknown_suggestion")
        return row

    def coding_now(self, coding_id: str) -> CodingState | None:
        """The coding as it is now, whoever made it; None when it is not there."""
        row = self.connection.execute(_CODING, {"wanted": coding_id}).one_or_none()
        return None if row is None else log.coding_state(row)

    def coding(self, coding_id: str | None) -> CodingState:
        """The coding, when it is this coder's (or of the consensus layer, which is everybody's) and its document is there."""
        if coding_id is None:
            raise ProjectError("store.incomplete_operation")
        state = self.coding_now(coding_id)
        if state is None:
            raise ProjectError("store.unknown_coding")
        if state.layer != self.layer or (self.layer == "own" and state.coder != self.coder):
            raise ProjectError("store.not_yours")
        self.document(state.document_id)
        return state

    def review(self, suggestion_id: str) -> SuggestionState:
        """What this coder decided on a suggestion so far."""
        state = self.connection.execute(_REVIEW, {"wanted": suggestion_id, "by": self.coder, "layer": self.layer}).scalar_one_or_none()
        return "open" if state is None else state

    def made_from(self, suggestion_id: str) -> dict[str, CodingState]:
        """The live codings that came from accepting a suggestion."""
        rows = self.connection.execute(_MADE_FROM[self.layer], {"wanted": suggestion_id, "by": self.coder})
        return {row.id: log.coding_state(row) for row in rows}

    def at_place(self, document_id: str, start: int, end: int, code: str | None) -> tuple[str, CodingState] | None:
        """The coding with this very span and code, if any."""
        for row in self.connection.execute(_SAME_PLACE[self.layer], self._place(document_id, start, end)):
            if row.code == code:
                return row.id, log.coding_state(row)
        return None

    def nothing_here(self, document_id: str, start: int, end: int) -> dict[str, CodingState]:
        """The `nothing here` that a coding of this span contradicts."""
        rows = self.connection.execute(_NOTHING_HERE[self.layer], self._place(document_id, start, end))
        return {row.id: log.coding_state(row) for row in rows if carries(row.start, row.end, start, end)}

    def coded(self, document_id: str, start: int, end: int) -> set[str]:
        """The codings that a `nothing here` on this span would contradict."""
        rows = self.connection.execute(_CODED[self.layer], self._place(document_id, start, end))
        return {row.id for row in rows if carries(start, end, row.start, row.end)}

    def _place(self, document_id: str, start: int, end: int) -> dict[str, object]:
        return {"document": document_id, "begin": start, "stop": end, "by": self.coder}

    def _codes(self) -> dict[str, str]:
        if self._live is None:
            self._live = codebooks.live_codes(self.connection)
        return self._live
