"""Numbers that were published or can be worked out by hand; their sources stand beside them and in the docstrings of what is tested."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from qualcode.analysis.dispersion import deviation_of_proportions
from qualcode.analysis.effects import log_ratio, percent_difference
from qualcode.analysis.keyness import g2_four_cell, g2_two_cell, typical_words
from qualcode.analysis.multiple import holm
from qualcode.analysis.permutation import between_clusters, within_clusters
from qualcode.analysis.prevalence import prediction_powered, rogan_gladen, rogan_gladen_interval
from qualcode.analysis.rates import difference_interval, rate_interval

# Gries (2008): a corpus of five parts, "a" 1 to 5 times
FIVE_HITS, FIVE_SIZES = np.array([1.0, 2, 3, 4, 5]), np.array([9.0, 10, 10, 10, 11])


def test_dispersion_of_the_five_part_corpus_is_as_published() -> None:
    found = deviation_of_proportions(FIVE_HITS, FIVE_SIZES)
    assert found.dp == pytest.approx(0.180, abs=5e-4)
    assert found.normalised == pytest.approx(0.2195, abs=5e-5)


@pytest.mark.parametrize(
    ("hits", "sizes", "reason"),
    [([3.0], [10.0], "one_cluster"), ([0.0, 0], [10.0, 10], "no_hits"), ([1.0, 0], [10.0, 0], "one_cluster")],
    ids=["one part", "no hits", "one part with words"],
)
def test_dispersion_is_nan_with_a_reason(hits: list[float], sizes: list[float], reason: str) -> None:
    found = deviation_of_proportions(np.array(hits), np.array(sizes))
    assert math.isnan(found.dp)
    assert found.reason == reason


# Rayson's wizard (two cells), evaluated
TWO_CELL = [((150, 90, 50000, 60000), 28.0913), ((5, 7, 10000, 20000), 0.3620), ((0, 10, 10000, 10000), 13.8629)]


@pytest.mark.parametrize(("counts", "value"), TWO_CELL, ids=str)
def test_two_cell_log_likelihood(counts: tuple[float, ...], value: float) -> None:
    assert g2_two_cell(*counts) == pytest.approx(value, abs=5e-5)


# Dunning (1993), table of bigrams: (AB, A~B, ~AB, ~A~B) and the published value
FOUR_CELL = [
    ((110, 2442, 111, 29114), 270.72), ((29, 13, 123, 31612), 263.90), ((31, 23, 139, 31584), 256.84), ((10, 0, 3, 31764), 167.23),
    ((76, 104, 2476, 29121), 157.21), ((16, 16, 51, 31694), 157.03), ((9, 0, 5, 31763), 146.80), ((16, 0, 865, 30896), 115.02),
]  # fmt: skip


@pytest.mark.parametrize(("counts", "value"), FOUR_CELL, ids=str)
def test_four_cell_log_likelihood_of_dunnings_bigrams(counts: tuple[float, ...], value: float) -> None:
    assert g2_four_cell(*counts) == pytest.approx(value, abs=5e-3)


def test_two_and_four_cells_are_not_the_same_number() -> None:
    assert g2_four_cell(150, 50000 - 150, 90, 60000 - 90) == pytest.approx(28.1528, abs=5e-5)


# Hardie's log ratio; half a hit for none
@pytest.mark.parametrize(
    ("counts", "value"), [((150, 50000, 90, 60000), 1.0), ((5, 10000, 7, 20000), 0.5146), ((0, 10000, 10, 10000), -4.3219)], ids=str
)
def test_log_ratio(counts: tuple[float, ...], value: float) -> None:
    assert log_ratio(*counts) == pytest.approx(value, abs=5e-5)


def test_percent_difference_of_twice_the_rate_is_a_hundred() -> None:
    assert percent_difference(150 / 50000, 90 / 60000) == pytest.approx(100)
    assert math.isnan(percent_difference(0.1, 0))


# Holm (1979): worked by hand; 0.01*4, 0.02*3, then 0.03*2 and 0.04*1 may not fall below 0.06
def test_holm_steps_down_and_never_falls() -> None:
    assert holm(np.array([0.04, 0.01, np.nan, 0.03, 0.02])).tolist() == pytest.approx([0.06, 0.04, np.nan, 0.06, 0.06], nan_ok=True)
    assert holm(np.array([0.9, 0.8])).tolist() == [1.0, 1.0]


def test_the_jackknife_of_equal_parts_is_the_classical_interval_widened() -> None:
    """With equal sizes the rate is a mean, and the sum of squared changes is s^2 / (n - 1): wider than s^2 / n by n / (n - 1)."""
    x = np.array([1.0, 4, 2, 7, 3, 3])
    found = rate_interval(x, np.ones(6))
    half = stats.t.ppf(0.975, 5) * np.sqrt(x.var(ddof=1) / 5)
    assert (found.low, found.high) == pytest.approx((max(0, x.mean() - half), x.mean() + half))


def test_a_difference_adds_the_variances_of_separate_clusters_and_not_of_shared_ones() -> None:
    x, w = np.array([2.0, 5, 3]), np.array([10.0, 12, 9])
    y, v = np.array([1.0, 0, 2]), np.array([8.0, 11, 10])
    apart = difference_interval((x, w), (y, v), (np.arange(3), np.arange(3, 6)))
    first, second = rate_interval(x, w), rate_interval(y, v)
    squares = sum(((part.high - part.value) / stats.t.ppf(0.975, 2)) ** 2 for part in (first, second))
    assert apart.high - apart.value == pytest.approx(stats.t.ppf(0.975, 4) * math.sqrt(squares))
    same = difference_interval((x, w), (x, w), (np.arange(3), np.arange(3)))
    assert (same.value, same.low, same.high) == pytest.approx((0, 0, 0))


def test_the_permutation_p_of_a_small_case_is_that_of_all_arrangements() -> None:
    """Three against three: of 20 deals the seen one and its mirror are the most extreme, so p tends to 2 / 20."""
    hits = np.array([[9.0], [8], [7], [1], [2], [0]])
    test = between_clusters(hits, np.full(6, 100.0), np.array([True] * 3 + [False] * 3), permutations=40_000)
    assert test.p[0] == pytest.approx(0.1, abs=0.01)
    assert (test.arrangements, test.smallest_p) == (20, 0.1)


def test_swaps_within_documents_agree_with_all_signs() -> None:
    """Five documents, all differences on one side: 2 of 32 sign patterns are as extreme."""
    more, less, words = np.full((5, 1), 8.0), np.full((5, 1), 2.0), np.full(5, 100.0)
    test = within_clusters((more, words), (less, words), permutations=40_000)
    assert test.p[0] == pytest.approx(2 / 32, abs=0.01)
    assert test.design == "within"


# Rogan and Gladen (1978): apparent .10 with sensitivity .90, specificity .95 is a true share of .0588
def test_rogan_gladen_by_hand() -> None:
    assert rogan_gladen(0.10, 0.90, 0.95) == pytest.approx(0.05 / 0.85)
    assert math.isnan(rogan_gladen(0.1, 0.5, 0.5))
    found = rogan_gladen_interval((100, 1000), (90, 100), (190, 200))
    variance = (0.1 * 0.9 / 1000 + (0.05 / 0.85) ** 2 * 0.09 / 100 + (1 - 0.05 / 0.85) ** 2 * 0.0475 / 200) / 0.85**2
    assert found.high - found.value == pytest.approx(1.959964 * math.sqrt(variance), rel=1e-5)


def test_prediction_powered_adds_the_mean_error_of_the_sample() -> None:
    """Of 10 units the machine says 4; of the 4 reviewed it missed one: 0.4 + 1/4."""
    machine = np.array([1.0, 1, 0, 0, 1, 0, 0, 1, 0, 0])
    seen = np.array([True, False, True, False, False, True, True, False, False, False])
    person = np.where(seen, [1.0, 0, 1, 0, 0, 0, 0, 0, 0, 0], 0.0)
    found = prediction_powered(machine, np.arange(10), seen, person)
    assert found.value == pytest.approx(0.65)
    assert 0 <= found.low < found.value < found.high <= 1


def test_prediction_powered_interval_is_near_the_published_variance_when_units_are_independent() -> None:
    """Angelopoulos et al. (2023): var(f) / N + var(y - f) / n."""
    random = np.random.default_rng(5)
    truth = (random.random(4000) < 0.2).astype(float)
    machine = np.where(random.random(4000) < 0.15, 1 - truth, truth)
    seen = np.zeros(4000, bool)
    seen[random.choice(4000, 400, replace=False)] = True
    found = prediction_powered(machine, np.arange(4000), seen, np.where(seen, truth, 0))
    half = 1.96 * math.sqrt(machine.var() / 4000 + (truth - machine)[seen].var() / 400)
    assert found.high - found.value == pytest.approx(half, rel=0.06)
    assert found.low < truth.mean() < found.high


@pytest.mark.parametrize(
    ("interval", "reason"),
    [
        (rate_interval(np.array([3.0]), np.array([10.0])), "one_cluster"),
        (rate_interval(np.array([0.0, 0]), np.array([10.0, 5])), "no_hits"),
        (rate_interval(np.array([0.0, 0]), np.array([0.0, 0])), "no_denominator"),
        (rogan_gladen_interval((5, 50), (0, 0), (9, 10)), "no_person_yes"),
        (rogan_gladen_interval((5, 50), (3, 10), (5, 10)), "machine_blind"),
        (prediction_powered(np.ones(3), np.arange(3), np.zeros(3, bool), np.zeros(3)), "no_reviewed"),
        (prediction_powered(np.ones(3), np.arange(3), np.ones(3, bool), np.ones(3)), "no_errors_seen"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_cannot_be_said_is_nan_with_a_reason(interval: object, reason: str) -> None:
    assert getattr(interval, "reason") == reason  # noqa: B009
    assert math.isnan(getattr(interval, "low"))  # noqa: B009


def test_typical_words_carry_the_same_numbers_as_the_formulas() -> None:
    texts = [["zelf", "zelf", "doen"], ["zelf", "wij"], ["de", "gemeente", "doen"], ["de", "raad", "zelf"]]
    table = typical_words(texts, ["a", "b", "a", "b"], np.array([True, True, False, False]), fewest=1).set_index("word")
    row = table.loc["zelf"]
    assert (row["target"], row["target_words"], row["reference"], row["reference_words"]) == (3, 5, 1, 6)
    assert row["g2_two_cell"] == pytest.approx(g2_two_cell(3, 1, 5, 6))
    assert row["log_ratio"] == pytest.approx(log_ratio(3, 5, 1, 6))
    dispersion = deviation_of_proportions(np.array([2.0, 1]), np.array([3.0, 2]))
    assert row["dp_target"] == pytest.approx(dispersion.dp)
    assert pd.isna(table.loc["wij", "percent_difference"])
