"""How scores compare with what people coded: the share with the theme among units of about the same score, beside the line where both are equal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair
import pandas as pd

from qualcode.charts.style import GREY, GROUP_COLOURS, finished, heading
from qualcode.texts import text

_SIDE = 190  # pixels of one small chart


def calibration_plot(table: pd.DataFrame, *, themes: Sequence[str], language: str, colours: Mapping[str, str] | None = None) -> Any:
    """A small chart a theme: mean score against the share that carries the theme; the larger a dot, the more units it stands for.

    table: from `analysis.classification.calibration`, at least one row.
    """
    shown = table[["theme", "mean_score", "share_with_theme", "units"]].copy()
    palette = [(colours or {}).get(theme) or GROUP_COLOURS[at % len(GROUP_COLOURS)] for at, theme in enumerate(themes)]
    part = altair.Scale(domain=[0, 1])
    axis = altair.Axis(format=".0%", tickCount=5)
    x = altair.X("mean_score:Q", scale=part, axis=axis, title=text("charts.mean_score", language))
    y = altair.Y("share_with_theme:Q", scale=part, axis=axis, title=text("charts.share_with_theme", language))
    colour = altair.Color("theme:N", legend=None, scale=altair.Scale(domain=list(themes), range=palette))
    ends = {"x": altair.datum(0), "y": altair.datum(0), "x2": altair.datum(1), "y2": altair.datum(1)}
    equal = altair.Chart().mark_rule(strokeDash=[4, 3], color=GREY).encode(**ends)
    line = altair.Chart().mark_line().encode(x=x, y=y, color=colour)
    dots = altair.Chart().mark_circle(opacity=1).encode(
        x=x, y=y, color=colour, size=altair.Size("units:Q", legend=None, scale=altair.Scale(range=[25, 260])),
        tooltip=[
            altair.Tooltip("theme:N", title=text("charts.theme", language)),
            altair.Tooltip("mean_score:Q", format=".1~%", title=text("charts.mean_score", language)),
            altair.Tooltip("share_with_theme:Q", format=".1~%", title=text("charts.share_with_theme", language)),
            altair.Tooltip("units:Q", title=text("charts.units_in_bin", language)),
        ],
    )  # fmt: skip
    layered = altair.layer(equal, line, dots, data=shown).properties(width=_SIDE, height=_SIDE)
    small = layered.facet(facet=altair.Facet("theme:N", title=None, sort=list(themes)), columns=4)
    return finished(small, heading(text("charts.calibration", language), [text("charts.calibration_below", language)]), language)
