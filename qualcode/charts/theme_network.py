"""Themes that stand together as a network: a circle of themes, lines as thick as they are together, coloured by lift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair
import numpy as np
import pandas as pd

from qualcode.charts.style import GROUP_COLOURS, finished, heading, whole
from qualcode.texts import text

_SIZE = 430  # pixels


def theme_network(table: pd.DataFrame, *, themes: Sequence[str], language: str, colours: Mapping[str, str] | None = None) -> Any:
    """table: from `cooccurrence`. A pair that is in the table in both orders is drawn once. Themes that stand with nothing stay as a point."""
    angle = np.pi / 2 - 2 * np.pi * np.arange(len(themes)) / max(1, len(themes))
    place = {theme: (float(np.cos(a)), float(np.sin(a))) for theme, a in zip(themes, angle, strict=True)}
    size = {**dict(zip(table["theme"], table["with_theme"], strict=True)), **{o: n for o, n in zip(table["other"], table["near_other"], strict=True) if o not in set(table["theme"])}}  # fmt: skip
    nodes = pd.DataFrame({"theme": list(themes), "x": [place[one][0] for one in themes], "y": [place[one][1] for one in themes], "with_theme": [int(size.get(one, 0)) for one in themes]})  # fmt: skip
    nodes["label_x"], nodes["label_y"] = 1.12 * nodes["x"], 1.22 * nodes["y"] + np.where(np.abs(nodes["y"]) < 0.3, 0.2, 0.0)
    pair = [tuple(sorted(two)) for two in zip(table["theme"], table["other"], strict=True)]
    links = table[~pd.Series(pair, index=table.index).duplicated() & (table["together"] > 0)][
        ["theme", "other", "together", "lift", "low", "high"]
    ].copy()
    for name, column in (("", "theme"), ("2", "other")):
        links[f"x{name}"] = [place[one][0] for one in links[column]]
        links[f"y{name}"] = [place[one][1] for one in links[column]]
    scale = altair.Scale(domain=[-1.6, 1.6])
    x, y = altair.X("x:Q", axis=None, scale=scale), altair.Y("y:Q", axis=None, scale=scale)
    tooltip = [altair.Tooltip(f"{name}:N", title=text(f"charts.{name}", language)) for name in ("theme", "other")]
    tooltip += [
        altair.Tooltip("together:Q", title=text("charts.together", language)),
        altair.Tooltip("lift:Q", format=".2f", title=text("charts.lift", language)),
    ]
    tooltip += [altair.Tooltip(f"{name}:Q", format=".2f", title=text(f"charts.{name}", language)) for name in ("low", "high")]
    lines = altair.Chart(links).mark_rule(opacity=0.9).encode(
        x=x, y=y, x2="x2:Q", y2="y2:Q", tooltip=tooltip,
        strokeWidth=altair.StrokeWidth("together:Q", scale=altair.Scale(range=[1, 14]), legend=altair.Legend(title=text("charts.together", language))),
        color=altair.Color("lift:Q", scale=altair.Scale(type="log", scheme="blueorange", domain=[0.25, 1, 4], clamp=True), legend=altair.Legend(title=text("charts.lift", language), format=".2~f")),
    )  # fmt: skip
    palette = [(colours or {}).get(theme) or GROUP_COLOURS[index % len(GROUP_COLOURS)] for index, theme in enumerate(themes)]
    fill = altair.Fill("theme:N", legend=None, scale=altair.Scale(domain=list(themes), range=palette))
    points = altair.Chart(nodes).mark_point(stroke="#4A5159", opacity=1).encode(
        x=x, y=y, fill=fill, size=altair.Size("with_theme:Q", scale=altair.Scale(range=[60, 900], domainMin=0), legend=None),
        tooltip=[altair.Tooltip("theme:N", title=text("charts.theme", language)), altair.Tooltip("with_theme:Q", title=text("charts.units_with", language))],
    )  # fmt: skip
    labels = altair.Chart(nodes).mark_text(fontSize=12, color="#7A828A", fontWeight="bold").encode(
        x=altair.X("label_x:Q", axis=None, scale=scale), y=altair.Y("label_y:Q", axis=None, scale=scale), text="theme:N"
    )  # fmt: skip
    total = int(table["total"].iloc[0]) if len(table) else 0
    chart = altair.layer(lines, points, labels).resolve_scale(color="independent").properties(width=_SIZE, height=_SIZE - 60)
    return finished(
        chart, heading(text("charts.network", language), [text("charts.n_units", language, units=whole(total, language))]), language
    )
