"""For a class: what the themes are, where a rule saw one and why, and what the rules make of a sentence of one's own."""

from __future__ import annotations

import streamlit as st

from qualcode.app import caching, session
from qualcode.app.escape import code_span, escape
from qualcode.app.passages import lit_text, show_neighbour
from qualcode.app.problems import told
from qualcode.app.session import t
from qualcode.workflows.lesson import Example, SentenceHit, Theme, example
from qualcode.workflows.review import page_of

THEME, NUMBER, SENTENCE = "lesson_theme", "lesson_number", "lesson_sentence"
MOST_TEXT = 2000  # characters of a typed text


def lesson() -> None:
    st.markdown(t("lesson_intro"))
    themes = caching.lesson_themes(session.current_store())
    st.subheader(t("lesson_themes", count=len(themes)), anchor=False)
    _show_themes(themes)
    left, right = st.columns([11, 10], gap="medium")
    with left:
        _passages(themes)
    with right:
        _sentence()


def _show_themes(themes: list[Theme]) -> None:
    for start in range(0, len(themes), 4):
        for column, theme in zip(st.columns(4), themes[start : start + 4], strict=False):
            with column, st.container(border=True, height="stretch"):
                st.markdown(f"**{escape(theme.name)}**")
                st.markdown(escape(theme.definition))
                with st.popover(t("lesson_yes_no"), type="tertiary"):
                    st.markdown(f"**{escape(theme.name)}** – {escape(theme.definition)}")
                    _lines(t("codebook_wel"), theme.wel)
                    _lines(t("codebook_niet"), theme.niet)


def _lines(heading: str, lines: tuple[str, ...]) -> None:
    if lines:
        st.markdown(f"{heading}\n" + "\n".join(f"- {escape(line)}" for line in lines))


# --- passages ------------------------------------------------------------------------------------------------


def _passages(themes: list[Theme]) -> None:
    st.subheader(t("lesson_passage"), anchor=False)
    shown = [theme for theme in themes if theme.suggestions]
    if not shown:
        st.info(t("lesson_no_suggestions"))
        return
    names = {theme.id: theme.name for theme in shown}
    chosen = st.segmented_control(
        t("lesson_choose_theme"), list(names), format_func=lambda one: escape(names[one]), default=shown[0].id, required=True, key=THEME,
        on_change=_first, label_visibility="collapsed",
    )  # fmt: skip
    ids = caching.lesson_example_ids(session.current_store(), chosen)
    number = st.session_state.setdefault(NUMBER, 0) % max(1, len(ids))
    found = example(session.current_store(), *ids[number]) if ids else None
    if found is None:
        st.info(t("lesson_no_suggestions"))
        return
    with st.container(border=True):
        _example(found)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(t("lesson_previous"), on_click=_step, args=(-1,), key="lesson_previous")
        st.button(t("lesson_next"), on_click=_step, args=(1,), key="lesson_next", type="primary")
        st.caption(t("lesson_count", number=number + 1, count=len(ids)))
        _link(found)


def _first() -> None:
    st.session_state[NUMBER] = 0


def _step(by: int) -> None:
    st.session_state[NUMBER] = st.session_state.get(NUMBER, 0) + by


def _example(found: Example) -> None:
    st.caption(escape(found.document))
    if found.before:
        show_neighbour(t("lesson_before"), *found.before)
    speaker = f"**{escape(found.speaker)}**  " if found.speaker else ""
    st.markdown(speaker + lit_text((piece.text, piece.lit) for piece in found.pieces))
    if found.after:
        show_neighbour(t("lesson_after"), *found.after)
    st.space("xxsmall")
    st.markdown(t("lesson_why", code=escape(found.code), evidence=escape(found.evidence), rule=code_span(found.rule)))
    if found.patterns:
        patterns = " ".join(code_span(pattern) for pattern in found.patterns[:6]) + (" …" if len(found.patterns) > 6 else "")
        st.markdown(t("lesson_pattern", patterns=patterns))
    st.markdown(_stance(found.stance, found.cue))


def _stance(stance: str, cue: str) -> str:
    if not stance:
        return t("lesson_no_stance")
    name = t(f"stance_{stance}")
    return t("lesson_stance_cue", stance=name, cue=escape(cue)) if cue else t("lesson_stance", stance=name)


def _link(found: Example) -> None:
    store = session.current_store()
    summary = next((one for one in store.documents() if one.id == found.document_id), None)
    if summary is not None:
        place = {"document": summary.name, "page": str(page_of(store, summary, found.start) or 1)}
        st.page_link(st.session_state[session.PAGES]["coderen"], label=t("to_coding"), query_params=place)


# --- a sentence of one's own -----------------------------------------------------------------------------------


def _sentence() -> None:
    st.subheader(t("lesson_own"), anchor=False)
    text = st.text_area(
        t("lesson_own_label"), key=SENTENCE, placeholder=t("lesson_own_example"), max_chars=MOST_TEXT, height=100, help=t("lesson_own_help")
    ).strip()  # fmt: skip
    st.button(t("lesson_own_button"), key="lesson_try")  # leaving the field is enough; a button says that something can be done
    if not text:
        st.caption(t("lesson_own_hint"))
        return
    hits = caching.explainer(session.current_store()).explain(text)
    fired = [hit for hit in hits if hit.fired]
    if not hits:
        st.info(t("lesson_own_nothing"))
        return
    st.markdown(lit_text(_lit(text, fired)))
    for hit in fired:
        with st.container(border=True):
            st.markdown(f":green[✓] {t('lesson_fired', words=escape(hit.words), code=escape(hit.code), rule=code_span(hit.rule))}")
            st.caption(_stance(hit.stance, hit.cue) + (" " + t(f"lesson_via_{hit.via}") if hit.via else ""))
    for hit in [hit for hit in hits if not hit.fired]:
        with st.container(border=True):
            st.markdown(f":red[✗] {t('lesson_blocked', words=escape(hit.words), code=escape(hit.code), rule=code_span(hit.rule))}")
            st.caption(_blocked_by(hit))


def _blocked_by(hit: SentenceHit) -> str:
    if hit.blocked_by == "topic":
        return t("lesson_blocked_topic", theme=escape(hit.theme))
    if hit.blocked_by == "with":
        return t("lesson_blocked_with", patterns=" ".join(code_span(pattern) for pattern in hit.needs))
    return t("lesson_blocked_by", pattern=code_span(hit.blocked_by))


def _lit(text: str, fired: list[SentenceHit]) -> list[tuple[str, bool]]:
    """The text in pieces, those under a rule that fired lit; overlapping ones as one."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for hit in sorted(fired, key=lambda hit: hit.start):
        if hit.end <= at:
            continue
        start = max(at, hit.start)
        pieces += [(text[at:start], False), (text[start : hit.end], True)]
        at = hit.end
    return [*pieces, (text[at:], False)]


with told():
    lesson()
