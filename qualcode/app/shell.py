"""The frame around all pages: navigation, the open project, who is coding, the language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from qualcode.app import launch, session, start, who
from qualcode.app.escape import escape
from qualcode.app.problems import show_problem, told
from qualcode.app.session import t
from qualcode.errors import QualcodeError

PAGES = Path(__file__).parent / "pages"
# pages in the order of the work; each is a file in `pages/` and has a title `page_NAME` in the catalogue
NAMES = ("les", "documenten", "sprekers", "coderen", "codeurs", "vergelijken", "overeenstemming", "classifier", "codeboek", "project")
_FIRST = "documenten"  # when a project is open and nothing else was asked


def show() -> None:
    """Runs the page that the address names, or the start page while no project is open."""
    st.set_page_config(page_title="qualcode", layout="wide", initial_sidebar_state="collapsed")
    trouble = _trouble()
    pages = {name: st.Page(PAGES / f"{name}.py", title=t(f"page_{name}"), url_path=name) for name in NAMES}
    st.session_state[session.PAGES] = pages
    begin = st.Page(_begin(pages), title="qualcode", url_path="begin", default=True, visibility="hidden")
    page = st.navigation([begin, *pages.values()], position="top")
    if trouble is not None or not session.project_folder():
        if trouble is not None:
            show_problem(trouble)
        start.show_start()
        return
    with told():
        known = session.find_coder() is not None
        _bar(known)
        _notice()
        if not known:
            who.ask()
            return
    page.run()


def _trouble() -> QualcodeError | None:
    """Why the project of this session cannot be opened (moved, damaged, newer); the start page then says so and offers others."""
    try:
        if session.project_folder():
            session.current_store()
    except QualcodeError as error:
        return error
    return None


def _begin(pages: dict[str, Any]) -> Callable[[], None]:
    def begin() -> None:
        st.switch_page(pages.get(launch.launch().page) or pages[_FIRST])

    return begin


def _notice() -> None:
    words = session.take_notice()
    if words:
        st.toast(words, duration="short")


def _bar(known: bool) -> None:
    """One line above every page: the project at the left, coder and language at the right."""
    name = session.current_store().settings()["name"]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="bar"):
        st.markdown(f"**{escape(name)}**", width="content")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            if known:
                with st.popover(t("coder_is", name=escape(session.coder_name())), key="who"):
                    who.switch()
            start.choose_language()
