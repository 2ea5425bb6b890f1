"""Every hit of a pattern with its context, in a project or in files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from qualcode.analysis.concordance import SORTS, WIDTH, Sort, context, sort_lines
from qualcode.codebook import Code, Codebook, PatternError, Rule, load_codebook, parse_pattern
from qualcode.coders.rules import RuleCoder
from qualcode.documents import read_document
from qualcode.errors import DocumentError, UsageError
from qualcode.model import Document, Unit
from qualcode.pipeline import load_pipeline
from qualcode.segmentation import make_units, segment_document
from qualcode.store import ProjectStore
from qualcode.workflows.inputs import list_inputs
from qualcode.workflows.project_units import document_units
from qualcode.workflows.projects import project_codebook

CONCORDANCE_COLUMNS = (
    "document", "start", "end", "unit_start", "unit_end", "unit_kind", "page", "speaker", "speaker_role", "left", "hit", "right",
)  # fmt: skip
_QUERY = "query"
__all__ = [
    "CONCORDANCE_COLUMNS", "SORTS", "Concordance", "Query", "Sort", "codebook_lists", "files_concordance", "project_concordance",
]  # fmt: skip


@dataclass(frozen=True)
class Concordance:
    """lines: CONCORDANCE_COLUMNS, and `document_id, block`. failed: (document, why) of files that could not be read. documents, units: how many were searched."""

    lines: pd.DataFrame
    documents: int
    units: int
    failed: tuple[tuple[str, DocumentError], ...] = ()


class Query:
    """A pattern of the rule language (plain words are one), compiled; `<lists>` are those of a codebook. Raises UsageError when it cannot be read."""

    def __init__(self, written: str, lists: Mapping[str, Sequence[str]] | None = None, *, pipeline: str = "auto") -> None:
        try:
            pattern = parse_pattern(written, lists or {})
        except PatternError as error:
            raise UsageError(error.key, file=_QUERY, line=1, **error.values) from None
        rule = Rule(_QUERY, (pattern,))
        code = Code(_QUERY, _QUERY, _QUERY, None, rules=(rule,))
        self._coder = RuleCoder(Codebook(_QUERY, "", (code,), "", ""), load_pipeline(pipeline))

    def hits(self, units: Sequence[Unit]) -> Iterator[tuple[int, int, int]]:
        """(number of the unit, start, end) of every hit, in the order of the text; a hit inside another is left out."""
        for number, found in enumerate(self._coder.explain(units)):
            last = -1
            for start, end in sorted({(hit.start, hit.end) for hit in found if hit.fired}, key=lambda span: (span[0], -span[1])):
                if end > last:
                    last = end
                    yield number, start, end


def project_concordance(
    store: ProjectStore, query: str, *, sort: Sort = "document", width: int = WIDTH, documents: Sequence[str] | None = None
) -> Concordance:
    """All hits in a project's documents (all, or those with these ids). Lists of its codebook can be named in the query."""
    codebook = project_codebook(store)
    compiled = Query(query, codebook.lists, pipeline=store.settings().get("pipeline", "auto"))
    chosen = [one for one in store.documents() if documents is None or one.id in documents]
    searched = ((one.id, *document_units(store, one.id)) for one in chosen)
    return _concordance(searched, compiled, sort, width)


def files_concordance(
    inputs: Sequence[str], query: str, *, lists: Mapping[str, Sequence[str]] | None = None, sort: Sort = "document", width: int = WIDTH, pipeline: str = "auto"
) -> Concordance:  # fmt: skip
    """All hits in files and folders; a file that cannot be read is named in `failed` and stops nothing. lists: word lists that the query may name."""
    compiled = Query(query, lists, pipeline=pipeline)
    failed: list[tuple[str, DocumentError]] = []

    def searched() -> Iterator[tuple[str, Document, list[Unit]]]:
        for entry in list_inputs(inputs).inputs:
            try:
                document = read_document(entry.path, name=entry.name)
            except DocumentError as error:
                failed.append((entry.name, error))
                continue
            yield entry.name, document, make_units(document, segment_document(document))

    found = _concordance(searched(), compiled, sort, width)
    return Concordance(found.lines, found.documents, found.units, tuple(failed))


def codebook_lists(file: Path) -> Mapping[str, Sequence[str]]:
    """The word lists of a codebook's file. Raises CodebookError."""
    return load_codebook(file).lists


def _concordance(searched: Iterable[tuple[str, Document, list[Unit]]], query: Query, sort: Sort, width: int) -> Concordance:
    rows, documents, units_searched = [], 0, 0
    for document_id, document, units in searched:
        documents += 1
        units_searched += len(units)
        for number, start, end in query.hits(units):
            segment = units[number].segment
            left, hit, right = context(document.text, start, end, width=width)
            rows.append({
                "document_id": document_id, "block": number, "document": document.name, "start": start, "end": end, "unit_start": segment.start,
                "unit_end": segment.end, "unit_kind": segment.kind, "page": segment.page, "speaker": segment.speaker or "",
                "speaker_role": segment.speaker_role or "", "left": left, "hit": hit, "right": right,
            })  # fmt: skip
    lines = pd.DataFrame(rows, columns=["document_id", "block", *CONCORDANCE_COLUMNS])
    return Concordance(sort_lines(lines, sort), documents, units_searched)
