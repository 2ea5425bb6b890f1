"""All of the app's caches. What depends on a project carries its folder and revision in the key, so that nothing stale is shown.

A leading underscore keeps an argument out of the key. All of it lives in memory and goes when the app stops.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from qualcode.model import Coder, DocumentSummary
from qualcode.workflows import compare, lesson, model_card, overview, speakers
from qualcode.workflows.agreement import CodedTogether, Machine, coded_together
from qualcode.workflows.blind import without_hidden
from qualcode.workflows.codebook_view import CodeUse, code_use
from qualcode.workflows.compare import Comparison, Source, compare_themes
from qualcode.workflows.comparison_basis import Basis, project_basis
from qualcode.workflows.concordance import Concordance, Sort, project_concordance
from qualcode.workflows.fairness import FairnessReport, fairness
from qualcode.workflows.measures import MeasureOptions, MeasureResult, run_measure
from qualcode.workflows.model_card import CodedSoFar, PresentModel
from qualcode.workflows.models import project_models
from qualcode.workflows.overview import DocumentRow
from qualcode.workflows.prevalence import project_prevalence
from qualcode.workflows.projects import ProjectStore, open_project, project_codebook, project_identity
from qualcode.workflows.side_by_side import SideBySide, side_by_side
from qualcode.workflows.speakers import LabelRow


def open_store(folder: str) -> ProjectStore:
    """The one open store of a project folder, shared by all sessions. Raises ProjectError when it cannot be opened."""
    return _store(folder, project_identity(Path(folder)))


@st.cache_resource(show_spinner=False, max_entries=8)
def _store(folder: str, identity: str) -> ProjectStore:
    """identity: changes when another database lies there (a restored copy, a folder made anew), which must be opened anew."""
    return open_project(Path(folder))


def _seen(store: ProjectStore) -> str:
    """Project and coder: two coders may not see the same of one project."""
    return f"{store.folder}|{getattr(store, 'viewer', '')}"


# --- documents -----------------------------------------------------------------------------------------------


def document_rows(store: ProjectStore, coder: str) -> list[DocumentRow]:
    """The list of documents for a coder (an id)."""
    return _document_rows(store, _seen(store), store.revision(), coder)


@st.cache_data(show_spinner=False, max_entries=8)
def _document_rows(_store: ProjectStore, folder: str, revision: int, coder: str) -> list[DocumentRow]:
    return overview.document_rows(_store, coder)


def label_rows(store: ProjectStore) -> list[LabelRow]:
    """The speaker labels of all documents."""
    return _label_rows(store, _seen(store), store.revision())


@st.cache_data(show_spinner=False, max_entries=8)
def _label_rows(_store: ProjectStore, folder: str, revision: int) -> list[LabelRow]:
    return speakers.label_rows(_store)


# --- lesson --------------------------------------------------------------------------------------------------


def lesson_themes(store: ProjectStore) -> list[lesson.Theme]:
    """The themes with how often they are proposed."""
    return _lesson_themes(store, _seen(store), store.revision())


@st.cache_data(show_spinner=False, max_entries=8)
def _lesson_themes(_store: ProjectStore, folder: str, revision: int) -> list[lesson.Theme]:
    return lesson.themes(_store)


def lesson_example_ids(store: ProjectStore, theme: str) -> list[tuple[str, str]]:
    """(document, suggestion) of the passages that show a theme."""
    return _lesson_example_ids(store, _seen(store), store.revision(), theme)


@st.cache_data(show_spinner=False, max_entries=16)
def _lesson_example_ids(_store: ProjectStore, folder: str, revision: int, theme: str) -> list[tuple[str, str]]:
    return lesson.example_ids(_store, theme)


def explainer(store: ProjectStore) -> lesson.SentenceExplainer:
    """The rules of the project's codebook, compiled once for each version."""
    return _explainer(store, project_codebook(store).sha256, store.settings().get("pipeline", "auto"))


@st.cache_resource(show_spinner=False, max_entries=4)
def _explainer(_store: ProjectStore, codebook_sha256: str, pipeline: str) -> lesson.SentenceExplainer:
    return lesson.sentence_explainer(_store)


# --- comparison and codebook ---------------------------------------------------------------------------------


def comparison(
    store: ProjectStore, *, by: Sequence[str], source: Source, interviewers: bool, headings: bool, coder: str | None
) -> Comparison:  # fmt: skip
    """Theme frequencies; arguments as `compare_themes` takes them. Raises AnalysisError."""
    return _comparison(store, _seen(store), store.revision(), tuple(by), source, interviewers, headings, coder)


@st.cache_data(show_spinner=False, max_entries=16)
def _comparison(
    _store: ProjectStore, folder: str, revision: int, by: tuple[str, ...], source: Source, interviewers: bool, headings: bool, coder: str | None
) -> Comparison:  # fmt: skip
    return compare_themes(_store, by=by, source=source, interviewers=interviewers, headings=headings, coder=coder)


def passages(
    store: ProjectStore, found: Comparison, *, theme: str | None, groups: Mapping[str, str], settings: object, stance: str | None = None
) -> pd.DataFrame:  # fmt: skip
    """The passages behind a comparison, as reading text. settings: what the comparison was made with, for the key."""
    key = (theme, tuple(sorted(groups.items())), settings, found.themes, stance)
    return _passages(store, found, _seen(store), store.revision(), key)


@st.cache_data(show_spinner=False, max_entries=8)
def _passages(
    _store: ProjectStore, _found: Comparison, folder: str, revision: int,
    key: tuple[str | None, tuple[tuple[str, str], ...], object, tuple[str, ...], str | None],
) -> pd.DataFrame:  # fmt: skip
    theme, groups, _, _, stance = key
    found = compare.passages(_store, _found, theme=theme, groups=dict(groups), reading=True, stance=stance)
    return without_hidden(_store, found)


def variables_with_values(store: ProjectStore) -> Basis:
    """The units with their variables, for choosing among them."""
    return _basis(store, _seen(store), store.revision(), "suggestions", True, True, None)


@st.cache_resource(show_spinner=False, max_entries=6)
def _basis(
    _store: ProjectStore, folder: str, revision: int, source: Source, interviewers: bool, headings: bool, coder: str | None
) -> Basis:  # fmt: skip
    # a resource, not data: it holds the way to the texts and is never changed
    return project_basis(_store, source=source, interviewers=interviewers, headings=headings, coder=coder)


def measure(
    store: ProjectStore, name: str, options: MeasureOptions, *, source: Source, interviewers: bool, headings: bool, coder: str | None
) -> MeasureResult:  # fmt: skip
    """The table of a measure. Raises AnalysisError or UsageError."""
    return _measure(store, _seen(store), store.revision(), name, options, source, interviewers, headings, coder)


@st.cache_resource(show_spinner=False, max_entries=12)
def _measure(
    _store: ProjectStore, folder: str, revision: int, name: str, options: MeasureOptions, source: Source, interviewers: bool, headings: bool,
    coder: str | None,
) -> MeasureResult:  # fmt: skip
    if name == "prevalence":
        return project_prevalence(_store, level=options.level, interviewers=interviewers, headings=headings, coder=coder)
    return run_measure(_basis(_store, folder, revision, source, interviewers, headings, coder), name, options)


def concordance(store: ProjectStore, query: str, sort: Sort) -> Concordance:
    """Every hit of a query. Raises UsageError when it cannot be read."""
    return _concordance(store, _seen(store), store.revision(), query, sort)


@st.cache_resource(show_spinner=False, max_entries=8)
def _concordance(_store: ProjectStore, folder: str, revision: int, query: str, sort: Sort) -> Concordance:
    return project_concordance(_store, query, sort=sort)


def use_of_codes(store: ProjectStore) -> dict[str, CodeUse]:
    """How much of each code is in the project."""
    return _use_of_codes(store, _seen(store), store.revision())


@st.cache_data(show_spinner=False, max_entries=8)
def _use_of_codes(_store: ProjectStore, folder: str, revision: int) -> dict[str, CodeUse]:
    return code_use(_store)


def agreement(
    store: ProjectStore, *, coders: Sequence[str], machine: Machine, subcodes: bool, interviewers: bool, headings: bool
) -> tuple[CodedTogether, pd.DataFrame]:  # fmt: skip
    """What coders have seen together, and their agreement on it; arguments as `coded_together` takes them. Raises AnalysisError."""
    return _agreement(store, _seen(store), store.revision(), tuple(coders), machine, subcodes, interviewers, headings)


@st.cache_data(show_spinner=False, max_entries=8)
def _agreement(
    _store: ProjectStore, folder: str, revision: int, coders: tuple[str, ...], machine: Machine, subcodes: bool, interviewers: bool, headings: bool
) -> tuple[CodedTogether, pd.DataFrame]:  # fmt: skip
    found = coded_together(_store, coders=coders, machine=machine, subcodes=subcodes, interviewers=interviewers, headings=headings)
    return found, found.table()


# --- classifier ----------------------------------------------------------------------------------------------


def coded_so_far(store: ProjectStore) -> CodedSoFar:
    """How much people coded that a classifier can learn from."""
    return _coded_so_far(store, _seen(store), store.revision())


@st.cache_data(show_spinner=False, max_entries=8)
def _coded_so_far(_store: ProjectStore, folder: str, revision: int) -> CodedSoFar:
    return model_card.coded_so_far(_store)


def present_model(store: ProjectStore) -> PresentModel | None:
    """The model that suggestions of the project come from now."""
    return _present_model(store, project_codebook(store).sha256, tuple(map(str, project_models(store))))


@st.cache_data(show_spinner=False, max_entries=8)
def _present_model(_store: ProjectStore, codebook_sha256: str, models: tuple[str, ...]) -> PresentModel | None:
    return model_card.present_model(_store)


# --- several coders ------------------------------------------------------------------------------------------


def fairness_report(store: ProjectStore, coder: Coder) -> FairnessReport:
    """What suggestions do to a coder."""
    return _fairness_report(store, _seen(store), store.revision(), coder)


@st.cache_data(show_spinner=False, max_entries=8)
def _fairness_report(_store: ProjectStore, folder: str, revision: int, coder: Coder) -> FairnessReport:
    return fairness(_store, coder)


def coders_side_by_side(
    store: ProjectStore, summary: DocumentSummary, columns: Sequence[str], *, machine_name: str, by_theme: bool
) -> SideBySide:
    """A document with coders side by side."""
    return _coders_side_by_side(store, _seen(store), store.revision(), summary.id, summary, tuple(columns), machine_name, by_theme)


@st.cache_data(show_spinner=False, max_entries=8)
def _coders_side_by_side(
    _store: ProjectStore, folder: str, revision: int, document_id: str, _summary: DocumentSummary, columns: tuple[str, ...], machine_name: str, by_theme: bool
) -> SideBySide:  # fmt: skip
    return side_by_side(_store, _summary, columns, machine_name=machine_name, by_theme=by_theme)
