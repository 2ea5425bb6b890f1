"""The text component: built from `src/` into `built/`, found by Streamlit through `qualcode/pyproject.toml` in the installed package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

NAME = "qualcode.text"

_text = st.components.v2.component(NAME, js="index-*.js", css="index-*.css")


def coding_text(
    payload: Mapping[str, Any], *, key: str, on_operations: Callable[[], None], on_turn: Callable[[], None]
) -> None:  # fmt: skip
    """Shows a page of a document to code in.

    payload: from `coding_page.page_payload`. key: fixed, so that the browser keeps its screen over reruns; `st.session_state[key]` holds in a callback
    what the browser sent: `operations` ({"queue", "operations"}) or `turn` ({"page"}).
    """
    _text(key=key, data=dict(payload), on_operations_change=on_operations, on_turn_change=on_turn)
