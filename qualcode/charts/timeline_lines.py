"""Themes over the years: a small chart a theme, a line with its 95 % band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair
import pandas as pd

from qualcode.charts.style import CLICKED, GROUP_COLOURS, counted, finished, group_labels, heading, number_format
from qualcode.charts.theme_bars import INTERVALS
from qualcode.texts import text

_WIDTH, _HEIGHT, _COLUMNS = 320, 170, 2


def timeline_lines(
    table: pd.DataFrame, *, year: str, by: Sequence[str] = (), measure: str = "per_1000_words", themes: Sequence[str], language: str,
    colours: Mapping[str, str] | None = None, group_names: Mapping[str, str] | None = None,
) -> Any:  # fmt: skip
    """A small chart a theme: measure by year with its interval; a line a group when `by` makes groups. A click selects `theme` and `group` (the year as text).

    table: from `theme_timeline`.
    """
    low, high = INTERVALS.get(measure, ("", ""))
    shown = pd.DataFrame({"theme": table["theme"], "year": pd.to_numeric(table[year]), measure: table[measure]})
    for name, column in (("low", low), ("high", high)):
        shown[name] = table[column] if column in table else float("nan")
    shown["line"] = group_labels(table, by, language=language, group_names=group_names)
    shown["group"] = [
        " · ".join(part for part in (f"{value:g}", line) if part) for value, line in zip(shown["year"], shown["line"], strict=True)
    ]
    for name in ("units", "total_units", "total_words", "documents", "total_documents"):
        shown[name] = table[name]
    lines = list(dict.fromkeys(shown["line"]))
    if len(lines) > 1:
        domain, field, legend = lines, "line:N", altair.Legend(title=", ".join(by), orient="top")
        palette = [GROUP_COLOURS[index % len(GROUP_COLOURS)] for index in range(len(lines))]
    else:
        domain, field, legend = list(themes), "theme:N", None
        palette = [(colours or {}).get(theme) or GROUP_COLOURS[index % len(GROUP_COLOURS)] for index, theme in enumerate(themes)]
    colour = altair.Color(field, scale=altair.Scale(domain=domain, range=palette), legend=legend)
    number = ".1%" if measure.startswith("share") else ".2f"
    clicked = altair.selection_point(name=CLICKED, fields=["theme", "group"])
    years = sorted(shown["year"].unique())
    axis = altair.Axis(format="d", title=None, values=years if len(years) <= 12 else altair.Undefined, labelOverlap=True)
    base = altair.Chart().encode(x=altair.X("year:Q", axis=axis, scale=altair.Scale(zero=False, nice=False, padding=12)), color=colour)
    y = altair.Y(f"{measure}:Q", title=None, axis=altair.Axis(format=number_format(measure), tickCount=4))
    band = base.mark_rule(strokeWidth=2, opacity=0.55).encode(y=altair.Y("low:Q", title=None), y2="high:Q")
    line = base.mark_line(strokeWidth=2).encode(y=y)
    points = base.mark_point(filled=True, size=70, cursor="pointer", opacity=1).encode(
        y=y,
        tooltip=[
            altair.Tooltip("theme:N", title=text("charts.theme", language)),
            altair.Tooltip("group:N", title=year),
            altair.Tooltip(f"{measure}:Q", format=number, title=text(f"charts.{measure}", language)),
            altair.Tooltip("low:Q", format=number, title=text("charts.low", language)),
            altair.Tooltip("high:Q", format=number, title=text("charts.high", language)),
            altair.Tooltip("units:Q", title=text("charts.units_with", language)),
            altair.Tooltip("total_words:Q", format=",", title=text("charts.words", language)),
            altair.Tooltip("documents:Q", title=text("charts.documents", language)),
        ],
    ).add_params(clicked)  # fmt: skip
    chart = altair.layer(band, line, points, data=shown).properties(width=_WIDTH, height=_HEIGHT)
    small = chart.facet(facet=altair.Facet("theme:N", title=None, sort=list(themes)), columns=_COLUMNS)
    below = [counted(shown.drop_duplicates(["group"]).assign(total_documents=lambda frame: frame["total_documents"]), language)]
    return finished(small, heading(f"{text(f'charts.{measure}', language)}, {text('charts.interval', language)}", below), language)
