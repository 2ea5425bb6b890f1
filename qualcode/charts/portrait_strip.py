"""A document as strips: where each theme stands, from beginning to end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair
import pandas as pd

from qualcode.charts.style import RAMP, finished, heading, short_names, whole
from qualcode.texts import text

MOST_DOCUMENTS = 12


def portrait_strip(table: pd.DataFrame, *, themes: Sequence[str], language: str) -> Any:
    """A strip a theme under each document, darker where more of the words carry the theme. table: from `document_portrait`; the first documents are drawn."""
    names = list(dict.fromkeys(table["document"]))
    drawn = names[:MOST_DOCUMENTS]
    # the last piece stays, also when empty, so that the axis runs to the end of the document
    full = (table["share_of_words"] > 0) | (table["part"] == table["parts"])
    shown = table.loc[table["document"].isin(drawn) & full, ["document", "theme", "from_word", "to_word", "units", "share_of_words"]]
    sizes = table[table["document"].isin(drawn)].drop_duplicates("document").set_index("document")["total_words"]
    short = short_names(drawn)
    title_of = {name: f"{short[name]} ({whole(sizes[name], language)})" for name in drawn}
    shown = shown.assign(document=[title_of[name] for name in shown["document"]])
    titles = list(title_of.values())
    chart = altair.Chart(shown).mark_rect().encode(
        x=altair.X("from_word:Q", title=text("charts.words_from_start", language), axis=altair.Axis(format=",d", tickCount=6), scale=altair.Scale(nice=False, domainMin=0)),
        x2="to_word:Q",
        y=altair.Y("theme:N", sort=list(themes), title=None, scale=altair.Scale(domain=list(themes)), axis=altair.Axis(labelLimit=200, ticks=False, labelOverlap=False)),
        color=altair.Color("share_of_words:Q", scale=altair.Scale(scheme=RAMP, reverse=True, domain=[0, 1]), legend=altair.Legend(title=text("charts.share_of_words", language), format=".0%", orient="top")),
        opacity=altair.condition("datum.share_of_words > 0", altair.value(1), altair.value(0)),
        tooltip=[
            altair.Tooltip("document:N", title=text("charts.document", language)), altair.Tooltip("theme:N", title=text("charts.theme", language)),
            altair.Tooltip("from_word:Q", format=",.0f", title=text("charts.words_from_start", language)),
            altair.Tooltip("share_of_words:Q", format=".1%", title=text("charts.share_of_words", language)),
            altair.Tooltip("units:Q", title=text("charts.units_with", language)),
        ],
    ).properties(width=680, height=altair.Step(18))  # fmt: skip
    strips = chart.facet(row=altair.Row("document:N", title=None, sort=titles, header=altair.Header(labelAngle=0, labelAlign="left", labelOrient="top", labelAnchor="start", labelLimit=500))).resolve_scale(x="independent")  # fmt: skip
    below = [text("charts.first_rows", language, shown=len(drawn), rows=len(names))] if len(drawn) < len(names) else []
    return finished(strips, heading(text("charts.portrait", language), below), language)
