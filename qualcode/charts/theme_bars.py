"""Bars of theme frequencies: a few groups side by side under each theme, many groups as a small chart for each theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair
import numpy as np
import pandas as pd

from qualcode.charts.style import CLICKED, GROUP_COLOURS, counted, finished, group_labels, heading, number_format, whole
from qualcode.texts import text

MOST_SIDE_BY_SIDE = 6  # groups under one theme; more are unreadable as colours
_BAR, _GAP = 17, 10  # pixels
_SMALL_CHART_WIDTH = 190  # pixels
_LINE = "#4A5159"  # of an interval: seen on every bar and beside it, on white and on dark
# measure -> the columns of its interval
INTERVALS = {"per_1000_words": ("per_1000_low", "per_1000_high"), "share_of_units": ("share_low", "share_high")}


def theme_bars(
    table: pd.DataFrame,
    *,
    measure: str,
    by: Sequence[str],
    themes: Sequence[str],
    language: str,
    title: str = "",
    colours: Mapping[str, str] | None = None,
    group_names: Mapping[str, str] | None = None,
) -> Any:
    """A bar a theme and group, with its 95 % interval as a line where the table has one.

    table: from `theme_frequencies` with the columns of `by`. measure: `per_1000_words` or `share_of_units`. themes: order on the axis. title: what the
    groups are called. colours: theme -> `#RRGGBB`, used where colour does not tell the groups. group_names: shown names of values.
    The denominators stand under the title (few groups) and in every tooltip. A click on a bar selects its `theme` and `group` (selection CLICKED).
    """
    shown = pd.DataFrame({name: table[name] for name in ("theme", measure, "documents")})
    shown["group"] = group_labels(table, by, language=language, group_names=group_names)
    shown["units_shown"] = [f"{units} / {total}" for units, total in zip(table["units"], table["total_units"], strict=True)]
    shown["words_shown"] = table["total_words"]
    for name, column in zip(("low", "high"), INTERVALS.get(measure, ("", "")), strict=True):
        shown[name] = table.get(column, np.nan)
    groups = list(dict.fromkeys(shown["group"]))
    palette = {theme: (colours or {}).get(theme) or GROUP_COLOURS[index % len(GROUP_COLOURS)] for index, theme in enumerate(themes)}
    clicked = altair.selection_point(name=CLICKED, fields=["theme", "group"])
    bars = (
        altair.Chart(shown)
        .mark_bar(cursor="pointer")
        .encode(
            x=altair.X(
                f"{measure}:Q", title=text(f"charts.{measure}", language), axis=altair.Axis(format=number_format(measure), tickCount=5)
            ),
            opacity=altair.condition(clicked, altair.value(1.0), altair.value(0.35)),
            tooltip=_tooltip(measure, title, language),
        )
        .add_params(clicked)
    )
    lines = altair.Chart(shown[shown["low"].notna()]).mark_rule(strokeWidth=1.6, color=_LINE).encode(x="low:Q", x2="high:Q")
    few = len(groups) <= MOST_SIDE_BY_SIDE
    chart = (
        _side_by_side(bars, lines, themes, groups, palette, title) if few else _small_charts(bars, lines, shown, themes, groups, palette)
    )
    return finished(
        chart,
        heading(
            text(f"charts.{measure}", language),
            _denominators(table, shown, groups, language) if few else [counted(table.assign(group=shown["group"]), language)],
        ),
        language,
    )


def _side_by_side(
    bars: altair.Chart, lines: altair.Chart, themes: Sequence[str], groups: Sequence[str], palette: Mapping[str, str], title: str
) -> Any:  # fmt: skip
    axis = altair.Axis(labelLimit=260, labelPadding=6, ticks=False)
    y = altair.Y("theme:N", title=None, sort=list(themes), axis=axis)
    bars, lines = bars.encode(y=y), lines.encode(y=y)
    if len(groups) == 1:
        colour = altair.Color("theme:N", legend=None, scale=altair.Scale(domain=list(themes), range=list(palette.values())))
        return altair.layer(bars.encode(color=colour), lines).properties(height=altair.Step(_BAR + _GAP))
    colours = [GROUP_COLOURS[index % len(GROUP_COLOURS)] for index in range(len(groups))]
    legend = altair.Legend(title=title, orient="top", labelLimit=240, columns=3)
    colour = altair.Color("group:N", sort=list(groups), scale=altair.Scale(domain=list(groups), range=colours), legend=legend)
    beside = altair.YOffset("group:N", sort=list(groups))
    layered = altair.layer(bars.encode(yOffset=beside, color=colour), lines.encode(yOffset=beside))
    return layered.properties(height=altair.Step(_BAR * len(groups) + _GAP, **{"for": "position"}))


def _small_charts(
    bars: altair.Chart, lines: altair.Chart, shown: pd.DataFrame, themes: Sequence[str], groups: Sequence[str], palette: Mapping[str, str]
) -> altair.FacetChart:  # fmt: skip
    colour = altair.Color("theme:N", legend=None, scale=altair.Scale(domain=list(themes), range=list(palette.values())))
    axis = altair.Axis(labelLimit=200, ticks=False)
    y = altair.Y("group:N", title=None, sort=list(groups), axis=axis)
    bars = bars.encode(y=y, color=colour)
    bars.encoding.x.title = None  # it stands above them all
    bars.data = lines.data = altair.Undefined  # a facet has one table; a rule without ends is not drawn
    column = altair.Column("theme:N", title=None, sort=list(themes), header=altair.Header(labelLimit=_SMALL_CHART_WIDTH))
    single = altair.layer(bars, lines.encode(y=y), data=shown).properties(width=_SMALL_CHART_WIDTH, height=altair.Step(_BAR + 3))
    return single.facet(column=column)


def _tooltip(measure: str, title: str, language: str) -> list[altair.Tooltip]:
    number = ".1%" if measure == "share_of_units" else ".2f"
    return [
        altair.Tooltip("theme:N", title=text("charts.theme", language)),
        altair.Tooltip("group:N", title=title or text("charts.group", language)),
        altair.Tooltip(f"{measure}:Q", format=number, title=text(f"charts.{measure}", language)),
        altair.Tooltip("low:Q", format=number, title=text("charts.low", language)),
        altair.Tooltip("high:Q", format=number, title=text("charts.high", language)),
        altair.Tooltip("units_shown:N", title=text("charts.units", language)),
        altair.Tooltip("words_shown:Q", format=",", title=text("charts.words", language)),
        altair.Tooltip("documents:Q", title=text("charts.documents", language)),
    ]


def _denominators(table: pd.DataFrame, shown: pd.DataFrame, groups: Sequence[str], language: str) -> list[str]:
    """One line a group: units, words, documents."""
    lines = []
    for group in groups:
        row = table[(shown["group"] == group).to_numpy()].iloc[0]
        counts = {name: whole(row[f"total_{name}"], language) for name in ("units", "words", "documents")}
        line = text("charts.denominators", language, **counts)
        lines.append(f"{group}: {line}" if group else line)
    return lines
