"""Themes compared: frequencies, differences, years, stances, what stands together, and the passages behind each number."""

from __future__ import annotations

import streamlit as st

from qualcode.app import session
from qualcode.app.compare import concordance, frequencies, settings, views
from qualcode.app.compare.settings import c
from qualcode.app.problems import told
from qualcode.app.session import t

VIEW = "compare_view"
VIEWS = (
    "frequencies",
    "contrasts",
    "timeline",
    "stance",
    "cooccurrence",
    "sequence",
    "matrix",
    "portrait",
    "keyness",
    "concordance",
    "prevalence",
)


def compare() -> None:
    store = session.current_store()
    if not store.documents():
        st.info(t("compare_no_documents"))
        return
    view = st.segmented_control(
        c("view"), VIEWS, default=VIEWS[0], required=True, format_func=lambda one: c(f"view_{one}"), key=VIEW, label_visibility="collapsed", persist_state="session"
    )  # fmt: skip
    if view == "concordance":
        concordance.show()
        return
    asked = settings.ask()
    with st.spinner(t("reading")):
        if view in (None, "frequencies"):
            frequencies.show(asked)
        else:
            views.show(str(view), asked)


with told():
    compare()
