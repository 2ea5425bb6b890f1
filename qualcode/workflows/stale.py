"""Codings made under an older definition of their code: which they are, and confirming them under the present one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from qualcode.codebook import Codebook
from qualcode.model import Coder, Coding, Operation
from qualcode.store import Ack, ProjectStore


@dataclass(frozen=True, slots=True)
class StaleCoding:
    """A coding whose code is defined otherwise now. text: the passage; path: of the code."""

    coding: Coding
    document: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class UpdateEffect:
    """What a new codebook does to the codings of persons. stale: made under another definition; retired: of codes that are no longer there."""

    stale: int
    retired: int


def is_stale(coding: Coding, definitions: Mapping[str, str]) -> bool:
    """Whether the coding was made under another definition than the code has now (`definitions`: code id -> hash, of live codes only)."""
    return coding.code is not None and coding.code in definitions and coding.definition_hash != definitions[coding.code]


def live_definitions(store: ProjectStore) -> dict[str, str]:
    """Code id -> definition hash of the codes that can be given now."""
    return {code.id: code.definition_hash for code in store.code_definitions() if not code.retired}


def stale_codings(store: ProjectStore, *, coder: str | None = None, code: str | None = None) -> list[StaleCoding]:
    """Live codings under an older definition, in the order of documents and text. coder, code: only of that coder, that code (ids)."""
    definitions = live_definitions(store)
    paths = {one.id: one.path for one in store.code_definitions()}
    chosen = [one for one in store.codings(coder=coder) if is_stale(one, definitions) and code in (None, one.code)]
    names = {document.id: document.name for document in store.documents()}
    texts = {document_id: store.document(document_id).text for document_id in {one.document_id for one in chosen} if document_id in names}
    found = [
        StaleCoding(one, names[one.document_id], paths[one.code or ""], texts[one.document_id][one.start : one.end])
        for one in chosen
        if one.document_id in texts
    ]
    return sorted(found, key=lambda one: (one.document, one.coding.start, one.coding.end))


def confirm_stale(store: ProjectStore, codings: Sequence[str], *, coder: Coder) -> list[Ack]:
    """Says that these codings (ids, of this coder) hold under the present definition too: each is a decision in the log that can be undone.

    A coding that is not stale any more is answered as done; one that is not there or not this coder's is refused.
    """
    batch = str(uuid4())
    return store.apply([Operation(id=str(uuid4()), action="change", coding=one, batch=batch) for one in codings], coder=coder)


def update_effect(store: ProjectStore, new: Codebook) -> UpdateEffect:
    """How many codings of persons would be stale or left under a retired code with this codebook in the project."""
    definitions = {code.id: code.definition_hash for code in new.codes}
    codings = [one for one in store.codings() if one.code is not None]
    return UpdateEffect(sum(is_stale(one, definitions) for one in codings), sum(one.code not in definitions for one in codings))
