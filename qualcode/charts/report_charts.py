"""Charts for paper: no click, no tooltip; every bar with its interval, every title with n and unit. Drawn on this machine."""

from __future__ import annotations

import json
from collections.abc import Sequence

import altair
import pandas as pd
import vl_convert

from qualcode.charts.theme_bars import GROUP_COLOURS, group_labels
from qualcode.texts import text

_WIDTH = 560  # pixels of the plot itself
_STEP = 24
_FONT = "Arial, Liberation Sans, DejaVu Sans, sans-serif"
_SCALE = 2.0  # of a PNG: sharp on paper
_INK, _GREY = "#1b1f24", "#4b5561"
_NUMBERS = {
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""]},
}


def rates_chart(
    table: pd.DataFrame, *, by: Sequence[str], themes: Sequence[str], language: str, title: str, subtitle: str
) -> altair.TopLevelMixin:
    """Units with a theme per 1,000 words as bars with 95 % intervals, one a group.

    table: from `theme_frequencies` with the columns of `by`. title, subtitle: what is shown, n and unit.
    """
    shown = pd.DataFrame({name: table[name] for name in ("theme", "per_1000_words", "per_1000_low", "per_1000_high")})
    shown["group"] = group_labels(table, by, language=language)
    groups = list(dict.fromkeys(shown["group"]))
    y = altair.Y("theme:N", title=None, sort=list(themes), axis=altair.Axis(labelLimit=260, ticks=False, labelColor=_INK))
    offset = altair.YOffset("group:N", sort=groups) if len(groups) > 1 else altair.YOffset()
    colours = [GROUP_COLOURS[index % len(GROUP_COLOURS)] for index in range(len(groups))]
    legend = altair.Legend(title=None, orient="top", columns=3, labelLimit=260) if len(groups) > 1 else None
    colour = altair.Color("group:N", sort=groups, scale=altair.Scale(domain=groups, range=colours), legend=legend)
    base = altair.Chart(shown).encode(y=y) if len(groups) == 1 else altair.Chart(shown).encode(y=y, yOffset=offset)
    bars = base.mark_bar().encode(x=altair.X("per_1000_words:Q", title=text("report.per_1000_words", language)), color=colour)
    interval = base.transform_filter("isValid(datum.per_1000_low)")
    rules = interval.mark_rule(color=_INK, strokeWidth=1.5).encode(x="per_1000_low:Q", x2="per_1000_high:Q")
    return _finished(altair.layer(bars, rules), len(groups) * 16 + 10, title, subtitle, language)


def agreement_chart(
    table: pd.DataFrame, *, measures: Sequence[str], names: Sequence[str], language: str, title: str, subtitle: str
) -> altair.TopLevelMixin:
    """Measures of agreement as points with 95 % intervals, themes below each other.

    table: from `agreement_table`, rows of one group of coders, `code` already as shown. measures, names: which, and what they are called.
    """
    shown = table[table["measure"].isin(measures) & table["value"].notna()][["measure", "code", "value", "low", "high"]].copy()
    shown["name"] = [names[list(measures).index(one)] for one in shown["measure"]]
    codes = list(dict.fromkeys(table["code"]))
    least = min(0.0, float(shown["low"].min()) if shown["low"].notna().any() else 0.0)
    scale = altair.Scale(domain=[least, 1.0], nice=False)
    base = altair.Chart(shown).encode(
        y=altair.Y("code:N", title=None, sort=codes, axis=altair.Axis(labelLimit=260, ticks=False, labelColor=_INK)),
        yOffset=altair.YOffset("name:N", sort=list(names)),
        color=altair.Color(
            "name:N", sort=list(names), scale=altair.Scale(domain=list(names), range=list(GROUP_COLOURS[: len(names)])),
            legend=altair.Legend(title=None, orient="top", labelLimit=260),
        ),
    )  # fmt: skip
    x = altair.X("value:Q", scale=scale, title=text("report.agreement_axis", language))
    points = base.mark_point(filled=True, size=70, opacity=1).encode(x=x, shape=altair.Shape("name:N", sort=list(names), legend=None))
    rules = base.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=1.5).encode(x="low:Q", x2="high:Q")
    return _finished(altair.layer(rules, points), len(names) * 14 + 12, title, subtitle, language)


def drawn(chart: altair.TopLevelMixin) -> tuple[str, bytes, int]:
    """A chart as SVG, as PNG at twice the size, and its width in pixels on a screen. Nothing is fetched."""
    version = ".".join(altair.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    specification = json.dumps(chart.to_dict(), allow_nan=False)
    svg = vl_convert.vegalite_to_svg(specification, vl_version=version, allowed_base_urls=[])
    png = vl_convert.vegalite_to_png(specification, vl_version=version, scale=_SCALE, allowed_base_urls=[])
    return svg, png, int.from_bytes(png[16:20], "big") // int(_SCALE)


def _finished(chart: altair.LayerChart | altair.FacetChart, step: int, title: str, subtitle: str, language: str) -> altair.TopLevelMixin:
    heading = altair.TitleParams(
        text=title, subtitle=subtitle, anchor="start", offset=10, color=_INK, subtitleColor=_GREY, fontSize=15, subtitleFontSize=12
    )
    return (
        chart.properties(width=_WIDTH, height=altair.Step(step, **{"for": "position"}), title=heading)
        .configure(locale={"number": _NUMBERS[language]}, background="#ffffff", font=_FONT)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=12, titleFontSize=12, labelColor=_INK, titleColor=_GREY, gridColor="#e6e9ec")
    )
