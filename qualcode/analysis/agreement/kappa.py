"""Measures of the kappa kind: (observed - expected) / (1 - expected), which differ only in what they expect of chance.

All of them take ratings with missing values as Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., ch. 2 and 5, does: observed agreement over units of two
coders or more, the share of a value over all units that anybody coded. NaN when chance agreement is total (expected = 1), or no unit has two coders.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from qualcode.analysis.agreement.estimates import Measure
from qualcode.analysis.agreement.observed import agreeing, pairable_units
from qualcode.analysis.agreement.ratings import Ratings
from qualcode.errors import AnalysisError

_TINY = 1e-12  # of an expected agreement below 1: rounding


def cohen(ratings: Ratings) -> Measure:
    """Cohen's kappa of two coders: each with margins of their own. Source: Cohen (1960), Educ. Psychol. Meas. 20, 37-46. NaN for more coders."""
    return _of_two(ratings, "cohen_kappa", lambda first, second: (first * second).sum(axis=-1))


def scott(ratings: Ratings) -> Measure:
    """Scott's pi of two coders: one margin for both. Source: Scott (1955), Public Opin. Q. 19, 321-325. NaN for more coders."""
    return _of_two(ratings, "scott_pi", lambda first, second: (((first + second) / 2) ** 2).sum(axis=-1))


def fleiss(ratings: Ratings) -> Measure:
    """Fleiss' kappa of any number of coders. Sources: Fleiss (1971), Psychol. Bull. 76, 378-382; with missing values Gwet (2014)."""
    return _of_shares(ratings, "fleiss_kappa", lambda share: (share**2).sum(axis=-1))


def gwet_ac1(ratings: Ratings) -> Measure:
    """Gwet's AC1: chance as coders who guess on hard units only, so that a rare code does not pull it down.

    Source: Gwet (2008), Br. J. Math. Stat. Psychol. 61, 29-48. NaN when only one value can be given.
    """
    others = len(ratings.values) - 1
    if others < 1:
        return _undefined(ratings, "gwet_ac1")
    return _of_shares(ratings, "gwet_ac1", lambda share: (share * (1 - share)).sum(axis=-1) / others)


def conger(ratings: Ratings) -> Measure:
    """Conger's kappa: Cohen's for any number of coders. Sources: Conger (1980), Psychol. Bull. 88, 322-328; with missing values Gwet (2014)."""
    coders, values = len(ratings.coders), len(ratings.values)
    given = ratings.given[:, :, None] == np.arange(values)
    sums = np.concatenate([ratings.per_cluster(agreeing(ratings)), ratings.per_cluster(given)], axis=1)

    def value(sums: np.ndarray) -> np.ndarray:
        counts = sums[..., 2:].reshape(*sums.shape[:-1], coders, values)
        total = counts.sum(axis=-1, keepdims=True)
        shares = np.where(total > 0, counts / total, np.nan)
        expected = (shares.mean(axis=-2) ** 2).sum(axis=-1) - shares.var(axis=-2, ddof=1).sum(axis=-1) / coders
        return _corrected(sums[..., 0] / sums[..., 1], expected)

    return (
        Measure("conger_kappa", sums, value, pairable_units(ratings), _reason(ratings))
        if coders > 1
        else _undefined(ratings, "conger_kappa")
    )


def brennan_prediger(ratings: Ratings) -> Measure:
    """Brennan and Prediger's kappa: every value equally likely by chance. Source: Brennan & Prediger (1981), Educ. Psychol. Meas. 41, 687-699."""
    values = len(ratings.values)
    if values < 2:
        return _undefined(ratings, "brennan_prediger")
    sums = ratings.per_cluster(agreeing(ratings))
    expected = np.array(1 / values)
    return Measure(
        "brennan_prediger", sums, lambda sums: _corrected(sums[..., 0] / sums[..., 1], expected), pairable_units(ratings), _reason(ratings)
    )


def cohen_kappa(first: Sequence[object], second: Sequence[object]) -> float:
    """Agreement of two coders on the same units, corrected for chance.

    first, second: one value a unit, the same units in the same order. Returns a float up to 1 (higher is more alike); NaN when both gave one and the
    same value throughout or there are no units, for chance agreement is then total. Raises AnalysisError when the lengths differ.
    Source: Cohen (1960), A coefficient of agreement for nominal scales, Educ. Psychol. Meas. 20, 37-46.
    """
    if len(first) != len(second):
        raise AnalysisError("analysis.lengths_differ", first=len(first), second=len(second))
    if not first:
        return float("nan")
    measure = cohen(Ratings.of(list(zip(first, second, strict=True)), clusters=["all"] * len(first)))
    with np.errstate(invalid="ignore", divide="ignore"):
        return float(measure.value(measure.sums.sum(axis=0)))


def _of_two(ratings: Ratings, name: str, expected: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Measure:
    if len(ratings.coders) != 2:
        return _undefined(ratings, name, "agreement.two_coders")
    values = len(ratings.values)
    given = (ratings.given[:, :, None] == np.arange(values)) & ratings.pairable[:, None, None]
    sums = np.concatenate([ratings.per_cluster(agreeing(ratings)), ratings.per_cluster(given)], axis=1)

    def value(sums: np.ndarray) -> np.ndarray:
        n = sums[..., 1]
        first, second = sums[..., 2 : 2 + values] / n[..., None], sums[..., 2 + values :] / n[..., None]
        return _corrected(sums[..., 0] / n, expected(first, second))

    return Measure(name, sums, value, pairable_units(ratings), _reason(ratings))


def _of_shares(ratings: Ratings, name: str, expected: Callable[[np.ndarray], np.ndarray]) -> Measure:
    """A measure whose chance agreement depends on the share of each value alone."""
    coded = ratings.coded_by > 0
    shares = ratings.counts / np.where(coded, ratings.coded_by, 1)[:, None]
    parts = [agreeing(ratings), coded[:, None], shares]
    sums = ratings.per_cluster(np.concatenate(parts, axis=1))

    def value(sums: np.ndarray) -> np.ndarray:
        return _corrected(sums[..., 0] / sums[..., 1], expected(sums[..., 3:] / sums[..., 2:3]))

    return Measure(name, sums, value, pairable_units(ratings), _reason(ratings))


def _corrected(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    room = 1 - expected
    return np.where(room > _TINY, (observed - expected) / np.where(room > _TINY, room, 1), np.nan)


def _undefined(ratings: Ratings, name: str, reason: str = "") -> Measure:
    nothing = np.zeros((ratings.cluster_count, 1))
    return Measure(name, nothing, lambda sums: np.full(sums.shape[:-1], np.nan), pairable_units(ratings), reason or _reason(ratings))


def _reason(ratings: Ratings) -> str:
    return "agreement.no_variation" if ratings.pairable.any() else "agreement.no_pairs"
