"""Comparing themes between groups, with the passages behind every number."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from qualcode.analysis import theme_frequencies
from qualcode.export import write_table
from qualcode.export.csv import guarded
from qualcode.model import STANCES
from qualcode.segmentation import reading_text
from qualcode.store import ProjectStore
from qualcode.workflows.comparison_basis import SOURCES, Basis, Source, project_basis
from qualcode.workflows.project_units import PERSON, UNIT_COLUMNS, speaker_variables

__all__ = [
    "SOURCES",
    "Comparison",
    "Source",
    "compare_themes",
    "comparison_variables",
    "frame_rows",
    "frame_text",
    "passages",
    "write_comparison",
    "write_frame",
]

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
    """What a comparison can be made by: `document`, every variable of documents and speakers that has values, `coder`, `speaker_role`, `speaker`, `kind`."""
    of_documents = {name for document in store.documents() for name, value in document.variables.items() if value}
    valued = {name for person in store.persons() for name, value in person.variables.items() if value}
    of_speakers = {column for column, name in speaker_variables(store).items() if name in valued}
    person = {PERSON} if store.persons() else set()
    return ["document", *sorted((of_documents | of_speakers | person) - set(UNIT_COLUMNS)), "coder", "speaker_role", "speaker", "kind"]


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
    basis = project_basis(store, source=source, interviewers=interviewers, headings=headings, coder=coder)
    return comparison_of(basis, by)


def comparison_of(basis: Basis, by: Sequence[str]) -> Comparison:
    """The frequencies of a basis. Raises AnalysisError when `by` is unknown."""
    basis.checked(by)
    if "coder" in by:
        basis = basis.by_coder()
    table = theme_frequencies(basis.units, basis.coded, basis.themes, by=by)
    return Comparison(table, basis.units, basis.coded, basis.themes, tuple(by), basis.source)


def passages(
    store: ProjectStore,
    comparison: Comparison,
    *,
    theme: str | None = None,
    groups: Mapping[str, str] | None = None,
    reading: bool = False,
    stance: str | None = None,
) -> pd.DataFrame:
    """The coded units behind the numbers: `document_id, block` and PASSAGE_COLUMNS, in document order.

    groups: value that each column must have ('' = no value). reading: the reading text in `text` instead of the exact slice. stance: `voor`, `tegen` or
    `neutraal`, only codings that say so.
    """
    chosen = comparison.coded if theme is None else comparison.coded[comparison.coded["theme"] == theme]
    joined = chosen.join(comparison.units, on="unit", how="inner")
    for column, value in (groups or {}).items():
        joined = joined[joined[column].astype(object).where(joined[column].notna(), "").astype(str) == value]
    if stance in STANCES:
        joined = joined[joined["stance"] == stance]
    joined = joined.drop_duplicates(["unit", "code"]).sort_values(["document", "start", "code"])
    texts: dict[str, str] = {document_id: store.document(document_id).text for document_id in joined["document_id"].unique()}
    places = zip(joined["document_id"], joined["start"], joined["end"], strict=True)
    joined["text"] = [reading_text(texts[d], s, e).text if reading else texts[d][s:e] for d, s, e in places]
    return joined[["document_id", "block", *PASSAGE_COLUMNS]].reset_index(drop=True)


def write_comparison(comparison: Comparison, file: Path) -> int:
    """Writes the table of a comparison (csv, xlsx, jsonl or parquet) with what was counted in every row; returns the number of rows.

    A share without a denominator is an empty cell.
    """
    return write_frame(comparison.table.assign(source=comparison.source), file)


def write_frame(table: pd.DataFrame, file: Path, *, raw: bool = False) -> int:
    """Writes a table of numbers and names to a file by its suffix; NaN is an empty cell. Returns the number of rows. Raises OutputError."""
    integers = [str(name) for name in table.columns if pd.api.types.is_integer_dtype(table[name])]
    numbers = [str(name) for name in table.columns if pd.api.types.is_float_dtype(table[name])]
    return write_table(file, [str(name) for name in table.columns], frame_rows(table), raw=raw, integers=integers, numbers=numbers)


def frame_rows(table: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a table with None where a number is NaN."""
    return [{str(name): None if value != value else value for name, value in row.items()} for row in table.to_dict("records")]


def frame_text(table: pd.DataFrame) -> str:
    """A table as the text of a CSV for standard output: guarded as the files are, without BOM."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for row in frame_rows(table):
        writer.writerow(["" if value is None else guarded(value) for value in row.values()])
    return out.getvalue()
