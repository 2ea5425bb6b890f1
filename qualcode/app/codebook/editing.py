"""Editing a code: its definition and one rule at a time, with what the rule finds in the project and a sentence to try, before anything is saved."""

from __future__ import annotations

import streamlit as st

from qualcode.app import session
from qualcode.app.escape import code_span, escape
from qualcode.app.passages import lit_text
from qualcode.app.problems import told
from qualcode.texts import text
from qualcode.workflows.codebook_view import Code, Codebook, Rule, rule_lines
from qualcode.workflows.edit_codebook import CodeEdit, edited_codebook, preview_rule, try_sentence
from qualcode.workflows.projects import change_codebook, project_codebook

CODE, RULE, SENTENCE = "edit_code", "edit_rule", "edit_sentence"
PARTS = ("find", "with", "without", "not")


def show() -> None:
    """The whole view."""
    store = session.current_store()
    book = project_codebook(store)
    paths = {code.id: code.path for code in book.codes}
    chosen = st.selectbox(_t("edit_code"), list(paths), format_func=lambda code: paths[code], key=CODE)
    code = book.code(chosen)
    version = book.sha256[:8]  # a new version comes with new fields
    left, right = st.columns([1, 1], gap="medium")
    with left:
        edit = _fields(code, version)
    with right, told():
        new = edited_codebook(store, code.id, edit)
        _preview(new, next(iter(edit.rules), ""))
        if new.sha256 == book.sha256:
            st.caption(_t("edit_nothing"))
        elif st.button(_t("edit_save"), type="primary", key="edit_save", help=_t("edit_save_help")):
            change_codebook(store, new)
            session.notify(_t("edit_saved", code=escape(code.path), number=len(store.codebook_versions())))
            st.rerun()


def _fields(code: Code, version: str) -> CodeEdit:
    key = f"{code.id}_{version}"
    definition = st.text_area(_t("edit_definition"), code.definition, key=f"edit_definition_{key}")
    wel, niet = (
        _lines(st.text_area(_t(f"edit_{name}"), "\n".join(lines), key=f"edit_{name}_{key}", help=_t("edit_lines")))
        for name, lines in (("wel", code.wel), ("niet", code.niet))
    )
    rules: dict[str, dict[str, list[str]]] = {}
    if code.rules:
        by_id = {rule.id: rule for rule in code.rules}
        rule = by_id[st.selectbox(_t("edit_rule"), list(by_id), key=f"{RULE}_{code.id}")]
        rules[rule.id] = _rule_fields(rule, version)
    # a text that was not touched stays as it is, line breaks and all
    return CodeEdit(
        definition=None if definition == code.definition else definition,
        wel=None if wel == _lines("\n".join(code.wel)) else wel,
        niet=None if niet == _lines("\n".join(code.niet)) else niet,
        rules=rules,
    )


def _rule_fields(rule: Rule, version: str) -> dict[str, list[str]]:
    lines = dict(rule_lines(rule))
    return {
        part: _lines(
            st.text_area(_t(f"edit_{part}"), "\n".join(lines.get(part, ())), key=f"edit_{part}_{rule.id}_{version}", help=_t("edit_lines"))
        )
        for part in PARTS
    }


def _preview(new: Codebook, rule_id: str) -> None:
    store = session.current_store()
    sentence = st.text_input(_t("edit_sentence"), key=SENTENCE, placeholder=_t("edit_sentence_example"))
    if sentence.strip():
        hits = try_sentence(store, new, sentence)
        if not hits:
            st.caption(_t("edit_no_rule"))
        for hit in hits:
            mark = ":green[✓]" if not hit.by else ":red[✗]"
            stopped = f" · {_t('edit_stopped')} {code_span(hit.by)}" if hit.by else ""
            st.markdown(f"{mark} **{escape(hit.rule)}** {code_span(hit.words)} :gray[{escape(hit.stance)}]{stopped}")
    if not rule_id:
        return
    preview = preview_rule(store, new, rule_id)
    st.markdown(_t("edit_preview", rule=escape(rule_id), units=preview.units, of=preview.of))
    for place in preview.hits:
        with st.container(border=True, gap="xsmall"):
            st.markdown(lit_text([(place.before, False), (place.words, True), (place.after, False)]))
            st.caption(escape(f"{place.document} · {place.stance}"))


def _lines(written: str) -> list[str]:
    return [line.strip() for line in written.splitlines() if line.strip()]


def _t(name: str, /, **values: object) -> str:
    return text(f"codebook.{name}", session.language(), **values)
