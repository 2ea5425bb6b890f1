"""What another codebook would change in the codings of the rules on this project: made when asked, before anything is applied."""

from __future__ import annotations

import streamlit as st

from qualcode.app import session
from qualcode.app.escape import escape
from qualcode.texts import text
from qualcode.workflows.codebook_diff import CODING_CHANGES, CodebookDiff, DiffRow, diff_project
from qualcode.workflows.codebook_view import Codebook
from qualcode.workflows.projects import project_codebook

MOST_SHOWN = 20  # passages of one code
LONGEST = 300  # characters of a passage
DIFF = "trial_diff"


def show(new: Codebook) -> None:
    """The button, and below it the result for this codebook once it was made."""
    store = session.current_store()
    kept: CodebookDiff | None = st.session_state.get(DIFF)
    old = project_codebook(store)
    if kept is None or (kept.old.sha256, kept.new.sha256) != (old.sha256, new.sha256):
        if not st.button(_t("trial_make"), key="trial_make"):
            return
        with st.spinner(_t("trial_busy")):
            kept = diff_project(store, old, new)
        st.session_state[DIFF] = kept
    _result(kept)


def _result(diff: CodebookDiff) -> None:
    numbers = {what: sum(row.what == what for row in diff.codings) for what in CODING_CHANGES}
    st.markdown(_t("trial_sum", units=diff.units, same=diff.same, **numbers))
    for code in dict.fromkeys(row.code for row in diff.codings):
        rows = [row for row in diff.codings if row.code == code]
        with st.expander(f"{escape(code)} · {len(rows)}"):
            for row in rows[:MOST_SHOWN]:
                _row(row)
            if len(rows) > MOST_SHOWN:
                st.caption(_t("trial_more", count=len(rows) - MOST_SHOWN))


def _row(row: DiffRow) -> None:
    passage = row.passage if len(row.passage) <= LONGEST else row.passage[: LONGEST - 1] + "…"
    reasons = " → ".join(escape(reason) or "–" for reason in (row.before, row.after))
    st.markdown(f"**{_t(row.what)}** :gray[{escape(row.document)} · {reasons}]  \n{escape(passage)}")


def _t(name: str, /, **values: object) -> str:
    return text(f"codebook.{name}", session.language(), **values)
