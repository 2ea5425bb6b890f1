"""Review: a page of a document with all that lies on it for one coder."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from qualcode.errors import ProjectError
from qualcode.model import Coder, Coding, Document, DocumentSummary, Memo, Segment, StoredSuggestion
from qualcode.segmentation import split_sentences
from qualcode.store import DocumentProgress, ProjectStore, SuggestionPlace, whole
from qualcode.workflows.blind import hidden_blocks, is_asked, to_code_blind
from qualcode.workflows.project_units import document_blocks

BLOCKS_PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class ReviewBlock:
    """A block as the page shows it. text: the exact slice of the stored text. sentences: spans in stored offsets."""

    segment: Segment
    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class OtherCoding:
    """A coding of another person as this coder may see it; coder: that person's name."""

    coding: Coding
    coder: str


@dataclass(frozen=True, slots=True)
class BlindBlock:
    """A block to code blind. asked: whether the queue stops there; headings and what an interviewer says can wait."""

    start: int
    end: int
    asked: bool


@dataclass(frozen=True)
class ReviewPage:
    """One page of a document for one coder.

    number, count: from 1. suggestions, codings: those that touch a block of the page, whatever their state. memos: the coder's own on the document.
    next_open, previous_open: the nearest page after and before this one on which something is to do, None when there is none.
    blind: the blocks of the page whose suggestions stay hidden until this coder has coded them. blind_left: how many of those the whole document
    has. others: codings of other persons. apart: whether the document is coded by several persons who do not see each other's work.
    """

    document: DocumentSummary
    number: int
    count: int
    blocks: tuple[ReviewBlock, ...]
    suggestions: tuple[StoredSuggestion, ...]
    codings: tuple[Coding, ...]
    memos: tuple[Memo, ...]
    progress: DocumentProgress
    next_open: int | None
    previous_open: int | None
    can_undo: bool
    can_redo: bool
    revision: int
    blind: tuple[BlindBlock, ...] = ()
    blind_left: int = 0
    others: tuple[OtherCoding, ...] = ()
    apart: bool = False


def review_page(
    store: ProjectStore,
    summary: DocumentSummary,
    *,
    coder: Coder,
    number: int = 1,
    chosen: Sequence[int] | None = None,
    others: bool = False,
) -> ReviewPage:
    """A page of BLOCKS_PER_PAGE blocks; a number outside the pages becomes the nearest one there is.

    store: as this coder may see it (`seen_by`), or whole. others: with the codings of other persons.
    chosen: numbers of blocks (from 0) that make up the pages, all when None. Raises ProjectError when the document is not there.
    """
    revision = store.revision()
    _, blocks = document_and_blocks(store, summary)
    order: Sequence[int] = range(len(blocks)) if chosen is None else [index for index in chosen if index < len(blocks)]
    count = page_count(store, summary, chosen=None if chosen is None else order)
    number = min(max(number, 1), count)
    indices = tuple(order[(number - 1) * BLOCKS_PER_PAGE : number * BLOCKS_PER_PAGE])
    shown = [blocks[index] for index in indices]
    starts = [block.start for block in shown]
    places = store.suggestion_places(summary.id, coder=coder.id)
    touching = [one.id for one in places if _blocks_of(shown, starts, one.start, one.end)]
    extent = (shown[0].start, shown[-1].end) if chosen is None and shown else None
    codings = store.codings(summary.id, coder=coder.id, within=extent)
    progress = next(iter(whole(store).progress(coder.id, summary.id)), None)
    if progress is None:
        raise ProjectError("store.unknown_document")
    hidden = hidden_blocks(store, summary, blocks)
    blind = to_code_blind(blocks, hidden)
    open_pages = _open_pages(places, blocks, order, blind)
    return ReviewPage(
        document=summary,
        number=number,
        count=count,
        blocks=_review_blocks(*_reading_key(store, summary), indices),
        # The places are what this coder may see, so the reasons can be read as they are.
        suggestions=tuple(whole(store).suggestions(summary.id, coder=coder.id, ids=touching)) if touching else (),
        codings=tuple(one for one in codings if _blocks_of(shown, starts, one.start, one.end)),
        memos=tuple(store.memos(summary.id, coder=coder.id)),
        progress=replace(progress, open=sum(one.state == "open" for one in places)),
        next_open=min((page for page in open_pages if page > number), default=None),
        previous_open=max((page for page in open_pages if page < number), default=None),
        can_undo=store.can_undo(coder.id),
        can_redo=store.can_redo(coder.id),
        revision=revision,
        blind=tuple(BlindBlock(block.start, block.end, is_asked(block)) for block in shown if (block.start, block.end) in hidden),
        blind_left=len(blind),
        others=_others(store, summary, coder, hidden, shown, extent) if others else (),
        apart=store.blinding().is_double(summary.id),
    )


def _others(
    store: ProjectStore,
    summary: DocumentSummary,
    coder: Coder,
    hidden: frozenset[tuple[int, int]],
    shown: list[Segment],
    extent: tuple[int, int] | None,
) -> tuple[OtherCoding, ...]:
    """Codings of other persons on the page; none in a blind block, for they would say what the machine said there."""
    names = {one.id: one.name for one in store.coders() if one.kind == "person"}
    starts = [block.start for block in shown]
    found = []
    for coding in store.codings(summary.id, within=extent):
        if coding.coder == coder.id or coding.coder not in names:
            continue
        touched = _blocks_of(shown, starts, coding.start, coding.end)
        if touched and not any((shown[index].start, shown[index].end) in hidden for index in touched):
            found.append(OtherCoding(coding, names[coding.coder]))
    return tuple(found)


def page_count(store: ProjectStore, summary: DocumentSummary, *, chosen: Sequence[int] | None = None) -> int:
    """How many pages a document has, at least one."""
    _, blocks = document_and_blocks(store, summary)
    return max(1, -(-(len(blocks) if chosen is None else len(chosen)) // BLOCKS_PER_PAGE))


def open_blocks(store: ProjectStore, summary: DocumentSummary, *, coder: Coder) -> tuple[int, ...]:
    """Numbers (from 0) of the blocks on which something is to do: a suggestion that this coder has not decided on, or a block to code blind."""
    _, blocks = document_and_blocks(store, summary)
    return tuple(sorted(_open_indices(store.suggestion_places(summary.id, coder=coder.id), blocks, _blind(store, summary, blocks))))


def _blind(store: ProjectStore, summary: DocumentSummary, blocks: Sequence[Segment]) -> frozenset[int]:
    return to_code_blind(blocks, hidden_blocks(store, summary, blocks))


def page_of(store: ProjectStore, summary: DocumentSummary, start: int, *, chosen: Sequence[int] | None = None) -> int | None:
    """The page (from 1) that shows the block at an offset of the document; None when no block of `chosen` does."""
    _, blocks = document_and_blocks(store, summary)
    index = max(0, bisect_right([block.start for block in blocks], start) - 1)
    if chosen is None:
        return index // BLOCKS_PER_PAGE + 1
    return chosen.index(index) // BLOCKS_PER_PAGE + 1 if index in chosen else None


def document_and_blocks(store: ProjectStore, summary: DocumentSummary) -> tuple[Document, tuple[Segment, ...]]:
    """A document and its blocks with the speaker roles that people set; the last few are kept in memory."""
    return _read(*_reading_key(store, summary))


_ReadingKey = tuple[ProjectStore, str, str, int, tuple[tuple[str, str], ...]]


def _reading_key(store: ProjectStore, summary: DocumentSummary) -> _ReadingKey:
    """All that the blocks of a document depend on."""
    return whole(store), summary.id, summary.sha256, summary.revision, tuple(sorted(store.speaker_roles(summary.id).items()))


@lru_cache(maxsize=8)
def _read(
    store: ProjectStore, document_id: str, sha256: str, revision: int, roles: tuple[tuple[str, str], ...]
) -> tuple[Document, tuple[Segment, ...]]:
    """A text never changes, so its last readings are kept in memory; all that its blocks depend on is in the key."""
    document = store.document(document_id)
    return document, tuple(document_blocks(store, document_id, document))


@lru_cache(maxsize=64)
def _review_blocks(
    store: ProjectStore, document_id: str, sha256: str, revision: int, roles: tuple[tuple[str, str], ...], indices: tuple[int, ...]
) -> tuple[ReviewBlock, ...]:  # fmt: skip
    """The blocks of a page, which do not change from one decision to the next."""
    document, blocks = _read(store, document_id, sha256, revision, roles)
    return tuple(_review_block(document, blocks[index]) for index in indices)


def _review_block(document: Document, block: Segment) -> ReviewBlock:
    sentences = tuple((sentence.start, sentence.end) for sentence in split_sentences(document, block))
    return ReviewBlock(block, document.text[block.start : block.end], sentences)


def _blocks_of(blocks: Sequence[Segment], starts: Sequence[int], start: int, end: int) -> list[int]:
    """Numbers of the blocks that a span touches."""
    index = max(0, bisect_right(starts, start) - 1)
    found = []
    while index < len(blocks) and blocks[index].start < end:
        if blocks[index].end > start:
            found.append(index)
        index += 1
    return found


def _open_indices(places: Sequence[SuggestionPlace], blocks: Sequence[Segment], blind: frozenset[int]) -> set[int]:
    starts = [block.start for block in blocks]
    return {index for one in places if one.state == "open" for index in _blocks_of(blocks, starts, one.start, one.end)} | blind


def _open_pages(places: Sequence[SuggestionPlace], blocks: Sequence[Segment], order: Sequence[int], blind: frozenset[int]) -> set[int]:
    position = {index: place for place, index in enumerate(order)}
    return {position[index] // BLOCKS_PER_PAGE + 1 for index in _open_indices(places, blocks, blind) if index in position}
