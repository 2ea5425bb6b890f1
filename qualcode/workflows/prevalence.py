"""Frequencies of the machine corrected from what persons saw."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pandas as pd

from qualcode.analysis.coded_units import code_units
from qualcode.analysis.prevalence import corrected_prevalence
from qualcode.errors import UsageError
from qualcode.model import theme_of
from qualcode.store import ProjectStore
from qualcode.workflows.comparison_basis import SPAN_COLUMNS, Basis, Level, project_basis, project_spans, reviewed_units, roll_up
from qualcode.workflows.measures import MeasureResult
from qualcode.workflows.projects import project_codebook
from qualcode.workflows.tagged_tables import read_columns

CODINGS_NEEDED = ("document", "start", "end", "code")


def project_prevalence(
    store: ProjectStore, *, level: Level = "theme", interviewers: bool = False, headings: bool = False, coder: str | None = None
) -> MeasureResult:
    """The machine's suggestions (also those that were rejected) of all counted units, corrected by the units that persons saw: any coding or 'nothing here' on
    them. Those units are taken for a random sample: review a random queue for it. Raises AnalysisError when nothing is left to count.
    """
    basis = project_basis(store, source="suggestions", interviewers=interviewers, headings=headings)
    codebook = project_codebook(store)
    machine = code_units(basis.units, project_spans(store, codebook, "suggestions", None, rejected=True))
    person = code_units(basis.units, project_spans(store, codebook, "codings", coder))
    return _result(basis, machine, person, reviewed_units(store, basis.units, coder), level)


def tables_prevalence(basis: Basis, reviewed: Path, *, level: Level = "theme") -> MeasureResult:
    """As `project_prevalence`, from `tag` output and a table of a person's codings: `document, start, end, code` (empty code = seen, nothing here).

    Raises UsageError when the table cannot be read, or names documents or codes that are not there.
    """
    rows = read_columns(reviewed, CODINGS_NEEDED, CODINGS_NEEDED)
    names = _documents(basis, list(rows["document"].unique()), reviewed.name)
    known = {path.casefold(): path for path in basis.paths} | {theme.casefold(): theme for theme in basis.themes}
    strange = sorted({code for code in rows["code"] if code and code.casefold() not in known})
    if strange:
        raise UsageError("compare.reviewed_codes", file=reviewed.name, codes=", ".join(strange[:5]))
    starts, ends = (pd.to_numeric(rows[name], errors="coerce") for name in ("start", "end"))
    if starts.isna().any() or ends.isna().any():
        raise UsageError("compare.reviewed_spans", file=reviewed.name)
    codes = [known.get(code.casefold()) for code in rows["code"]]
    spans = pd.DataFrame({
        "document_id": [names[name] for name in rows["document"]], "start": starts.astype(int), "end": ends.astype(int), "code": codes,
        "theme": [theme_of(code) if code else None for code in codes], "stance": "", "coder": "",
    }, columns=list(SPAN_COLUMNS))  # fmt: skip
    seen = code_units(basis.units, spans.assign(code="seen"))
    seen_units = pd.Series(basis.units.index.isin(seen["unit"]), index=basis.units.index)
    return _result(basis, basis.coded, code_units(basis.units, spans), seen_units, level)


def _documents(basis: Basis, wanted: Sequence[str], file: str) -> dict[str, str]:
    by_part: dict[str, list[str]] = {}
    for name in basis.all_units["document"].unique():
        for key in {name.casefold(), PurePosixPath(name).name.casefold(), PurePosixPath(name).stem.casefold()}:
            by_part.setdefault(key, []).append(name)
    found = {}
    for name in wanted:
        named = by_part.get(name.casefold(), [])
        exact = [one for one in named if one.casefold() == name.casefold()] or named
        if len(exact) != 1:
            raise UsageError("compare.reviewed_document", file=file, document=name, count=len(exact))
        found[name] = exact[0]
    return found


def _result(basis: Basis, machine: pd.DataFrame, person: pd.DataFrame, reviewed: pd.Series[bool], level: Level) -> MeasureResult:
    if level == "code":
        machine, person = roll_up(machine), roll_up(person)
    labels = basis.themes if level == "theme" else basis.paths
    table = corrected_prevalence(basis.units, machine, person, reviewed, labels).assign(source="suggestions")
    notes: list[tuple[str, dict[str, object]]] = [
        ("compare.counted_suggestions", {"units": len(basis.units), "documents": int(basis.units["document_id"].nunique())}),
        ("compare.prevalence_trust", {"units": int(reviewed.sum())}),
    ]
    for warning in ("few_reviewed", "sample_not_like_all"):
        rows = int(table["warnings"].str.contains(warning).sum())
        if rows:
            notes.append((f"compare.warning_{warning}", {"rows": rows}))
    return MeasureResult("prevalence", table, tuple(notes), basis)
