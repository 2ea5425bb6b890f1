"""Krippendorff's alpha for any number of coders, any level of measurement, sets, and missing values."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import permutations

import numpy as np

from qualcode.analysis.agreement.distances import Level, distances, ordinal_positions
from qualcode.analysis.agreement.estimates import Measure
from qualcode.analysis.agreement.observed import pairable_units
from qualcode.analysis.agreement.ratings import MISSING, Ratings

_Built = tuple[np.ndarray, Callable[[np.ndarray], np.ndarray]]  # sums a document, and alpha from sums


def alpha(ratings: Ratings, level: Level = "nominal") -> Measure:
    """1 minus observed over expected disagreement, among the values of units that two coders or more coded.

    level: nominal, ordinal, interval, ratio (numbers), masi or jaccard (sets; the distance itself, not squared). NaN when all values are the same.
    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability; alpha = 1 - (n - 1) sum(o d) / sum(n_c n_k d).
    """
    build = _ordinal if level == "ordinal" else _fixed
    reason = "agreement.no_variation" if ratings.pairable.any() else "agreement.no_pairs"
    sums, value = build(ratings, level)
    return Measure(f"krippendorff_alpha_{level}", sums, value, pairable_units(ratings), reason)


def krippendorff_alpha(units: Sequence[Sequence[Hashable | None]], level: Level = "nominal") -> float:
    """Agreement of any number of coders, with missing values.

    units: for each unit one value a coder, None where a coder gave none. level: as `alpha` takes it. Returns a float up to 1; NaN when no unit has two
    values or all values are the same. Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability, section D (coincidence matrix).
    """
    measure = alpha(Ratings.of(units, clusters=["all"] * len(units)), level)
    with np.errstate(invalid="ignore", divide="ignore"):
        return float(measure.value(measure.sums.sum(axis=0)))


def _fixed(ratings: Ratings, level: Level) -> _Built:
    """Distances that do not depend on how often values occur: one sum of observed disagreement a document is enough."""
    apart = distances(ratings.values, level)
    observed = np.zeros(len(ratings.given))
    for first, second in permutations(range(len(ratings.coders)), 2):
        one, other = ratings.given[:, first], ratings.given[:, second]
        both = (one != MISSING) & (other != MISSING)
        observed[both] += apart[one[both], other[both]]
    observed /= np.where(ratings.pairable, ratings.coded_by - 1, 1)
    sums = np.concatenate([ratings.per_cluster(observed), ratings.per_cluster(ratings.counts * ratings.pairable[:, None])], axis=1)

    def value(sums: np.ndarray) -> np.ndarray:
        n_c = sums[..., 1:]
        return _alpha(sums[..., 0], ((n_c @ apart) * n_c).sum(axis=-1), n_c.sum(axis=-1))

    return sums, value


def _ordinal(ratings: Ratings, level: Level) -> _Built:
    """Distances that change with the draw: all coincidences are kept."""
    size = len(ratings.values)
    coincidences = np.zeros((ratings.cluster_count, size * size))
    weight = 1 / np.where(ratings.pairable, ratings.coded_by - 1, 1)
    for first, second in permutations(range(len(ratings.coders)), 2):
        one, other = ratings.given[:, first], ratings.given[:, second]
        both = (one != MISSING) & (other != MISSING)
        np.add.at(coincidences, (ratings.clusters[both], one[both] * size + other[both]), weight[both])

    def value(sums: np.ndarray) -> np.ndarray:
        o = sums.reshape(*sums.shape[:-1], size, size)
        n_c = o.sum(axis=-1)
        at = ordinal_positions(n_c)
        apart = (at[..., :, None] - at[..., None, :]) ** 2
        expected = (n_c[..., :, None] * n_c[..., None, :] * apart).sum(axis=(-2, -1))
        return _alpha((o * apart).sum(axis=(-2, -1)), expected, n_c.sum(axis=-1))

    return coincidences, value


def _alpha(observed: np.ndarray, expected: np.ndarray, n: np.ndarray) -> np.ndarray:
    return np.where(expected > 0, 1 - (n - 1) * observed / np.where(expected > 0, expected, 1), np.nan)
