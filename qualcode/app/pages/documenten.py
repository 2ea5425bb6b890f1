"""The documents of the project: what is there and how far one is, more of them in, variables, speakers, suggestions, deleting and bringing back."""

from __future__ import annotations

import streamlit as st

from qualcode.app import session
from qualcode.app.documents import changed, deleted, editing, importing, listing
from qualcode.app.problems import told
from qualcode.app.session import t

VIEWS = {"overview": listing.show, "import": importing.show, "variables": editing.show, "changed": changed.show, "deleted": deleted.show}
VIEW = "view"


def documents() -> None:
    store = session.current_store()
    there = {"changed": bool(store.unplaced()), "deleted": bool(store.documents(deleted=True))}
    views = [name for name in VIEWS if there.get(name, True)]
    if st.session_state.get(VIEW) not in views:
        st.session_state[VIEW] = "overview" if store.documents() else "import"
    view = st.segmented_control(
        t("documents_view"), views, format_func=lambda name: t(f"documents_{name}"), key=VIEW, required=True, label_visibility="collapsed"
    )  # fmt: skip
    VIEWS[view or views[0]]()


with told():
    documents()
