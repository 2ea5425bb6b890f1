"""Differences between groups: a dot with its 95 % interval, a line at no difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair
import pandas as pd

from qualcode.charts.style import GROUP_COLOURS, finished, heading, number_format
from qualcode.texts import text

MOST_CONTRASTS = 40  # beyond it those with the smallest p are drawn
SIGNIFICANT = 0.05


def contrast_dots(
    table: pd.DataFrame, *, themes: Sequence[str], language: str, colours: Mapping[str, str] | None = None, group_names: Mapping[str, str] | None = None
) -> Any:  # fmt: skip
    """A row a contrast under each theme: difference of the rates with its interval; filled where p after Holm is at most .05.

    table: from `theme_contrasts`; of more than MOST_CONTRASTS contrasts those with the smallest p are drawn, and the title says so. The table holds at least one row.
    """
    measure = str(table["measure"].iloc[0])
    best = table.groupby(["group_a", "group_b"], sort=False)["p"].min().fillna(1.0)
    kept = set(best.nsmallest(MOST_CONTRASTS).index) if len(best) > MOST_CONTRASTS else set(best.index)
    chosen = table[[pair in kept for pair in zip(table["group_a"], table["group_b"], strict=True)]]
    names = {"*": text("charts.the_rest", language), **(group_names or {})}
    shown = chosen[["theme", "difference", "low", "high", "rate_a", "rate_b", "p", "p_holm", "clusters_a", "clusters_b"]].copy()
    shown["contrast"] = [f"{names.get(a, a)} – {names.get(b, b)}" for a, b in zip(chosen["group_a"], chosen["group_b"], strict=True)]
    shown["marked"] = [text("charts.marked" if p <= SIGNIFICANT else "charts.not_marked", language) for p in shown["p_holm"]]
    palette = [(colours or {}).get(theme) or GROUP_COLOURS[index % len(GROUP_COLOURS)] for index, theme in enumerate(themes)]
    colour = altair.Color("theme:N", legend=None, scale=altair.Scale(domain=list(themes), range=palette))
    rows = list(dict.fromkeys(shown["contrast"]))
    form = number_format(measure)
    base = altair.Chart().encode(
        y=altair.Y("contrast:N", sort=rows, title=None, axis=altair.Axis(labelLimit=280, ticks=False)), color=colour
    )
    zero = altair.Chart().mark_rule(strokeDash=[4, 3], color="#7A828A").encode(x=altair.datum(0))
    lines = base.mark_rule(strokeWidth=2).encode(x="low:Q", x2="high:Q")
    tooltip = [
        altair.Tooltip("theme:N", title=text("charts.theme", language)),
        altair.Tooltip("contrast:N", title=text("charts.contrast", language)),
    ]
    tooltip += [
        altair.Tooltip(f"{name}:Q", format=".3~f", title=text(f"charts.{name}", language))
        for name in ("rate_a", "rate_b", "difference", "low", "high", "p", "p_holm")
    ]
    tooltip += [altair.Tooltip(f"{name}:Q", title=text(f"charts.{name}", language)) for name in ("clusters_a", "clusters_b")]
    shape = altair.Shape(
        "marked:N",
        scale=altair.Scale(domain=[text("charts.marked", language), text("charts.not_marked", language)], range=["diamond", "circle"]),
        legend=altair.Legend(title=None, orient="top"),
    )
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=altair.X("difference:Q", title=None, axis=altair.Axis(format=form, tickCount=5)), shape=shape, tooltip=tooltip
    )
    chart = altair.layer(zero, lines, dots, data=shown).properties(width=250, height=altair.Step(20))
    small = chart.facet(facet=altair.Facet("theme:N", title=None, sort=list(themes)), columns=2)
    family = int(table["family"].iloc[0])
    below = [text("charts.family", language, tests=family, shown=len(shown), rows=len(table))]
    title = text("charts.difference_in", language, measure=text(f"charts.{measure}", language))
    return finished(small, heading(title, below), language)
