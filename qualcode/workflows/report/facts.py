"""Everything that a report states, counted once, so that no two places of it can differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from qualcode import __version__
from qualcode.codebook import Codebook
from qualcode.errors import AnalysisError
from qualcode.model import Coder, DocumentSummary, Run, SuggestionState
from qualcode.store import ProjectStore
from qualcode.workflows.agreement import DRAWS, CodedTogether, coded_together, coders_with_work
from qualcode.workflows.compare import Comparison, Source, compare_themes
from qualcode.workflows.project_units import unit_table
from qualcode.workflows.projects import project_codebook

MOST_GROUPS = 6  # of a variable that the frequencies are shown by; more is a table of its own
SEED = 0
_REJECTED: tuple[SuggestionState, ...] = ("rejected",)


@dataclass(frozen=True, slots=True)
class PersonWork:
    """What one person did: codings with a code, how many of these were accepted from a suggestion, units marked as nothing here, suggestions rejected."""

    name: str
    documents: int
    codings: int
    accepted: int
    nothing_here: int
    rejected: int


@dataclass(frozen=True)
class Facts:
    """The numbers of a report.

    units: all units of all documents, as `unit_table` gives them. reviewed: suggestions of the last run that at least one person decided on. overall, grouped:
    frequencies, the latter by `variable` ('' and None when no variable makes a few groups). persons_agree, machine_agree: agreement of all persons who coded, and
    of persons with the machine, None where there is nothing to compare.
    """

    name: str
    made: datetime
    version: str
    documents: tuple[DocumentSummary, ...]
    units: pd.DataFrame
    codebook: Codebook
    codebook_number: int
    codebook_versions: int
    persons: tuple[PersonWork, ...]
    coders: Mapping[str, Coder]
    runs: tuple[Run, ...]
    suggestions: int
    reviewed: int
    source: Source
    overall: Comparison
    variable: str
    grouped: Comparison | None
    persons_agree: CodedTogether | None
    machine_agree: CodedTogether | None
    tables: Mapping[str, pd.DataFrame]

    @property
    def words(self) -> int:
        """Words of all units; speaker labels do not count."""
        return int(self.units["words"].sum())

    @property
    def accepted_share(self) -> float:
        """Share of all persons' codings that were accepted from a suggestion; NaN without codings."""
        codings = sum(one.codings for one in self.persons)
        return sum(one.accepted for one in self.persons) / codings if codings else float("nan")

    @property
    def last_run(self) -> Run | None:
        """The latest run."""
        return self.runs[-1] if self.runs else None


def gather(store: ProjectStore, *, source: Source | None = None, variable: str | None = None) -> Facts:
    """Counts a project. source: reviewed codings when there are any, else suggestions, when None. variable: what groups are made by; chosen when None.

    Raises AnalysisError when the project has no text.
    """
    documents = tuple(store.documents())
    if not documents:
        raise AnalysisError("report.no_documents")
    persons = tuple(_persons(store))
    chosen: Source = source or ("codings" if any(one.codings for one in persons) else "suggestions")
    variable = _variable(documents) if variable is None else variable
    suggestions = store.suggestions()
    decided = {decision.suggestion for decision in store.decisions() if decision.action in ("accept", "reject")}
    number, _, _ = store.current_codebook()
    persons_agree = _agree(store, machine=False)
    machine_agree = _agree(store, machine=True) if suggestions else None
    found = {"persons": persons_agree, "machine": machine_agree}
    return Facts(
        name=store.settings()["name"],
        made=datetime.now(UTC),
        version=__version__,
        documents=documents,
        units=unit_table(store),
        codebook=project_codebook(store),
        codebook_number=number,
        codebook_versions=len(store.codebook_versions()),
        persons=persons,
        coders={coder.id: coder for coder in store.coders()},
        runs=tuple(store.runs()),
        suggestions=len(suggestions),
        reviewed=sum(one.id in decided for one in suggestions),
        source=chosen,
        overall=compare_themes(store, source=chosen),
        variable=variable,
        grouped=compare_themes(store, by=(variable,), source=chosen) if variable else None,
        persons_agree=persons_agree,
        machine_agree=machine_agree,
        tables={name: one.table(draws=DRAWS, seed=SEED) for name, one in found.items() if one is not None},
    )


def _persons(store: ProjectStore) -> list[PersonWork]:
    ids = {coder.name: coder.id for coder in store.coders() if coder.kind == "person"}
    found = []
    for name in coders_with_work(store):
        codings = store.codings(coder=ids[name])
        with_code = [one for one in codings if one.code is not None]
        found.append(
            PersonWork(
                name=name,
                documents=len({one.document_id for one in codings}),
                codings=len(with_code),
                accepted=sum(one.origin is not None for one in with_code),
                nothing_here=len(codings) - len(with_code),
                rejected=len(store.suggestions(coder=ids[name], states=_REJECTED)),
            )
        )
    return found


def _variable(documents: tuple[DocumentSummary, ...]) -> str:
    """`type` when the documents have it, else the first variable of two to MOST_GROUPS values, each on two documents or more; '' when there is none."""
    names = sorted({name for document in documents for name in document.variables}, key=lambda name: (name not in ("type", "soort"), name))
    for name in names:
        values = [document.variables.get(name, "") for document in documents]
        if 2 <= len(set(values)) <= MOST_GROUPS and all(values.count(value) > 1 or name in ("type", "soort") for value in set(values)):
            return name
    return ""


def _agree(store: ProjectStore, *, machine: bool) -> CodedTogether | None:
    try:
        return coded_together(store, machine="both" if machine else "")
    except AnalysisError:
        return None  # one coder, or nothing that all have seen: the report then says so
