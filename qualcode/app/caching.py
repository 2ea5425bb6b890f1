"""All of the app's caches. What depends on a project carries its folder and revision in the key, so that nothing stale is shown."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from qualcode.workflows.projects import ProjectStore, open_project, project_identity


def open_store(folder: str) -> ProjectStore:
    """The one open store of a project folder, shared by all sessions. Raises ProjectError when it cannot be opened."""
    path = Path(folder)
    return _store(folder, project_identity(path))


@st.cache_resource(show_spinner=False, max_entries=8)
def _store(folder: str, identity: str) -> ProjectStore:
    """identity: changes when another database lies there (a restored copy, a folder made anew), which must be opened anew."""
    return open_project(Path(folder))


def document_rows(store: ProjectStore, coder: Coder) -> list[DocumentRow]:
    """The list of documents for a coder."""
    with st.spinner(text("app.reading", language(store))):
        return _document_rows(store, str(store.folder), store.revision(), coder)
