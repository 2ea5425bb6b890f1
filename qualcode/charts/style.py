"""What all charts share: colours, numbers as people write them, what the groups are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair
import pandas as pd

from qualcode.texts import text

# Okabe and Ito (2008): told apart by colour-blind readers; black and yellow left out, since they vanish on dark and light screens
GROUP_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8C8C8C", "#7A4E9F")
CLICKED = "passages"  # name of the selection that a click makes
GREY = "#7A828A"  # readable on white and on dark
RAMP: Any = (
    "viridis"  # from few to many: even steps of light, safe for colour-blind readers and in grey print (van der Walt and Smith 2015)
)
NUMBERS: dict[str, dict[str, Any]] = {
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


def whole(number: float, language: str) -> str:
    """A whole number with the thousands marked as in the language."""
    return f"{int(number):,}".replace(",", str(NUMBERS[language]["thousands"]))


def number_format(measure: str) -> str:
    """How the axis of a measure is written."""
    return ".1~%" if measure.startswith("share") else ",.2~f"


def heading(words: str, below: Sequence[str] = ()) -> altair.TitleParams:
    """A chart's title with what it counts under it."""
    return altair.TitleParams(text=words, subtitle=list(below), subtitleColor=GREY, subtitleFontSize=12, anchor="start", offset=12)


def finished(chart: Any, title: altair.TitleParams, language: str) -> Any:
    """The chart with its title and the numbers of the language."""
    return chart.properties(title=title).configure(locale={"number": NUMBERS[language]})


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Documents without the folders that all of them share."""
    parts = [name.split("/") for name in names]
    shared = 0
    while parts and all(len(one) > shared + 1 and one[shared] == parts[0][shared] for one in parts):
        shared += 1
    return {name: "/".join(one[shared:]) for name, one in zip(names, parts, strict=True)}


def counted(table: pd.DataFrame, language: str) -> str:
    """'n = units, words, documents' of all rows of a frequency table together; each group counts once."""
    groups = table.drop_duplicates([name for name in table.columns if name in ("group", "year")] or ["total_units", "total_words"])
    counts = {name: whole(groups[f"total_{name}"].sum(), language) for name in ("units", "words", "documents")}
    return text("charts.denominators", language, **counts)
