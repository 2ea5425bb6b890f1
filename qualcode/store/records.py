"""The small records that only a project store gives or takes; the large ones are in `qualcode.model`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from qualcode.model import LabelRole, SuggestionState

VariableType = Literal["text", "number", "date", "boolean", "choice"]
VariableSubject = Literal["document", "person"]

ArrangementKind = Literal["blind_share", "double_coding", "release"]

VARIABLE_TYPES: tuple[str, ...] = ("text", "number", "date", "boolean", "choice")


@dataclass(frozen=True, slots=True)
class CodeDefinition:
    """What a project keeps of one code of a codebook version, beside the whole YAML.

    id: the code's stable id. path: as written (`van onderop > zelfbeheer`). colour: `#RRGGBB` or ''. definition_hash: changes when the code's own
    definition, rules or examples change. retired: no longer in this version, kept because something still names it.
    """

    id: str
    path: str
    colour: str
    definition_hash: str
    retired: bool = False


@dataclass(frozen=True, slots=True)
class CodebookVersion:
    """One version of the codebook as the project keeps it; `number` counts from 1, sha256 is of the YAML as UTF-8."""

    number: int
    sha256: str
    yaml: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Ack:
    """The answer to one operation. error: '' or the catalogue key of a sentence without placeholders. coding: the coding it made or changed.

    decision: the record that holds it (the operation's own id, or an earlier decision's when there was nothing left to do).
    """

    operation: str
    ok: bool
    error: str = ""
    coding: str | None = None
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of documents or of persons. type: as declared, or else guessed from the values there are (declared False).

    choices: the allowed values of a declared choice; of a guessed one the values that occur.
    """

    name: str
    subject: VariableSubject
    type: VariableType
    declared: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks in one or more documents, apart from the labels under which that happens."""

    id: str
    name: str
    variables: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DocumentProgress:
    """How far one coder is with one document. open, accepted, rejected: suggestions; codings and nothing_here: live codings of the own layer."""

    document_id: str
    open: int
    accepted: int
    rejected: int
    codings: int
    nothing_here: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """An append-only record of how coders work together.

    value: of `blind_share` {"percent": 0-100, "seed": text}; of `double_coding` {"documents": "all" or a list of ids}; of `release` {"everyone": whether it
    opens the work of all coders on the document, not only that of `coder`}.
    """

    id: str
    kind: ArrangementKind
    coder: str
    time: datetime
    document_id: str | None = None
    value: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SuggestionPlace:
    """Where a suggestion stands and what one coder made of it, without its reasons: cheap to read for a whole document."""

    id: str
    document_id: str
    unit_start: int
    unit_end: int
    start: int
    end: int
    code: str
    state: SuggestionState


@dataclass(frozen=True, slots=True)
class SpeakerSetting:
    """What a person said of a label in one document. person: a name, '' when nobody was named."""

    document_id: str
    label: str
    person: str = ""
    role: LabelRole | None = None


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a new revision of a document did: how much was carried along, and how much lost its passage (`suggestions_lost` are open or decided)."""

    revision: int
    codings: int
    codings_unplaced: int
    memos: int
    memos_unplaced: int
    suggestions: int
    suggestions_lost: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A coding or memo whose passage a re-import changed. start, end: in the text of `revision`; passage: what stood there. code None: seen, nothing here."""

    kind: Literal["coding", "memo"]
    id: str
    document_id: str
    document: str
    revision: int
    start: int
    end: int
    passage: str
    coder: str
    layer: str = "own"
    code: str | None = None
    stance: str = ""
    memo: str = ""
