"""Agreement between coders: measures with intervals and prevalence, who gave what, and every disagreement with the way to its passage."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from qualcode.app import caching, session
from qualcode.app.escape import escape
from qualcode.app.paging import page_slice
from qualcode.app.problems import told
from qualcode.app.tables import count_column, height_for, text_column
from qualcode.texts import text
from qualcode.workflows.agreement import FEW_CLUSTERS, CodedTogether, Machine, coders_with_work, in_words, with_text
from qualcode.workflows.blind import without_hidden
from qualcode.workflows.downloads import agreement_bytes
from qualcode.workflows.review import BLOCKS_PER_PAGE

CODERS, CODES, INTERVIEWERS, HEADINGS, ONLY, PAGE = (
    f"agreement_{name}" for name in ("coders", "codes", "no_interviewers", "no_headings", "only", "page")
)
MACHINE = "\0machine"  # as an option beside names of persons, which hold no such character
LEVELS = ("themes", "codes")
PER_PAGE = 15
MEASURES = (
    "prevalence",
    "percent_agreement",
    "positive_agreement",
    "gwet_ac1",
    "krippendorff_alpha_nominal",
)  # beside kappa, which depends on the number


def agreement() -> None:
    store = session.current_store()
    if not store.documents():
        st.info(a("page_no_documents"))
        return
    persons = coders_with_work(store)
    machine_there = bool(store.suggestions())
    coders, machine, subcodes, interviewers, headings = _settings(persons, machine_there)
    if len(coders) + bool(machine) < 2:
        st.info(a("page_needs_two", names=escape(", ".join(persons) or "–")))
        return
    with st.spinner(session.t("reading")):
        found, table = caching.agreement(
            store, coders=coders, machine=machine, subcodes=subcodes, interviewers=interviewers, headings=headings
        )  # fmt: skip
    _statement(found)
    _table(found, table)
    _every_measure(table)
    if len(found.coders) == 2:
        _two_by_two(found)
    _disagreements(found)


def a(key: str, /, **values: object) -> str:
    """A text of the catalogue `agreement` in the session's language."""
    return text(f"agreement.{key}", session.language(), **values)


def _settings(persons: list[str], machine_there: bool) -> tuple[list[str], Machine, bool, bool, bool]:
    options = [*persons, *([MACHINE] if machine_there else [])]
    usual = persons[:2] if len(persons) > 1 else options
    st.session_state[CODERS] = [name for name in st.session_state.get(CODERS, usual) if name in options]
    first, second = st.columns([5, 3], gap="medium")
    with first:
        chosen = st.multiselect(
            a("page_coders"), options, format_func=lambda one: a("machine_both") if one == MACHINE else one, key=CODERS, persist_state="session"
        )  # fmt: skip
    with second:
        level = st.segmented_control(
            a("page_codes"), LEVELS, default=LEVELS[0], required=True, format_func=lambda one: a(f"page_codes_{one}"), key=CODES, persist_state="session"
        )  # fmt: skip
    with st.container(horizontal=True, gap="medium"):
        without_interviewers = st.toggle(a("page_no_interviewers"), key=INTERVIEWERS, persist_state="session")
        without_headings = st.toggle(a("page_no_headings"), key=HEADINGS, persist_state="session")
    machine: Machine = "both" if MACHINE in chosen else ""
    return [name for name in chosen if name != MACHINE], machine, level == "codes", not without_interviewers, not without_headings


def _statement(found: CodedTogether) -> None:
    documents = found.ratings.cluster_count
    names = escape(", ".join(found.coders))
    st.caption(a("page_statement", units=session.whole(len(found.units)), documents=documents, names=names))
    notes = [
        a("not_independent", name=escape(name), share=f"{100 * share:.0f}") for name, share in found.accepted.items() if share > 0
    ]  # fmt: skip
    if 1 < documents < FEW_CLUSTERS:
        notes.append(a("few_documents", clusters=documents))
    if documents == 1:
        notes.append(a("one_document"))
    if notes:
        st.warning("  \n".join(notes))


def _number(value: float) -> str:
    shown = f"{value:.2f}"
    return shown.replace(".", ",") if session.language() == "nl" else shown


def _with_interval(row: pd.Series) -> str:
    """`0.74 (0.66 - 0.80)`, or why there is no number."""
    if pd.isna(row["value"]):
        return f"– ({text(row['reason'], session.language())})"
    if pd.isna(row["low"]):
        return _number(row["value"])
    return f"{_number(row['value'])} ({_number(row['low'])}–{_number(row['high'])})"


def _table(found: CodedTogether, table: pd.DataFrame) -> None:
    st.subheader(a("page_table"), anchor=False)
    kappa = "cohen_kappa" if len(found.coders) == 2 else "fleiss_kappa"
    whole = table[table["coders"] == ", ".join(found.coders)]
    cells = {(row["code"], row["measure"]): _with_interval(row) for _, row in whole.iterrows()}
    measures = [*MEASURES[:3], kappa, *MEASURES[3:]]
    rows = [
        {"code": a("page_all"), "percent_agreement": cells["", "percent_agreement"], measures[-1]: cells["", "krippendorff_alpha_masi"]}
    ]
    rows += [{"code": code, **{measure: cells[code, measure] for measure in measures}} for code in found.used_codes]
    columns = {"code": text_column(a("column_code"), pinned=True), **{name: text_column(a(f"measure_{name}")) for name in measures}}
    st.dataframe(
        pd.DataFrame(rows, columns=list(columns)).fillna(""), hide_index=True, column_config=columns, height=height_for(len(rows), 14)
    )
    st.caption(a("page_table_what"))


def _every_measure(table: pd.DataFrame) -> None:
    store, language = session.current_store(), session.language()
    with st.expander(a("page_every_measure")):
        shown = in_words(table, language)
        shown["measure"] = [a(f"measure_{name}") for name in shown["measure"]]
        shown["code"] = shown["code"].replace("", a("page_all"))
        number = st.column_config.NumberColumn
        columns = {
            **{name: text_column(a(f"column_{name}")) for name in ("measure", "code", "coders")},
            "n": count_column(a("column_n")),
            **{name: number(a(f"column_{name}"), format="%.3f") for name in ("value", "low", "high")},
            "reason": text_column(a("column_reason")),
        }
        st.dataframe(shown, hide_index=True, column_config=columns, height=height_for(len(shown), 14))
    with st.container(horizontal=True):
        stem = "overeenstemming" if language == "nl" else "agreement"
        for suffix in ("csv", "xlsx"):
            st.download_button(
                a("page_download", format=suffix.upper()), data=agreement_bytes(store, table, f".{suffix}", language), file_name=f"{stem}.{suffix}",
                on_click="ignore", key=f"agreement_{suffix}",
            )  # fmt: skip


def _two_by_two(found: CodedTogether) -> None:
    first, second = found.coders
    st.subheader(a("page_two_by_two"), anchor=False)
    counts = found.two_by_two()
    columns = {
        "code": text_column(a("column_code"), pinned=True),
        "both": count_column(a("column_both")),
        "only_first": count_column(a("column_only", name=first)),
        "only_second": count_column(a("column_only", name=second)),
        "neither": count_column(a("column_neither")),
    }
    st.dataframe(counts, hide_index=True, column_config=columns, height=height_for(len(counts), 14))
    confusion = found.confusion().rename(index={"": a("page_nothing")}, columns={"": a("page_nothing")})
    st.caption(a("page_confusion", first=escape(first), second=escape(second)))
    shown = confusion.reset_index(names="\0code")
    named = {"\0code": text_column(a("column_code"), pinned=True), **{str(name): count_column(str(name)) for name in confusion.columns}}
    st.dataframe(shown, hide_index=True, column_config=named, height=height_for(len(shown), 14))


def _disagreements(found: CodedTogether) -> None:
    rows = without_hidden(session.current_store(), found.disagreements())
    st.subheader(a("page_disagreements", count=session.whole(len(rows))), anchor=False)
    if rows.empty:
        st.caption(a("page_no_disagreements"))
        return
    codes = [code for code in found.used_codes if code in set(rows["code"])]
    if st.session_state.get(ONLY) not in codes:
        st.session_state[ONLY] = None
    only = st.selectbox(a("page_only_code"), codes, key=ONLY, placeholder=a("page_all_codes"), on_change=_first_page)
    rows = rows if only is None else rows[rows["code"] == only]
    here = page_slice(len(rows), PER_PAGE, key=PAGE)
    coding = st.session_state[session.PAGES]["coderen"]
    shown: list[dict[Any, Any]] = with_text(session.current_store(), rows.iloc[here]).to_dict("records")
    for row in shown:
        with st.container(border=True, gap="xsmall"):
            speaker = f"**{escape(row['speaker'])}** " if row["speaker"] else ""
            st.markdown(speaker + escape(row["text"]))
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                said = a("page_said", code=row["code"], yes=row["yes"], no=row["no"])
                st.caption(escape(f"{row['document']} · {said}"))
                place = {"document": row["document"], "page": str(int(row["block"]) // BLOCKS_PER_PAGE + 1)}
                st.page_link(coding, label=a("page_to_coding"), query_params=place)


def _first_page() -> None:
    st.session_state[PAGE] = 1


with told():
    agreement()
