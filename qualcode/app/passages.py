"""A passage as people read it: evidence lit, who speaks, where it stands. The text is never read as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from qualcode.app.escape import escape, escape_piece

# Streamlit's names of background colours that differ for colour-blind readers too; evidence is bold as well
LIT = "orange"


def lit_text(pieces: Iterable[tuple[str, bool]]) -> str:
    """Markdown of a running text of which the pieces with True are lit."""
    return "".join(f":{LIT}-background[**{escape(text)}**]" if lit else escape_piece(text) for text, lit in pieces if text)


def show_neighbour(label: str, speaker: str, text: str, *, most: int = 320) -> None:
    """A passage before or after, in grey and cut short."""
    shown = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    who = f"**{escape(speaker)}** " if speaker else ""
    st.caption(f"{label}: {who}{escape(shown)}")
