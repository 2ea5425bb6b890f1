"""Deleted documents, which come back with all their codings."""

from __future__ import annotations

import streamlit as st

from qualcode.app import session
from qualcode.app.escape import escape
from qualcode.app.problems import told
from qualcode.app.session import t


def show() -> None:
    """The whole view."""
    documents = session.current_store().documents(deleted=True)
    if not documents:
        st.info(t("deleted_none"))
        return
    st.caption(t("deleted_what"))
    for document in documents:
        with st.container(horizontal=True, vertical_alignment="center", border=True, horizontal_alignment="distribute"):
            st.text(document.name)
            if st.button(t("deleted_restore"), key=f"restore_{document.id}"):
                with told():
                    session.current_store().restore_document(document.id)
                    session.notify(t("deleted_restored", name=escape(document.name)))
                    st.rerun()
