"""Who is coding: asked once in a browser, changed in the bar. A coder comes into a project by saying so here, never by looking."""

from __future__ import annotations

import streamlit as st

from qualcode.app import session
from qualcode.app.escape import escape
from qualcode.app.problems import told
from qualcode.texts import text

_NAME, _OTHER = "coder_field", "coder_other"


def ask() -> None:
    """The whole page, for a session that does not know its coder."""
    language = session.language()
    known = session.persons()
    with st.container(border=True, width=560):
        st.subheader(text("team.who_title", language), anchor=False)
        st.markdown(text("team.who_why", language))
        if known:
            st.caption(text("team.who_known", language))
            with st.container(horizontal=True):
                for number, name in enumerate(known):
                    if st.button(escape(name), key=f"coder_known_{number}"):
                        _confirm(name)
        with st.form("who", border=False):
            proposed = "" if known else session.account()
            label = text("team.who_new" if known else "team.who_name", language)
            name = st.text_input(label, value=proposed, key="who_name", max_chars=80, help=text("app.coder_help", language))
            if st.form_submit_button(text("team.who_confirm", language), type="primary", key="who_confirm"):
                _confirm(name)


def switch() -> None:
    """In the bar: another coder, or a new one."""
    language = session.language()
    others = [name for name in session.persons() if name != session.coder_name()]
    if others:
        st.pills(text("app.coder_others", language), others, format_func=escape, key=_OTHER, on_change=_chosen)
    with st.form("coder_new", border=False, clear_on_submit=True):
        name = st.text_input(text("team.who_new", language), key=_NAME, help=text("app.coder_help", language), max_chars=80)
        if st.form_submit_button(text("team.who_switch", language), key="coder_confirm"):
            _confirm(name)


def _confirm(name: str) -> None:
    with told():
        session.set_coder(name)
        st.rerun()


def _chosen() -> None:
    chosen = st.session_state.pop(_OTHER, None)
    if chosen:
        with told():
            session.set_coder(chosen)
