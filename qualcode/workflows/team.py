"""Several coders in one project: who codes apart from whom, and what was released to each other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from qualcode.model import Coder
from qualcode.store import ALL_DOCUMENTS, EVERYONE, ProjectStore, whole
from qualcode.store.records import Arrangement

__all__ = [
    "ALL_DOCUMENTS", "ApartDocument", "apart_documents", "changed_after_release", "code_apart", "documents_apart", "history", "release", "released_at",
]  # fmt: skip

ReleaseState = Literal["open", "mine", "closed"]


@dataclass(frozen=True, slots=True)
class ApartDocument:
    """A document that is coded apart, for one coder. state: `open` when nothing is hidden any more, `mine` when this coder released and others did not yet.

    released: names of those who released their work; nothing is said of what they did.
    """

    document_id: str
    name: str
    state: ReleaseState
    released: tuple[str, ...]


def documents_apart(store: ProjectStore) -> str | frozenset[str]:
    """Which documents are coded apart: ALL_DOCUMENTS or ids; an empty set when none is."""
    double = store.blinding().double
    return ALL_DOCUMENTS if ALL_DOCUMENTS in double else double


def code_apart(store: ProjectStore, documents: str | Collection[str], *, coder: Coder) -> None:
    """Chooses the documents (ids, or ALL_DOCUMENTS) in which coders see nothing of each other until they release; recorded with who chose it."""
    wanted = ALL_DOCUMENTS if documents == ALL_DOCUMENTS else sorted(documents)
    now = documents_apart(store)
    if wanted != (now if isinstance(now, str) else sorted(now)):
        store.arrange("double_coding", {"documents": wanted}, coder=coder.id)


def release(store: ProjectStore, document_id: str, *, coder: Coder, everyone: bool = False) -> None:
    """Releases one's own work on a document, or (everyone) the work of all. It is recorded with who did it and cannot be taken back."""
    store.arrange("release", {"everyone": everyone}, coder=coder.id, document_id=document_id)


def apart_documents(store: ProjectStore, coder: Coder) -> list[ApartDocument]:
    """The documents that are coded apart, by name."""
    blinding = store.blinding()
    names = {one.id: one.name for one in store.coders()}
    found = []
    for document in store.documents():
        if not blinding.is_double(document.id):
            continue
        released = blinding.released.get(document.id, frozenset())
        state: ReleaseState = "open" if EVERYONE in released else "mine" if coder.id in released else "closed"
        shown = tuple(sorted(names.get(one, one) for one in released if one != EVERYONE))
        found.append(ApartDocument(document.id, document.name, state, shown))
    return found


def released_at(store: ProjectStore, document_id: str, coder_id: str) -> datetime | None:
    """When a coder's work on a document was first released, by that coder or for everyone; None when it was not."""
    return next(
        (
            one.time
            for one in store.arrangements()
            if one.kind == "release" and one.document_id == document_id and (one.coder == coder_id or one.value.get("everyone"))
        ),
        None,
    )


def changed_after_release(store: ProjectStore, document_id: str) -> dict[str, int]:
    """How many decisions in the own layer each coder (a name) made after that coder's work was released: those were not made apart."""
    if not store.blinding().is_double(document_id):
        return {}
    found: dict[str, int] = {}
    for one in (one for one in whole(store).coders() if one.kind == "person"):
        since = released_at(store, document_id, one.id)
        if since is not None:
            late = sum(decision.time > since and decision.layer == "own" for decision in store.decisions(document_id, coder=one.id))
            if late:
                found[one.name] = late
    return found


def history(store: ProjectStore) -> list[Arrangement]:
    """All that was arranged, the oldest first."""
    return store.arrangements()
