"""The project's codebook: the tree of codes with definitions and rules, its versions, and putting another one in its place."""

from __future__ import annotations

import streamlit as st

from qualcode.app import caching, session
from qualcode.app.codebook import editing, stale, trial
from qualcode.app.documents.listing import suggest_for
from qualcode.app.escape import code_span, escape
from qualcode.app.problems import told
from qualcode.app.session import t
from qualcode.workflows.codebook_view import (
    Code,
    Codebook,
    CodebookChange,
    CodeUse,
    Rule,
    codebook_change,
    read_codebook,
    rule_lines,
    versions,
)
from qualcode.workflows.projects import change_codebook, project_codebook

CODE, VIEW, ROUND, CHANGED = "codebook_code", "codebook_view", "codebook_round", "codebook_changed"
INDENT = "\u2003"  # an em space: Markdown leaves it alone
MOST_CHANGES = 12  # named one by one


def codebook() -> None:
    store = session.current_store()
    book = project_codebook(store)
    st.caption(
        t("codebook_what", name=escape(book.name), version=escape(book.version or "–"), codes=len(book.codes), rules=len(book.rules), number=len(store.codebook_versions()))
    )  # fmt: skip
    views = ("codes", "edit", "stale", "versions", "replace")
    view = st.segmented_control(
        t("codebook_view"), views, default="codes", required=True, format_func=lambda one: t(f"codebook_{one}"), key=VIEW, label_visibility="collapsed"
    )  # fmt: skip
    if view == "versions":
        _versions()
    elif view == "replace":
        _replace()
    elif view == "edit":
        editing.show()
    elif view == "stale":
        stale.show()
    else:
        _codes(book)


# --- codes -----------------------------------------------------------------------------------------------------


def _codes(book: Codebook) -> None:
    use = caching.use_of_codes(session.current_store())
    tree, detail = st.columns([4, 9], gap="medium")
    by_id = {code.id: code for code in book.codes}
    with tree:
        chosen = st.radio(
            t("codebook_tree"), list(by_id), format_func=lambda one: _label(by_id[one], use), key=CODE, label_visibility="collapsed", persist_state="session"
        )  # fmt: skip
    with detail:
        _code(by_id[chosen or next(iter(by_id))], use)


def _label(code: Code, use: dict[str, CodeUse]) -> str:
    depth = code.path.count(" > ")
    name = escape(code.name) if depth else f"**{escape(code.name)}**"
    count = use.get(code.id)
    return f"{INDENT * depth}{name}" + (f" :gray[{count.codings} / {count.suggestions}]" if count else "")


def _code(code: Code, use: dict[str, CodeUse]) -> None:
    count = use.get(code.id, CodeUse(0, 0))
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if code.colour:
                st.color_picker(t("codebook_colour"), code.colour, disabled=True, label_visibility="collapsed", key=f"colour_{code.id}")
            st.markdown(f"##### {escape(code.path)}")
        st.markdown(escape(code.definition) or t("codebook_no_definition"))
        wel, niet = st.columns(2)
        with wel:
            _list(t("codebook_wel"), code.wel)
        with niet:
            _list(t("codebook_niet"), code.niet)
        _list(t("codebook_examples"), code.examples)
        _list(t("codebook_exceptions"), tuple(pattern.source for pattern in code.exceptions), as_code=True)
        if code.memo:
            st.caption(escape(code.memo))
        notes = [t("codebook_use", codings=count.codings, suggestions=count.suggestions), code_span(code.id)]
        notes += [] if code.codable else [t("codebook_not_codable")]
        st.caption(" · ".join(notes))
    if code.rules:
        st.markdown(f"**{t('codebook_rules', count=len(code.rules))}**")
        st.caption(t("codebook_rules_help"))
    for rule in code.rules:
        _rule(rule)


def _list(heading: str, lines: tuple[str, ...], *, as_code: bool = False) -> None:
    if lines:
        st.markdown(f"{heading}\n" + "\n".join(f"- {code_span(line) if as_code else escape(line)}" for line in lines))


def _rule(rule: Rule) -> None:
    with st.container(border=True, gap="xsmall"):
        notes = [t(f"rule_scope_{rule.scope}")] if rule.scope != "sentence" else []
        notes += [t("rule_needs_topic")] if rule.needs_topic else []
        notes += [t("rule_stance", stance=t(f"stance_{rule.stance}"))] if rule.stance else []
        st.markdown(f"**{escape(rule.id)}**" + (f" :gray[{' · '.join(notes)}]" if notes else ""))
        for name, parts in rule_lines(rule):
            shown = [t(f"kind_{part}") if name == "kinds" else t(f"role_{part}") for part in parts] if name in ("kinds", "roles") else []
            st.markdown(f"{t(f'rule_{name}')} " + (", ".join(shown) or " ".join(code_span(part) for part in parts)))
        examples = [f"- :green[✓] {escape(line)}" for line in rule.examples] + [
            f"- :red[✗] {escape(line)}" for line in rule.counterexamples
        ]
        if examples:
            with st.popover(t("rule_examples", count=len(examples)), type="tertiary"):
                st.markdown("\n".join(examples))


# --- versions --------------------------------------------------------------------------------------------------


def _versions() -> None:
    st.caption(t("versions_help"))
    for version in versions(session.current_store()):
        with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            when = version.created.astimezone().strftime("%d-%m-%Y %H:%M")
            st.markdown(t("version_line", number=version.number, when=when, sha=version.sha256[:12]))
            st.download_button(
                t("version_download"), data=version.yaml.encode("utf-8"), file_name=f"codebook-{version.number}.yaml", mime="application/yaml",
                on_click="ignore", key=f"version_{version.number}",
            )  # fmt: skip


# --- another one -------------------------------------------------------------------------------------------------


def _replace() -> None:
    if st.session_state.get(CHANGED):
        _offer_suggestions()
    st.markdown(t("replace_what"))
    number = st.session_state.setdefault(ROUND, 0)
    upload = st.file_uploader(t("start_codebook_file"), type=["yaml", "yml"], key=f"replace_file_{number}")
    if upload is None:
        return
    with told():
        change = codebook_change(session.current_store(), read_codebook(upload.getvalue(), upload.name))
        if change.same:
            st.info(t("replace_same"))
            return
        _show_change(change)
        trial.show(change.codebook)
        if st.button(t("replace_yes"), type="primary", key="replace_yes"):
            change_codebook(session.current_store(), change.codebook)
            st.session_state[ROUND] += 1
            st.session_state[CHANGED] = True
            session.notify(t("replace_done", number=len(session.current_store().codebook_versions())))
            st.rerun()


def _show_change(change: CodebookChange) -> None:
    """What the new codebook does, before it is put in the place of the old one."""
    with st.container(border=True):
        st.markdown(t("replace_new", name=escape(change.codebook.name), codes=len(change.codebook.codes), rules=len(change.codebook.rules)))
        for key, paths in (("added", change.added), ("redefined", change.redefined), ("removed", change.removed)):
            if paths:
                shown = ", ".join(escape(path) for path in paths[:MOST_CHANGES]) + (" …" if len(paths) > MOST_CHANGES else "")
                st.markdown(t(f"replace_{key}", count=len(paths), codes=shown))
        for path, codings in change.retired:
            st.warning(t("replace_retired", code=escape(path), codings=codings))


def _offer_suggestions() -> None:
    st.info(t("replace_suggest"))
    if st.button(t("suggest_all"), key="replace_suggest", type="primary"):
        st.session_state.pop(CHANGED)
        suggest_for(None)


with told():
    codebook()
