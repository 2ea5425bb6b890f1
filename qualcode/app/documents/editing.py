"""Variables of documents in a table, and from one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from qualcode.app import session, variable_types
from qualcode.app.escape import escape
from qualcode.app.problems import told
from qualcode.app.session import t
from qualcode.app.tables import height_for, text_column
from qualcode.model import DocumentSummary
from qualcode.workflows.import_documents import apply_variables, parse_variables
from qualcode.workflows.overview import variable_names

EXTRA, ROUND = "variables_extra", "variables_round"  # EXTRA: variables without a value yet


def show() -> None:
    """The whole view."""
    documents = session.current_store().documents()
    if not documents:
        st.info(t("documents_none"))
        return
    extra: list[str] = st.session_state.setdefault(EXTRA, [])
    names = [*variable_names(documents), *(name for name in extra if name not in variable_names(documents))]
    if names:
        _editor(documents, names)
    else:
        st.info(t("variables_none"))
    left, right = st.columns(2, gap="medium")
    with left, st.form("variable_form", clear_on_submit=True):
        name = st.text_input(t("variables_new"), key="variable_name", help=t("variables_new_help")).strip()
        if st.form_submit_button(t("variables_add")) and name and name not in names:
            st.session_state[EXTRA] = [*extra, name]
            st.rerun()
    with left:
        variable_types.show("document")
    with right:
        _from_table()


def _editor(documents: Sequence[DocumentSummary], names: Sequence[str]) -> None:
    """The table, in a form: Streamlit loses an edit that is made while the page runs again, so it does not run before one saves."""
    key = f"variables_{st.session_state.setdefault(ROUND, 0)}"
    table = pd.DataFrame(
        [{"document": document.name, **{f"v {name}": document.variables.get(name, "") for name in names}} for document in documents]
    )
    settings = {"document": text_column(t("column_document"), pinned=True), **{f"v {name}": text_column(name) for name in names}}
    with st.form("variables_form", border=False, enter_to_submit=False):
        st.data_editor(
            table, key=key, hide_index=True, disabled=["document"], column_config=settings, height=height_for(len(documents), 22)
        )  # fmt: skip
        with st.container(horizontal=True, vertical_alignment="center"):
            save = st.form_submit_button(t("variables_save"), type="primary", key="variables_save")
            st.caption(t("variables_saved"))
    if save:
        with told():
            count = _save(st.session_state[key]["edited_rows"], documents)
            session.notify(t("variables_stored", count=count))
            st.session_state[ROUND] += 1  # the table anew, as it is on the disk
            st.rerun()


def _save(edited: Mapping[Any, Mapping[str, Any]], documents: Sequence[DocumentSummary]) -> int:
    """Puts the cells that differ into the project; returns how many. Raises ProjectError at a value that does not fit its variable."""
    count = 0
    for row, cells in edited.items():
        document = documents[int(row)]
        values = {name.removeprefix("v "): str(value or "").strip() for name, value in cells.items()}
        changed = {name: value for name, value in values.items() if document.variables.get(name, "") != value}
        if changed:
            session.current_store().set_document_variables(document.id, changed)
            count += len(changed)
    return count


def _from_table() -> None:
    with st.form("variables_table", clear_on_submit=True):
        file = st.file_uploader(
            t("import_variables"), type=["csv", "txt", "tsv", "xlsx"], key="variables_file", help=t("import_variables_help")
        )
        if not st.form_submit_button(t("variables_apply")) or file is None:
            return
    with told():
        unmatched = apply_variables(session.current_store(), parse_variables(file.getvalue(), file.name))
        words = t("variables_applied")
        if unmatched:
            words += " " + t("import_unmatched", count=len(unmatched)) + " " + escape(", ".join(unmatched[:10]))
        session.notify(words)
        st.session_state[ROUND] += 1
        st.rerun()
