"""The records that all rooms share: frozen, checked when made, without files, SQL, widgets or Dutch.

Offsets are `[start, end)` in Unicode code points of `Document.text`; times are seconds; a missing value is None.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

BlockKind = Literal["heading", "paragraph", "list_item", "article", "turn", "table_row"]
SegmentKind = BlockKind | Literal["sentence"]
MarkKind = Literal["heading", "paragraph", "list_item", "cue", "page", "table_row", "footnote", "furniture"]
SpeakerRole = Literal["interviewer", "respondent"]
LabelRole = SpeakerRole | Literal["no_speaker"]  # what a person says of a label; no_speaker: words before a colon that name nobody
Stance = Literal["", "voor", "tegen", "neutraal"]
CoderKind = Literal["person", "rules", "classifier"]
Layer = Literal["own", "consensus"]

BLOCK_KINDS: tuple[str, ...] = ("heading", "paragraph", "list_item", "article", "turn", "table_row")
SPEAKER_ROLES: tuple[str, ...] = ("interviewer", "respondent")
LABEL_ROLES: tuple[str, ...] = (*SPEAKER_ROLES, "no_speaker")
STANCES: tuple[str, ...] = ("voor", "tegen", "neutraal")
PATH_SEPARATOR = " > "


def check_span(start: int, end: int) -> None:
    """Raises ValueError unless 0 <= start <= end."""
    if not 0 <= start <= end:
        raise ValueError(f"span [{start}, {end}) is not in order")


# --- documents -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of structure that only a reader can know.

    kind `page`: the span of that page's text, `page` its number as cited. kind `cue`: what one speaker says between
    `time` and `time_end`, label outside. kind `furniture`: an empty span where `content` (a running header, a page number) was taken out.
    """

    start: int
    end: int
    kind: MarkKind
    level: int | None = None
    speaker: str | None = None
    time: float | None = None
    time_end: float | None = None
    page: int | None = None
    content: str = ""

    def __post_init__(self) -> None:
        check_span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark that stood in the margin of a file, on a span of the text (start == end: at a place). author: '' when the file names nobody."""

    start: int
    end: int
    text: str
    author: str = ""

    def __post_init__(self) -> None:
        check_span(self.start, self.end)


@dataclass(frozen=True)
class Document:
    """One text with what is known of it; the text never changes after import.

    name: how people call it, unique in a project (a file name or relative path with `/`).
    warnings: (catalogue key, values) of each thing a person should know, such as unreadable text.
    counts: what the reader did besides, for the import report: `hyphens` joined, `pictures`, `deletions`, `attachments` left out (not stored).
    comments: offered as memos at import (not stored with the document).
    shape: catalogue key of what a reader recognised inside the format (`documents.shape_whisperx`); '' when the format says it all (not stored).
    """

    name: str
    text: str
    marks: tuple[Mark, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    format: str = "txt"
    encoding: str | None = None
    file_sha256: str | None = None
    warnings: tuple[tuple[str, Mapping[str, object]], ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    shape: str = ""

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the stored text as UTF-8 (the contract's `document_sha256`)."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


# --- segments --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Segment:
    """A block (heading, paragraph, list item, article, turn, table row) or a sentence in a block.

    words: number of words of its reading text. guessed: cut where the text shows no boundary. level: depth of a heading, 1 the highest.
    """

    start: int
    end: int
    kind: SegmentKind
    speaker: str | None = None
    speaker_role: SpeakerRole | None = None
    time: float | None = None
    time_end: float | None = None
    page: int | None = None
    guessed: bool = False
    words: int = 0
    level: int | None = None

    def __post_init__(self) -> None:
        check_span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class ReadingText:
    """A block as one reads it (line-end hyphens joined, wrapped lines run on), with the way back to the stored text.

    breaks: (offset in `text`, offset in Document.text) at each place from which on both run in step; the first is (0, block start).
    """

    text: str
    breaks: tuple[tuple[int, int], ...]

    def stored_offset(self, offset: int) -> int:
        """The stored offset of the character at `offset` (0 <= offset < len(text))."""
        index = bisect_right(self.breaks, (offset, float("inf"))) - 1
        reading, stored = self.breaks[index]
        return stored + offset - reading

    def stored_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the stored text that holds the characters `[start, end)`; joined hyphens inside it are covered."""
        check_span(start, end)
        if start == end:
            at = self.stored_offset(min(start, len(self.text) - 1)) if self.text else self.breaks[0][1]
            return at, at
        return self.stored_offset(start), self.stored_offset(end - 1) + 1


@dataclass(frozen=True, slots=True)
class Unit:
    """A block made ready for a coder: the unit that is coded and counted.

    sentences: spans in the *reading text*. heading: reading text of the nearest heading above. question: reading text of the turn before
    it when another speaker says that one, else ''.
    """

    segment: Segment
    reading: ReadingText
    sentences: tuple[tuple[int, int], ...]
    heading: str = ""
    question: str = ""

    @property
    def id(self) -> str:
        """The contract's `unit_id`, unique within a document."""
        return f"{self.segment.start}-{self.segment.end}"


# --- suggestions, codings, decisions ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Match:
    """One place where a rule fired; offsets in the stored text. cue: the words that gave the stance, '' when none.

    via: '' for words of the unit itself; `question` or `heading` when the rule fired there and counts for this unit, whose first sentence is then the place.
    """

    rule: str
    start: int
    end: int
    text: str
    stance: Stance = ""
    cue: str = ""
    via: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed coding of a unit with its reason; never a result.

    code: the code's stable id. start, end: the best evidence, or the unit when only a classifier speaks. score: probability in [0, 1], None for
    rules alone. features: (word, weight) that weighed most for a classifier.
    """

    unit_start: int
    unit_end: int
    code: str
    start: int
    end: int
    coder: Literal["rules", "classifier", "rules+classifier"]
    stance: Stance = ""
    score: float | None = None
    rule: str = ""
    matches: tuple[Match, ...] = ()
    features: tuple[tuple[str, float], ...] = ()
    definition_hash: str = ""

    def __post_init__(self) -> None:
        check_span(self.unit_start, self.unit_end)
        check_span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Coder:
    """Who assigns codes: a person, the rule set of a codebook version, a model version."""

    id: str
    name: str
    kind: CoderKind


@dataclass(frozen=True, slots=True)
class Coding:
    """The recorded fact that a coder gave this code to this span. code None: seen, nothing here.

    origin: id of the suggestion that it was accepted from, None when a person found it; kept for ever.
    """

    id: str
    document_id: str
    start: int
    end: int
    code: str | None
    coder: str
    time: datetime
    stance: Stance = ""
    layer: Layer = "own"
    origin: str | None = None
    definition_hash: str = ""

    def __post_init__(self) -> None:
        check_span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Memo:
    """A person's dated note on a span of a document, a document, a code, a person, or (all None) the project."""

    id: str
    text: str
    coder: str
    time: datetime
    document_id: str | None = None
    start: int | None = None
    end: int | None = None
    code: str | None = None
    person: str | None = None


Action = Literal["accept", "reject", "add", "change", "remove", "nothing_here", "undo", "redo"]
# What the log holds besides what coders ask for: a re-import carried a coding along (moved) or took it off because its passage changed (unplaced);
# a person gave such a coding a place in the new text (placed), or said that it need not come back (dropped).
LoggedAction = Action | Literal["moved", "unplaced", "placed", "dropped"]


@dataclass(frozen=True, slots=True)
class Operation:
    """What a coder asks for, with an id made where it was asked (UUID text), so that sending it twice does it once.

    accept / reject: `suggestion` (accept may change code, stance, span). add: document, span, code. change / remove: `coding`.
    nothing_here: document, span. undo / redo: `decision`, or None for the coder's latest.
    """

    id: str
    action: Action
    document_id: str | None = None
    start: int | None = None
    end: int | None = None
    code: str | None = None
    stance: Stance | None = None
    suggestion: str | None = None
    coding: str | None = None
    decision: str | None = None
    batch: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """An append-only record of what a coder decided; the state of a project can be rebuilt from these."""

    id: str
    action: LoggedAction
    document_id: str
    coder: str
    time: datetime
    layer: Layer = "own"
    suggestion: str | None = None
    coding: str | None = None
    code: str | None = None
    start: int | None = None
    end: int | None = None
    stance: Stance = ""
    previous: Mapping[str, Any] | None = None
    undoes: str | None = None
    batch: str | None = None
    reason: str = ""
    definition_hash: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """The record of one pass of a coder: enough to do it again. time: start of the run."""

    id: str
    coder: str
    time: datetime
    pipeline: str
    segmenter: str
    codebook_sha256: str
    options: Mapping[str, Any] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    model: str | None = None
    seed: int | None = None


SuggestionState = Literal["open", "accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class StoredSuggestion:
    """A suggestion as the project keeps it, with the state that one coder gave it."""

    id: str
    run: str
    document_id: str
    suggestion: Suggestion
    state: SuggestionState = "open"


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What lists and comparisons need of a document without its text. chars: length of the text in code points."""

    id: str
    name: str
    sha256: str
    chars: int
    format: str
    variables: Mapping[str, str]
    imported: datetime
    revision: int = 1
    warnings: tuple[tuple[str, Mapping[str, object]], ...] = ()


# --- joining spans and units -----------------------------------------------------------------------------------


def carries(unit_start: int, unit_end: int, start: int, end: int) -> bool:
    """Whether a unit carries the code of a span: they overlap by at least half of the shorter of the two (contract 3)."""
    overlap = min(unit_end, end) - max(unit_start, start)
    shorter = min(unit_end - unit_start, end - start)
    return overlap > 0 and 2 * overlap >= shorter


def theme_of(path: str) -> str:
    """The first part of a code's path as written: `van onderop > zelfbeheer` -> `van onderop`."""
    return path.split(PATH_SEPARATOR, 1)[0]
