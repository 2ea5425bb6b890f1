"""All of the app's caches. What depends on a project carries its folder and revision in the key, so that nothing stale is shown.

A leading underscore keeps an argument out of the key. All of it lives in memory and goes when the app stops.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from qualcode.workflows import compare, lesson, overview
from qualcode.workflows.codebook_view import CodeUse, code_use
from qualcode.workflows.compare import Comparison, Source, compare_themes
from qualcode.workflows.overview import DocumentRow, SpeakerRow
from qualcode.workflows.projects import ProjectStore, open_project, project_codebook, project_identity


def open_store(folder: str) -> ProjectStore:
    """The one open store of a project folder, shared by all sessions. Raises ProjectError when it cannot be opened."""
    return _store(folder, project_identity(Path(folder)))


@st.cache_resource(show_spinner=False, max_entries=8)
def _store(folder: str, identity: str) -> ProjectStore:
    """identity: changes when another database lies there (a restored copy, a folder made anew), which must be opened anew."""
    return open_project(Path(folder))


# --- documents -----------------------------------------------------------------------------------------------


def document_rows(store: ProjectStore, coder: str) -> list[DocumentRow]:
    """The list of documents for a coder (an id)."""
    return _document_rows(store, str(store.folder), store.revision(), coder)


@st.cache_data(show_spinner=False, max_entries=8)
def _document_rows(_store: ProjectStore, folder: str, revision: int, coder: str) -> list[DocumentRow]:
    return overview.document_rows(_store, coder)


def documents_with_speakers(store: ProjectStore) -> list[str]:
    """Ids of the documents in which somebody speaks."""
    return _documents_with_speakers(store, str(store.folder), store.revision())


@st.cache_data(show_spinner=False, max_entries=8)
def _documents_with_speakers(_store: ProjectStore, folder: str, revision: int) -> list[str]:
    return overview.documents_with_speakers(_store)


def speaker_rows(store: ProjectStore, document_id: str) -> list[SpeakerRow]:
    """The speakers of a document."""
    return _speaker_rows(store, str(store.folder), store.revision(), document_id)


@st.cache_data(show_spinner=False, max_entries=16)
def _speaker_rows(_store: ProjectStore, folder: str, revision: int, document_id: str) -> list[SpeakerRow]:
    return overview.speaker_rows(_store, document_id)


# --- lesson --------------------------------------------------------------------------------------------------


def lesson_themes(store: ProjectStore) -> list[lesson.Theme]:
    """The themes with how often they are proposed."""
    return _lesson_themes(store, str(store.folder), store.revision())


@st.cache_data(show_spinner=False, max_entries=8)
def _lesson_themes(_store: ProjectStore, folder: str, revision: int) -> list[lesson.Theme]:
    return lesson.themes(_store)


def lesson_example_ids(store: ProjectStore, theme: str) -> list[tuple[str, str]]:
    """(document, suggestion) of the passages that show a theme."""
    return _lesson_example_ids(store, str(store.folder), store.revision(), theme)


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
    return _comparison(store, str(store.folder), store.revision(), tuple(by), source, interviewers, headings, coder)


@st.cache_data(show_spinner=False, max_entries=16)
def _comparison(
    _store: ProjectStore, folder: str, revision: int, by: tuple[str, ...], source: Source, interviewers: bool, headings: bool, coder: str | None
) -> Comparison:  # fmt: skip
    return compare_themes(_store, by=by, source=source, interviewers=interviewers, headings=headings, coder=coder)


def passages(store: ProjectStore, found: Comparison, *, theme: str | None, groups: Mapping[str, str], settings: object) -> pd.DataFrame:
    """The passages behind a comparison, as reading text. settings: what the comparison was made with, for the key."""
    return _passages(store, found, str(store.folder), store.revision(), theme, tuple(sorted(groups.items())), settings)


@st.cache_data(show_spinner=False, max_entries=8)
def _passages(
    _store: ProjectStore, _found: Comparison, folder: str, revision: int, theme: str | None, groups: tuple[tuple[str, str], ...], settings: object
) -> pd.DataFrame:  # fmt: skip
    return compare.passages(_store, _found, theme=theme, groups=dict(groups), reading=True)


def use_of_codes(store: ProjectStore) -> dict[str, CodeUse]:
    """How much of each code is in the project."""
    return _use_of_codes(store, str(store.folder), store.revision())


@st.cache_data(show_spinner=False, max_entries=8)
def _use_of_codes(_store: ProjectStore, folder: str, revision: int) -> dict[str, CodeUse]:
    return code_use(_store)
