"""Persons and what is known of them: variables by hand, of a declared type, and from a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from qualcode.app import session, variable_types
from qualcode.app.problems import told
from qualcode.app.session import t
from qualcode.app.tables import height_for, text_column
from qualcode.workflows.import_documents import PERSON_COLUMNS, apply_person_variables, parse_variables
from qualcode.workflows.projects import ProjectStore

EXTRA, ROUND = "people_extra", "people_round"  # EXTRA: variables without a value yet


def show() -> None:
    """The whole view."""
    store = session.current_store()
    people = store.persons()
    st.caption(t("people_help"))
    known = [variable.name for variable in store.variables("person")]
    extra: list[str] = st.session_state.setdefault(EXTRA, [])
    names = [*known, *(name for name in extra if name not in known)]
    if people:
        _editor(store, [(person.id, person.name, person.variables) for person in people], names)
    else:
        st.info(t("people_none"))
    left, right = st.columns(2, gap="medium")
    with left:
        with st.form("people_variable_form", clear_on_submit=True):
            name = st.text_input(t("variables_new"), key="people_variable_name", help=t("people_new_help")).strip()
            if st.form_submit_button(t("variables_add")) and name and name not in names:
                st.session_state[EXTRA] = [*extra, name]
                st.rerun()
        variable_types.show("person")
    with right:
        _from_table(store)


def _editor(store: ProjectStore, people: Sequence[tuple[str, str, Mapping[str, str]]], names: Sequence[str]) -> None:
    key = f"people_{st.session_state.setdefault(ROUND, 0)}"
    table = pd.DataFrame([{"person": name, **{f"v {one}": values.get(one, "") for one in names}} for _, name, values in people])
    settings = {"person": text_column(t("column_person"), pinned=True), **{f"v {one}": text_column(one) for one in names}}
    with st.form("people_form", border=False, enter_to_submit=False):
        st.data_editor(table, key=key, hide_index=True, disabled=["person"], column_config=settings, height=height_for(len(people), 20))
        save = st.form_submit_button(t("variables_save"), type="primary", key="people_save")
    if save:
        with told():
            edited: Mapping[Any, Mapping[str, Any]] = st.session_state[key]["edited_rows"]
            changed = {
                people[int(row)][1]: {name.removeprefix("v "): str(value or "").strip() for name, value in cells.items()}
                for row, cells in edited.items()
            }
            apply_person_variables(store, changed)
            session.notify(t("variables_stored", count=sum(map(len, changed.values()))))
            st.session_state[ROUND] += 1
            st.rerun()


def _from_table(store: ProjectStore) -> None:
    with st.form("people_table", clear_on_submit=True):
        file = st.file_uploader(t("people_table"), type=["csv", "txt", "tsv", "xlsx"], key="people_file", help=t("people_table_help"))
        if not st.form_submit_button(t("variables_apply")) or file is None:
            return
    with told():
        count = apply_person_variables(store, parse_variables(file.getvalue(), file.name, PERSON_COLUMNS))
        session.notify(t("people_applied", count=count))
        st.session_state[ROUND] += 1
        st.rerun()
