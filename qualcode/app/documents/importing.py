"""More documents: files from the browser, or a folder of this machine, with their variables; a report file by file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import streamlit as st

from qualcode.app import session
from qualcode.app.documents import import_preview
from qualcode.app.escape import escape
from qualcode.app.problems import told
from qualcode.app.progress import progress_bar
from qualcode.app.session import t
from qualcode.errors import UsageError
from qualcode.texts import text
from qualcode.workflows.import_documents import ImportReport, import_documents, parse_variables
from qualcode.workflows.inputs import SUFFIXES, TABLE_SUFFIXES
from qualcode.workflows.overview import size
from qualcode.workflows.reimport import Replacement
from qualcode.workflows.uploads import Upload, import_uploads, upload_columns

REPORT, ROUND = "import_report", "import_round"
ENCODINGS = ("", "utf-8", "cp1252", "utf-16", "mac_roman", "cp850", "iso-8859-15")
FILES, FOLDER = "files", "folder"


@dataclass(frozen=True, slots=True)
class Options:
    """What is the same for all files of one import."""

    variables: Upload | None
    pattern: str
    encoding: str | None
    column: str = ""
    replace: bool = False


def show() -> None:
    """The whole view."""
    number = st.session_state.setdefault(ROUND, 0)  # a new number makes empty widgets
    left, right = st.columns([3, 2], gap="medium")
    with left:
        source = st.segmented_control(
            t("import_from"), [FILES, FOLDER], format_func=lambda one: t(f"import_{one}"), default=FILES, required=True, key="import_source"
        )  # fmt: skip
        uploads, folder = [], ""
        if source == FILES:
            uploads = st.file_uploader(
                t("import_drop", suffixes=", ".join((*SUFFIXES, *(one for one in TABLE_SUFFIXES if one not in SUFFIXES)))), accept_multiple_files=True, key=f"import_files_{number}", help=t("import_drop_help")
            )  # fmt: skip
        else:
            folder = st.text_input(t("import_folder_path"), key=f"import_folder_{number}", help=t("import_folder_help"))
        start = st.button(
            t("import_button", count=len(uploads)) if uploads else t("import_button_none"), type="primary", key="import_button", disabled=not (uploads or folder.strip())
        )  # fmt: skip
    with right:
        options = _options(number)
        options = replace(options, column=_text_column(uploads, folder, options, number))
    if uploads and not start:
        import_preview.show([Upload(file.name, file.getvalue()) for file in uploads], options.encoding, options.column, number)
    if start:
        with told():
            _import([Upload(file.name, file.getvalue()) for file in uploads], folder.strip().strip('"'), options)
    report = st.session_state.get(REPORT)
    if report is not None:
        _show_report(report)


def _options(number: int) -> Options:
    table = st.file_uploader(
        t("import_variables"), type=["csv", "txt", "tsv", "xlsx"], key=f"import_variables_{number}", help=t("import_variables_help")
    )
    pattern = st.text_input(
        t("import_pattern"), placeholder="{partij}_{jaar}", key=f"import_pattern_{number}", help=t("import_pattern_help")
    )
    encoding = st.selectbox(
        t("import_encoding"), ENCODINGS, format_func=lambda one: one or t("import_encoding_auto"), key="import_encoding", help=t("import_encoding_help")
    )  # fmt: skip
    anew = st.checkbox(t("import_replace"), key=f"import_replace_{number}", help=t("import_replace_help"))
    return Options(Upload(table.name, table.getvalue()) if table else None, pattern.strip(), encoding or None, replace=anew)


def _text_column(uploads: list[Any], folder: str, options: Options, number: int) -> str:
    """The column that holds the text, asked for only when there is a table."""
    if uploads:
        tables = [Upload(file.name, file.getvalue()) for file in uploads if Path(file.name).suffix.lower() in TABLE_SUFFIXES]
        if not tables:
            return ""
        columns = upload_columns(session.current_store(), tables, encoding=options.encoding)
        return (
            st.selectbox(
                t("import_column"), columns, index=None, placeholder=t("import_column_none"), key=f"import_column_{number}", help=t("import_column_help")
            )
            or ""
        )  # fmt: skip
    if folder.strip():
        return st.text_input(t("import_column"), key=f"import_column_name_{number}", help=t("import_column_help")).strip()
    return ""


def _import(uploads: list[Upload], folder: str, options: Options) -> None:
    store = session.current_store()
    table = parse_variables(options.variables.data, options.variables.name) if options.variables else None
    progress = progress_bar()
    if uploads:
        report = import_uploads(
            store, uploads, table=table, name_pattern=options.pattern, encoding=options.encoding, text_column=options.column,
            replace_changed=options.replace, progress=progress,
        )  # fmt: skip
    else:
        if not Path(folder).is_dir():
            raise UsageError("app.import_no_folder", folder=folder)
        report = import_documents(
            store, [folder], table=table, name_pattern=options.pattern, encoding=options.encoding, text_column=options.column,
            replace_changed=options.replace, progress=progress,
        )  # fmt: skip
    known = {document.id: document for document in store.documents()}
    for index, document in enumerate(report.imported):  # segmenting now keeps the list of documents quick later
        progress(index, len(report.imported), t("import_segmenting", name=document.name))
        if document.id in known:
            size(store, known[document.id])
    st.session_state[REPORT] = report
    st.session_state[ROUND] += 1
    st.rerun()


def _show_report(report: ImportReport) -> None:
    """What became of each file; what needs attention first."""
    with st.container(border=True):
        if report.imported:
            st.success(t("import_done", count=len(report.imported)))
        for one in report.replaced:
            _show_replaced(one)
        if report.failed:
            st.error(t("import_failed", count=len(report.failed)))
            for name, error in report.failed:
                st.markdown(f"**{escape(name)}** – {escape(error.sentence(session.language()).removeprefix(f'{name}: '))}")
        warned = [document for document in report.imported if document.warnings]
        if warned:
            st.warning(t("import_warned", count=len(warned)))
            for document in warned:
                for key, values in document.warnings:
                    st.markdown(f"**{escape(document.name)}** – {escape(text(key, session.language(), **values))}")
        import_preview.files_table(report.files)
        for reason, count in sorted(report.skipped.items()):
            st.caption(text(f"cli.skipped_{reason}", session.language(), count=count))
        if report.unmatched:
            st.warning(t("import_unmatched", count=len(report.unmatched)))
            st.text("\n".join(report.unmatched))
        if report.imported:
            st.caption(t("import_next"))
        if st.button(t("import_close"), key="import_close"):
            st.session_state.pop(REPORT)
            st.rerun()


def _show_replaced(one: Replacement) -> None:
    """What a new text did to one document; never silent."""
    if one.result is None:
        st.info(t("import_replaced_same", name=escape(one.name)))
        return
    lost = one.result.codings_unplaced + one.result.memos_unplaced
    words = t(
        "import_replaced", name=escape(one.name), changed=len(one.changes), out=one.words_out, into=one.words_in, codings=one.result.codings, lost=lost
    )  # fmt: skip
    (st.warning if lost else st.success)(words)
