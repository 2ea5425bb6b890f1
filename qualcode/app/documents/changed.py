"""Codings and memos whose passage changed when a file was imported again: each gets a place in the new text, or is let go."""

from __future__ import annotations

import streamlit as st

from qualcode.app import session
from qualcode.app.escape import escape
from qualcode.app.problems import told
from qualcode.app.session import t
from qualcode.workflows.projects import project_codebook
from qualcode.workflows.reimport import Waiting, settle, waiting

MOST = 30  # shown at once


def show() -> None:
    """The whole view."""
    store, coder = session.current_store(), session.current_coder()
    found = waiting(store)
    mine = [one for one in found if one.unplaced.coder == coder.id or one.unplaced.layer == "consensus"]
    if len(found) > len(mine):
        st.caption(t("changed_others", count=len(found) - len(mine)))
    if not mine:
        st.info(t("changed_none"))
        return
    st.caption(t("changed_help"))
    paths = {code.id: code.path for code in project_codebook(store).codes}
    for one in mine[:MOST]:
        with st.container(border=True):
            _one(one, paths, coder.id)
    if len(mine) > MOST:
        st.caption(t("and_more", count=len(mine) - MOST))


def _one(one: Waiting, paths: dict[str, str], coder: str) -> None:
    lost = one.unplaced
    what = t("changed_memo", memo=lost.memo) if lost.kind == "memo" else paths.get(lost.code or "", lost.code or t("changed_nothing_here"))
    st.markdown(f"**{escape(what)}** – {escape(lost.document)}{' – ' + escape(lost.stance) if lost.stance else ''}")
    st.caption(t("changed_was"))
    st.text(lost.passage)
    if one.guess is not None:
        st.caption(t("changed_now"))
        st.text(one.guess_text)
    words = st.text_area(
        t("changed_words"), value=one.guess_text, key=f"changed_words_{lost.id}", height=80, help=t("changed_words_help"), max_chars=20_000
    )  # fmt: skip
    with st.container(horizontal=True):
        place = st.button(t("changed_place"), key=f"changed_place_{lost.id}", type="primary")
        drop = st.button(t("changed_drop"), key=f"changed_drop_{lost.id}")
    if not (place or drop):
        return
    with told():
        at = one.guess if place and words == one.guess_text else None
        if settle(session.current_store(), lost, coder=coder, words=words if place else None, at=at):
            session.notify(t("changed_placed") if place else t("changed_dropped"))
            st.rerun()
        st.warning(t("changed_not_found"))
