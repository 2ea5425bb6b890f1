"""The one place where an error becomes words on the screen: a sentence in the user's language, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from qualcode.app import session
from qualcode.app.escape import escape, escape_lines
from qualcode.errors import QualcodeError
from qualcode.texts import text


def show_problem(error: QualcodeError) -> None:
    """The sentences of an error in a red box."""
    st.error(escape_lines(error.sentence(session.language())))


@contextmanager
def told() -> Iterator[None]:
    """What a user can mend is told on the screen, and the block ends there; anything else is a bug and goes on."""
    try:
        yield
    except QualcodeError as error:
        show_problem(error)


def show_bug(error: Exception) -> bool:
    """For Streamlit: an error that nobody foresaw, as one sentence with its kind; the place goes to the terminal. True: nothing more is shown."""
    if isinstance(error, QualcodeError):
        show_problem(error)
    else:
        st.error(text("app.bug", session.language(), kind=escape(type(error).__name__)))
    return True
