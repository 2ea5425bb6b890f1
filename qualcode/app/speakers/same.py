"""Labels that seem to be one speaker, each with the reason; a person says whether they are."""

from __future__ import annotations

import streamlit as st

from qualcode.app import caching, session
from qualcode.app.escape import escape
from qualcode.app.problems import told
from qualcode.app.session import t
from qualcode.texts import text
from qualcode.workflows.speakers import LabelRow, Proposal, merge, proposals

MOST = 30  # shown at once


def show() -> None:
    """The whole view."""
    rows = caching.label_rows(session.current_store())
    found = proposals(rows)
    if not found:
        st.info(t("same_none"))
        return
    st.caption(t("same_help"))
    by_place = {(row.document_id, row.label): row for row in rows}
    for number, proposal in enumerate(found[:MOST]):
        with st.container(border=True):
            _proposal(number, proposal, by_place)
    if len(found) > MOST:
        st.caption(t("and_more", count=len(found) - MOST))


def _proposal(number: int, proposal: Proposal, by_place: dict[tuple[str, str], LabelRow]) -> None:
    st.markdown(escape(text(proposal.reason, session.language(), **proposal.values)))
    for place in proposal.labels:
        row = by_place[place]
        st.caption(f"**{escape(row.label)}** – {escape(row.document)}, {escape(t('same_turns', count=row.turns))}: {escape(row.example)}")
    key = "-".join([str(number), *(label for _, label in proposal.labels)])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(t("same_name"), value=proposal.name, key=f"same_name_{key}", max_chars=80)
        if st.button(t("same_yes"), key=f"same_yes_{number}", type="primary"):
            with told():
                merge(session.current_store(), proposal.labels, name)
                session.notify(t("same_done", count=len(proposal.labels), name=escape(name)))
                st.rerun()
