"""What one browser session knows: all its keys, and what pages ask of it. No work lives here: decisions are in the project's database."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

import streamlit as st

from qualcode.app import browsers, caching, launch
from qualcode.errors import ProjectError, QualcodeError
from qualcode.model import Coder
from qualcode.texts import LANGUAGES, text
from qualcode.workflows.projects import ProjectStore, seen_by

# Keys of this session that pages share; keys of a page's own widgets stand in the page.
PROJECT, CODER, CODER_ID, LANGUAGE, NOTICE, PAGES = "project", "coder", "coder_id", "language", "notice", "pages"
# Settings of a project, one for each account of the machine that works in it: two people on one project keep their own name.
_CODER_OF, _LANGUAGE_OF = "coder:", "language:"


def account() -> str:
    """The name of the account on this machine; '' when there is none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such variable, no entry for the number, no such module on Windows
        return ""


# --- project -------------------------------------------------------------------------------------------------


def project_folder() -> str:
    """The folder of this session's project, '' when none is open."""
    return str(st.session_state.setdefault(PROJECT, launch.launch().project))


def use_project(folder: str | Path) -> None:
    """Makes a project this session's, and that of sessions to come. Raises ProjectError when it cannot be opened; then the present one stays."""
    absolute = str(Path(folder).absolute())
    caching.open_store(absolute)
    st.session_state[PROJECT] = absolute
    for key in (CODER, CODER_ID, LANGUAGE):
        st.session_state.pop(key, None)
    launch.remember_project(absolute)


def leave_project() -> None:
    """Closes the project for this session; its work is on the disk."""
    st.session_state[PROJECT] = ""
    _take(None)
    launch.remember_project("")


def current_store() -> ProjectStore:
    """The open project as this session's coder may see it. The shell runs a page only when there is one; raises ProjectError when it cannot be opened.

    Of documents that coders code apart it holds nothing of the others; see `qualcode.store.view`.
    """
    store = whole_store()
    return seen_by(store, st.session_state.get(CODER_ID))


def whole_store() -> ProjectStore:
    """The open project with the work of all coders: for what shows none of it, such as the list of coders."""
    return caching.open_store(project_folder())


# --- coder ---------------------------------------------------------------------------------------------------


def current_coder() -> Coder:
    """Who is coding in this session. The shell runs a page only when somebody said so. Raises ProjectError when that coder is gone from the project."""
    coder = whole_store().find_person(coder_name())
    if coder is None:
        raise ProjectError("store.unknown_coder")
    return coder


def coder_name() -> str:
    """The name under which this session codes, '' when nobody said it yet."""
    return str(st.session_state.get(CODER, ""))


def find_coder() -> Coder | None:
    """Who is coding, when that is known: said in this session or this browser, or the only coder of the project, whom this account confirmed before."""
    store = whole_store()
    names = persons()
    wanted = coder_name() or browsers.remembered(store.folder)
    if not wanted and len(names) == 1 and store.settings().get(_CODER_OF + account()) == names[0]:
        wanted = names[0]
    coder = store.find_person(wanted) if wanted else None
    _take(coder)
    return coder


def persons() -> list[str]:
    """The names of the persons who code in this project."""
    return [coder.name for coder in whole_store().coders() if coder.kind == "person"]


def set_coder(name: str) -> None:
    """Confirms who is coding, who then is in the project; remembered for this browser and this account. Raises ProjectError for a name without letters."""
    store = whole_store()
    coder = store.person(name)
    _take(coder)
    browsers.remember(store.folder, coder.name)
    store.set_setting(_CODER_OF + account(), coder.name)


def _take(coder: Coder | None) -> None:
    for key in (CODER, CODER_ID):
        st.session_state.pop(key, None)
    if coder is not None:
        st.session_state[CODER], st.session_state[CODER_ID] = coder.name, coder.id


# --- language ------------------------------------------------------------------------------------------------


def language() -> str:
    """`nl` or `en`: chosen in this session, or by this account in this project, or by QUALCODE_LANGUAGE; else Dutch."""
    chosen = st.session_state.get(LANGUAGE)
    if chosen is None:
        wanted = _language_in_project() or os.environ.get("QUALCODE_LANGUAGE", "").lower()[:2]
        chosen = wanted if wanted in LANGUAGES else LANGUAGES[0]
        st.session_state[LANGUAGE] = chosen
    return str(chosen)


def _language_in_project() -> str:
    try:
        return current_store().settings().get(_LANGUAGE_OF + account(), "") if project_folder() else ""
    except QualcodeError:
        return ""  # the project cannot be opened; whoever needs it says so


def set_language(chosen: str) -> None:
    """Chooses the language of the screens, for this session and this account's next ones in the project."""
    st.session_state[LANGUAGE] = chosen
    if project_folder():
        current_store().set_setting(_LANGUAGE_OF + account(), chosen)


def t(key: str, /, **values: object) -> str:
    """A text of the catalogue `app` in the session's language. Values are put in as they are: escape them where Markdown is read."""
    return text(f"app.{key}", language(), **values)


def whole(number: int) -> str:
    """A whole number as people write it in the session's language: 1.234 or 1,234."""
    return f"{number:,}".replace(",", "." if language() == "nl" else ",")


# --- notices over a rerun ------------------------------------------------------------------------------------


def notify(words: str) -> None:
    """Words (Markdown) that the next run shows once, such as what a button did."""
    st.session_state[NOTICE] = words


def take_notice() -> str:
    """The words left by `notify`, once."""
    return str(st.session_state.pop(NOTICE, ""))
