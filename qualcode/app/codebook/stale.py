"""Codings made under an older definition: a list to look through, filter and confirm. One confirms only one's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from qualcode.app import session
from qualcode.app.escape import escape
from qualcode.app.passages import lit_text
from qualcode.texts import text
from qualcode.workflows.stale import StaleCoding, confirm_stale, stale_codings

MOST_SHOWN = 25
LONGEST = 600  # characters of a passage
CODE, MINE = "stale_code", "stale_mine"


def show() -> None:
    """The whole view."""
    store, coder = session.current_store(), session.current_coder()
    found = stale_codings(store)
    if not found:
        st.info(_t("stale_none"))
        return
    st.markdown(_t("stale_what", count=len(found)))
    names = {one.id: one.name for one in store.coders()}
    codes = Counter(one.coding.code for one in found)
    paths = {one.coding.code: one.path for one in found}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _t("stale_code"), [None, *codes], format_func=lambda code: _t("stale_all") if code is None else f"{paths[code]} ({codes[code]})", key=CODE
        )  # fmt: skip
        mine_only = st.toggle(_t("stale_mine"), value=True, key=MINE)
    listed = [one for one in found if chosen in (None, one.coding.code) and (not mine_only or one.coding.coder == coder.id)]
    mine = [one for one in listed if one.coding.coder == coder.id][:MOST_SHOWN]
    if len(mine) > 1 and st.button(_t("stale_confirm_all", count=len(mine)), key="stale_all"):
        _confirm(mine)
    if not listed:
        st.info(_t("stale_none_here"))
    for one in listed[:MOST_SHOWN]:
        _coding(one, names.get(one.coding.coder, ""), own=one.coding.coder == coder.id)
    if len(listed) > MOST_SHOWN:
        st.caption(_t("stale_more", count=len(listed) - MOST_SHOWN))


def _coding(one: StaleCoding, coder: str, *, own: bool) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{escape(one.path)}** :gray[{escape(one.document)} · {escape(coder)}]")
            if own and st.button(_t("stale_confirm"), key=f"stale_{one.coding.id}"):
                _confirm([one])
        passage = one.text if len(one.text) <= LONGEST else one.text[: LONGEST - 1].rstrip() + "…"
        st.markdown(lit_text([(passage, False)]))


def _confirm(given: Sequence[StaleCoding]) -> None:
    acks = confirm_stale(session.current_store(), [one.coding.id for one in given], coder=session.current_coder())
    session.notify(_t("stale_confirmed", count=sum(ack.ok for ack in acks)))
    st.rerun()


def _t(name: str, /, **values: object) -> str:
    return text(f"codebook.{name}", session.language(), **values)
