"""A bar for work that goes file by file."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from qualcode.app.escape import escape


def progress_bar(words: str = "") -> Callable[[int, int, str], None]:
    """Puts a bar on the page and gives the function (done, total, name of what follows) that moves it."""
    bar = st.progress(0.0, text=words or None)

    def move(done: int, total: int, name: str) -> None:
        bar.progress(done / max(1, total), text=escape(name))

    return move
