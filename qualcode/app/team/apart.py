"""Coding apart: which documents, and releasing one's work."""

from __future__ import annotations

import streamlit as st

from qualcode.app import session
from qualcode.app.escape import escape
from qualcode.app.problems import told
from qualcode.app.tables import height_for, text_column
from qualcode.app.team.words import w
from qualcode.workflows.team import ALL_DOCUMENTS, ApartDocument, apart_documents, code_apart, documents_apart, history, release

NONE, SOME = "none", "some"
_CHOICE, _WHICH, _DOCUMENT = "apart_choice", "apart_which", "apart_document"


def show() -> None:
    left, right = st.columns([2, 3], gap="medium")
    with left:
        _choose()
    with right:
        _release()
    _record()


def _choose() -> None:
    store, coder = session.current_store(), session.current_coder()
    documents = store.documents()
    names = {one.id: one.name for one in documents}
    now = documents_apart(store)
    st.subheader(w("apart_title"), anchor=False)
    st.markdown(w("apart_what"))
    present = ALL_DOCUMENTS if now == ALL_DOCUMENTS else SOME if now else NONE
    choice = st.radio(
        w("apart_which"), [NONE, ALL_DOCUMENTS, SOME], index=[NONE, ALL_DOCUMENTS, SOME].index(present), key=_CHOICE,
        format_func=lambda one: w(f"apart_{one}"),
    )  # fmt: skip
    chosen: list[str] = []
    if choice == SOME:
        chosen = st.multiselect(
            w("apart_documents"), list(names), default=[one for one in now if one in names] if not isinstance(now, str) else [], key=_WHICH,
            format_func=lambda one: names.get(one, one),
        )  # fmt: skip
    if st.button(w("apart_save"), key="apart_save"):
        with told():
            code_apart(store, ALL_DOCUMENTS if choice == ALL_DOCUMENTS else chosen if choice == SOME else [], coder=coder)
            session.notify(w("apart_saved"))
            st.rerun()


def _release() -> None:
    store, coder = session.current_store(), session.current_coder()
    found = apart_documents(store, coder)
    st.subheader(w("release_title"), anchor=False)
    if not found:
        st.caption(w("release_none"))
        return
    st.markdown(w("release_what"))
    st.dataframe(
        [{"name": one.name, "state": w(f"state_{one.state}"), "who": ", ".join(one.released) or "–"} for one in found],
        hide_index=True, height=height_for(len(found), 10), key="release_table",
        column_config={"name": text_column(w("column_document"), width="medium"), "state": text_column(w("column_state")), "who": text_column(w("column_released"))},
    )  # fmt: skip
    by_id = {one.document_id: one for one in found}
    chosen = st.selectbox(w("release_document"), list(by_id), format_func=lambda one: by_id[one].name, key=_DOCUMENT)
    with st.container(horizontal=True):
        if st.button(w("release_mine"), key="release_mine", disabled=by_id[chosen].state != "closed"):
            _ask(by_id[chosen], everyone=False)
        if st.button(w("release_everyone"), key="release_everyone", disabled=by_id[chosen].state == "open"):
            _ask(by_id[chosen], everyone=True)


def _ask(document: ApartDocument, *, everyone: bool) -> None:
    """What is released stays so: what somebody has seen cannot be unseen."""

    @st.dialog(w("release_sure"))
    def ask() -> None:
        st.markdown(w("release_sure_everyone" if everyone else "release_sure_mine", document=escape(document.name)))
        if st.button(w("release_yes"), type="primary", key="release_yes"):
            with told():
                release(session.current_store(), document.document_id, coder=session.current_coder(), everyone=everyone)
                session.notify(w("release_done", document=escape(document.name)))
                st.rerun()

    ask()


def _record() -> None:
    """Everything that was arranged, with who did it."""
    store = session.current_store()
    made = history(store)
    if not made:
        return
    names = {one.id: one.name for one in store.coders()}
    documents = {one.id: one.name for one in (*store.documents(), *store.documents(deleted=True))}
    with st.expander(w("record_title", count=len(made))):
        rows = []
        for one in reversed(made):
            if one.kind == "blind_share":
                what = w("record_blind", percent=f"{one.value['percent']:g}")
            elif one.kind == "double_coding":
                wanted = one.value["documents"]
                what = w("record_all") if wanted == ALL_DOCUMENTS else w("record_some", count=len(wanted))
            else:
                key = "record_release_everyone" if one.value.get("everyone") else "record_release"
                what = w(key, document=documents.get(one.document_id or "", one.document_id))
            rows.append({"time": one.time.astimezone().strftime("%d-%m-%Y %H:%M"), "who": names.get(one.coder, one.coder), "what": what})
        st.dataframe(
            rows, hide_index=True, height=height_for(len(rows), 8), key="record_table",
            column_config={"time": text_column(w("column_time")), "who": text_column(w("column_coder")), "what": text_column(w("column_what"), width="large")},
        )  # fmt: skip
