"""What every comparison rests on: the units that are counted and the codes that they carry, from a project or from tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import pandas as pd

from qualcode.analysis import code_units
from qualcode.codebook import Codebook
from qualcode.errors import AnalysisError
from qualcode.model import PATH_SEPARATOR, Document
from qualcode.store import ProjectStore
from qualcode.workflows.project_units import UNIT_COLUMNS, unit_table
from qualcode.workflows.projects import project_codebook

Source = Literal["codings", "suggestions", "both"]
SOURCES: tuple[Source, ...] = ("codings", "suggestions", "both")
Level = Literal["theme", "code"]
SPAN_COLUMNS = ("document_id", "start", "end", "code", "theme", "stance", "coder")
ALWAYS = ("document", "coder", "speaker_role", "speaker", "kind")  # comparable whatever the documents' variables


@dataclass(frozen=True)
class Basis:
    """Units and codes, ready to count.

    all_units: one row a unit, index unique, with UNIT_COLUMNS and one column a variable. units: those that are counted (interviewers and headings left out
    unless asked for). spans: codings as SPAN_COLUMNS, `code` a path. coded: from `code_units`, on all_units. themes, paths: names of themes and paths of codes in
    the codebook's order. coders: shown name of each coder. read: a document's text and marks by its id. saw: for each coder the documents it went through.
    """

    all_units: pd.DataFrame
    units: pd.DataFrame
    spans: pd.DataFrame
    coded: pd.DataFrame
    themes: tuple[str, ...]
    paths: tuple[str, ...]
    source: Source
    read: Callable[[str], Document]
    coders: Mapping[str, str] = field(default_factory=dict)
    saw: Mapping[str, frozenset[str]] = field(default_factory=dict)
    interviewers: bool = False
    headings: bool = False

    def variables(self) -> list[str]:
        """What a comparison can be made by: `document`, every variable that has values, then the rest of ALWAYS."""
        own = [str(name) for name in self.all_units.columns if name not in {*UNIT_COLUMNS, *ALWAYS}]
        valued = [name for name in own if (self.all_units[name].notna() & (self.all_units[name].astype(str) != "")).any()]
        return ["document", *sorted(valued), *ALWAYS[1:]]

    def checked(self, names: Sequence[str]) -> None:
        """Raises AnalysisError `analysis.unknown_variable` for a name that is not in `variables`."""
        known = self.variables()
        for name in names:
            if name not in known:
                raise AnalysisError("analysis.unknown_variable", variable=name, known=", ".join(known))

    def at_level(self, level: Level) -> Basis:
        """Counting codes instead of themes: each code with all that lies below it, named by its path, in the place of themes."""
        if level == "theme":
            return self
        return replace(self, coded=roll_up(self.coded), themes=self.paths)

    def by_coder(self) -> Basis:
        """Each unit once for every coder that went through its document, with a column `coder`: what comparing coders counts."""
        parts, codings = [], []
        for identity, name in self.coders.items():
            documents = self.saw.get(identity)
            if documents is None:
                documents = frozenset(self.all_units["document_id"])
            own = self.units[self.units["document_id"].isin(documents)]
            given = self.coded[self.coded["coder"] == identity]
            parts.append(own.assign(coder=name, _unit=own.index))
            codings.append(given.assign(_coder=name))
        if not parts:
            return replace(self, units=self.units.assign(coder=""))
        units = pd.concat(parts, ignore_index=True)
        coded = pd.concat(codings, ignore_index=True)
        place = pd.Series(units.index, index=pd.MultiIndex.from_arrays([units["_unit"], units["coder"]]))
        at = place.reindex(pd.MultiIndex.from_arrays([coded["unit"], coded["_coder"]])).to_numpy()
        coded = coded.assign(unit=at).dropna(subset=["unit"]).drop(columns="_coder")
        return replace(self, units=units.drop(columns="_unit"), coded=coded.astype({"unit": int}).reset_index(drop=True))


def make_basis(
    all_units: pd.DataFrame, spans: pd.DataFrame, *, interviewers: bool, headings: bool, coded: pd.DataFrame | None = None, **rest: object
) -> Basis:  # fmt: skip
    """A basis with the units that are counted chosen. coded: when it is known already, in the place of laying the spans. Raises AnalysisError `analysis.no_units`."""
    units = all_units
    if not interviewers:
        units = units[units["speaker_role"] != "interviewer"]
    if not headings:
        units = units[units["kind"] != "heading"]
    if units.empty:
        raise AnalysisError("analysis.no_units")
    coded = code_units(all_units, spans) if coded is None else coded
    return Basis(all_units, units, spans, coded, interviewers=interviewers, headings=headings, **rest)  # type: ignore[arg-type]


def roll_up(coded: pd.DataFrame) -> pd.DataFrame:
    """One row more for each code above a code: `theme` holds its path. `van onderop > zelfbeheer` counts for itself and for `van onderop`."""
    parts = coded["code"].astype(str).str.split(PATH_SEPARATOR, regex=False)
    above = [[PATH_SEPARATOR.join(names[: depth + 1]) for depth in range(len(names))] for names in parts]
    rolled = coded.assign(theme=pd.Series(above, index=coded.index, dtype=object)).explode("theme", ignore_index=True)
    return rolled.drop_duplicates(["unit", "theme", "coder", "stance"]).reset_index(drop=True)


# --- from a project ------------------------------------------------------------------------------------------


def project_basis(
    store: ProjectStore, *, source: Source = "codings", interviewers: bool = False, headings: bool = False, coder: str | None = None
) -> Basis:
    """What a project holds. source: reviewed codings, suggestions that nobody rejected, or both. coder: id of one coder whose codings count; all when None."""
    codebook = project_codebook(store)
    spans = project_spans(store, codebook, source, coder)
    names = {one.id: one.name for one in store.coders()}
    runs = {run.id: run.coder for run in store.runs()}
    saw: dict[str, set[str]] = {}
    for coding in store.codings(coder=coder) if source != "suggestions" else ():
        saw.setdefault(coding.coder, set()).add(coding.document_id)
    # a coder who saw documents and found nothing in them is a coder too
    shown = {identity: names.get(runs.get(identity, identity), identity) for identity in [*saw, *spans["coder"].unique()]}
    return make_basis(
        unit_table(store),
        spans,
        interviewers=interviewers,
        headings=headings,
        themes=tuple(theme.name for theme in codebook.themes),
        paths=tuple(code.path for code in codebook.codes),
        source=source,
        read=store.document,
        coders=dict(sorted(shown.items(), key=lambda pair: pair[1])),
        saw={identity: frozenset(documents) for identity, documents in saw.items()},
    )


def project_spans(store: ProjectStore, codebook: Codebook, source: Source, coder: str | None, *, rejected: bool = False) -> pd.DataFrame:
    """The spans that count, SPAN_COLUMNS. rejected: suggestions that somebody rejected too. Codes that the codebook no longer has are passed over."""
    known = {code.id: (code.path, codebook.theme(code.id).name) for code in codebook.codes}
    rows: list[tuple[object, ...]] = []
    if source in ("codings", "both"):
        rows += [
            (coding.document_id, coding.start, coding.end, *known[coding.code], coding.stance, coding.coder)
            for coding in store.codings(coder=coder)
            if coding.code is not None and coding.code in known
        ]
    if source in ("suggestions", "both"):
        rows += [
            (one.document_id, one.suggestion.start, one.suggestion.end, *known[one.suggestion.code], one.suggestion.stance, one.run)
            for one in store.suggestions(coder=coder)
            if (rejected or one.state != "rejected") and one.suggestion.code in known
        ]
    return pd.DataFrame(rows, columns=list(SPAN_COLUMNS))


def reviewed_units(store: ProjectStore, units: pd.DataFrame, coder: str | None = None) -> pd.Series[bool]:
    """Which units a person has seen: any coding, or 'seen, nothing here', lies on them."""
    spans = pd.DataFrame(
        [(one.document_id, one.start, one.end, "seen", "seen", "", "") for one in store.codings(coder=coder)], columns=list(SPAN_COLUMNS)
    )  # fmt: skip
    return pd.Series(units.index.isin(code_units(units, spans)["unit"]), index=units.index)
