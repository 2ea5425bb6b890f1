"""The list of documents with what is in them and how far the coder is; suggestions for those chosen; deleting."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from qualcode.app import caching, session
from qualcode.app.escape import escape
from qualcode.app.problems import told
from qualcode.app.progress import progress_bar
from qualcode.app.session import t
from qualcode.app.tables import count_column, height_for, text_column
from qualcode.texts import text
from qualcode.workflows.overview import DocumentRow
from qualcode.workflows.suggest import suggest_codings

TABLE = "document_table"


def show() -> None:
    """The whole view."""
    with st.spinner(t("reading")):
        rows = caching.document_rows(session.current_store(), session.current_coder().id)
    if not rows:
        st.info(t("documents_none"))
        return
    _totals(rows)
    chosen = _table(rows)
    _buttons(rows, chosen)
    _warnings([row for row in (chosen or rows) if row.warnings])


def _totals(rows: Sequence[DocumentRow]) -> None:
    decided = sum(row.accepted + row.rejected for row in rows)
    counts = {
        "documents": len(rows),
        "units": sum(row.units for row in rows),
        "words": sum(row.words for row in rows),
        "decided": decided,
        "suggestions": decided + sum(row.open for row in rows),
        "codings": sum(row.codings for row in rows),
    }
    words = t("documents_totals", **{name: session.whole(count) for name, count in counts.items()})
    st.caption(words)


def _table(rows: Sequence[DocumentRow]) -> list[DocumentRow]:
    """The table; returns the rows that are ticked."""
    variables = sorted({name for row in rows for name in row.variables})
    shown = pd.DataFrame(
        [
            {
                "name": row.name,
                "units": row.units,
                "words": row.words,
                "open": row.open,
                "decided": row.accepted + row.rejected,
                "codings": row.codings,
                "nothing": row.nothing_here,
                **{f"variable {name}": row.variables.get(name, "") for name in variables},
                "format": row.format,
                "warnings": t("documents_attention") if row.warnings else "",
            }
            for row in rows
        ]
    )
    settings = {
        "name": text_column(t("column_document"), width="medium", pinned=True),
        "units": count_column(t("column_units"), help=t("column_units_help")),
        "words": count_column(t("column_words")),
        "open": count_column(t("column_open"), help=t("column_open_help")),
        "decided": count_column(t("column_decided"), help=t("column_decided_help")),
        "codings": count_column(t("column_codings"), help=t("column_codings_help")),
        "nothing": count_column(t("column_nothing"), help=t("column_nothing_help")),
        "format": text_column(t("column_format"), width="small"),
        "warnings": text_column(t("column_warnings"), width="small"),
        **{f"variable {name}": text_column(name) for name in variables},
    }
    event = st.dataframe(
        shown, hide_index=True, column_config=settings, height=height_for(len(rows)), key=TABLE, on_select="rerun", selection_mode="multi-row"
    )  # fmt: skip
    return [rows[index] for index in event.selection.rows if index < len(rows)]


def _buttons(rows: Sequence[DocumentRow], chosen: Sequence[DocumentRow]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        whole = len(chosen) in (0, len(rows))
        label = t("suggest_all") if whole else t("suggest_chosen", count=len(chosen))
        suggest = st.button(
            label, type="primary" if not any(row.open or row.accepted or row.rejected for row in rows) else "secondary", key="suggest"
        )
        if len(chosen) == 1:
            st.page_link(
                st.session_state[session.PAGES]["coderen"], label=t("documents_code"), query_params={"document": chosen[0].name}
            )  # fmt: skip
        if chosen and st.button(t("documents_delete", count=len(chosen)), key="delete"):
            _ask_delete(chosen)
        if not chosen:
            st.caption(t("documents_choose"))
    if suggest:
        suggest_for(None if whole else [row.id for row in chosen])


def suggest_for(documents: Sequence[str] | None) -> None:
    """Lets the rules propose codes, with a bar; documents: ids, all when None."""
    with told():
        report = suggest_codings(session.current_store(), documents=documents, progress=progress_bar(t("suggest_loading")))
        notes = [text(key, session.language()) for key in report.notes]
        session.notify(" ".join([t("suggest_done", suggestions=report.suggestions, documents=report.documents), *map(escape, notes)]))
        st.rerun()


def _ask_delete(chosen: Sequence[DocumentRow]) -> None:
    """Asks before documents go, and says what becomes of the work in them."""

    @st.dialog(t("delete_title"))
    def ask() -> None:
        store = session.whole_store()
        with_work = [row for row in chosen if store.decisions(row.id, limit=1) or store.memos(row.id)]  # anybody's
        st.markdown(t("delete_what", count=len(chosen)))
        for row in chosen[:12]:
            st.text(row.name)
        if len(chosen) > 12:
            st.caption(t("and_more", count=len(chosen) - 12))
        st.info(t("delete_work", count=len(with_work)) if with_work else t("delete_no_work"))
        if st.button(t("delete_yes"), type="primary", key="delete_yes"):
            with told():
                kept = sum(store.delete_document(row.id, confirm=True) for row in chosen)
                session.notify(t("delete_done", count=len(chosen), kept=kept))
                st.session_state.pop(TABLE, None)
                st.rerun()

    ask()


def _warnings(rows: Sequence[DocumentRow]) -> None:
    if not rows:
        return
    with st.expander(t("documents_warnings", count=len(rows)), expanded=len(rows) <= 3):
        for row in rows:
            for key, values in row.warnings:
                st.markdown(f"**{escape(row.name)}** – {escape(text(key, session.language(), **values))}")
