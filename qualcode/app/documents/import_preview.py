"""Before an import: a file as it will be. After it: what was recognised in each file."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from qualcode.app import session
from qualcode.app.escape import escape
from qualcode.app.problems import told
from qualcode.app.session import t
from qualcode.texts import text
from qualcode.workflows.import_report import FileReport, describe
from qualcode.workflows.uploads import Upload, preview_upload


def show(uploads: Sequence[Upload], encoding: str | None, column: str, number: int) -> None:
    """One file of those that wait, with its first page, when a person asks for it."""
    if not st.toggle(t("preview_show"), key=f"import_preview_{number}", help=t("preview_help")):
        return
    names = [upload.name for upload in uploads]
    at = st.selectbox(t("preview_file"), range(len(names)), format_func=lambda one: names[one], key=f"import_preview_file_{number}")
    with told():
        preview = preview_upload(session.current_store(), uploads[at], encoding=encoding, text_column=column)
        st.caption(escape(describe(preview.report, session.language())))
        for key, values in preview.report.warnings:
            st.warning(escape(text(key, session.language(), **values)))
        with st.container(border=True, height=380):
            for kind, speaker, words in preview.blocks:
                label = f"{t(f'kind_{kind}')}{f' · {speaker}' if speaker else ''}"
                st.caption(escape(label))
                st.text(words)


def files_table(files: Sequence[FileReport]) -> None:
    """What was recognised in each file that was read, one row a file."""
    read = [file for file in files if file.documents]
    if not read:
        return
    language = session.language()
    rows = [
        {
            t("report_file"): file.name,
            t("report_format"): text(file.shape, language) if file.shape else file.format,
            t("report_encoding"): file.encoding or "",
            t("report_language"): text(f"workflows.language_{file.language or 'unknown'}", language),
            t("report_documents"): file.documents,
            t("report_words"): file.words,
            t("report_turns"): file.turns,
            t("report_speakers"): file.speakers,
            t("report_pages"): file.pages,
            t("report_left_out"): ", ".join(
                text(f"workflows.count_{what}", language, count=number) for what, number in file.left_out.items()
            ),
            t("report_comments"): file.comments,
            t("report_hyphens"): file.hyphens,
        }
        for file in read
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
