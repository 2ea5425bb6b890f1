"""The labels of all transcripts: what is said under them, the role with its reason, and the person; saved with one button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pandas as pd
import streamlit as st

from qualcode.app import caching, session
from qualcode.app.problems import told
from qualcode.app.session import t
from qualcode.app.tables import count_column, height_for, text_column
from qualcode.model import LABEL_ROLES, LabelRole
from qualcode.texts import text
from qualcode.workflows.speakers import LabelRow, name_labels

ROUND = "labels_round"


def show() -> None:
    """The whole view."""
    rows = caching.label_rows(session.current_store())
    if not rows:
        st.info(t("speakers_nobody"))
        return
    st.caption(t("labels_help"))
    _editor(rows)


def role_label(role: str) -> str:
    """A role in the session's language."""
    return t(f"role_{role}")


def _editor(rows: Sequence[LabelRow]) -> None:
    """The table, in a form: Streamlit loses an edit that is made while the page runs again, so it does not run before one saves."""
    key = f"labels_{st.session_state.setdefault(ROUND, 0)}"
    language = session.language()
    shown = pd.DataFrame(
        [
            {
                "document": row.document,
                "label": row.label,
                "turns": row.turns,
                "words": row.words,
                "role": role_label(row.role) if row.role else t("role_as_guessed"),
                "person": row.person,
                "guessed": role_label(row.guess.role or "unknown"),
                "reason": text(row.guess.reason, language, **row.guess.values),
                "example": row.example,
            }
            for row in rows
        ]
    )
    settings = {
        "document": text_column(t("column_document"), pinned=True),
        "label": text_column(t("column_label"), width="medium", pinned=True),
        "turns": count_column(t("column_turns")),
        "words": count_column(t("column_words")),
        "role": st.column_config.SelectboxColumn(
            t("column_role"), options=[t("role_as_guessed"), *map(role_label, LABEL_ROLES)], required=True
        ),
        "person": text_column(t("column_person"), width="medium", help=t("column_person_help")),
        "guessed": text_column(t("column_guessed")),
        "reason": text_column(t("column_reason"), width="medium"),
        "example": text_column(t("column_example"), width="large"),
    }
    fixed = [name for name in settings if name not in ("role", "person")]
    with st.form("labels_form", border=False, enter_to_submit=False):
        st.data_editor(shown, key=key, hide_index=True, disabled=fixed, column_config=settings, height=height_for(len(rows), 20))
        save = st.form_submit_button(t("variables_save"), type="primary", key="labels_save")
    if save:
        with told():
            count = _save(st.session_state[key]["edited_rows"], rows)
            session.notify(t("labels_saved", count=count))
            st.session_state[ROUND] += 1  # the table anew, as it is on the disk
            st.rerun()


def _save(edited: Mapping[Any, Mapping[str, Any]], rows: Sequence[LabelRow]) -> int:
    """Puts what was changed into the project; returns how many labels."""
    by_words = {role_label(role): cast(LabelRole, role) for role in LABEL_ROLES}  # all other words: as guessed
    changes = []
    for index, cells in edited.items():
        row = rows[int(index)]
        role = by_words.get(str(cells["role"])) if "role" in cells else row.role
        person = " ".join(str(cells["person"] or "").split()) if "person" in cells else row.person
        if (role, person) != (row.role, row.person):
            changes.append((row, role, person))
    name_labels(session.current_store(), changes)
    return len(changes)
