"""Typical words as bars of their log ratio; corrected frequencies as dots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair
import pandas as pd

from qualcode.charts.style import GROUP_COLOURS, finished, heading, whole
from qualcode.texts import text

MOST = 15  # words for each target


def word_bars(table: pd.DataFrame, *, language: str) -> Any:
    """A small chart a target: the words with the largest G2, their log ratio as bar. table: from the measure `keyness`."""
    shown = table.groupby("target_name", sort=False).head(MOST)
    shown = shown[["target_name", "word", "log_ratio", "g2_two_cell", "target", "reference", "documents_target", "dp_normalised_target"]]
    targets = list(dict.fromkeys(shown["target_name"]))
    palette = [GROUP_COLOURS[index % len(GROUP_COLOURS)] for index in range(len(targets))]
    tooltip = [
        altair.Tooltip("word:N", title=text("charts.word", language)),
        altair.Tooltip("log_ratio:Q", format=".2f", title=text("charts.log_ratio", language)),
    ]
    tooltip += [
        altair.Tooltip("g2_two_cell:Q", format=".1f", title="G2"),
        altair.Tooltip("target:Q", title=text("charts.word_here", language)),
    ]
    tooltip += [
        altair.Tooltip("reference:Q", format=",", title=text("charts.word_elsewhere", language)),
        altair.Tooltip("documents_target:Q", title=text("charts.documents", language)),
    ]
    tooltip += [altair.Tooltip("dp_normalised_target:Q", format=".2f", title="DP")]
    chart = altair.Chart(shown).mark_bar().encode(
        x=altair.X("log_ratio:Q", title=text("charts.log_ratio", language), axis=altair.Axis(format=".2~f", tickCount=5)),
        y=altair.Y("word:N", title=None, sort=altair.EncodingSortField("g2_two_cell", order="descending"), axis=altair.Axis(labelLimit=180)),
        color=altair.Color("target_name:N", legend=None, scale=altair.Scale(domain=targets, range=palette)), tooltip=tooltip,
    ).properties(width=250, height=altair.Step(16))  # fmt: skip
    small = chart.facet(facet=altair.Facet("target_name:N", title=None, sort=targets), columns=2).resolve_scale(y="independent")
    words = int(table["target_words"].iloc[0] + table["reference_words"].iloc[0])
    return finished(
        small, heading(text("charts.typical", language), [text("charts.n_words", language, words=whole(words, language))]), language
    )


def prevalence_dots(table: pd.DataFrame, *, themes: Sequence[str], language: str) -> Any:
    """Each theme raw and corrected, with intervals. table: from `corrected_prevalence`."""
    raw = table.drop_duplicates("theme").assign(method="raw", share=lambda frame: frame["raw_share"], low=float("nan"), high=float("nan"))
    shown = pd.concat([raw, table])[["theme", "method", "share", "low", "high", "reviewed_units", "total_units"]]
    shown["method_shown"] = [text(f"charts.method_{method}", language) for method in shown["method"]]
    names = [text(f"charts.method_{method}", language) for method in ("raw", "prediction_powered", "rogan_gladen")]
    y = altair.Y("theme:N", sort=list(themes), title=None, axis=altair.Axis(labelLimit=240))
    offset = altair.YOffset("method_shown:N", sort=names)
    colour = altair.Color("method_shown:N", sort=names, scale=altair.Scale(domain=names, range=list(GROUP_COLOURS[:3])), legend=altair.Legend(title=None, orient="top", labelLimit=300))  # fmt: skip
    base = altair.Chart(shown).encode(y=y, yOffset=offset, color=colour)
    dots = base.mark_point(filled=True, size=80, opacity=1).encode(
        x=altair.X("share:Q", title=text("charts.share_of_units", language), axis=altair.Axis(format=".1~%"), scale=altair.Scale(zero=True)),
        tooltip=[altair.Tooltip("theme:N"), altair.Tooltip("method_shown:N", title=text("charts.method", language)), *(
            altair.Tooltip(f"{name}:Q", format=".2%", title=text(f"charts.{key}", language)) for name, key in (("share", "share_of_units"), ("low", "low"), ("high", "high")))],
    )  # fmt: skip
    chart = altair.layer(base.mark_rule(strokeWidth=2).encode(x="low:Q", x2="high:Q"), dots).properties(
        height=altair.Step(16, **{"for": "offset"}), width=480
    )
    row = table.iloc[0]
    below = text("charts.n_reviewed", language, reviewed=whole(row["reviewed_units"], language), units=whole(row["total_units"], language))
    return finished(chart, heading(text("charts.share_of_units", language), [below]), language)
