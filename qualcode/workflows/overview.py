"""What is in a project, document by document, and who speaks in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from qualcode.model import DocumentSummary, SpeakerRole
from qualcode.segmentation import segment_document
from qualcode.store import ProjectStore
from qualcode.workflows.project_units import document_blocks

Warnings = tuple[tuple[str, Mapping[str, object]], ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as a list shows it. units, words: of all blocks. open, accepted, rejected, codings, nothing_here: as one coder left them."""

    id: str
    name: str
    format: str
    imported: datetime
    units: int
    words: int
    open: int
    accepted: int
    rejected: int
    codings: int
    nothing_here: int
    variables: Mapping[str, str]
    warnings: Warnings


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker of a document. turns, words: what is said under the label. guessed: the role that the text shows; role: what a person said instead, or None."""

    label: str
    turns: int
    words: int
    guessed: SpeakerRole | None
    role: SpeakerRole | None


def document_rows(store: ProjectStore, coder: str) -> list[DocumentRow]:
    """All documents by name, with how far the coder (an id) is. Takes as long as segmenting what was not segmented before."""
    progress = {one.document_id: one for one in store.progress(coder)}
    rows = []
    for document in store.documents():
        done = progress.get(document.id)
        if done is None:  # imported by somebody else since the line above
            continue
        units, words = size(store, document)
        rows.append(
            DocumentRow(
                id=document.id,
                name=document.name,
                format=document.format,
                imported=document.imported,
                units=units,
                words=words,
                open=done.open,
                accepted=done.accepted,
                rejected=done.rejected,
                codings=done.codings,
                nothing_here=done.nothing_here,
                variables=document.variables,
                warnings=document.warnings,
            )
        )
    return rows


def size(store: ProjectStore, document: DocumentSummary) -> tuple[int, int]:
    """(units, words) of a document."""
    blocks = document_blocks(store, document.id)
    return len(blocks), sum(block.words for block in blocks)


def variable_names(documents: Sequence[DocumentSummary]) -> list[str]:
    """The names of the variables that any of these documents has."""
    return sorted({name for document in documents for name in document.variables})


def speaker_rows(store: ProjectStore, document_id: str) -> list[SpeakerRow]:
    """The speakers of a document in the order in which they first speak; empty when nobody does."""
    said = store.speaker_roles(document_id)
    blocks = [block for block in segment_document(store.document(document_id)) if block.speaker]
    turns: dict[str, list[int]] = {}
    guessed: dict[str, SpeakerRole | None] = {}
    for block in blocks:
        assert block.speaker is not None
        turns.setdefault(block.speaker, []).append(block.words)
        guessed.setdefault(block.speaker, block.speaker_role)
    return [SpeakerRow(label, len(words), sum(words), guessed[label], said.get(label)) for label, words in turns.items()]


def documents_with_speakers(store: ProjectStore) -> list[str]:
    """Ids of the documents in which somebody speaks, by name."""
    return [document.id for document in store.documents() if any(block.speaker for block in document_blocks(store, document.id))]
