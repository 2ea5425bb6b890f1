"""Agreement against published worked examples."""

from __future__ import annotations

import math

import pytest

from qualcode.analysis.agreement import cohen_kappa, krippendorff_alpha
from qualcode.errors import AnalysisError


def test_alpha_equals_krippendorffs_worked_example() -> None:
    # Krippendorff (2011), example C: four observers, twelve units; "." is missing
    rows = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    units = [[None if row[at] == "." else row[at] for row in rows] for at in range(12)]
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_kappa_equals_the_published_value_of_a_table() -> None:
    # Gwet's cont3x3abstractors: 13 0 0 / 0 20 7 / 0 4 56, Cohen's kappa .7964094
    cells = {(0, 0): 13, (1, 1): 20, (1, 2): 7, (2, 1): 4, (2, 2): 56}
    pairs = [pair for pair, count in cells.items() for _ in range(count)]
    assert cohen_kappa([one for one, _ in pairs], [other for _, other in pairs]) == pytest.approx(0.7964094, abs=1e-7)


def test_perfect_agreement_is_one_and_chance_is_zero() -> None:
    assert cohen_kappa([0, 1, 0, 1], [0, 1, 0, 1]) == 1
    assert cohen_kappa([0, 0, 1, 1], [0, 1, 0, 1]) == 0
    assert krippendorff_alpha([[0, 0], [1, 1]]) == 1


def test_agreement_is_undefined_when_nothing_varies() -> None:
    assert math.isnan(cohen_kappa([1, 1], [1, 1]))
    assert math.isnan(krippendorff_alpha([[1, 1], [1, 1]]))
    assert math.isnan(krippendorff_alpha([[1, None], [None, 2]]))


def test_coders_of_different_units_are_refused() -> None:
    with pytest.raises(AnalysisError, match="2 and 3 values"):
        cohen_kappa([1, 2], [1, 2, 3])
