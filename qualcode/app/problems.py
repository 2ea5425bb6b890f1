"""The one place where an error becomes words on the screen: a sentence in the user's language, never a traceback."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from qualcode.app import session
from qualcode.app.escape import escape, escape_lines
from qualcode.errors import QualcodeError
from qualcode.texts import LANGUAGES, text


def show_problem(error: QualcodeError) -> None:
    """The sentences of an error in a red box."""
    st.error(escape_lines(error.sentence(screen_language())))


@contextmanager
def told() -> Iterator[None]:
    """What a user can mend is told on the screen, and the block ends there; anything else is a bug and goes on."""
    try:
        yield
    except QualcodeError as error:
        show_problem(error)


def screen_language() -> str:
    """The language of the session, also when its project cannot be opened."""
    try:
        return session.language()
    except QualcodeError:
        return LANGUAGES[0]


def show_bug(error: Exception) -> bool:
    """For Streamlit: an error that nobody foresaw, as one sentence with its kind; the place goes to the terminal. True: nothing more is shown."""
    if isinstance(error, QualcodeError):
        show_problem(error)
    else:
        st.error(text("app.bug", screen_language(), kind=escape(type(error).__name__)))
    return True


class PlaceOnly(logging.Filter):
    """Of an error that nobody foresaw only kind and place are printed: its message could quote an interview."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            record.msg = f"{record.getMessage()}: {kind.__name__}\n{''.join(traceback.format_tb(trace))}"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True


def hide_messages() -> None:
    """Makes Streamlit's own log of script errors go through `PlaceOnly`."""
    from streamlit.logger import get_logger

    get_logger("streamlit.error_util").addFilter(PlaceOnly())
