"""Bars of theme frequencies, one group of bars a theme, one colour a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair
import pandas as pd

from qualcode.texts import text

# Okabe and Ito (2008): told apart by colour-blind readers; black and yellow left out, since they vanish on dark and light screens
GROUP_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8C8C8C", "#7A4E9F")
_NUMBERS = {
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""]},
}


def theme_bars(
    table: pd.DataFrame,
    *,
    measure: str,
    by: str | None,
    themes: Sequence[str],
    language: str,
    colours: Mapping[str, str] | None = None,
    group_names: Mapping[str, str] | None = None,
) -> altair.Chart:
    """A bar a theme and group.

    table: from `theme_frequencies` with at most one column in `by`. measure: `per_1000_words` or `share_of_units`. themes: order on the axis.
    colours: theme -> `#RRGGBB`, used when there are no groups. group_names: shown names of groups. The subtitle says the denominators.
    A click on a bar selects its theme and group (selection `passages`).
    """
    shown = table.copy()
    names = dict(group_names or {})
    shown["group"] = shown[by].map(lambda value: names.get(value, value) or text("charts.no_value", language)) if by else ""
    shown["units_shown"] = [f"{units} / {total}" for units, total in zip(shown["units"], shown["total_units"], strict=True)]
    groups = list(dict.fromkeys(shown["group"]))
    title = altair.TitleParams(text=text(f"charts.{measure}", language), subtitle=_subtitle(shown, groups, language), anchor="start")
    number_format = ".1%" if measure == "share_of_units" else ".2f"
    clicked = altair.selection_point(name="passages", fields=["theme", "group"])
    if by:
        colour = altair.Color("group:N", title=by, sort=groups, scale=altair.Scale(domain=groups, range=_range(len(groups))))
    else:
        colour = altair.Color("theme:N", legend=None, scale=altair.Scale(domain=list(themes), range=[(colours or {}).get(t) or GROUP_COLOURS[i % 8] for i, t in enumerate(themes)]))  # fmt: skip
    return (
        altair.Chart(shown[["theme", "group", measure, "units_shown", "documents"]], title=title)
        .mark_bar(cursor="pointer")
        .encode(
            y=altair.Y("theme:N", title=None, sort=list(themes), axis=altair.Axis(labelLimit=260)),
            x=altair.X(f"{measure}:Q", title=text(f"charts.{measure}", language), axis=altair.Axis(format=number_format)),
            yOffset=altair.YOffset("group:N", sort=groups),
            color=colour,
            opacity=altair.condition(clicked, altair.value(1.0), altair.value(0.35)),
            tooltip=[
                altair.Tooltip("theme:N", title=text("charts.theme", language)),
                altair.Tooltip("group:N", title=by or text("charts.group", language)),
                altair.Tooltip(f"{measure}:Q", format=number_format, title=text(f"charts.{measure}", language)),
                altair.Tooltip("units_shown:N", title=text("charts.units", language)),
                altair.Tooltip("documents:Q", title=text("charts.documents", language)),
            ],
        )
        .add_params(clicked)
        .properties(height=altair.Step(max(14, 44 // max(1, len(groups)))))
        .configure(locale={"number": _NUMBERS[language]})
    )


def _subtitle(shown: pd.DataFrame, groups: Sequence[str], language: str) -> list[str]:
    """The denominators of each group: units, words, documents."""
    lines = []
    for group in groups[:8]:
        row = shown[shown["group"] == group].iloc[0]
        line = text(
            "charts.denominators", language, units=row["total_units"], words=row["total_words"], documents=row["total_documents"]
        )  # fmt: skip
        lines.append(f"{group}: {line}" if group else line)
    return lines


def _range(count: int) -> list[str]:
    return [GROUP_COLOURS[index % len(GROUP_COLOURS)] for index in range(count)]
