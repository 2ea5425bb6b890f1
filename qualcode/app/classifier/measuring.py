"""How good the proposals are on what persons coded in this project, and every passage where they differ."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from qualcode.app import session
from qualcode.app.classifier.figures import c, number, show_calibration, show_quality
from qualcode.app.escape import escape
from qualcode.app.paging import page_slice
from qualcode.app.problems import told
from qualcode.app.progress import progress_bar
from qualcode.app.tables import count_column, height_for, text_column
from qualcode.texts import text
from qualcode.workflows.evaluate import Evaluation, evaluate_project
from qualcode.workflows.model_card import CodedSoFar, PresentModel
from qualcode.workflows.review import page_of

ONLY, PAGE = "classifier_only", "classifier_page"
_MEASURED = "classifier_measured"  # (project folder, its revision, model, evaluation)
PER_PAGE = 12
CODERS = ("rules", "classifier", "both")


def show_measuring(coded: CodedSoFar, model: PresentModel | None) -> None:
    """The button, and what was measured last as long as nothing changed since."""
    if not coded.units:
        return
    st.subheader(c("measure_title"), anchor=False)
    store = session.current_store()
    key = (str(store.folder), store.revision(), model.sha256 if model else "")
    if st.button(c("measure"), key="classifier_measure", help=c("measure_help")):
        with told():
            st.session_state[_MEASURED] = (*key, evaluate_project(store, progress=progress_bar(c("measuring"))))
            st.session_state[PAGE] = 1
    kept = st.session_state.get(_MEASURED)
    if kept is None or kept[0] != key[0]:
        return
    if kept[:3] != key:
        st.caption(c("measured_before"))
    _result(kept[3])


def _result(found: Evaluation) -> None:
    if found.seen:
        st.warning(c("seen", count=found.seen))
    for note in found.notes:
        st.caption(text(note, session.language()))
    show_quality(found.quality[found.quality["part"] == "all"], of="coder", names={coder: c(f"coder_{coder}") for coder in CODERS})
    if found.stance_right:
        shares = ", ".join(f"{c(f'coder_{coder}')} {number(100 * share, 0)} %" for coder, share in found.stance_right.items())
        st.caption(c("stance_right", shares=shares))
    show_calibration(found.calibration)
    _confusion(found.confusion)


def _confusion(rows: pd.DataFrame) -> None:
    st.subheader(c("differences", count=session.whole(len(rows))), anchor=False)
    if rows.empty:
        st.caption(c("no_differences"))
        return
    themes = list(dict.fromkeys(rows["theme"]))
    missed = rows["coded"].astype(bool)
    counts = pd.DataFrame(
        [(theme, int((missed & (rows["theme"] == theme)).sum()), int((~missed & (rows["theme"] == theme)).sum())) for theme in themes],
        columns=["theme", "missed", "wrong"],
    )
    columns = {
        "theme": text_column(c("column_theme"), pinned=True),
        "missed": count_column(c("column_missed")),
        "wrong": count_column(c("column_wrong")),
    }
    st.dataframe(counts, hide_index=True, column_config=columns, height=height_for(len(counts), 12))
    if st.session_state.get(ONLY) not in themes:
        st.session_state[ONLY] = None
    only = st.selectbox(c("only_theme"), themes, key=ONLY, placeholder=c("all_themes"), on_change=_first_page)
    rows = rows if only is None else rows[rows["theme"] == only]
    rows = rows.sort_values("coded", ascending=False, kind="stable")  # what was missed first
    here = page_slice(len(rows), PER_PAGE, key=PAGE)
    shown: list[dict[Any, Any]] = rows.iloc[here].to_dict("records")
    for row in shown:
        said = c("said_missed" if row["coded"] else "said_wrong", theme=row["theme"])
        if row["score"] is not None and not pd.isna(row["score"]):
            said += " · " + c("said_score", score=number(100 * row["score"], 0))
        show_passage(row["text"], f"{row['document']} · {said}", row["document"], int(row["start"]))


def show_passage(words: str, below: str, document: str, start: int) -> None:
    """A passage in a box with the way to it on the coding page. document: its name. start: offset of its unit."""
    store = session.current_store()
    summary = next((one for one in store.documents() if one.name == document), None)
    with st.container(border=True, gap="xsmall"):
        st.markdown(escape(words))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(escape(below))
            if summary is not None:
                place = {"document": document, "page": str(page_of(store, summary, start) or 1)}
                st.page_link(st.session_state[session.PAGES]["coderen"], label=c("to_coding"), query_params=place)


def _first_page() -> None:
    st.session_state[PAGE] = 1
