"""The start page: open a project, make one, or look at the demo."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from qualcode.app import session
from qualcode.app.escape import escape
from qualcode.app.problems import told
from qualcode.app.progress import progress_bar
from qualcode.app.session import t
from qualcode.errors import UsageError
from qualcode.texts import LANGUAGES
from qualcode.workflows.bundled import bundled_codebooks
from qualcode.workflows.codebook_view import read_codebook
from qualcode.workflows.demo import DEFAULT_FOLDER, demo_project
from qualcode.workflows.projects import PROJECT_SUFFIX, new_project, open_project, project_folder, projects_in

_LANGUAGE = "language_field"
UPLOADED = ""  # the choice "a file of my own" among the bundled codebooks


def show_start() -> None:
    """The whole start page, for a session without a project."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title("qualcode", anchor=False, width="content")
        choose_language()
    st.markdown(t("start_what"))
    show_choices()


def choose_language() -> None:
    """The switch between the languages."""
    if st.session_state.get(_LANGUAGE) != session.language():
        st.session_state[_LANGUAGE] = session.language()
    st.segmented_control(
        t("language"), LANGUAGES, required=True, format_func=str.upper, key=_LANGUAGE, label_visibility="collapsed", on_change=_change_language
    )  # fmt: skip


def _change_language() -> None:
    with told():
        session.set_language(st.session_state[_LANGUAGE] or LANGUAGES[0])


def show_choices() -> None:
    """Open, new, demo side by side."""
    for column, part in zip(st.columns(3, gap="medium"), (_open, _new, _demo), strict=True):
        with column, st.container(border=True, height="stretch"):
            part()


def _open() -> None:
    st.subheader(t("start_open"), anchor=False)
    here = projects_in(Path.cwd())
    if here:
        st.caption(t("start_here", folder=escape(str(Path.cwd()))))
        for path in here:
            if st.button(escape(path.stem), key=f"open_{path.name}", width="stretch"):
                _go(path)
    with st.form("open_folder", border=False):
        written = st.text_input(t("start_folder"), placeholder=str(Path.cwd() / f"onderzoek{PROJECT_SUFFIX}"), key="start_folder")
        if st.form_submit_button(t("start_open_button")):
            if written.strip():
                _go(Path(_unquoted(written)))
            else:
                st.error(t("start_no_folder"))


def _new() -> None:
    st.subheader(t("start_new"), anchor=False)
    bundled = {path.name: path for path in bundled_codebooks()}
    name = st.text_input(t("start_name"), placeholder=t("start_name_example"), key="new_name")
    place = st.text_input(t("start_place"), value=str(Path.cwd()), key="new_place", help=t("start_place_help"))
    chosen = st.selectbox(
        t("start_codebook"), [*bundled, UPLOADED], format_func=lambda one: one or t("start_own_codebook"), key="new_codebook"
    )  # fmt: skip
    upload = None
    if chosen == UPLOADED:
        upload = st.file_uploader(t("start_codebook_file"), type=["yaml", "yml"], key="new_codebook_file")
    if not st.button(t("start_new_button"), type="primary", key="new_button"):
        return
    with told():
        if not name.strip() or not place.strip():
            raise UsageError("app.start_needs_name")
        if chosen == UPLOADED and upload is None:
            raise UsageError("app.start_needs_codebook")
        codebook = read_codebook(upload.getvalue(), upload.name) if upload is not None else bundled[chosen]
        folder = project_folder(Path(_unquoted(place)) / _as_folder_name(name))
        new_project(folder, codebook, name=name.strip()).close()
        session.use_project(folder)
        session.notify(t("start_made", folder=escape(str(folder))))
        st.switch_page(st.session_state[session.PAGES]["documenten"])


def _demo() -> None:
    st.subheader(t("start_demo"), anchor=False)
    st.markdown(t("start_demo_what", folder=escape(str(project_folder(Path.cwd() / DEFAULT_FOLDER)))))
    if not st.button(t("start_demo_button"), key="demo_button"):
        return
    folder = project_folder(Path.cwd() / DEFAULT_FOLDER)
    with told():
        demo_project(folder, progress=progress_bar()).close()
        session.use_project(folder)
        st.switch_page(st.session_state[session.PAGES]["les"])


def _go(path: Path) -> None:
    """Opens a project, with or without the suffix of its folder in what was written."""
    with told():
        with open_project(path) as store:
            folder = store.folder
        session.use_project(folder)
        st.switch_page(st.session_state[session.PAGES]["documenten"])


def _unquoted(written: str) -> str:
    """A path as people paste it from a file window, with quotes around it."""
    return written.strip().strip('"').strip()


def _as_folder_name(name: str) -> str:
    """A name without what no system allows in the name of a folder."""
    kept = "".join("-" if letter in '<>:"/\\|?*' or ord(letter) < 32 else letter for letter in name.strip())
    return kept.strip(". ") or "project"
