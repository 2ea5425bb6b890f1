"""What is in a project, document by document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from qualcode.model import DocumentSummary
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
