"""A file that changed, imported again: what differs, what goes along, and what waits for a person; nothing is lost and nothing is silent."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from qualcode.documents.alignment import Alignment, TextChange
from qualcode.model import Document
from qualcode.store import ProjectStore
from qualcode.store.records import Replaced, Unplaced


@dataclass(frozen=True, slots=True)
class Replacement:
    """A document that got a new text (revision 0: it was the very same text and nothing was done; dry runs have the present revision + 1).

    changes: stretches of lines that differ. words_out, words_in: words taken out and put in. places: how many passages of codings stand where they
    stood, stand there with other line ends, or stand elsewhere (`unchanged`, `layout`, `moved`). waiting: what a person must look at.
    """

    document_id: str
    name: str
    revision: int
    changes: tuple[TextChange, ...] = ()
    words_out: int = 0
    words_in: int = 0
    places: Mapping[str, int] | None = None
    result: Replaced | None = None
    waiting: tuple[Unplaced, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something unplaced with where it may belong now: the stretch between what stayed before and behind it, None when that says nothing."""

    unplaced: Unplaced
    guess: tuple[int, int] | None
    guess_text: str


def replace_text(store: ProjectStore, document_id: str, document: Document, *, dry: bool = False) -> Replacement:
    """Gives a document of the project the text of `document` (read from its file anew). dry: only says what would happen.

    Raises ProjectError when the new text is another document's.
    """
    before = store.document(document_id)
    revision = next(one.revision for one in store.documents() if one.id == document_id) + 1
    if before.text == document.text:
        return Replacement(document_id, before.name, 0)
    alignment = Alignment(before.text, document.text)
    places: Counter[str] = Counter()
    for coding in store.codings(document_id) + store.codings(document_id, layer="consensus"):
        anchor = alignment.anchor(coding.start, coding.end)
        places[anchor.how if anchor is not None else "lost"] += 1
    result = None
    if not dry:
        result = store.replace_document(document_id, document, lambda start, end: _place(alignment, start, end))
        revision = result.revision
    waiting = tuple(one for one in store.unplaced(document_id) if one.revision == revision - 1) if not dry else ()
    out, put_in = alignment.words
    return Replacement(document_id, before.name, revision, alignment.changes, out, put_in, dict(places), result, waiting)


def waiting(store: ProjectStore, document_id: str | None = None) -> list[Waiting]:
    """All that waits for a person, each with where it may belong now."""
    texts: dict[str, str] = {}
    alignments: dict[tuple[str, int], Alignment] = {}
    found = []
    for one in store.unplaced(document_id):
        key = one.document_id, one.revision
        if one.document_id not in texts:
            texts[one.document_id] = store.document(one.document_id).text
        new = texts[one.document_id]
        if key not in alignments:
            alignments[key] = Alignment(store.revision_text(*key), new)
        anchor = alignments[key].anchor(one.start, one.end)  # a later text may have it back
        guess = (anchor.start, anchor.end) if anchor is not None else alignments[key].guess(one.start, one.end)
        found.append(Waiting(one, guess, new[slice(*guess)] if guess is not None else ""))
    return found


def settle(store: ProjectStore, one: Unplaced, *, coder: str, words: str | None, at: tuple[int, int] | None = None) -> bool:
    """Gives something unplaced a place: at a span, or where `words` stand in the text of now (the first time); words None: it need not come back.

    False when the words are not in the text. Raises ProjectError as the store does.
    """
    if at is None and words is not None:
        start = store.document(one.document_id).text.find(words)
        if not words.strip() or start < 0:
            return False
        at = start, start + len(words)
    store.settle_unplaced(one, coder=coder, at=at, decision_id=str(uuid.uuid4()))
    return True


def _place(alignment: Alignment, start: int, end: int) -> tuple[int, int] | None:
    anchor = alignment.anchor(start, end)
    return (anchor.start, anchor.end) if anchor is not None else None
