"""Themes by documents, and pairs of themes, as fields of colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair
import pandas as pd

from qualcode.charts.style import CLICKED, RAMP, finished, heading, short_names, whole
from qualcode.texts import text

MOST_ROWS = 120  # documents


def heat_matrix(table: pd.DataFrame, *, rows: str, themes: Sequence[str], measure: str = "per_1000_words", language: str) -> Any:
    """A field a document (column `rows`) and theme, coloured by the measure; a field without a hit stays empty. A click selects `theme` and `group`.

    table: from `code_by_document`; of more than MOST_ROWS documents the first are drawn, and the title says so.
    """
    names = list(dict.fromkeys(table[rows]))
    drawn = names[:MOST_ROWS]
    shown = table.loc[table[rows].isin(drawn), ["theme", measure, "units", "total_units", "total_words"]].copy()
    nothing = text("charts.no_value", language)
    label = {name: short or nothing for name, short in short_names([str(name) for name in drawn]).items()}
    shown["group"] = [str(name) or nothing for name in table.loc[table[rows].isin(drawn), rows]]
    shown["label"] = [label[str(name)] for name in table.loc[table[rows].isin(drawn), rows]]
    total = table.drop_duplicates(rows)
    shown = shown[shown["units"] > 0]
    clicked = altair.selection_point(name=CLICKED, fields=["theme", "group"])
    number = ".1%" if measure.startswith("share") else ".2f"
    chart = (
        altair.Chart(shown)
        .mark_rect(cursor="pointer", stroke="white", strokeWidth=0.5)
        .encode(
            x=altair.X("theme:N", sort=list(themes), title=None, scale=altair.Scale(domain=list(themes)), axis=altair.Axis(orient="top", labelAngle=-35, labelLimit=220)),
            y=altair.Y("label:N", title=None, sort=list(label.values()), scale=altair.Scale(domain=list(label.values())), axis=altair.Axis(labelLimit=260, ticks=False)),
            color=altair.Color(f"{measure}:Q", scale=altair.Scale(scheme=RAMP, reverse=True, domainMin=0), legend=altair.Legend(title=text(f"charts.{measure}", language), titleLimit=320, format=number)),
            opacity=altair.condition(clicked, altair.value(1.0), altair.value(0.45)),
            tooltip=[
                altair.Tooltip("group:N", title=text("charts.group", language)), altair.Tooltip("theme:N", title=text("charts.theme", language)),
                altair.Tooltip(f"{measure}:Q", format=number, title=text(f"charts.{measure}", language)),
                altair.Tooltip("units:Q", title=text("charts.units_with", language)), altair.Tooltip("total_units:Q", title=text("charts.all_units", language)),
                altair.Tooltip("total_words:Q", format=",", title=text("charts.words", language)),
            ],
        )
        .add_params(clicked)
        .properties(width=altair.Step(max(34, min(90, 560 // max(1, len(themes))))), height=altair.Step(17))
    )  # fmt: skip
    totals = {name: whole(total[f"total_{name}"].sum(), language) for name in ("units", "words")}
    documents = {"documents": whole(len(names), language)} if rows == "document" else {}
    below = [text("charts.denominators" if documents else "charts.n_units_words", language, **totals, **documents)]
    if len(drawn) < len(names):
        below.append(text("charts.first_rows", language, shown=len(drawn), rows=len(names)))
    return finished(chart, heading(text(f"charts.{measure}", language), below), language)


def pair_matrix(
    table: pd.DataFrame, *, first: str, second: str, names: tuple[Sequence[str], Sequence[str]], value: str, count: str, title: str, below: str, language: str
) -> Any:  # fmt: skip
    """A field an ordered pair of themes, coloured by how far `value` (a lift) lies from 1, with `count` written in it."""
    shown = table[[first, second, value, count]].dropna().copy()
    shown = shown[shown[count] > 0]
    base = altair.Chart(shown).encode(
        x=altair.X(f"{second}:N", sort=list(names[1]), title=text(f"charts.{second}", language), axis=altair.Axis(orient="top", labelAngle=-35, labelLimit=220)),
        y=altair.Y(f"{first}:N", sort=list(names[0]), title=text(f"charts.{first}", language), axis=altair.Axis(labelLimit=220)),
    )  # fmt: skip
    # blue to orange through white at chance; told apart in colour blindness
    colour = altair.Color(f"{value}:Q", scale=altair.Scale(type="log", scheme="blueorange", domain=[0.25, 1, 4], clamp=True), legend=altair.Legend(title=text("charts.lift", language), format=".2~f"))  # fmt: skip
    tooltip = [altair.Tooltip(f"{name}:N", title=text(f"charts.{name}", language)) for name in (first, second)]
    tooltip += [
        altair.Tooltip(f"{value}:Q", format=".2f", title=text("charts.lift", language)),
        altair.Tooltip(f"{count}:Q", title=text("charts.together", language)),
    ]
    fields = base.mark_rect(stroke="white").encode(color=colour, tooltip=tooltip)
    numbers = base.mark_text(fontSize=11, color="#1D2125").encode(text=altair.Text(f"{count}:Q", format=","))
    chart = altair.layer(fields, numbers).properties(width=altair.Step(70), height=altair.Step(30))
    return finished(chart, heading(title, [below]), language)
