"""Frequencies of themes and the laying of spans on units."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis import code_units, theme_frequencies
from qualcode.errors import AnalysisError
from qualcode.model import carries

SPAN_COLUMNS = ["document_id", "start", "end", "code", "theme", "stance", "coder"]


def units_of(*rows: tuple[str, int, int, int, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["document_id", "start", "end", "words", "type"])


def spans_of(*rows: tuple[str, int, int, str | None]) -> pd.DataFrame:
    return pd.DataFrame([(d, s, e, c, c, "", "x") for d, s, e, c in rows], columns=SPAN_COLUMNS)


UNITS = units_of(("a", 0, 100, 20, "interview"), ("a", 102, 300, 40, "interview"), ("b", 0, 50, 10, "beleid"), ("b", 52, 60, 2, "beleid"))


def test_a_span_counts_for_the_units_that_it_overlaps_by_half_of_the_shorter() -> None:
    coded = code_units(UNITS, spans_of(("a", 10, 20, "E"), ("a", 90, 110, "O"), ("a", 90, 130, "V"), ("b", 0, 60, "W")))
    assert sorted(zip(coded["unit"], coded["code"], strict=True)) == [(0, "E"), (0, "O"), (1, "V"), (2, "W"), (3, "W")]


def test_seen_nothing_here_gives_no_code() -> None:
    assert code_units(UNITS, spans_of(("a", 0, 100, None))).empty


def test_a_code_given_twice_in_a_unit_counts_once() -> None:
    coded = code_units(UNITS, spans_of(("a", 0, 10, "E"), ("a", 20, 30, "E")))
    table = theme_frequencies(UNITS, coded, ["E"])
    assert table["units"].tolist() == [1]


def test_frequencies_by_group_have_their_denominators() -> None:
    coded = code_units(UNITS, spans_of(("a", 0, 100, "E"), ("b", 0, 50, "E"), ("b", 0, 50, "O")))
    table = theme_frequencies(UNITS, coded, ["E", "O"], by=["type"]).set_index(["type", "theme"])
    row = table.loc[("interview", "E")]
    assert (row["units"], row["total_units"], row["words"], row["total_words"], row["documents"]) == (1, 2, 20, 60, 1)
    assert row["share_of_units"] == 0.5
    assert row["per_1000_words"] == pytest.approx(1000 / 60)
    assert table.loc[("interview", "O"), "units"] == 0
    assert table.loc[("beleid", "O"), "share_of_units"] == 0.5


def test_units_without_a_value_form_a_group_of_their_own() -> None:
    units = UNITS.assign(year=["2015", None, "2015", None])
    table = theme_frequencies(units, code_units(units, spans_of()), ["E"], by=["year"])
    assert table["year"].tolist() == ["", "2015"]
    assert table["total_units"].sum() == len(units)


def test_an_unknown_variable_is_named() -> None:
    with pytest.raises(AnalysisError, match="'partij'"):
        theme_frequencies(UNITS, code_units(UNITS, spans_of()), ["E"], by=["partij"])


spans = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 320), st.integers(1, 80), st.sampled_from(["E", "O"])).map(
        lambda row: (row[0], row[1], row[1] + row[2], row[3])
    ),
    max_size=12,
)


@given(spans)
def test_laying_spans_agrees_with_asking_every_pair(rows: list[tuple[str, int, int, str]]) -> None:
    coded = code_units(UNITS, spans_of(*rows))
    expected = {
        (index, code)
        for index, document, start, end in UNITS[["document_id", "start", "end"]].itertuples()
        for span_document, span_start, span_end, code in rows
        if document == span_document and carries(start, end, span_start, span_end)
    }
    assert set(zip(coded["unit"], coded["code"], strict=True)) == expected


@given(spans)
def test_counts_add_up_over_any_grouping(rows: list[tuple[str, int, int, str]]) -> None:
    coded = code_units(UNITS, spans_of(*rows))
    whole = theme_frequencies(UNITS, coded, ["E", "O"]).set_index("theme")
    parts = theme_frequencies(UNITS, coded, ["E", "O"], by=["type"])
    for theme, group in parts.groupby("theme"):
        for column in ("units", "total_units", "words", "total_words", "documents"):
            assert group[column].sum() == whole.loc[theme, column]
