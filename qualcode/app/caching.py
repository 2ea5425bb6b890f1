"""All of the app's caches. What depends on a project carries its folder and revision in the key, so that nothing stale is shown.

A leading underscore keeps an argument out of the key. All of it lives in memory and goes when the app stops.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from qualcode.workflows import compare, lesson, overview, speakers
from qualcode.workflows.agreement import CodedTogether, Machine, coded_together
from qualcode.workflows.codebook_view import CodeUse, code_use
from qualcode.workflows.compare import Comparison, Source, compare_themes
from qualcode.workflows.overview import DocumentRow
from qualcode.workflows.projects import ProjectStore, open_project, project_codebook, project_identity
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


def passages(store: ProjectStore, found: Comparison, *, theme: str | None, groups: Mapping[str, str], settings: object) -> pd.DataFrame:
    """The passages behind a comparison, as reading text. settings: what the comparison was made with, for the key."""
    return _passages(store, found, _seen(store), store.revision(), theme, tuple(sorted(groups.items())), settings)


@st.cache_data(show_spinner=False, max_entries=8)
def _passages(
    _store: ProjectStore, _found: Comparison, folder: str, revision: int, theme: str | None, groups: tuple[tuple[str, str], ...], settings: object
) -> pd.DataFrame:  # fmt: skip
    return compare.passages(_store, _found, theme=theme, groups=dict(groups), reading=True)


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
