"""A project as one coder may see it: the one wall between coders who work apart, and between a blind unit and the machine.

Whoever shows something to a coder reads through such a view; what the program itself must know whole (a check, an export from the command line) reads the
store. Writing is the same in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from qualcode.model import Coding, Decision, Layer, Memo, StoredSuggestion, SuggestionState
from qualcode.store.blinding import Blinding, BlindShare, Span, units_with
from qualcode.store.project import ProjectStore
from qualcode.store.records import DocumentProgress, SuggestionPlace


class CoderView(ProjectStore):
    """The project for `viewer` (the id of a coder, None for nobody yet). Made by `seen_by`.

    Of documents that are coded apart it holds the codings, decisions, memos and progress of others only when both sides were released, and the consensus
    only after one's own release. Of units that are coded blind it holds no suggestion for the viewer until the viewer has coded the unit; asked without a
    coder, `suggestions` still gives all, for counts over the whole project: who shows single passages leaves out those of `hidden_units`.
    """

    def __init__(self, store: ProjectStore, viewer: str | None) -> None:
        super().__init__(store.folder, store._engine)
        self.whole = store
        self.viewer = viewer

    def codings(
        self, document_id: str | None = None, *, coder: str | None = None, layer: Layer = "own", within: tuple[int, int] | None = None
    ) -> list[Coding]:
        found = super().codings(document_id, coder=coder, layer=layer, within=within)
        if layer == "own" and coder is not None and coder == self.viewer:
            return found
        blinding = self.blinding()
        if not blinding.double:
            return found
        return [one for one in found if self._may_see(blinding, one.document_id, one.coder, layer)]

    def decisions(self, document_id: str | None = None, coder: str | None = None, limit: int | None = None) -> list[Decision]:
        blinding = self.blinding()
        if not blinding.double or (coder is not None and coder == self.viewer):
            return super().decisions(document_id, coder, limit)
        found = [one for one in super().decisions(document_id, coder) if self._may_see(blinding, one.document_id, one.coder, one.layer)]
        return found[-limit:] if limit else found

    def memos(
        self,
        document_id: str | None = None,
        *,
        coder: str | None = None,
        code: str | None = None,
        person: str | None = None,
        deleted: bool = False,
    ) -> list[Memo]:
        found = super().memos(document_id, coder=coder, code=code, person=person, deleted=deleted)
        blinding = self.blinding()
        return [one for one in found if one.document_id is None or blinding.is_open(one.document_id, self.viewer, one.coder)]

    def memo_history(self, memo_id: str) -> list[Memo]:
        found = super().memo_history(memo_id)
        blinding = self.blinding()
        return [one for one in found if one.document_id is None or blinding.is_open(one.document_id, self.viewer, one.coder)]

    def progress(self, coder: str, document_id: str | None = None) -> list[DocumentProgress]:
        found = super().progress(coder, document_id)
        blinding = self.blinding()
        if coder != self.viewer:
            return [one if blinding.is_open(one.document_id, self.viewer, coder) else _nothing(one) for one in found]
        if blinding.share is None:
            return found
        hidden = Counter(one.document_id for one in self._hidden(self.whole.suggestion_places(document_id, coder=coder), blinding.share))
        return [replace(one, open=one.open - hidden[one.document_id]) for one in found]

    def suggestions(
        self,
        document_id: str | None = None,
        *,
        coder: str | None = None,
        states: Collection[SuggestionState] | None = None,
        ids: Collection[str] | None = None,
    ) -> list[StoredSuggestion]:
        found = super().suggestions(document_id, coder=coder, states=states, ids=ids)
        if coder is None:
            return found
        blinding = self.blinding()
        if coder != self.viewer:
            return [one for one in found if blinding.is_open(one.document_id, self.viewer, coder)]
        if blinding.share is None:
            return found
        hidden = {one.id for one in self._hidden(self.whole.suggestion_places(document_id, coder=coder), blinding.share)}
        return [one for one in found if one.id not in hidden]

    def suggestion_places(self, document_id: str | None = None, *, coder: str) -> list[SuggestionPlace]:
        found = self.whole.suggestion_places(document_id, coder=coder)
        blinding = self.blinding()
        if coder != self.viewer:
            return [one for one in found if blinding.is_open(one.document_id, self.viewer, coder)]
        if blinding.share is None:
            return found
        hidden = {one.id for one in self._hidden(found, blinding.share)}
        return [one for one in found if one.id not in hidden]

    def hidden_units(self, units: Mapping[str, Iterable[Span]]) -> set[tuple[str, int, int]]:
        """Which of these units (document id -> spans) this coder must not see the suggestions of: (document id, start, end)."""
        share = self.blinding().share
        if share is None:
            return set()
        texts = {document.id: document.sha256 for document in self.documents() if document.id in units}
        blind = {name: sorted(span for span in units[name] if share.has(texts[name], *span)) for name in texts}
        decided = [one for name in blind for one in self.whole.suggestion_places(name, coder=self.viewer or "") if one.state != "open"]
        return self._not_coded(blind, decided)

    # --- the rules ---------------------------------------------------------------------------------------------

    def _may_see(self, blinding: Blinding, document_id: str, coder: str, layer: str) -> bool:
        if layer == "consensus":
            return blinding.sees_consensus(document_id, self.viewer)
        return blinding.is_open(document_id, self.viewer, coder)

    def _hidden(self, places: list[SuggestionPlace], share: BlindShare) -> list[SuggestionPlace]:
        """The open suggestions in blind units that the viewer has not coded. A unit with a decision on a suggestion was seen already."""
        texts = {document.id: document.sha256 for document in self.documents()}
        open_ones = [one for one in places if one.state == "open" and share.has(texts[one.document_id], one.unit_start, one.unit_end)]
        if not open_ones:
            return []
        units: dict[str, set[Span]] = {}
        for one in open_ones:
            units.setdefault(one.document_id, set()).add((one.unit_start, one.unit_end))
        hidden = self._not_coded(
            {name: sorted(spans) for name, spans in units.items()}, [one for one in places if one.state != "open"]
        )  # fmt: skip
        return [one for one in open_ones if (one.document_id, one.unit_start, one.unit_end) in hidden]

    def _not_coded(self, blind: Mapping[str, list[Span]], decided: Iterable[SuggestionPlace]) -> set[tuple[str, int, int]]:
        spans: dict[str, list[Span]] = {}
        for one in decided:
            spans.setdefault(one.document_id, []).append((one.unit_start, one.unit_end))
        one_document = next(iter(blind)) if len(blind) == 1 else None
        for name, start, end in self.whole.coded_spans(one_document, coder=self.viewer or ""):
            spans.setdefault(name, []).append((start, end))
        return {(name, *unit) for name, units in blind.items() for unit in set(units) - units_with(units, spans.get(name, ()))}


def seen_by(store: ProjectStore, viewer: str | None) -> CoderView:
    """The project as this coder may see it."""
    return CoderView(whole(store), viewer)


def whole(store: ProjectStore) -> ProjectStore:
    """The project with the work of everybody, for what shows none of it."""
    return store.whole if isinstance(store, CoderView) else store


def _nothing(one: DocumentProgress) -> DocumentProgress:
    return DocumentProgress(one.document_id, 0, 0, 0, 0, 0)
