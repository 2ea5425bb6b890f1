"""What is asked above every view of the page Compare, and the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import streamlit as st

from qualcode.app import session
from qualcode.app.session import t
from qualcode.model import BLOCK_KINDS, SPEAKER_ROLES
from qualcode.texts import text
from qualcode.workflows.compare import SOURCES, Source, comparison_variables
from qualcode.workflows.review_codes import review_codes

BY, SOURCE, MEASURE, INTERVIEWERS, HEADINGS, CODER = (
    f"compare_{name}" for name in ("by", "source", "measure", "interviewers", "headings", "coder")
)
MEASURES = ("per_1000_words", "share_of_units")
MOST_VARIABLES = 2
EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked on the screen."""

    by: tuple[str, ...]
    source: Source
    measure: str
    interviewers: bool
    headings: bool
    coder: str | None


def c(key: str, /, **values: object) -> str:
    """A text of the catalogue `compare` in the session's language."""
    return text(f"compare.{key}", session.language(), **values)


def ask() -> Settings:
    """The widgets above every view."""
    store = session.current_store()
    variables = comparison_variables(store)
    st.session_state[BY] = [name for name in st.session_state.get(BY, _usual(variables)) if name in variables]
    first, second, third = st.columns([5, 4, 4], gap="medium")
    with first:
        by = st.multiselect(
            t("compare_by"), variables, format_func=variable_name, key=BY, max_selections=MOST_VARIABLES, placeholder=t("compare_by_none"), persist_state="session"
        )  # fmt: skip
    with second:
        has_codings = bool(store.codings())
        source = st.segmented_control(
            t("compare_source"), SOURCES, default="codings" if has_codings else "suggestions", required=True, persist_state="session",
            format_func=lambda one: t(f"source_{one}"), key=SOURCE, help=t("compare_source_help"),
        )  # fmt: skip
    with third:
        measure = st.segmented_control(
            t("compare_measure"), MEASURES, default=MEASURES[0], required=True, format_func=lambda one: t(f"measure_{one}"), key=MEASURE, persist_state="session"
        )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        interviewers = st.toggle(t("compare_interviewers"), key=INTERVIEWERS, persist_state="session")
        headings = st.toggle(t("compare_headings"), key=HEADINGS, persist_state="session")
        coder = _coder()
    return Settings(tuple(by), cast("Source", source), measure or MEASURES[0], interviewers, headings, coder)


def _usual(variables: list[str]) -> list[str]:
    return ["type"] if "type" in variables else []


def _coder() -> str | None:
    """Whose decisions count: asked only when several persons coded."""
    store = session.current_store()
    with_codings = {coding.coder for coding in store.codings()}
    persons = {one.id: one.name for one in store.coders() if one.kind == "person" and one.id in with_codings}
    if len(persons) < 2:
        return None
    chosen = st.selectbox(
        t("compare_coder"), [EVERYBODY, *persons], format_func=lambda one: persons.get(one) or t("compare_everybody"), key=CODER,
        label_visibility="collapsed", width=220, persist_state="session",
    )  # fmt: skip
    return chosen or None


def state_what_counts(units: int, documents: int, settings: Settings) -> None:
    """What was counted and what was left out: always on the screen."""
    left_out = [
        t(f"left_out_{name}") for name, kept in (("interviewers", settings.interviewers), ("headings", settings.headings)) if not kept
    ]
    words = t(f"counted_{settings.source}", units=session.whole(units), documents=documents)
    st.caption(f"{words} {t('left_out', what=t('and').join(left_out)) if left_out else t('nothing_left_out')}")


def variable_name(name: str) -> str:
    """What a variable is called where text is shown as it is (options, column heads, legends)."""
    return t(f"variable_{name}") if name in ("document", "speaker_role", "speaker", "kind", "coder") else name


def value_names() -> dict[str, str]:
    """Shown names of values that are the same in every project."""
    return {role: t(f"role_{role}") for role in SPEAKER_ROLES} | {kind: t(f"kind_{kind}") for kind in BLOCK_KINDS}


def theme_colours() -> dict[str, str]:
    """The codebook's colours of the themes."""
    return {code.theme: code.colour for code in review_codes(session.current_store()) if code.depth == 0}


def plain(name: str) -> str:
    """A name that every file system takes."""
    return "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in name)
