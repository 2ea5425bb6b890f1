"""The units of a project's documents. Blocks are derived data: kept in the project's cache folder, never the truth."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pandas as pd

from qualcode.model import Document, DocumentSummary, LabelRole, Segment, Unit
from qualcode.segmentation import SEGMENTER_VERSION, make_units, segment_document
from qualcode.store import ProjectStore

PERSON = "person"
UNIT_COLUMNS = ("document_id", "document", "block", "start", "end", "kind", "speaker", "speaker_role", "words", "page", "time")


def document_blocks(store: ProjectStore, document_id: str, document: Document | None = None) -> list[Segment]:
    """The blocks of a document with the speaker roles that people set; read from the cache when it is there and sound."""
    roles = store.speaker_roles(document_id)
    summary_hash = document.sha256 if document is not None else next(d.sha256 for d in store.documents() if d.id == document_id)
    return _cached_blocks(store, document_id, summary_hash, roles, document)


def document_units(store: ProjectStore, document_id: str) -> tuple[Document, list[Unit]]:
    """A document and its units, ready for a coder."""
    document = store.document(document_id)
    return document, make_units(document, document_blocks(store, document_id, document))


def unit_table(store: ProjectStore, documents: Sequence[DocumentSummary] | None = None) -> pd.DataFrame:
    """All units of the project's documents: UNIT_COLUMNS, one column a document variable, `person`, and one column a variable of persons (as
    `speaker_variables` names them); `''` where there is no value.

    block: number of the unit in its document, from 0. person: who speaks, where somebody said so.
    """
    chosen = store.documents() if documents is None else list(documents)
    variables = sorted({name for document in chosen for name in document.variables} - set(UNIT_COLUMNS) - {PERSON})
    people = _People(store)
    rows: list[tuple[object, ...]] = []
    for document in chosen:
        values = tuple(document.variables.get(name, "") for name in variables)
        for number, block in enumerate(_cached_blocks(store, document.id, document.sha256, store.speaker_roles(document.id), None)):
            rows.append(
                (
                    document.id,
                    document.name,
                    number,
                    block.start,
                    block.end,
                    block.kind,
                    block.speaker or "",
                    block.speaker_role or "",
                    block.words,
                    block.page,
                    block.time,
                    *values,
                    *people.values(document.id, block.speaker),
                )
            )
    return pd.DataFrame(rows, columns=[*UNIT_COLUMNS, *variables, PERSON, *people.columns])


def speaker_variables(store: ProjectStore) -> dict[str, str]:
    """Column of `unit_table` -> variable of persons that it holds; a name that documents use too gets `speaker_` before it."""
    taken = {*UNIT_COLUMNS, PERSON, *(name for document in store.documents() for name in document.variables)}
    names = sorted({name for person in store.persons() for name in person.variables})
    return {f"speaker_{name}" if name in taken else name: name for name in names}


class _People:
    """Who speaks under which label, and what is known of them, in the order of the columns."""

    def __init__(self, store: ProjectStore) -> None:
        self.columns = speaker_variables(store)
        known = {person.name: person.variables for person in store.persons()}
        self._values = {
            (one.document_id, one.label): (one.person, *(known[one.person].get(name, "") for name in self.columns.values()))
            for one in store.all_speakers()
            if one.person
        }
        self._nobody = ("",) * (1 + len(self.columns))

    def values(self, document_id: str, label: str | None) -> tuple[str, ...]:
        """The person and their values for a label in a document."""
        return self._values.get((document_id, label), self._nobody) if label else self._nobody


def _cached_blocks(
    store: ProjectStore, document_id: str, sha256: str, roles: Mapping[str, LabelRole], document: Document | None
) -> list[Segment]:  # fmt: skip
    key = hashlib.sha256(json.dumps([document_id, sha256, SEGMENTER_VERSION, sorted(roles.items())]).encode()).hexdigest()[:24]
    path = store.folder / "cache" / f"blocks-{key}.json"
    known = _read(path)
    if known is not None:
        return known
    document = store.document(document_id) if document is None else document
    blocks = segment_document(document, roles=roles)
    _write(path, blocks)
    return blocks


def _read(path: Path) -> list[Segment] | None:
    try:
        return [Segment(**row) for row in json.loads(path.read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        return None  # a cache that cannot be read is made anew


def _write(path: Path, blocks: Sequence[Segment]) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        temporary = path.with_suffix(".part")
        temporary.write_text(json.dumps([asdict(replace(block)) for block in blocks]), "utf-8")
        temporary.replace(path)
    except OSError:
        path.with_suffix(".part").unlink(missing_ok=True)  # a full disk costs only the cache
