"""Who speaks in a document, and whether that is the interviewer or the respondent: guessed, and corrected here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from qualcode.app import caching, session
from qualcode.app.problems import show_problem
from qualcode.app.session import t
from qualcode.app.tables import count_column, height_for, text_column
from qualcode.errors import QualcodeError
from qualcode.model import SPEAKER_ROLES
from qualcode.workflows.overview import SpeakerRow

DOCUMENT, ROUND = "speakers_document", "speakers_round"
AUTOMATIC = ""


def show() -> None:
    """The whole view."""
    documents = session.current_store().documents()
    if not documents:
        st.info(t("documents_none"))
        return
    names = {document.id: document.name for document in documents}
    spoken = caching.documents_with_speakers(session.current_store())
    if not spoken:
        st.info(t("speakers_nobody"))
        return
    chosen = st.selectbox(
        t("column_document"), spoken, format_func=lambda one: names.get(one, ""), key=DOCUMENT, persist_state="session"
    )  # fmt: skip
    rows = caching.speaker_rows(session.current_store(), chosen)
    st.caption(t("speakers_help"))
    _editor(chosen, rows)


def role_label(role: str) -> str:
    """A role in the session's language."""
    return t(f"role_{role}") if role else ""


def _editor(document_id: str, rows: Sequence[SpeakerRow]) -> None:
    key = f"speakers_{document_id}_{st.session_state.setdefault(ROUND, 0)}"
    shown = pd.DataFrame(
        [
            {
                "label": row.label,
                "turns": row.turns,
                "words": row.words,
                "guessed": role_label(row.guessed) if row.guessed else t("role_unknown"),
                "role": role_label(row.role) if row.role else t("role_as_guessed"),
            }
            for row in rows
        ]
    )
    choices = [t("role_as_guessed"), *(role_label(role) for role in SPEAKER_ROLES)]
    st.data_editor(
        shown,
        key=key,
        hide_index=True,
        disabled=["label", "turns", "words", "guessed"],
        column_config={
            "label": text_column(t("column_speaker"), width="medium"),
            "turns": count_column(t("column_turns")),
            "words": count_column(t("column_words")),
            "guessed": text_column(t("column_guessed")),
            "role": st.column_config.SelectboxColumn(t("column_role"), options=choices, required=True),
        },
        height=height_for(len(rows)),
        on_change=_save,
        args=(key, document_id, [row.label for row in rows]),
    )


def _save(key: str, document_id: str, labels: Sequence[str]) -> None:
    edited: Mapping[Any, Mapping[str, Any]] = st.session_state[key]["edited_rows"]
    by_label = {role_label(role): role for role in SPEAKER_ROLES}
    try:
        for row, cells in edited.items():
            if "role" in cells:
                session.current_store().set_speaker_role(document_id, labels[int(row)], by_label.get(cells["role"]))  # type: ignore[arg-type]
        st.session_state[ROUND] += 1
    except QualcodeError as error:
        show_problem(error)
