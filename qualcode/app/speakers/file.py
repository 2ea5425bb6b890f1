"""The speakers as a file: out to fill in elsewhere, and in again."""

from __future__ import annotations

import streamlit as st

from qualcode.app import session
from qualcode.app.problems import told
from qualcode.app.session import t
from qualcode.workflows.speakers import apply_speakers_bytes, speakers_text


def show() -> None:
    """The whole view."""
    store = session.current_store()
    st.caption(t("speakers_file_help"))
    st.download_button(
        t("speakers_download"), data=speakers_text(store, session.language()).encode("utf-8"), file_name="speakers.yaml", on_click="ignore", key="speakers_download"
    )  # fmt: skip
    with st.form("speakers_in", clear_on_submit=True):
        file = st.file_uploader(t("speakers_upload"), type=["yaml", "yml"], key="speakers_file")
        if not st.form_submit_button(t("speakers_read"), key="speakers_read") or file is None:
            return
    with told():
        report = apply_speakers_bytes(store, file.getvalue(), file.name)
        st.success(t("speakers_applied", labels=report.labels, persons=report.persons))
        if report.unknown:
            st.warning(t("speakers_unknown", count=len(report.unknown)))
            st.text("\n".join(report.unknown[:50]))
