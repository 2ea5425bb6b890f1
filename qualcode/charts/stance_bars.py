"""Stances as bars that add up to the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair
import pandas as pd

from qualcode.charts.style import CLICKED, finished, group_labels, heading, whole
from qualcode.texts import text

# in the order of the bar; blue and vermilion are told apart by colour-blind readers, and the order tells too
STANCE_COLOURS = {"voor": "#0072B2", "mixed": "#CC79A7", "neutraal": "#B8BEC4", "none": "#E3E6E9", "tegen": "#D55E00"}


def stance_bars(
    table: pd.DataFrame, *, by: Sequence[str], themes: Sequence[str], language: str, group_names: Mapping[str, str] | None = None
) -> Any:  # fmt: skip
    """A bar a theme and group, cut by stance. table: from `theme_stance`. A click selects `theme`, `group` and `stance`."""
    labels = group_labels(table, by, language=language, group_names=group_names)
    parts = []
    for order, stance in enumerate(STANCE_COLOURS):
        share = (table[stance] / table["units"].where(table["units"] > 0)).astype(float)
        parts.append(pd.DataFrame({
            "theme": table["theme"], "group": labels, "stance": stance, "stance_shown": text(f"charts.stance_{stance}", language), "order": order,
            "count": table[stance], "share": share, "n": table["units"],
        }))  # fmt: skip
    shown = pd.concat(parts, ignore_index=True)
    shown = shown[shown["count"] > 0]
    groups = list(dict.fromkeys(labels))
    clicked = altair.selection_point(name=CLICKED, fields=["theme", "group", "stance"])
    names = [text(f"charts.stance_{stance}", language) for stance in STANCE_COLOURS]
    y = altair.Y("theme:N", title=None, sort=list(themes), axis=altair.Axis(labelLimit=260, ticks=False))
    chart = altair.Chart(shown).mark_bar(cursor="pointer").encode(
        x=altair.X("share:Q", title=text("charts.share_of_coded", language), axis=altair.Axis(format=".0%"), scale=altair.Scale(domain=[0, 1])),
        y=y,
        color=altair.Color("stance_shown:N", sort=names, scale=altair.Scale(domain=names, range=list(STANCE_COLOURS.values())), legend=altair.Legend(title=None, orient="top")),
        order=altair.Order("order:Q"),
        opacity=altair.condition(clicked, altair.value(1.0), altair.value(0.4)),
        tooltip=[
            altair.Tooltip("theme:N", title=text("charts.theme", language)), altair.Tooltip("group:N", title=text("charts.group", language)),
            altair.Tooltip("stance_shown:N", title=text("charts.stance", language)), altair.Tooltip("count:Q", title=text("charts.units_with", language)),
            altair.Tooltip("n:Q", title="n"), altair.Tooltip("share:Q", format=".0%", title=text("charts.share_of_coded", language)),
        ],
    ).add_params(clicked).properties(height=altair.Step(22), width=430)  # fmt: skip
    total = text("charts.n_coded", language, units=whole(table["units"].sum(), language))
    if len(groups) > 1:
        header = altair.Header(labelAngle=0, labelOrient="top", labelAnchor="start", labelLimit=400)
        chart = chart.facet(row=altair.Row("group:N", title=None, sort=groups, header=header))
    return finished(chart, heading(text("charts.stance", language), [total]), language)
