"""A document with its coders side by side; where they differ one decides what holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from qualcode.app import caching, session
from qualcode.app.escape import escape
from qualcode.app.tables import count_column, height_for, text_column
from qualcode.app.team import adjudicate
from qualcode.app.team.words import decimal, percentage, w
from qualcode.model import DocumentSummary
from qualcode.texts import text
from qualcode.workflows.projects import ProjectStore
from qualcode.workflows.review_codes import review_codes
from qualcode.workflows.side_by_side import DISAGREE, MACHINE, Cell, SideBySide, SideRow, coders_of, counts_of
from qualcode.workflows.team import changed_after_release

# A sign and a word beside each colour; Okabe and Ito (2008) in a tint that text is read on, light and dark.
SIGNS = {"same": "=", "partly": "≈", "different": "≠", "unseen": "·", "hidden": "■"}
TINTS = {"same": "rgba(0, 158, 115, .22)", "partly": "rgba(230, 159, 0, .28)", "different": "rgba(213, 94, 0, .30)"}
FILTERS = ("all", "differ", "undecided")
DOCUMENT, COLUMNS, FILTER, THEMES, TABLE = "document", "team_columns", "team_filter", "team_by_theme", "team_table"


def show() -> None:
    store = session.current_store()
    documents = store.documents()
    if not documents:
        st.info(w("compare_no_documents"))
        return
    left, right, far = st.columns([4, 5, 4], vertical_alignment="bottom")
    with left:
        by_name = {one.name: one for one in documents}
        name = st.selectbox(w("column_document"), list(by_name), key=DOCUMENT, bind="query-params")
        summary = by_name.get(name) or documents[0]
    names = {coder.id: coder.name for coder in coders_of(store, summary.id)} | {MACHINE: w("machine")}
    with right:
        columns = _columns(summary, names)
    with far:
        by_theme = st.toggle(w("compare_by_theme"), value=True, key=THEMES, help=w("compare_by_theme_help"))
    if store.blinding().is_double(summary.id):
        _say_apart(store, summary)
    if len(columns) < 2:
        st.info(w("compare_needs_two"))
        return
    found = caching.coders_side_by_side(store, summary, columns, machine_name=w("machine"), by_theme=by_theme)
    _agreement(found)
    shown = _filtered(found)
    row = _table(found, shown)
    if row is not None:
        adjudicate.show(store, found, row)


def _columns(summary: DocumentSummary, names: dict[str, str]) -> list[str]:
    persons = [one for one in names if one != MACHINE]
    default = persons[:3] if len(persons) > 1 else [*persons, MACHINE]
    return st.multiselect(
        w("compare_columns"), list(names), default=default, format_func=lambda one: names[one], key=f"{COLUMNS}_{summary.id}_{'_'.join(persons)}"
    )  # fmt: skip


def _say_apart(store: ProjectStore, summary: DocumentSummary) -> None:
    if not store.blinding().sees_consensus(summary.id, session.current_coder().id):
        st.info(w("compare_closed"))
        return
    late = changed_after_release(store, summary.id)
    if late:
        st.warning(w("compare_late", what=escape(", ".join(f"{name} ({count})" for name, count in late.items()))))


def _agreement(found: SideBySide) -> None:
    counts = counts_of(found.rows)
    st.markdown(w("compare_counts", **{name: session.whole(number) for name, number in counts.items()}))
    if not found.themes:
        return
    with st.expander(w("agreement_title"), expanded=True):
        measure = w("measure_kappa" if len(found.columns) == 2 else "measure_alpha")
        rows = [
            {
                "theme": one.theme,
                "n": one.n,
                **{f"given {number}": one.given[number] for number in range(len(found.columns))},
                "alike": percentage(one.alike),
                "kappa": decimal(one.kappa),
            }
            for one in found.themes
        ]
        st.dataframe(
            pd.DataFrame(rows), hide_index=True, height=height_for(len(rows), 8), key="team_agreement",
            column_config={
                "theme": text_column(w("column_theme"), pinned=True),
                "n": count_column(w("column_units"), help=w("column_units_help")),
                **{f"given {number}": count_column(name) for number, name in enumerate(found.names)},
                "alike": text_column(w("column_alike")),
                "kappa": text_column(measure, help=w("measure_help")),
            },
        )  # fmt: skip
        st.caption(w("agreement_one_document"))


def _filtered(found: SideBySide) -> list[SideRow]:
    wanted = st.segmented_control(
        w("filter"), FILTERS, default="differ" if found.disagreements() else "all", required=True, key=FILTER,
        format_func=lambda one: w(f"filter_{one}"), label_visibility="collapsed",
    )  # fmt: skip
    if wanted == "all":
        return list(found.rows)
    return [row for row in found.rows if row.verdict in DISAGREE and (wanted == "differ" or row.consensus is None)]


def _table(found: SideBySide, rows: Sequence[SideRow]) -> SideRow | None:
    """The table; returns the row that is chosen."""
    if not rows:
        st.success(w("filter_empty"))
        return None
    paths = {code.id: code.name for code in review_codes(session.current_store())}
    shown = pd.DataFrame(
        [
            {
                "number": row.number,
                "verdict": f"{SIGNS[row.verdict]} {w(f'verdict_{row.verdict}')}",
                "text": f"{row.segment.speaker}: {row.text}" if row.segment.speaker else row.text,
                **{f"cell {number}": cell_words(cell, paths, row.verdict) for number, cell in enumerate(row.cells)},
                "consensus": "" if row.consensus is None else cell_words(row.consensus, paths, row.verdict),
            }
            for row in rows
        ]
    )
    event = st.dataframe(
        shown.style.apply(lambda column: [_tint(row) for row in rows] if column.name == "verdict" else [""] * len(rows)),
        hide_index=True, height=height_for(len(rows), 12), key=TABLE, on_select="rerun", selection_mode="single-row",
        column_config={
            "number": count_column("#"),
            "verdict": text_column(w("column_verdict"), width="small"),
            "text": text_column(w("column_text"), width="large"),
            **{f"cell {number}": text_column(name, width="medium") for number, name in enumerate(found.names)},
            "consensus": text_column(w("column_consensus"), width="medium"),
        },
    )  # fmt: skip
    st.caption(w("compare_choose"))
    chosen = event.selection.rows
    return rows[chosen[0]] if chosen and chosen[0] < len(rows) else None


def cell_words(cell: Cell, names: dict[str, str], verdict: str = "") -> str:
    """What one coder made of a unit, in words."""
    if verdict == "hidden":
        return w("cell_hidden")
    if not cell.seen:
        return w("cell_unseen")
    given: dict[tuple[str, str], None] = {(names.get(one.code, one.path), one.stance): None for one in cell.given}
    return ", ".join(_with_stance(name, stance) for name, stance in given) or w("cell_nothing")


def _with_stance(name: str, stance: str) -> str:
    return f"{name} ({text(f'coding.stance_{stance}', session.language())})" if stance else name


def _tint(row: SideRow) -> Any:
    return f"background-color: {TINTS[row.verdict]}" if row.verdict in TINTS else ""
