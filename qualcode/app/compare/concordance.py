"""Key words in context, on any query of the rule language."""

from __future__ import annotations

from typing import Any, cast

import streamlit as st

from qualcode.app import caching, session
from qualcode.app.compare.behind import link_to_coding
from qualcode.app.compare.settings import c
from qualcode.app.escape import escape, escape_piece
from qualcode.app.paging import page_slice
from qualcode.workflows.concordance import CONCORDANCE_COLUMNS, SORTS, Sort
from qualcode.workflows.downloads import frame_bytes

QUERY, SORT, PAGE = (f"concordance_{name}" for name in ("query", "sort", "page"))
LINES_PER_PAGE = 25
MOST_QUERY = 300  # characters


def show() -> None:
    """A field for the query, the lines, and a way to each of them."""
    st.caption(escape(c("what_concordance")))
    first, second = st.columns([6, 5], vertical_alignment="bottom")
    with first:
        query = st.text_input(c("query_label"), key=QUERY, max_chars=MOST_QUERY, on_change=_first_page).strip()
    with second:
        sort = st.segmented_control(
            c("sort_label"), list(SORTS), default="document", required=True, format_func=lambda one: c(f"sort_{one}"), key=SORT, on_change=_first_page
        )  # fmt: skip
    if not query:
        return
    store = session.current_store()
    with st.spinner(session.t("reading")):
        found = caching.concordance(store, query, cast(Sort, sort or "document"))
    lines = found.lines
    st.caption(c("concordance", hits=session.whole(len(lines)), documents=found.documents, with_hits=lines["document"].nunique()))
    if lines.empty:
        st.info(c("no_hits"))
        return
    with st.container(horizontal=True):
        for suffix in ("csv", "xlsx"):
            st.download_button(
                c("numbers_download", format=suffix.upper()),
                data=lambda kind=suffix: frame_bytes(store, lines[list(CONCORDANCE_COLUMNS)], f".{kind}"),  # type: ignore[misc]
                file_name=f"concordance.{suffix}", on_click="ignore", key=f"lines_{suffix}",
            )  # fmt: skip
    here = page_slice(len(lines), LINES_PER_PAGE, key=PAGE)
    shown: list[dict[Any, Any]] = lines.iloc[here].to_dict("records")
    for row in shown:
        left, middle, right, where = st.columns([8, 4, 8, 5], gap="small")
        left.markdown(f":gray[{escape(row['left'])}]" if row["left"] else "", text_alignment="right")
        middle.markdown(f"**{escape_piece(row['hit'])}**", text_alignment="center")
        right.markdown(f":gray[{escape(row['right'])}]" if row["right"] else "")
        with where:
            speaker = f"{row['speaker']} · " if row["speaker"] else ""
            st.caption(escape(f"{speaker}{row['document']}"))
            link_to_coding(row["document"], int(row["block"]))


def _first_page() -> None:
    st.session_state[PAGE] = 1
