"""Column settings that tables on several pages share."""

from __future__ import annotations

from typing import Any

import streamlit as st

ROW = 33  # pixels of a row in a table at the app's font size
MOST_ROWS = 18  # shown before a table scrolls


def text_column(label: str, *, width: Any = None, help: str | None = None, pinned: bool | None = None) -> Any:
    """A column of text, shown as it is."""
    return st.column_config.TextColumn(label, width=width, help=help, pinned=pinned)


def count_column(label: str, *, help: str | None = None) -> Any:
    """A column of whole numbers, grouped as the browser's language does."""
    return st.column_config.NumberColumn(label, format="localized", help=help, width="small")


def height_for(rows: int, most: int = MOST_ROWS) -> int:
    """The height of a table with so many rows: no scrolling for few, no endless page for many."""
    return ROW * (min(max(rows, 1), most) + 1) + 3
