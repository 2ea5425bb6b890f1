"""Themes compared between groups: a chart and a table with every denominator, and the passages behind each number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pandas as pd
import streamlit as st

from qualcode.app import caching, session
from qualcode.app.escape import escape
from qualcode.app.problems import told
from qualcode.app.session import t
from qualcode.app.tables import height_for, text_column
from qualcode.charts import CLICKED, group_labels, theme_bars
from qualcode.model import BLOCK_KINDS, SPEAKER_ROLES
from qualcode.workflows.compare import SOURCES, Comparison, Source, comparison_variables
from qualcode.workflows.downloads import comparison_bytes, passages_bytes
from qualcode.workflows.review import BLOCKS_PER_PAGE
from qualcode.workflows.review_codes import review_codes

BY, SOURCE, MEASURE, INTERVIEWERS, HEADINGS, CODER = (
    f"compare_{name}" for name in ("by", "source", "measure", "interviewers", "headings", "coder")
)
CHART, THEME, GROUP, PAGE = (f"compare_{name}" for name in ("chart", "theme", "group", "page"))
MEASURES = ("per_1000_words", "share_of_units")
MOST_VARIABLES = 2
PASSAGES_PER_PAGE = 20
FEW_DOCUMENTS, FEW_UNITS = 3, 5  # below these a number says little, and the table says so
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


def compare() -> None:
    store = session.current_store()
    if not store.documents():
        st.info(t("compare_no_documents"))
        return
    settings = _settings()
    with st.spinner(t("reading")):
        found = caching.comparison(
            store, by=settings.by, source=settings.source, interviewers=settings.interviewers, headings=settings.headings, coder=settings.coder
        )  # fmt: skip
    _statement(found, settings)
    if found.coded.empty:
        st.info(t(f"compare_nothing_{settings.source}"))
        return
    labels = group_labels(found.table, settings.by, language=session.language(), group_names=_value_names())
    _chart(found, settings)
    _table(found, settings)
    _downloads(found, settings)
    _passages(found, settings, labels)


def _settings() -> Settings:
    store = session.current_store()
    variables = comparison_variables(store)
    st.session_state[BY] = [name for name in st.session_state.get(BY, _usual(variables)) if name in variables]
    first, second, third = st.columns([5, 4, 4], gap="medium")
    with first:
        by = st.multiselect(
            t("compare_by"), variables, format_func=_variable_name, key=BY, max_selections=MOST_VARIABLES, placeholder=t("compare_by_none"), persist_state="session"
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


def _statement(found: Comparison, settings: Settings) -> None:
    """What was counted and what was left out: always on the screen."""
    left_out = [
        t(f"left_out_{name}") for name, kept in (("interviewers", settings.interviewers), ("headings", settings.headings)) if not kept
    ]
    words = t(f"counted_{settings.source}", units=session.whole(len(found.units)), documents=found.units["document_id"].nunique())
    st.caption(f"{words} {t('left_out', what=t('and').join(left_out)) if left_out else t('nothing_left_out')}")


def _variable_name(name: str) -> str:
    """What a variable is called where text is shown as it is (options, column heads, legends)."""
    return t(f"variable_{name}") if name in ("document", "speaker_role", "speaker", "kind") else name


def _value_names() -> dict[str, str]:
    return {role: t(f"role_{role}") for role in SPEAKER_ROLES} | {kind: t(f"kind_{kind}") for kind in BLOCK_KINDS}


def _chart(found: Comparison, settings: Settings) -> None:
    colours = {code.theme: code.colour for code in review_codes(session.current_store()) if code.depth == 0}
    chart = theme_bars(
        found.table,
        measure=settings.measure,
        by=settings.by,
        themes=found.themes,
        language=session.language(),
        title=", ".join(map(_variable_name, settings.by)),
        colours=colours,
        group_names=_value_names(),
    )
    st.caption(t("compare_click"))
    st.altair_chart(chart, key=CHART, on_select=_clicked, selection_mode=CLICKED, alt=t("compare_chart_alt"), width="stretch")


def _clicked() -> None:
    """A click on a bar chooses its theme and group below."""
    points: list[dict[str, Any]] = (st.session_state.get(CHART) or {}).get("selection", {}).get(CLICKED) or []
    if points:
        st.session_state[THEME], st.session_state[GROUP] = points[0].get("theme"), points[0].get("group") or None
        st.session_state[PAGE] = 1


def _table(found: Comparison, settings: Settings) -> None:
    table = found.table
    names = _value_names() | {"": t("no_value")}
    shown = pd.DataFrame({f"by {name}": [names.get(value, value) for value in table[name]] for name in settings.by})
    for name in ("theme", "units", "total_units", "share_of_units", "per_1000_words", "total_words", "documents", "total_documents"):
        shown[name] = table[name]
    shown["share_of_units"] = (100 * shown["share_of_units"]).round(1)
    shown["per_1000_words"] = shown["per_1000_words"].round(2)
    few = (table["total_documents"] < FEW_DOCUMENTS) | (table["units"] < FEW_UNITS)
    shown["note"] = [t("compare_few") if one else "" for one in few]
    number = st.column_config.NumberColumn
    columns = {
        **{f"by {name}": text_column(_variable_name(name)) for name in settings.by},
        "theme": text_column(t("column_theme")),
        "units": number(t("column_units_with"), help=t("column_units_with_help")),
        "total_units": number(t("column_units_all"), format="localized"),
        "share_of_units": number(t("column_share"), format="localized"),
        "per_1000_words": number(t("measure_per_1000_words"), format="localized"),
        "total_words": number(t("column_words_all"), format="localized"),
        "documents": number(t("column_documents_with")),
        "total_documents": number(t("column_documents_all")),
        "note": text_column(t("column_note"), help=t("compare_few_help", documents=FEW_DOCUMENTS, units=FEW_UNITS)),
    }
    st.dataframe(shown, hide_index=True, column_config=columns, height=height_for(len(shown), 14))


def _downloads(found: Comparison, settings: Settings) -> None:
    store = session.current_store()
    stem = "-".join(["vergelijking" if session.language() == "nl" else "comparison", *settings.by, settings.source])
    with st.container(horizontal=True):
        for suffix in ("csv", "xlsx"):
            st.download_button(
                t("compare_download", format=suffix.upper()), data=comparison_bytes(store, found, f".{suffix}"), file_name=f"{_plain(stem)}.{suffix}",
                on_click="ignore", key=f"download_{suffix}",
            )  # fmt: skip


def _plain(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in name)


# --- passages ------------------------------------------------------------------------------------------------


def _passages(found: Comparison, settings: Settings, labels: list[str]) -> None:
    st.subheader(t("compare_passages"), anchor=False)
    groups = list(dict.fromkeys(labels)) if settings.by else []
    for key, options in ((THEME, found.themes), (GROUP, groups)):
        if st.session_state.get(key) not in options:
            st.session_state[key] = None
    first, second, third = st.columns([4, 4, 5], vertical_alignment="bottom")
    with first:
        theme = st.selectbox(t("column_theme"), found.themes, key=THEME, placeholder=t("compare_all_themes"), on_change=_first_page)
    with second:
        group = (
            st.selectbox(t("compare_group"), groups, key=GROUP, placeholder=t("compare_all_groups"), on_change=_first_page)
            if groups
            else None
        )
    if theme is None and group is None:
        st.caption(t("compare_choose"))
        return
    values, store = _values(found, settings, labels, group), session.current_store()
    rows = _one_a_unit(caching.passages(store, found, theme=theme, groups=values, settings=settings))
    with third, st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("compare_passages_count", count=len(rows)))
        if len(rows):
            st.download_button(
                t("compare_download_passages"), data=lambda: passages_bytes(store, found, ".csv", theme=theme, groups=values),
                file_name="passages.csv", on_click="ignore", key="download_passages",
            )  # fmt: skip
    _show_passages(rows)


def _first_page() -> None:
    st.session_state[PAGE] = 1


def _values(found: Comparison, settings: Settings, labels: list[str], group: str | None) -> dict[str, str]:
    """The values of the variables that make a group with this label."""
    if group is None:
        return {}
    row = found.table.iloc[labels.index(group)]
    return {name: str(row[name]) for name in settings.by}


def _one_a_unit(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a unit, as the table counts them, with all its codes and their stances in `codes`."""
    stance = [f" ({t(f'stance_{stance}')})" if stance else "" for stance in rows["stance"]]
    labelled = rows.assign(codes=[f"{code}{words}" for code, words in zip(rows["code"], stance, strict=True)])
    kept = labelled.groupby(["document_id", "start"], sort=False)
    first = kept.first().reset_index()
    return first.assign(codes=kept["codes"].agg(" · ".join).to_numpy())


def _show_passages(rows: pd.DataFrame) -> None:
    pages = max(1, -(-len(rows) // PASSAGES_PER_PAGE))
    number = 1
    if pages > 1:
        st.session_state[PAGE] = min(st.session_state.get(PAGE, 1), pages)
        number = st.pagination(pages, key=PAGE)
    coding = st.session_state[session.PAGES]["coderen"]
    shown: list[dict[Any, Any]] = rows.iloc[(number - 1) * PASSAGES_PER_PAGE : number * PASSAGES_PER_PAGE].to_dict("records")
    for row in shown:
        with st.container(border=True, gap="xsmall"):
            speaker = f"**{escape(row['speaker'])}** " if row["speaker"] else ""
            st.markdown(speaker + escape(row["text"]))
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(escape(f"{row['document']} · {row['codes']}"))
                st.page_link(
                    coding, label=t("to_coding"), query_params={"document": row['document'], "page": str(int(row['block']) // BLOCKS_PER_PAGE + 1)}
                )  # fmt: skip


with told():
    compare()
