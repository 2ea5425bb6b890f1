"""Who speaks in the transcripts: labels with their roles and persons, labels that are one speaker, what is known of persons, and the file."""

from __future__ import annotations

import streamlit as st

from qualcode.app import caching, session
from qualcode.app.problems import told
from qualcode.app.session import t
from qualcode.app.speakers import file, labels, people, same

VIEWS = {"labels": labels.show, "same": same.show, "people": people.show, "file": file.show}
VIEW = "speakers_view"


def speakers() -> None:
    with st.spinner(t("reading")):
        there = caching.label_rows(session.current_store())
    if not there:
        st.info(t("speakers_nobody"))
        return
    view = st.segmented_control(
        t("speakers_view"), list(VIEWS), format_func=lambda name: t(f"speakers_view_{name}"), key=VIEW, default="labels", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    VIEWS[view or "labels"]()


with told():
    speakers()
