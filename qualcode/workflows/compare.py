"""Comparing themes between groups, with the passages behind every number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from qualcode.analysis import code_units, theme_frequencies
from qualcode.codebook import Codebook
from qualcode.errors import AnalysisError
from qualcode.export import write_table
from qualcode.segmentation import reading_text
from qualcode.store import ProjectStore
from qualcode.workflows.project_units import unit_table
from qualcode.workflows.projects import project_codebook

Source = Literal["codings", "suggestions", "both"]
SOURCES: tuple[Source, ...] = ("codings", "suggestions", "both")
SPAN_COLUMNS = ("document_id", "start", "end", "code", "theme", "stance", "coder")
PASSAGE_COLUMNS = ("document", "start", "end", "speaker", "speaker_role", "theme", "code", "stance", "text")


@dataclass(frozen=True)
class Comparison:
    """Frequencies and what they rest on.

    table: from `theme_frequencies`. units: the units that were counted. coded: which unit carries what. themes: names in the codebook's order.
    """

    table: pd.DataFrame
    units: pd.DataFrame
    coded: pd.DataFrame
    themes: tuple[str, ...]
    by: tuple[str, ...]
    source: Source


def comparison_variables(store: ProjectStore) -> list[str]:
    """What a comparison can be made by: `document`, `speaker_role`, `speaker`, `kind` and every document variable that has values."""
    found = sorted({name for document in store.documents() for name, value in document.variables.items() if value})
    return ["document", *found, "speaker_role", "speaker", "kind"]


def compare_themes(
    store: ProjectStore,
    *,
    by: Sequence[str] = (),
    source: Source = "codings",
    interviewers: bool = False,
    headings: bool = False,
    coder: str | None = None,
) -> Comparison:
    """Theme frequencies by groups.

    by: names from `comparison_variables`. source: reviewed codings, open and accepted suggestions, or both. interviewers, headings: count those units
    too. coder: id of one coder whose codings count; all persons when None. Raises AnalysisError when nothing is left to count or `by` is unknown.
    """
    codebook = project_codebook(store)
    units = unit_table(store)
    if not interviewers:
        units = units[units["speaker_role"] != "interviewer"]
    if not headings:
        units = units[units["kind"] != "heading"]
    if units.empty:
        raise AnalysisError("analysis.no_units")
    coded = code_units(units, _spans(store, codebook, source, coder))
    themes = tuple(theme.name for theme in codebook.themes)
    return Comparison(theme_frequencies(units, coded, themes, by=by), units, coded, themes, tuple(by), source)


def passages(
    store: ProjectStore,
    comparison: Comparison,
    *,
    theme: str | None = None,
    groups: Mapping[str, str] | None = None,
    reading: bool = False,
) -> pd.DataFrame:
    """The coded units behind the numbers: `document_id, block` and PASSAGE_COLUMNS, in document order.

    groups: value that each column must have ('' = no value). reading: the reading text in `text` instead of the exact slice.
    """
    chosen = comparison.coded if theme is None else comparison.coded[comparison.coded["theme"] == theme]
    joined = chosen.join(comparison.units, on="unit", how="inner")
    for column, value in (groups or {}).items():
        joined = joined[joined[column].astype(object).where(joined[column].notna(), "").astype(str) == value]
    joined = joined.drop_duplicates(["unit", "code"]).sort_values(["document", "start", "code"])
    texts: dict[str, str] = {document_id: store.document(document_id).text for document_id in joined["document_id"].unique()}
    places = zip(joined["document_id"], joined["start"], joined["end"], strict=True)
    joined["text"] = [reading_text(texts[d], s, e).text if reading else texts[d][s:e] for d, s, e in places]
    codebook = project_codebook(store)
    joined["code"] = [codebook.code(code).path if codebook.find_code(code) else code for code in joined["code"]]
    return joined[["document_id", "block", *PASSAGE_COLUMNS]].reset_index(drop=True)


def write_comparison(comparison: Comparison, file: Path) -> int:
    """Writes the table of a comparison (csv, xlsx, jsonl or parquet) with what was counted in every row; returns the number of rows.

    A share without a denominator is an empty cell.
    """
    columns = [*(str(column) for column in comparison.table.columns), "source"]
    rows = (
        {**{str(name): None if value != value else value for name, value in row.items()}, "source": comparison.source}
        for row in comparison.table.to_dict("records")
    )
    return write_table(file, columns, rows)


def _spans(store: ProjectStore, codebook: Codebook, source: Source, coder: str | None) -> pd.DataFrame:
    known = {code.id: codebook.theme(code.id).name for code in codebook.codes}
    rows: list[tuple[object, ...]] = []
    if source in ("codings", "both"):
        rows += [
            (coding.document_id, coding.start, coding.end, coding.code, known.get(coding.code), coding.stance, coding.coder)
            for coding in store.codings(coder=coder)
            if coding.code is not None and coding.code in known
        ]
    if source in ("suggestions", "both"):
        rows += [
            (
                one.document_id,
                one.suggestion.start,
                one.suggestion.end,
                one.suggestion.code,
                known[one.suggestion.code],
                one.suggestion.stance,
                one.run,
            )
            for one in store.suggestions(coder=coder)
            if one.state != "rejected" and one.suggestion.code in known
        ]
    return pd.DataFrame(rows, columns=list(SPAN_COLUMNS))
