"""The passages behind a number: chosen below a chart or by a click in it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from qualcode.app import caching, session
from qualcode.app.compare.settings import Settings
from qualcode.app.escape import escape
from qualcode.app.paging import page_slice
from qualcode.app.session import t
from qualcode.charts import CLICKED
from qualcode.workflows.compare import Comparison
from qualcode.workflows.downloads import passages_bytes
from qualcode.workflows.review import BLOCKS_PER_PAGE

THEME, GROUP, PAGE, STANCE = (f"compare_{name}" for name in ("theme", "group", "page", "stance"))
PASSAGES_PER_PAGE = 20


def take_click(chart: str) -> None:
    """A click in the chart with this key chooses its theme and group (and stance) below."""
    points: list[dict[str, Any]] = (st.session_state.get(chart) or {}).get("selection", {}).get(CLICKED) or []
    if points:
        st.session_state[THEME], st.session_state[GROUP] = points[0].get("theme"), points[0].get("group") or None
        st.session_state[STANCE] = points[0].get("stance")
        st.session_state[PAGE] = 1


def show(found: Comparison, settings: Settings, labels: list[str]) -> None:
    """Two fields, theme and group, and the passages that they name. labels: what the group of each row of the comparison's table is called."""
    st.subheader(t("compare_passages"), anchor=False)
    groups = list(dict.fromkeys(labels)) if found.by else []
    for key, options in ((THEME, found.themes), (GROUP, groups)):
        if st.session_state.get(key) not in options:
            st.session_state[key] = None
    first, second, third = st.columns([4, 4, 5], vertical_alignment="bottom")
    with first:
        theme = st.selectbox(t("column_theme"), found.themes, key=THEME, placeholder=t("compare_all_themes"), on_change=_anew)
    with second:
        group = (
            st.selectbox(t("compare_group"), groups, key=GROUP, placeholder=t("compare_all_groups"), on_change=_anew) if groups else None
        )
    if theme is None and group is None:
        st.caption(t("compare_choose"))
        return
    stance = st.session_state.get(STANCE)
    values, store = _values(found, labels, group), session.current_store()
    rows = _one_a_unit(caching.passages(store, found, theme=theme, groups=values, settings=(settings, found.by), stance=stance))
    with third, st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            t("compare_passages_count", count=len(rows))
            + (f" · {t(f'stance_{stance}')}" if stance in ("voor", "tegen", "neutraal") else "")
        )
        if len(rows):
            st.download_button(
                t("compare_download_passages"), data=lambda: passages_bytes(store, found, ".csv", theme=theme, groups=values, stance=stance),
                file_name="passages.csv", on_click="ignore", key="download_passages",
            )  # fmt: skip
    _show(rows)


def _anew() -> None:
    st.session_state[PAGE], st.session_state[STANCE] = 1, None


def _values(found: Comparison, labels: list[str], group: str | None) -> dict[str, str]:
    """The values of the variables that make a group with this label."""
    if group is None:
        return {}
    row = found.table.iloc[labels.index(group)]
    return {name: str(row[name]) for name in found.by}


def _one_a_unit(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a unit, as the table counts them, with all its codes and their stances in `codes`."""
    stance = [f" ({t(f'stance_{stance}')})" if stance else "" for stance in rows["stance"]]
    labelled = rows.assign(codes=[f"{code}{words}" for code, words in zip(rows["code"], stance, strict=True)])
    kept = labelled.groupby(["document_id", "start"], sort=False)
    first = kept.first().reset_index()
    return first.assign(codes=kept["codes"].agg(" · ".join).to_numpy())


def _show(rows: pd.DataFrame) -> None:
    here = page_slice(len(rows), PASSAGES_PER_PAGE, key=PAGE)
    shown: list[dict[Any, Any]] = rows.iloc[here].to_dict("records")
    for row in shown:
        with st.container(border=True, gap="xsmall"):
            speaker = f"**{escape(row['speaker'])}** " if row["speaker"] else ""
            st.markdown(speaker + escape(row["text"]))
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(escape(f"{row['document']} · {row['codes']}"))
                link_to_coding(row["document"], int(row["block"]))


def link_to_coding(document: str, block: int) -> None:
    """A link to the coding page, at the page of the document that holds the block."""
    coding = st.session_state[session.PAGES]["coderen"]
    st.page_link(coding, label=t("to_coding"), query_params={"document": document, "page": str(block // BLOCKS_PER_PAGE + 1)})
