"""Deciding what holds for one unit: the passage, what each said, and the consensus with a note."""

from __future__ import annotations

from typing import cast

import streamlit as st

from qualcode.app import session
from qualcode.app.escape import escape
from qualcode.app.problems import told
from qualcode.app.team.words import w
from qualcode.model import STANCES, Stance
from qualcode.texts import text
from qualcode.workflows.consensus import Agreed, ConsensusNote, consensus_notes, decide, proposed, span_for, undo_consensus
from qualcode.workflows.projects import ProjectStore
from qualcode.workflows.review import BLOCKS_PER_PAGE
from qualcode.workflows.review_codes import review_codes
from qualcode.workflows.side_by_side import Cell, SideBySide, SideRow


def show(store: ProjectStore, found: SideBySide, row: SideRow) -> None:
    """The panel for a chosen row."""
    codes = {code.id: code.path for code in review_codes(store)}
    usable = [code.id for code in review_codes(store) if code.usable]
    key = f"{found.document.id}_{row.segment.start}"
    with st.container(border=True):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _passage(found, row, codes)
        with right:
            if row.verdict == "hidden":
                st.info(text("coding.blind_first", session.language()))
                return
            _decide(store, found, row, key, codes, usable)


def _passage(found: SideBySide, row: SideRow, codes: dict[str, str]) -> None:
    st.markdown(f"**#{row.number}** {escape(row.segment.speaker or '')}")
    st.text(row.text)
    for name, cell in zip(found.names, row.cells, strict=True):
        st.markdown(f"**{escape(name)}**: {escape(_said(cell, codes))}")
    st.page_link(
        st.session_state[session.PAGES]["coderen"], label=w("open_passage"), query_params={"document": found.document.name, "page": str(_page(row))}
    )  # fmt: skip


def _page(row: SideRow) -> int:
    return (row.number - 1) // BLOCKS_PER_PAGE + 1


def _said(cell: Cell, codes: dict[str, str]) -> str:
    if not cell.seen:
        return w("cell_unseen")
    language = session.language()
    words = [
        codes.get(one.code, one.path) + (f" ({text(f'coding.stance_{one.stance}', language)})" if one.stance else "") for one in cell.given
    ]
    return "; ".join(dict.fromkeys(words)) or w("cell_nothing")


def _decide(store: ProjectStore, found: SideBySide, row: SideRow, key: str, codes: dict[str, str], usable: list[str]) -> None:
    st.markdown(f"**{w('consensus_title')}**")
    note = _note_of(store, found, row)
    if note is not None:
        when = note.time.astimezone().strftime("%d-%m-%Y %H:%M")
        st.caption(w("consensus_by", name=escape(note.coder), when=when) + (f" {escape(note.note)}" if note.note else ""))
    chosen_key = f"consensus_{key}"
    start = _start(row)
    if chosen_key not in st.session_state:
        st.session_state[chosen_key] = [one for one in start if one in usable]
    with st.container(horizontal=True):
        for number, (name, cell) in enumerate(zip(found.names, row.cells, strict=True)):
            if cell.seen:
                st.button(
                    w("take_over", name=escape(name)), key=f"take_{number}_{key}", on_click=_take, args=(chosen_key, [one for one in cell.codes if one in usable])
                )  # fmt: skip
    chosen = st.multiselect(w("consensus_codes"), usable, format_func=lambda one: codes[one], key=chosen_key, placeholder=w("cell_nothing"))
    agreed = [_with_stance(row, code, start.get(code), f"{key}_{code}", codes[code]) for code in chosen]
    words = st.text_area(w("consensus_note"), key=f"note_{key}", max_chars=2000, height=80, help=w("consensus_note_help"))
    with st.container(horizontal=True):
        label = w("consensus_decide") if chosen else w("consensus_nothing")
        if st.button(label, type="primary", key=f"decide_{key}"):
            with told():
                unit = (row.segment.start, row.segment.end)
                made = decide(store, found.document, unit, agreed, coder=session.current_coder(), note=words)
                session.notify(w("consensus_done", number=row.number) if made else w("consensus_same"))
                st.rerun()
        if st.button(w("consensus_undo"), key=f"undo_{key}", help=w("consensus_undo_help")):
            with told():
                done = undo_consensus(store, coder=session.current_coder())
                st.session_state.pop(chosen_key, None)
                session.notify(w("consensus_undone") if done else w("consensus_no_undo"))
                st.rerun()


def _start(row: SideRow) -> dict[str, Agreed]:
    """The codes that are offered first: those of the consensus there is, or else those that all gave."""
    if row.consensus is not None:
        return {one.code: Agreed(one.code, one.stance, one.start, one.end) for one in row.consensus.given}
    return {one.code: one for one in proposed(row)}


def _with_stance(row: SideRow, code: str, start: Agreed | None, key: str, path: str) -> Agreed:
    agreed = start or span_for(row, code)
    language = session.language()
    stance = st.segmented_control(
        w("consensus_stance", code=escape(path)), STANCES, default=agreed.stance or None, key=f"stance_{key}",
        format_func=lambda one: text(f"coding.stance_{one}", language),
    )  # fmt: skip
    return Agreed(code, cast(Stance, stance or ""), agreed.start, agreed.end)


def _take(key: str, codes: list[str]) -> None:
    st.session_state[key] = sorted(codes)


def _note_of(store: ProjectStore, found: SideBySide, row: SideRow) -> ConsensusNote | None:
    notes = consensus_notes(store, found.document.id)
    return next((note for span, note in notes.items() if span[0] < row.segment.end and span[1] > row.segment.start), None)
