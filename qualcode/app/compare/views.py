"""The other measures: each asks what it needs, then shows its chart, its table, and the passages behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pandas as pd
import streamlit as st

from qualcode.app import caching, session
from qualcode.app.compare import behind
from qualcode.app.compare.frequencies import chart_downloads, interval
from qualcode.app.compare.settings import Settings, c, plain, state_what_counts, theme_colours, value_names, variable_name
from qualcode.app.escape import escape
from qualcode.app.session import t
from qualcode.app.tables import height_for
from qualcode.charts import CLICKED, group_labels
from qualcode.texts import text
from qualcode.workflows.chart_files import measure_chart
from qualcode.workflows.compare import Comparison
from qualcode.workflows.downloads import frame_bytes
from qualcode.workflows.measure_columns import (
    CONTRAST_COLUMNS,
    COOCCURRENCE_COLUMNS,
    FREQUENCY_COLUMNS,
    KEYNESS_COLUMNS,
    MATRIX_COLUMNS,
    PORTRAIT_COLUMNS,
    PREVALENCE_COLUMNS,
    SEQUENCE_COLUMNS,
    STANCE_COLUMNS,
    TREND_COLUMNS,
)
from qualcode.workflows.measures import Level, Measure, MeasureOptions, MeasureResult, Within, year_variables

CHART, YEAR, WITHIN, LEVEL, DOCUMENTS, TARGET = (
    f"compare_{name}" for name in ("view_chart", "year", "within", "level", "documents", "target")
)
CLICKABLE = ("timeline", "stance", "matrix")
NEAR: dict[str, tuple[Within, bool]] = {
    "same": ("same", False),
    "adjacent": ("adjacent", False),
    "units": (3, False),
    "sentences": (2, True),
}
USUAL_DOCUMENTS = 4  # portraits shown before anybody chose
# columns that are said beside the table already, or that only a file needs
# every column of every measure has its word in the catalogue; a test holds that
COLUMNS = frozenset({
    *FREQUENCY_COLUMNS, *CONTRAST_COLUMNS, *TREND_COLUMNS, *STANCE_COLUMNS, *COOCCURRENCE_COLUMNS, *SEQUENCE_COLUMNS, *MATRIX_COLUMNS, *PORTRAIT_COLUMNS,
    *KEYNESS_COLUMNS, *PREVALENCE_COLUMNS, "target_name",
}) - {"document"}  # fmt: skip
HIDDEN = ("source", "permutations", "seed", "draws", "strata", "measure", "family", "trend_family", "trend_measure", "smallest_p", "counted_in", "parts", "clusters")  # fmt: skip


def show(name: str, settings: Settings) -> None:
    """One measure."""
    st.caption(c(f"what_{name}"))
    options = _options(name, settings)
    if options is None:
        return
    store = session.current_store()
    result = caching.measure(
        store, name, options, source=settings.source, interviewers=settings.interviewers, headings=settings.headings, coder=settings.coder
    )  # fmt: skip
    counted = result.basis.all_units if name == "sequence" else result.basis.units
    if name != "prevalence":
        state_what_counts(len(counted), counted["document_id"].nunique(), settings)
    if result.basis.coded.empty or result.table.empty:
        st.info(t(f"compare_nothing_{settings.source}") if result.basis.coded.empty else c("nothing"))
        return
    result = _of_documents(result) if name == "portrait" else result
    chart = measure_chart(
        _with_hits(result) if options.level == "code" else result, options, language=session.language(), colours=theme_colours(), group_names=value_names()
    )  # fmt: skip
    if name in CLICKABLE:
        st.altair_chart(chart, key=CHART, on_select=lambda: behind.take_click(CHART), selection_mode=CLICKED, width="content")
    else:
        st.altair_chart(chart, key=CHART, width="content")
    _notes(result)
    _table(result)
    with st.container(horizontal=True):
        stem = plain("-".join([name, *options.by, settings.source]))
        for suffix in ("csv", "xlsx"):
            st.download_button(
                c("numbers_download", format=suffix.upper()), data=lambda kind=suffix: frame_bytes(store, result.table, f".{kind}"),  # type: ignore[misc]
                file_name=f"{stem}.{suffix}", on_click="ignore", key=f"numbers_{suffix}",
            )  # fmt: skip
        chart_downloads(chart, stem)
    if name in CLICKABLE:
        _passages(name, result, options, settings)


def _options(name: str, settings: Settings) -> MeasureOptions | None:
    """What the measure is asked, or None when something has to be chosen first (and the screen says what)."""
    options = MeasureOptions(rate=cast(Measure, settings.measure))
    if name in ("contrasts", "stance"):
        options = replace(options, by=settings.by)
        if name == "contrasts" and not settings.by:
            st.info(c("choose_by"))
            return None
    elif name == "timeline":
        years = year_variables(caching.variables_with_values(session.current_store()))
        if not years:
            st.info(c("no_year"))
            return None
        year = st.selectbox(c("choose_year"), years, format_func=variable_name, key=YEAR, width=260)
        options = replace(options, year=year, by=tuple(one for one in settings.by if one != year)[:1])
    elif name == "cooccurrence":
        near = st.segmented_control(
            c("choose_within"), list(NEAR), default="same", required=True, format_func=lambda one: c(f"within_{one}"), key=WITHIN
        )
        within, sentences = NEAR[near or "same"]
        options = replace(options, within=within, sentences=sentences)
    elif name == "matrix":
        level = st.segmented_control(
            c("choose_level"), ["theme", "code"], default="theme", required=True, format_func=lambda one: c(f"level_{one}"), key=LEVEL
        )
        options = replace(options, level=cast(Level, level))
    elif name == "keyness":
        options = replace(options, by=settings.by)
    return options


def _of_documents(result: MeasureResult) -> MeasureResult:
    """Portraits of the documents that were chosen."""
    names = list(dict.fromkeys(result.table["document"]))
    chosen = st.multiselect(c("choose_document"), names, default=names[:USUAL_DOCUMENTS], key=DOCUMENTS)
    kept = result.table[result.table["document"].isin(chosen or names[:1])]
    return replace(result, table=kept)


def _with_hits(result: MeasureResult) -> MeasureResult:
    """Only the codes that occur: a codebook has dozens."""
    there = result.table.groupby("theme")["units"].sum()
    kept = tuple(name for name in result.basis.themes if there.get(name, 0) > 0)
    return replace(result, table=result.table[result.table["theme"].isin(kept)], basis=replace(result.basis, themes=kept))


def _notes(result: MeasureResult) -> None:
    """What must be said beside the numbers; what was counted stands above the chart."""
    told = [note for note in result.notes if not note[0].startswith(("compare.counted_", "compare.left_out_"))]
    for key, values in told:
        st.caption(text(key, session.language(), **{name: escape(str(value)) for name, value in values.items()}))


def _table(result: MeasureResult) -> None:
    table = result.table.drop(columns=[name for name in HIDDEN if name in result.table])
    for low in [name for name in table.columns if name == "low" or str(name).endswith("_low")]:
        high = str(low)[: -len("low")] + "high"
        joined = interval(table[low], table[high], 3 if low == "trend_low" else 2)
        table.insert(list(table.columns).index(low), f"{low} – {high}", joined)
        table = table.drop(columns=[low, high])
    for name in ("reason", "trend_reason"):
        if name in table:
            table[name] = [" · ".join(c(f"reason_{one}") for one in str(cell).split(";") if one) for cell in table[name]]
    if "warnings" in table:
        table["warnings"] = [" · ".join(c(f"short_{one}") for one in str(cell).split(";") if one) for cell in table["warnings"]]
    for name in table.columns:
        if pd.api.types.is_float_dtype(table[name]):
            table[name] = table[name].round(4)
    named = {name: st.column_config.Column(_column_name(str(name))) for name in table.columns}
    st.dataframe(table, hide_index=True, column_config=named, height=height_for(len(table), 14))


def _column_name(name: str) -> str:
    """The head of a column; variables are called as people called them."""
    if " – " in name:
        return c("interval")
    return c(f"col_{name}") if name in COLUMNS else variable_name(name)


def _passages(name: str, result: MeasureResult, options: MeasureOptions, settings: Settings) -> None:
    """The passages behind a click: the groups of this measure."""
    by = {
        "timeline": (options.year, *(one for one in options.by if one != options.year)),
        "matrix": options.by or ("document",),
    }.get(name, options.by)
    table = result.table
    labels = group_labels(table, by, language=session.language(), group_names={} if name == "matrix" else value_names())
    basis = result.basis
    found = Comparison(table, basis.units, basis.coded, basis.themes, tuple(by), basis.source)
    behind.show(found, settings, labels)
