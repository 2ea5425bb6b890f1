"""The project itself: who is coding, how sound it is, copies, codings in and out, and going to another project."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import get_args

import streamlit as st

from qualcode.app import session, start
from qualcode.app.escape import code_span, escape
from qualcode.app.problems import told
from qualcode.app.session import t
from qualcode.errors import UsageError
from qualcode.texts import text
from qualcode.workflows.downloads import codings_bytes
from qualcode.workflows.report import REPORT_SUFFIXES, Quotations, ReportOptions, report_bytes
from qualcode.workflows.uploads import Upload, import_codings_upload

EVERYBODY = ""
QUOTATIONS: tuple[Quotations, ...] = get_args(Quotations)


def project() -> None:
    left, right = st.columns(2, gap="medium")
    with left:
        _about()
        _care()
    with right:
        _report()
        _export()
        _import()
    with st.expander(t("project_other")):
        if st.button(t("project_close"), key="project_close"):
            session.leave_project()
            st.rerun()
        start.show_choices()


def _about() -> None:
    store = session.current_store()
    settings = store.settings()
    with st.container(border=True):
        st.subheader(escape(settings["name"]), anchor=False)
        made = datetime.fromisoformat(settings["created"]).astimezone().strftime("%d-%m-%Y %H:%M")
        number, sha256, _ = store.current_codebook()
        runs = store.runs()
        lines = [
            t("project_folder", folder=code_span(str(store.folder))),
            t("project_created", when=made),
            t("project_codebook", number=number, sha=code_span(sha256[:12])),
            t("project_pipeline", name=code_span(settings.get("pipeline", "auto"))),
        ]
        if runs:
            last = runs[-1]
            lines.append(
                t(
                    "project_last_run",
                    when=last.time.astimezone().strftime("%d-%m-%Y %H:%M"),
                    stamp=code_span(last.pipeline),
                    segmenter=escape(last.segmenter),
                )
            )
        st.markdown("\n".join(f"- {line}" for line in lines))
        persons = [coder.name for coder in store.coders() if coder.kind == "person"]
        st.caption(t("project_coders", names=escape(", ".join(persons) or "–")))


def _care() -> None:
    store = session.current_store()
    with st.container(border=True):
        st.subheader(t("project_care"), anchor=False)
        st.caption(t("project_care_what"))
        with st.container(horizontal=True):
            if st.button(t("project_backup"), key="backup"):
                with told():
                    st.success(t("project_backup_done", file=escape(store.backup().name)))
            if st.button(t("project_verify"), key="verify"):
                with told(), st.spinner(t("reading")):
                    _verify()


def _verify() -> None:
    store = session.current_store()
    problems = store.verify()
    if not problems:
        st.success(t("project_sound", decisions=len(store.decisions()), codings=len(store.codings())))
        return
    st.error(t("project_unsound", count=len(problems)))
    for problem in problems[:50]:
        st.markdown(f"- {escape(problem.sentence(session.language()))}")


def _report() -> None:
    store, language = session.current_store(), session.language()
    with st.container(border=True):
        st.subheader(text("report.page_title", language), anchor=False)
        if not store.documents():
            st.caption(text("report.page_empty", language))
            return
        st.caption(text("report.page_what", language))
        kind = st.segmented_control(
            text("report.page_quotations", language), QUOTATIONS, default=QUOTATIONS[0], required=True, key="report_quotations",
            format_func=lambda one: text(f"report.page_quotations_{one}", language),
        )  # fmt: skip
        options = ReportOptions(language, kind)
        with told(), st.container(horizontal=True):
            for suffix in REPORT_SUFFIXES:
                st.download_button(
                    text(f"report.page_download_{suffix[1:]}", language), data=partial(report_bytes, store, suffix, options),
                    file_name=f"{_plain(store.folder)}-{text('report.page_title', language).lower()}{suffix}", on_click="ignore", key=f"report_{suffix[1:]}",
                )  # fmt: skip


def _export() -> None:
    store = session.current_store()
    with st.container(border=True):
        st.subheader(t("codings_out"), anchor=False)
        persons = [coder.name for coder in store.coders() if coder.kind == "person"]
        chosen = st.selectbox(
            t("codings_whose"), [EVERYBODY, *persons], format_func=lambda one: one or t("compare_everybody"), key="export_coder"
        )  # fmt: skip
        with told(), st.container(horizontal=True):
            for suffix in ("csv", "xlsx"):
                st.download_button(
                    t("compare_download", format=suffix.upper()), data=codings_bytes(store, f".{suffix}", coder=chosen or None),
                    file_name=f"{_plain(store.folder)}-codings.{suffix}", on_click="ignore", key=f"codings_{suffix}",
                )  # fmt: skip
        st.caption(t("codings_form"))


def _plain(folder: Path) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in folder.stem)


def _import() -> None:
    with st.container(border=True), st.form("codings_in", border=False, clear_on_submit=True):
        st.subheader(t("codings_in"), anchor=False)
        file = st.file_uploader(t("codings_file"), type=["csv", "txt", "tsv"], key="codings_file", help=t("codings_form"))
        name = st.text_input(t("codings_by"), key="codings_by", help=t("codings_by_help"))
        if not st.form_submit_button(t("codings_read")):
            return
        with told():
            if file is None or not name.strip():
                raise UsageError("app.codings_needs")
            report = import_codings_upload(session.whole_store(), Upload(file.name, file.getvalue()), coder=name)
            st.success(t("codings_done", added=report.added, known=report.known))


with told():
    project()
