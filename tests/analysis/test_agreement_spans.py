"""Agreement on where codes stand, against Krippendorff's example, and its properties."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.agreement import Resampling, Stretch, alpha_u, estimate_all, span_agreement_table, stretches_from_rows
from qualcode.errors import AnalysisError

# Krippendorff (2019), Content Analysis, 4th ed., fig. 12.11: a continuum of 60, sections as (first, last, value)
FIGURE = {
    "Alex": [(1, 7, 1), (8, 13, 2), (31, 32, 5), (33, 37, 6), (38, 44, 6), (45, 60, 7)],
    "Paul": [(1, 7, 1), (8, 13, 3), (14, 21, 5), (33, 44, 6)],
    "Suzan": [(1, 7, 1), (8, 13, 4), (14, 21, 5), (33, 37, 6), (38, 41, 6), (42, 44, 6)],
}


def figure() -> Stretch:
    return Stretch(0, 0, 60, tuple([(first - 1, last, value) for first, last, value in sections] for sections in FIGURE.values()))


def value_of(stretches: list[Stretch], *, binary: bool = False) -> float:
    return estimate_all([alpha_u(stretches, binary=binary)], Resampling(1, 0))[0].value


def test_alpha_u_equals_krippendorffs_worked_example() -> None:
    """Source: Krippendorff (2019), fig. 12.11: .510 nominal and .413 binary; R's quallmer gives .50998 and .41360.

    Plain alpha on characters would give .4975 and .3986, and squared lengths of gaps .5251: both errors fail here.
    """
    assert value_of([figure()]) == pytest.approx(0.50998, abs=5e-6)
    assert value_of([figure()], binary=True) == pytest.approx(0.41360, abs=5e-6)


spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12), st.sampled_from("abc")).map(lambda one: (one[0], one[0] + one[1], one[2])), max_size=6
)


@given(spans, spans, spans)
def test_the_order_of_coders_and_of_spans_does_not_matter(first: list, second: list, third: list) -> None:  # type: ignore[type-arg]
    here = value_of([Stretch(0, 0, 60, (first, second, third))])
    there = value_of([Stretch(0, 0, 60, (third[::-1], first[::-1], second))])
    assert here == pytest.approx(there, nan_ok=True)
    assert math.isnan(here) or here <= 1 + 1e-12


@given(spans.filter(bool))
def test_the_same_spans_are_perfect_agreement(given_spans: list) -> None:  # type: ignore[type-arg]
    assert value_of([Stretch(0, 0, 60, (given_spans, given_spans[::-1]))]) == pytest.approx(1)


def test_overlapping_codes_are_a_set_and_code_names_do_not_matter() -> None:
    one = [(0, 10, "a"), (5, 15, "b")]
    renamed = [(start, end, {"a": "z", "b": "q"}[code]) for start, end, code in one]
    other = [(0, 12, "a")]
    renamed_other = [(0, 12, "z")]
    assert value_of([Stretch(0, 0, 30, (one, other))]) == pytest.approx(value_of([Stretch(0, 0, 30, (renamed, renamed_other))]))
    assert value_of([Stretch(0, 0, 30, (one, other))]) < 1


def test_two_documents_are_one_continuum_and_give_an_interval() -> None:
    table = span_agreement_table([figure(), Stretch(1, 0, 60, figure().spans)], list(FIGURE), Resampling(2, 100))
    assert set(table["n"]) == {120}
    assert table["low"].notna().all()


@pytest.mark.parametrize(
    ("stretches", "reason"),
    [
        ([Stretch(0, 0, 60, ([], []))], "agreement.no_spans"),
        ([Stretch(0, 0, 60, ([(0, 60, "a")], [(0, 60, "a")]))], "agreement.no_variation"),
        ([], "agreement.no_text"),
    ],
    ids=["nothing marked", "all marked alike", "no text"],
)
def test_what_is_undefined_has_a_reason(stretches: list[Stretch], reason: str) -> None:
    found = estimate_all([alpha_u(stretches)], Resampling(1, 10))[0]
    assert math.isnan(found.value)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("row", "length", "part"),
    [
        ({"coder": "x", "start": "5", "end": "5", "value": "a"}, None, "start below the end"),
        ({"coder": "x", "start": "b", "end": "5", "value": "a"}, None, "whole numbers"),
        ({"coder": "x", "start": "0", "end": "90", "value": "a"}, 60, "ends at 90"),
    ],
    ids=["empty", "no number", "too long"],
)
def test_a_span_that_cannot_be_is_refused(row: dict[str, str], length: int | None, part: str) -> None:
    with pytest.raises(AnalysisError, match=part):
        stretches_from_rows([row, {"coder": "y", "start": "0", "end": "9", "value": "a"}], length=length)
