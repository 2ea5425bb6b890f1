"""Variables of documents in a table that saves each cell as it is filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from qualcode.app import session
from qualcode.app.escape import escape
from qualcode.app.problems import show_problem, told
from qualcode.app.session import t
from qualcode.app.tables import height_for, text_column
from qualcode.errors import QualcodeError
from qualcode.model import DocumentSummary
from qualcode.workflows.import_documents import apply_variables, parse_variables
from qualcode.workflows.overview import variable_names

# BASE: the table as it was when the editor was put on the screen; it stays while one types, or the editor would begin anew at every cell.
BASE, EXTRA, ROUND = "variables_base", "variables_extra", "variables_round"


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
        st.caption(t("variables_saved"))
    else:
        st.info(t("variables_none"))
    left, right = st.columns(2, gap="medium")
    with left, st.form("variable_form", clear_on_submit=True):
        name = st.text_input(t("variables_new"), key="variable_name", help=t("variables_new_help")).strip()
        if st.form_submit_button(t("variables_add")) and name and name not in names:
            st.session_state[EXTRA] = [*extra, name]
            st.rerun()
    with right:
        _from_table()


def _editor(documents: Sequence[DocumentSummary], names: Sequence[str]) -> None:
    key = f"variables_{st.session_state.setdefault(ROUND, 0)}"
    columns = ("documents", tuple(document.id for document in documents), tuple(names))
    kept = st.session_state.get(BASE)
    if kept is None or kept[0] != columns or key not in st.session_state:
        table = pd.DataFrame(
            [{"document": document.name, **{f"v {name}": document.variables.get(name, "") for name in names}} for document in documents]
        )
        kept = (columns, table)
        st.session_state[BASE] = kept
    settings = {"document": text_column(t("column_document"), pinned=True), **{f"v {name}": text_column(name) for name in names}}
    st.data_editor(
        kept[1],
        key=key,
        hide_index=True,
        disabled=["document"],
        column_config=settings,
        height=height_for(len(documents), 22),
        on_change=_save,
        args=(key, [document.id for document in documents]),
    )


def _save(key: str, order: Sequence[str]) -> None:
    """Puts what differs from the project into it; a cell with a wrong value shows the old one again."""
    edited: Mapping[Any, Mapping[str, Any]] = st.session_state[key]["edited_rows"]
    try:
        store = session.current_store()
        now = {document.id: document.variables for document in store.documents()}
        for row, cells in edited.items():
            document_id = order[int(row)]
            values = {name.removeprefix("v "): str(value or "").strip() for name, value in cells.items()}
            changed = {name: value for name, value in values.items() if now.get(document_id, {}).get(name, "") != value}
            if changed and document_id in now:
                store.set_document_variables(document_id, changed)
    except QualcodeError as error:
        show_problem(error)
        st.session_state[ROUND] += 1


def _from_table() -> None:
    with st.form("variables_table", clear_on_submit=True):
        file = st.file_uploader(t("import_variables"), type=["csv", "txt", "tsv"], key="variables_file", help=t("import_variables_help"))
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
