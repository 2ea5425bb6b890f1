"""Bars of theme frequencies: a few groups side by side under each theme, many groups as a small chart for each theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair
import pandas as pd

from qualcode.texts import text

# Okabe and Ito (2008): told apart by colour-blind readers; black and yellow left out, since they vanish on dark and light screens
GROUP_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8C8C8C", "#7A4E9F")
MOST_SIDE_BY_SIDE = 6  # groups under one theme; more are unreadable as colours
CLICKED = "passages"  # name of the selection that a click makes
_BAR, _GAP = 17, 10  # pixels
_SMALL_CHART_WIDTH = 190  # pixels
_GREY = "#7A828A"  # readable on white and on dark
_NUMBERS = {
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""]},
}


def group_labels(table: pd.DataFrame, by: Sequence[str], *, language: str, group_names: Mapping[str, str] | None = None) -> list[str]:
    """What each row's group is called on a screen: its values, joined by ' · ' when several variables make the groups; '' without any.

    group_names: shown names of values, such as of roles.
    """
    names, nothing = dict(group_names or {}), text("charts.no_value", language)
    columns = [[names.get(str(value), str(value)) or nothing for value in table[column]] for column in by]
    return [" · ".join(parts) for parts in zip(*columns, strict=True)] if columns else [""] * len(table)


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
) -> altair.Chart | altair.FacetChart:
    """A bar a theme and group.

    table: from `theme_frequencies` with the columns of `by`. measure: `per_1000_words` or `share_of_units`. themes: order on the axis. title: what the
    groups are called. colours: theme -> `#RRGGBB`, used where colour does not tell the groups. group_names: shown names of values.
    The denominators stand under the title (few groups) and in every tooltip. A click on a bar selects its `theme` and `group` (selection CLICKED).
    """
    shown = pd.DataFrame({name: table[name] for name in ("theme", measure, "documents")})
    shown["group"] = group_labels(table, by, language=language, group_names=group_names)
    shown["units_shown"] = [f"{units} / {total}" for units, total in zip(table["units"], table["total_units"], strict=True)]
    shown["words_shown"] = table["total_words"]
    groups = list(dict.fromkeys(shown["group"]))
    palette = {theme: (colours or {}).get(theme) or GROUP_COLOURS[index % len(GROUP_COLOURS)] for index, theme in enumerate(themes)}
    clicked = altair.selection_point(name=CLICKED, fields=["theme", "group"])
    bars = (
        altair.Chart(shown)
        .mark_bar(cursor="pointer")
        .encode(
            x=altair.X(f"{measure}:Q", title=text(f"charts.{measure}", language), axis=altair.Axis(format=_format(measure), tickCount=5)),
            opacity=altair.condition(clicked, altair.value(1.0), altair.value(0.35)),
            tooltip=_tooltip(measure, title, language),
        )
        .add_params(clicked)
    )
    few = len(groups) <= MOST_SIDE_BY_SIDE
    chart = _side_by_side(bars, themes, groups, palette, title) if few else _small_charts(bars, themes, groups, palette)
    heading = altair.TitleParams(
        text=text(f"charts.{measure}", language),
        subtitle=_denominators(table, shown, groups, language) if few else [],
        subtitleColor=_GREY,
        subtitleFontSize=12,
        anchor="start",
        offset=12,
    )
    return chart.properties(title=heading).configure(locale={"number": _NUMBERS[language]})


def _side_by_side(
    bars: altair.Chart, themes: Sequence[str], groups: Sequence[str], palette: Mapping[str, str], title: str
) -> altair.Chart:  # fmt: skip
    axis = altair.Axis(labelLimit=260, labelPadding=6, ticks=False)
    chart = bars.encode(y=altair.Y("theme:N", title=None, sort=list(themes), axis=axis))
    if len(groups) == 1:
        colour = altair.Color("theme:N", legend=None, scale=altair.Scale(domain=list(themes), range=list(palette.values())))
        return chart.encode(color=colour).properties(height=altair.Step(_BAR + _GAP))
    colours = [GROUP_COLOURS[index % len(GROUP_COLOURS)] for index in range(len(groups))]
    legend = altair.Legend(title=title, orient="top", labelLimit=240, columns=3)
    colour = altair.Color("group:N", sort=list(groups), scale=altair.Scale(domain=list(groups), range=colours), legend=legend)
    return chart.encode(yOffset=altair.YOffset("group:N", sort=list(groups)), color=colour).properties(
        height=altair.Step(_BAR * len(groups) + _GAP, **{"for": "position"})
    )


def _small_charts(
    bars: altair.Chart, themes: Sequence[str], groups: Sequence[str], palette: Mapping[str, str]
) -> altair.FacetChart:  # fmt: skip
    colour = altair.Color("theme:N", legend=None, scale=altair.Scale(domain=list(themes), range=list(palette.values())))
    axis = altair.Axis(labelLimit=200, ticks=False)
    single = bars.encode(y=altair.Y("group:N", title=None, sort=list(groups), axis=axis), color=colour)
    single.encoding.x.title = None  # it stands above them all
    column = altair.Column("theme:N", title=None, sort=list(themes), header=altair.Header(labelLimit=_SMALL_CHART_WIDTH))
    return single.properties(width=_SMALL_CHART_WIDTH, height=altair.Step(_BAR + 3)).facet(column=column)


def _format(measure: str) -> str:
    return ".1~%" if measure == "share_of_units" else ",.2~f"


def _tooltip(measure: str, title: str, language: str) -> list[altair.Tooltip]:
    number = ".1%" if measure == "share_of_units" else ".2f"
    return [
        altair.Tooltip("theme:N", title=text("charts.theme", language)),
        altair.Tooltip("group:N", title=title or text("charts.group", language)),
        altair.Tooltip(f"{measure}:Q", format=number, title=text(f"charts.{measure}", language)),
        altair.Tooltip("units_shown:N", title=text("charts.units", language)),
        altair.Tooltip("words_shown:Q", format=",", title=text("charts.words", language)),
        altair.Tooltip("documents:Q", title=text("charts.documents", language)),
    ]


def _denominators(table: pd.DataFrame, shown: pd.DataFrame, groups: Sequence[str], language: str) -> list[str]:
    """One line a group: units, words, documents."""
    lines = []
    for group in groups:
        row = table[(shown["group"] == group).to_numpy()].iloc[0]
        counts = {name: _whole(row[f"total_{name}"], language) for name in ("units", "words", "documents")}
        line = text("charts.denominators", language, **counts)
        lines.append(f"{group}: {line}" if group else line)
    return lines


def _whole(number: int, language: str) -> str:
    return f"{int(number):,}".replace(",", str(_NUMBERS[language]["thousands"]))
