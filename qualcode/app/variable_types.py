"""Says which type a variable has: text, number, date, yes or no; shared by documents and persons."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from qualcode.app import session
from qualcode.app.escape import escape
from qualcode.app.problems import told
from qualcode.app.session import t

Subject = Literal["document", "person"]
Kind = Literal["text", "number", "date", "boolean"]
TYPES: tuple[Kind, ...] = ("text", "number", "date", "boolean")


def show(subject: Subject) -> None:
    """The types that there are, and a form that changes one; nothing while there is no variable."""
    store = session.current_store()
    variables = store.variables(subject)
    guessed = f" ({t('types_guessed')})"
    if not variables:
        return
    with st.form(f"types_{subject}", clear_on_submit=False):
        st.caption(t("types_help"))
        st.caption(
            ", ".join(
                f"{escape(one.name)}: {t(f'type_{one.type}')}{'' if one.declared else guessed}" for one in variables
            )
        )  # fmt: skip
        left, right = st.columns(2)
        names = [one.name for one in variables]
        name = left.selectbox(t("types_variable"), names, key=f"types_name_{subject}")
        kind = right.selectbox(t("types_type"), TYPES, format_func=lambda one: t(f"type_{one}"), key=f"types_kind_{subject}")
        if st.form_submit_button(t("types_save"), key=f"types_save_{subject}"):
            with told():
                store.declare_variable(name, kind, subject=subject)
                session.notify(t("types_saved", name=escape(name), type=t(f"type_{kind}")))
                st.rerun()
