"""Long lists in pages."""

from __future__ import annotations

import streamlit as st


def page_slice(count: int, per_page: int, *, key: str) -> slice:
    """Which of `count` items stand on the page that the user chose; draws the page buttons when there is more than one page."""
    pages = max(1, -(-count // per_page))
    number = 1
    if pages > 1:
        st.session_state[key] = min(st.session_state.get(key, 1), pages)
        number = st.pagination(pages, key=key)
    return slice((number - 1) * per_page, number * per_page)
