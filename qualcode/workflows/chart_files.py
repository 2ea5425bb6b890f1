"""The chart of a measure, as a specification or as a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from qualcode.charts import (
    CHART_SUFFIXES,
    chart_bytes,
    contrast_dots,
    heat_matrix,
    pair_matrix,
    portrait_strip,
    prevalence_dots,
    stance_bars,
    theme_bars,
    theme_network,
    timeline_lines,
    word_bars,
)  # fmt: skip
from qualcode.charts.style import whole
from qualcode.errors import UsageError
from qualcode.export import write_whole
from qualcode.texts import text
from qualcode.workflows.measures import MeasureOptions, MeasureResult

__all__ = ["CHART_SUFFIXES", "check_chart", "measure_chart", "picture", "write_chart"]


def check_chart(file: Path, measure: str) -> None:
    """Raises UsageError when the file cannot be a chart, or its folder is not there."""
    if file.suffix.lower() not in CHART_SUFFIXES:
        raise UsageError("compare.chart_suffix", file=file.name, suffixes=", ".join(CHART_SUFFIXES))
    if not file.absolute().parent.is_dir():
        raise UsageError("export.no_folder", file=file.name, folder=str(file.parent))


def measure_chart(
    result: MeasureResult, options: MeasureOptions, *, language: str, colours: Mapping[str, str] | None = None, group_names: Mapping[str, str] | None = None
) -> Any:  # fmt: skip
    """The Altair chart of a measure's table. colours: of themes; group_names: shown names of values. Raises UsageError `compare.chart_empty`."""
    table, themes, name = result.table, result.basis.themes, result.name
    if table.empty:
        raise UsageError("compare.chart_empty")
    rate = options.rate if options.rate in ("per_1000_words", "share_of_units") else "per_1000_words"
    if name == "frequencies":
        title = ", ".join(options.by)
        return theme_bars(
            table, measure=rate, by=options.by, themes=themes, language=language, title=title, colours=colours, group_names=group_names
        )
    if name == "contrasts":
        return contrast_dots(table, themes=themes, language=language, colours=colours, group_names=group_names)
    if name == "timeline":
        year = options.year or options.by[0]
        rest = [one for one in options.by if one != year]
        return timeline_lines(
            table, year=year, by=rest, measure=rate, themes=themes, language=language, colours=colours, group_names=group_names
        )
    if name == "stance":
        return stance_bars(table, by=options.by, themes=themes, language=language, group_names=group_names)
    if name == "matrix":
        return heat_matrix(table, rows=options.by[0] if options.by else "document", themes=themes, measure=rate, language=language)
    if name == "portrait":
        return portrait_strip(table, themes=themes, language=language)
    if name == "keyness":
        return word_bars(table, language=language)
    if name == "prevalence":
        return prevalence_dots(table, themes=themes, language=language)
    if name == "cooccurrence":
        return theme_network(_first_group(table, options), themes=themes, language=language, colours=colours)
    return _sequence(_first_group(table, options), themes, language)


def _first_group(table: pd.DataFrame, options: MeasureOptions) -> pd.DataFrame:
    """Of a table by groups the rows of the first: a network shows one."""
    for name in options.by:
        table = table[table[name] == table[name].iloc[0]]
    return table


def _sequence(table: pd.DataFrame, themes: tuple[str, ...], language: str) -> Any:
    relation = str(table["relation"].iloc[0])
    one = table[table["relation"] == relation]
    names = [*themes, "-"]
    below = text("charts.n_pairs", language, pairs=whole(one["total"].iloc[0], language))
    title = text(f"charts.sequence_{relation}", language)
    return pair_matrix(
        one, first="before", second="after", names=(names, names), value="lift", count="together", title=title, below=below, language=language
    )  # fmt: skip


def picture(chart: Any, suffix: str) -> bytes:
    """A chart as the bytes of a picture; suffix: of CHART_SUFFIXES."""
    return chart_bytes(chart, suffix)


def write_chart(result: MeasureResult, options: MeasureOptions, file: Path, *, language: str) -> None:
    """Writes the chart of a measure (svg, png, pdf by the suffix), made on this machine. Raises OutputError when it cannot be written."""
    write_whole(file, chart_bytes(measure_chart(result, options, language=language), file.suffix.lower()))
