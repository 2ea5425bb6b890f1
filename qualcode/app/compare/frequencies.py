"""How often each theme occurs: a chart and a table with every denominator and interval."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from qualcode.app import caching, session
from qualcode.app.compare import behind
from qualcode.app.compare.settings import Settings, c, plain, state_what_counts, theme_colours, value_names, variable_name
from qualcode.app.session import t
from qualcode.app.tables import height_for, text_column
from qualcode.charts import CHART_SUFFIXES, CLICKED, group_labels, theme_bars
from qualcode.workflows.chart_files import picture
from qualcode.workflows.compare import Comparison
from qualcode.workflows.downloads import comparison_bytes

CHART = "compare_chart"
SHOWN = (
    "theme", "units", "total_units", "share_of_units", "share_interval", "per_1000_words", "rate_interval", "total_words", "documents", "total_documents", "dp_normalised",
)  # fmt: skip


def show(settings: Settings) -> None:
    found = caching.comparison(
        session.current_store(), by=settings.by, source=settings.source, interviewers=settings.interviewers, headings=settings.headings,
        coder=settings.coder,
    )  # fmt: skip
    state_what_counts(len(found.units), found.units["document_id"].nunique(), settings)
    if found.coded.empty:
        st.info(t(f"compare_nothing_{settings.source}"))
        return
    labels = group_labels(found.table, settings.by, language=session.language(), group_names=value_names())
    chart = theme_bars(
        found.table, measure=settings.measure, by=settings.by, themes=found.themes, language=session.language(),
        title=", ".join(map(variable_name, settings.by)), colours=theme_colours(), group_names=value_names(),
    )  # fmt: skip
    st.caption(t("compare_click"))
    st.altair_chart(
        chart, key=CHART, on_select=lambda: behind.take_click(CHART), selection_mode=CLICKED, alt=t("compare_chart_alt"), width="stretch"
    )  # fmt: skip
    _table(found, settings)
    _downloads(found, settings, chart)
    behind.show(found, settings, labels)


def interval(low: pd.Series[float], high: pd.Series[float], digits: int) -> list[str]:
    """'1,2 – 3,4' in the numbers of the session's language; '' where there is no interval."""

    def one(number: float) -> str:
        words = f"{number:,.{digits}f}"
        return words.translate(str.maketrans(",.", ".,")) if session.language() == "nl" else words

    return ["" if a != a or b != b else f"{one(a)} – {one(b)}" for a, b in zip(low, high, strict=True)]


def warned(table: pd.DataFrame) -> list[str]:
    """What makes each row weak, and why its interval is missing, in a few words."""
    notes = []
    for warnings, reason in zip(table["warnings"], table["reason"], strict=True):
        words = [c(f"short_{one}") for one in str(warnings).split(";") if one] + [
            c(f"reason_{one}") for one in str(reason).split(";") if one
        ]
        notes.append(" · ".join(words))
    return notes


def _table(found: Comparison, settings: Settings) -> None:
    table = found.table
    names = value_names() | {"": t("no_value")}
    shown = pd.DataFrame({f"by {name}": [names.get(value, value) for value in table[name]] for name in settings.by})
    numbers = table.assign(
        share_of_units=(100 * table["share_of_units"]).round(1), per_1000_words=table["per_1000_words"].round(2), dp_normalised=table["dp_normalised"].round(2),
        share_interval=interval(100 * table["share_low"], 100 * table["share_high"], 1), rate_interval=interval(table["per_1000_low"], table["per_1000_high"], 2),
    )  # fmt: skip
    for name in SHOWN:
        shown[name] = numbers[name]
    shown["note"] = warned(table)
    number = st.column_config.NumberColumn
    columns = {
        **{f"by {name}": text_column(variable_name(name)) for name in settings.by},
        "theme": text_column(t("column_theme")),
        "units": number(t("column_units_with"), help=t("column_units_with_help")),
        "total_units": number(t("column_units_all"), format="localized"),
        "share_of_units": number(t("column_share"), format="localized"),
        "share_interval": text_column(c("interval"), help=c("interval_help")),
        "per_1000_words": number(t("measure_per_1000_words"), format="localized"),
        "rate_interval": text_column(c("interval"), help=c("interval_help")),
        "total_words": number(t("column_words_all"), format="localized"),
        "documents": number(t("column_documents_with")),
        "total_documents": number(t("column_documents_all")),
        "dp_normalised": number(c("dp"), help=c("dp_help"), format="localized"),
        "note": text_column(t("column_note"), width="large"),
    }
    st.dataframe(shown, hide_index=True, column_config=columns, height=height_for(len(shown), 14))


def _downloads(found: Comparison, settings: Settings, chart: object) -> None:
    store = session.current_store()
    stem = plain("-".join(["vergelijking" if session.language() == "nl" else "comparison", *settings.by, settings.source]))
    with st.container(horizontal=True):
        for suffix in ("csv", "xlsx"):
            st.download_button(
                t("compare_download", format=suffix.upper()), data=comparison_bytes(store, found, f".{suffix}"), file_name=f"{stem}.{suffix}",
                on_click="ignore", key=f"download_{suffix}",
            )  # fmt: skip
        chart_downloads(chart, stem)


def chart_downloads(chart: object, stem: str) -> None:
    """Buttons for the chart as a picture, drawn when one is pressed."""
    for suffix in CHART_SUFFIXES:
        st.download_button(
            c("chart_download", format=suffix[1:].upper()), data=lambda kind=suffix: picture(chart, kind), file_name=f"{stem}{suffix}",  # type: ignore[misc]
            on_click="ignore", key=f"picture_{suffix[1:]}",
        )  # fmt: skip
