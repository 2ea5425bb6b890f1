"""The chart of themes: what it says, what a click gives, and that no passage travels in it."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from qualcode.charts import CLICKED, group_labels, theme_bars
from qualcode.charts.theme_bars import MOST_SIDE_BY_SIDE

THEMES = ("eigen kracht", "van onderop")


def table(*groups: str, second: str = "") -> pd.DataFrame:
    rows = [
        {
            "type": group, "jaar": second, "theme": theme, "units": index, "total_units": 10, "share_of_units": index / 10, "words": 5, "total_words": 12345,
            "share_of_words": 0.1, "per_1000_words": 1.5 * index, "documents": 1, "total_documents": 2,
        }
        for group in groups
        for index, theme in enumerate(THEMES)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def spec(frame: pd.DataFrame, by: tuple[str, ...], **options: Any) -> dict[str, Any]:
    chart = theme_bars(
        frame, measure=options.pop("measure", "per_1000_words"), by=by, themes=THEMES, language=options.pop("language", "nl"), **options
    )
    made: dict[str, Any] = json.loads(chart.to_json())
    return made


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        ((), [""] * 4),
        (("type",), ["interview"] * 2 + ["(geen waarde)"] * 2),
        (("type", "jaar"), ["interview · 2019"] * 2 + ["(geen waarde) · 2019"] * 2),
    ],
    ids=["all together", "one variable", "two variables"],
)
def test_groups_are_called_by_their_values(by: tuple[str, ...], labels: list[str]) -> None:
    assert group_labels(table("interview", "", second="2019"), by, language="nl") == labels


def test_values_have_shown_names() -> None:
    assert group_labels(table("respondent"), ["type"], language="nl", group_names={"respondent": "wie antwoordt"}) == ["wie antwoordt"] * 2


@pytest.mark.parametrize(("language", "words"), [("nl", "12.345 woorden"), ("en", "12,345 words")])
def test_the_denominators_of_each_group_stand_under_the_title(language: str, words: str) -> None:
    lines = spec(table("beleid", "interview"), ("type",), language=language)["title"]["subtitle"]
    assert len(lines) == 2
    assert lines[0].startswith("beleid: n = 10 ")
    assert words in lines[0]


@pytest.mark.parametrize("groups", [1, 2, MOST_SIDE_BY_SIDE, MOST_SIDE_BY_SIDE + 1, 40])
def test_a_click_gives_theme_and_group_however_many_groups_there_are(groups: int) -> None:
    made = spec(table(*(f"g{number}" for number in range(groups))), ("type",))
    (parameter,) = [one for one in made["params"] if one["name"] == CLICKED]
    assert parameter["select"]["fields"] == ["theme", "group"]
    assert ("facet" in made) is (groups > MOST_SIDE_BY_SIDE)


def test_only_counts_travel_in_a_chart() -> None:
    frame = table("beleid")
    frame["text"] = "een passage"
    made = spec(frame, ("type",))
    rows = max(made["datasets"].values(), key=len)
    assert set(rows[0]) == {"theme", "per_1000_words", "documents", "group", "units_shown", "words_shown", "low", "high"}
    assert "een passage" not in json.dumps(made)


def test_colours_of_the_codebook_are_used_where_colour_does_not_tell_groups() -> None:
    made = spec(table("x"), (), colours={"eigen kracht": "#123456"})
    assert made["layer"][0]["encoding"]["color"]["scale"]["range"][0] == "#123456"


@pytest.mark.parametrize("groups", [1, 3, 8])
def test_intervals_are_drawn_where_there_are_ends(groups: int) -> None:
    frame = table(*(f"g{number}" for number in range(groups)))
    frame["per_1000_low"], frame["per_1000_high"] = frame["per_1000_words"] / 2, frame["per_1000_words"] * 2
    made = spec(frame, ("type",))
    layers = made["spec"]["layer"] if "spec" in made else made["layer"]
    assert [layer["mark"]["type"] for layer in layers] == ["bar", "rule"]
    assert layers[1]["encoding"]["x"]["field"] == "low"
    assert max(row["high"] for rows in made["datasets"].values() for row in rows) == 3.0
