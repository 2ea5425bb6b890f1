"""Measures of agreement against published worked examples, against other libraries on random data, and their properties."""

from __future__ import annotations

import math
import random
from collections.abc import Hashable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import binary_distance, interval_distance, jaccard_distance
from statsmodels.stats.inter_rater import aggregate_raters
from statsmodels.stats.inter_rater import cohens_kappa as statsmodels_cohen
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss

from qualcode.analysis.agreement import Ratings, Resampling, agreement_table, cohen_kappa, estimate_all, krippendorff_alpha, masi_distance
from qualcode.analysis.agreement.alpha import alpha
from qualcode.analysis.agreement.kappa import brennan_prediger, cohen, conger, fleiss, gwet_ac1, scott
from qualcode.analysis.agreement.observed import negative_agreement, percent_agreement, positive_agreement, prevalence
from qualcode.errors import AnalysisError

MEASURES = {
    "percent_agreement": percent_agreement,
    "cohen_kappa": cohen,
    "scott_pi": scott,
    "fleiss_kappa": fleiss,
    "conger_kappa": conger,
    "brennan_prediger": brennan_prediger,
    "gwet_ac1": gwet_ac1,
    "krippendorff_alpha_nominal": alpha,
}


def units_of(rows: Sequence[str]) -> list[list[float | None]]:
    """One row a coder, '-' where none was given, turned to one row a unit."""
    coders = [[None if value == "-" else float(value) for value in row.split()] for row in rows]
    return [list(unit) for unit in zip(*coders, strict=True)]


def value_of(name: str, ratings: Ratings) -> float:
    return estimate_all([MEASURES[name](ratings)], Resampling(1, 0))[0].value


def of_table(cells: dict[tuple[int, int], int]) -> Ratings:
    return Ratings.of([pair for pair, count in cells.items() for _ in range(count)])


# Krippendorff (2011), Computing Krippendorff's alpha-reliability, examples C and D: four observers, twelve units
KRIPPENDORFF = ("1 2 3 3 2 1 4 1 2 - - -", "1 2 3 3 2 2 4 1 2 5 - 3", "- 3 3 3 2 3 4 2 2 5 1 -", "1 2 3 3 2 4 4 1 2 5 1 -")
# Gwet (2014), data set cac.raw4raters of R's irrCAC: the same but for the last unit, which the third rater rated instead of the second
GWET = ("1 2 3 3 2 1 4 1 2 - - -", "1 2 3 3 2 2 4 1 2 5 - -", "- 3 3 3 2 3 4 2 2 5 1 3", "1 2 3 3 2 4 4 1 2 5 1 -")
# Gwet, cont3x3abstractors of irrCAC's vignette
ABSTRACTORS = {(1, 1): 13, (2, 2): 20, (2, 3): 7, (3, 2): 4, (3, 3): 56}
# Fleiss (1971), Psychol. Bull. 76; the table of ten subjects, fourteen raters and five categories of the textbooks
FLEISS = (
    (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
)  # fmt: skip
SETS = [
    [frozenset("a"), frozenset("a")],
    [frozenset("ab"), frozenset("a")],
    [frozenset("b"), frozenset("c")],
    [frozenset("bc"), frozenset("bc")],
]


@pytest.mark.parametrize(
    ("level", "published"),
    [("nominal", 0.7434), ("ordinal", 0.8154), ("interval", 0.8491), ("ratio", 0.7974)],
    ids=lambda value: str(value),
)
def test_alpha_equals_krippendorffs_worked_example(level: str, published: float) -> None:
    """Source: Krippendorff (2011), section D and E."""
    assert krippendorff_alpha(units_of(KRIPPENDORFF), level) == pytest.approx(published, abs=5e-5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("measure", "published"),
    [
        ("percent_agreement", 0.81818), ("gwet_ac1", 0.77544), ("fleiss_kappa", 0.76117), ("conger_kappa", 0.76282), ("brennan_prediger", 0.77273),
        ("krippendorff_alpha_nominal", 0.74342),
    ],
)  # fmt: skip
def test_measures_of_four_raters_with_gaps_equal_gwets(measure: str, published: float) -> None:
    """Source: Gwet (2014), Handbook of Inter-Rater Reliability, data set cac.raw4raters; values of R's irrCAC 1.0."""
    assert value_of(measure, Ratings.of(units_of(GWET))) == pytest.approx(published, abs=5e-6)


@pytest.mark.parametrize(
    ("measure", "published"),
    [
        ("percent_agreement", 0.89), ("cohen_kappa", 0.7964094), ("scott_pi", 0.7962397), ("gwet_ac1", 0.8493305), ("brennan_prediger", 0.835),
        ("krippendorff_alpha_nominal", 0.7972585), ("conger_kappa", 0.7964094), ("fleiss_kappa", 0.7962397),
    ],
)  # fmt: skip
def test_measures_of_a_table_of_two_abstractors_equal_gwets(measure: str, published: float) -> None:
    """Source: Gwet, cont3x3abstractors, vignette of irrCAC; Conger's is Cohen's for two, Fleiss' is Scott's."""
    assert value_of(measure, of_table(ABSTRACTORS)) == pytest.approx(published, abs=5e-8)


def test_fleiss_kappa_equals_the_published_value() -> None:
    """Source: Fleiss' table of 10 subjects and 14 raters: kappa .20993."""
    units = [[category for category, count in enumerate(row) for _ in range(count)] for row in FLEISS]
    assert value_of("fleiss_kappa", Ratings.of(units)) == pytest.approx(0.20993, abs=5e-6)


def test_alpha_of_sets_weighs_how_much_of_them_is_shared() -> None:
    """Values of nltk 3.10 with Passonneau's (2006) distance and with Jaccard's; MASI of {1,2}/{1,2,3,4} is 2/3, of {1,2}/{2,3} is 8/9."""
    assert krippendorff_alpha(SETS, "masi") == pytest.approx(0.4473684, abs=5e-8)
    assert krippendorff_alpha(SETS, "jaccard") == pytest.approx(0.4568966, abs=5e-8)
    assert masi_distance(frozenset({1, 2}), frozenset({1, 2, 3, 4})) == pytest.approx(2 / 3)
    assert masi_distance(frozenset({1, 2}), frozenset({2, 3})) == pytest.approx(8 / 9)
    assert masi_distance(frozenset(), frozenset()) == 0


def test_specific_agreement_is_that_of_cicchetti_and_feinstein() -> None:
    """2a / (2a + b + c) and 2d / (2d + b + c). Source: Cicchetti & Feinstein (1990), J. Clin. Epidemiol. 43, 551-558."""
    ratings = Ratings.of([pair for pair, count in {(1, 1): 40, (1, 0): 9, (0, 1): 6, (0, 0): 45}.items() for _ in range(count)])
    yes, no, share = (
        one.value for one in estimate_all([f(ratings) for f in (positive_agreement, negative_agreement, prevalence)], Resampling(1, 0))
    )
    assert yes == pytest.approx(80 / 95)
    assert no == pytest.approx(90 / 105)
    assert share == pytest.approx(95 / 200)


# --- other libraries as oracles --------------------------------------------------------------------------------


def random_units(seed: int, *, coders: int, values: int, missing: float = 0.0) -> list[list[int | None]]:
    generator = random.Random(seed)
    units: list[list[int | None]] = []
    for _ in range(40):
        truth = generator.randrange(values)
        row: list[int | None] = [truth if generator.random() < 0.6 else generator.randrange(values) for _ in range(coders)]
        units.append([None if generator.random() < missing else value for value in row])
    return units


def nltk_alpha(units: Sequence[Sequence[Hashable | None]], distance: object) -> float:
    data = [(str(coder), str(unit), value) for unit, row in enumerate(units) for coder, value in enumerate(row) if value is not None]
    kept = {unit for unit in {one[1] for one in data} if sum(one[1] == unit for one in data) > 1}
    return float(AnnotationTask([one for one in data if one[1] in kept], distance=distance).alpha())


@pytest.mark.parametrize("seed", range(5))
def test_alpha_equals_nltks_on_random_data(seed: int) -> None:
    units = random_units(seed, coders=3, values=4)
    assert krippendorff_alpha(units) == pytest.approx(nltk_alpha(units, binary_distance))
    assert krippendorff_alpha(units, "interval") == pytest.approx(nltk_alpha(units, interval_distance))
    generator = random.Random(seed)
    sets = [[frozenset(generator.sample("abcd", generator.randint(1, 3))) for _ in range(3)] for _ in range(30)]
    assert krippendorff_alpha(sets, "jaccard") == pytest.approx(nltk_alpha(sets, jaccard_distance))
    assert krippendorff_alpha(sets, "masi") == pytest.approx(nltk_alpha(sets, masi_distance))


@pytest.mark.parametrize("seed", range(5))
def test_kappas_equal_statsmodels_on_random_data(seed: int) -> None:
    two = random_units(seed, coders=2, values=3)
    table = np.zeros((3, 3))
    for first, second in two:
        table[first, second] += 1
    assert cohen_kappa([one for one, _ in two], [other for _, other in two]) == pytest.approx(
        statsmodels_cohen(table, return_results=False)
    )
    many = random_units(seed, coders=5, values=3)
    counts, _ = aggregate_raters(np.array(many), n_cat=3)
    assert value_of("fleiss_kappa", Ratings.of(many)) == pytest.approx(statsmodels_fleiss(counts))


# --- properties ------------------------------------------------------------------------------------------------

some_units = st.integers(2, 4).flatmap(
    lambda coders: st.lists(st.lists(st.sampled_from([0, 1, 2, None]), min_size=coders, max_size=coders), min_size=1, max_size=25)
)


def all_values(units: Sequence[Sequence[Hashable | None]]) -> dict[str, float]:
    ratings = Ratings.of(units)
    return {one.measure: one.value for one in estimate_all([build(ratings) for build in MEASURES.values()], Resampling(1, 0))}


@given(some_units, st.randoms(use_true_random=False))
def test_the_order_of_coders_and_of_units_does_not_matter(units: list[list[int | None]], chance: random.Random) -> None:
    order = list(range(len(units[0])))
    chance.shuffle(order)
    shuffled = [[unit[at] for at in order] for unit in units]
    chance.shuffle(shuffled)
    assert all_values(shuffled) == pytest.approx(all_values(units), nan_ok=True)


@given(some_units)
def test_what_values_are_called_does_not_matter(units: list[list[int | None]]) -> None:
    names = {0: "zeven", 1: "aap", 2: "noot", None: None}
    assert all_values([[names[value] for value in unit] for unit in units]) == pytest.approx(all_values(units), nan_ok=True)


@given(some_units)
def test_no_measure_exceeds_one_and_shares_stay_between_0_and_1(units: list[list[int | None]]) -> None:
    for name, value in all_values(units).items():
        assert math.isnan(value) or value <= 1 + 1e-12
        if name == "percent_agreement":
            assert math.isnan(value) or value >= 0


@given(st.lists(st.integers(0, 2), min_size=2, max_size=30).filter(lambda values: len(set(values)) > 1), st.integers(2, 4))
def test_perfect_agreement_is_one(values: list[int], coders: int) -> None:
    found = all_values([[value] * coders for value in values])
    assert {name for name, value in found.items() if value != pytest.approx(1)} <= ({"cohen_kappa", "scott_pi"} if coders > 2 else set())


def test_chance_agreement_is_about_zero() -> None:
    generator = np.random.default_rng(7)
    found = all_values(generator.integers(0, 2, (20_000, 2)).tolist())
    assert all(abs(value) < 0.03 for name, value in found.items() if name != "percent_agreement")


def test_a_rare_code_pulls_kappa_down_and_leaves_ac1() -> None:
    """The paradox of Feinstein & Cicchetti (1990): 2 coders agree on 95 of 100 units, of which a code is on 5."""
    found = all_values([(0, 0)] * 93 + [(0, 1)] * 3 + [(1, 0)] * 2 + [(1, 1)] * 2)
    assert found["percent_agreement"] == pytest.approx(0.95)
    assert found["cohen_kappa"] < 0.45
    assert found["gwet_ac1"] > 0.94


# --- undefined -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "reasons"),
    [
        ([[1, 1], [1, 1]], {"agreement.no_variation"}),
        ([[1, None], [None, 2]], {"agreement.no_pairs"}),
        ([], {"agreement.no_pairs"}),
        ([[1, 2, 1], [2, 2, 1]], {"agreement.two_coders"}),
    ],
    ids=["nothing varies", "nothing shared", "no units", "three coders"],
)
def test_what_is_undefined_has_a_reason_and_no_number(units: list[list[int | None]], reasons: set[str]) -> None:
    ratings = Ratings.of(units, coders=("x", "y", "z")[: len(units[0]) if units else 2])
    table = agreement_table(ratings, "nominal", Resampling(ratings.cluster_count, 50))
    undefined = table[table["value"].isna()]
    assert set(undefined["reason"]) == reasons
    assert len(undefined) > 0
    assert undefined[["low", "high"]].isna().all(axis=None)


def test_kappa_and_alpha_of_bare_lists_are_undefined_when_nothing_varies() -> None:
    assert math.isnan(cohen_kappa([1, 1], [1, 1]))
    assert math.isnan(cohen_kappa([], []))
    assert math.isnan(krippendorff_alpha([[1, 1], [1, 1]]))
    assert math.isnan(krippendorff_alpha([[1, None], [None, 2]]))


def test_coders_of_different_units_are_refused() -> None:
    with pytest.raises(AnalysisError, match="2 and 3 values"):
        cohen_kappa([1, 2], [1, 2, 3])
    with pytest.raises(AnalysisError, match="different numbers of values"):
        Ratings.of([[1, 2], [1, 2, 3]])


def test_a_ratio_below_zero_is_refused() -> None:
    with pytest.raises(AnalysisError, match="starts at 0"):
        krippendorff_alpha([[1.0, -2.0], [3.0, 3.0]], "ratio")


# --- intervals -------------------------------------------------------------------------------------------------


def test_an_interval_is_the_same_for_the_same_seed_and_holds_the_value() -> None:
    units = random_units(3, coders=2, values=2)
    ratings = Ratings.of(units, clusters=[number // 4 for number in range(len(units))])
    tables = [agreement_table(ratings, "nominal", Resampling(ratings.cluster_count, 500, seed)) for seed in (1, 1, 2)]
    assert tables[0].equals(tables[1])
    assert not tables[0]["low"].equals(tables[2]["low"])
    assert (tables[0]["low"] <= tables[0]["value"]).all()
    assert (tables[0]["value"] <= tables[0]["high"]).all()


def test_documents_that_are_alike_within_make_a_wider_interval_than_units() -> None:
    """Units of a document are no independent draws: half of the documents agree wholly, half not at all."""
    units = [(0, 1) if document % 2 else (document % 4 // 2,) * 2 for document in range(20) for _ in range(10)]
    by_document = Ratings.of(units, clusters=[number // 10 for number in range(200)])
    by_unit = Ratings.of(units)
    widths = []
    for ratings in (by_document, by_unit):
        found = estimate_all([percent_agreement(ratings)], Resampling(ratings.cluster_count, 1000))[0]
        widths.append(found.high - found.low)
    assert widths[0] > 2.5 * widths[1]


def test_one_document_has_a_value_and_no_interval() -> None:
    ratings = Ratings.of([(0, 0), (1, 1), (0, 1)], clusters=["een"] * 3)
    row = estimate_all([cohen(ratings)], Resampling(1, 100))[0]
    assert row.value == pytest.approx(0.4)
    assert math.isnan(row.low)
    assert row.reason == "agreement.one_document"


def test_a_bootstrap_draw_equals_the_measure_on_the_drawn_documents() -> None:
    """The shortcut over sums gives what the slow way gives: units repeated as often as their document was drawn."""
    units = random_units(5, coders=3, values=3, missing=0.15)
    clusters = [number % 7 for number in range(len(units))]
    ratings = Ratings.of(units, clusters=clusters)
    resampling = Resampling(7, 20, 9)
    for build in (
        percent_agreement,
        fleiss,
        conger,
        gwet_ac1,
        brennan_prediger,
        alpha,
        lambda r: alpha(r, "ordinal"),
        lambda r: alpha(r, "interval"),
    ):
        measure = build(ratings)
        fast = measure.value(resampling.resampled(measure.sums))
        for draw, weights in enumerate(resampling.weights):
            drawn = [unit for unit, cluster in zip(units, clusters, strict=True) for _ in range(int(weights[cluster]))]
            slow = build(Ratings.of(drawn, values=(0, 1, 2)))
            assert fast[draw] == pytest.approx(float(slow.value(slow.sums.sum(axis=0))))
