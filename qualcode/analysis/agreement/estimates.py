"""A measure of agreement as a function of sums over documents, and its interval by drawing documents anew.

Every measure here depends on the data through sums over units. Those sums are made once for each document; a bootstrap draw is then only another weighing of
documents, and 2,000 draws of all measures are one product of two matrices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

DRAWS = 2000
LEVEL = 0.95
MOST_UNDEFINED = 0.1  # share of draws without a value above which the others say too little
FEW_CLUSTERS = 30  # below these an interval by documents is rough and rather too narrow
_CELLS = 8_000_000  # of the matrix of weights held as numbers at a time


@dataclass(frozen=True)
class Measure:
    """One measure, ready to be computed on any weighing of the documents.

    sums: float, shape (clusters, k). value: takes sums (..., k), gives the measure (...), NaN where undefined. n: units (or characters) that it rests on.
    reason: catalogue key of why its value is undefined, in case it is.
    """

    name: str
    sums: np.ndarray
    value: Callable[[np.ndarray], np.ndarray]
    n: int
    reason: str = "agreement.undefined"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval. reason: '' or the catalogue key of why value, or else low and high, are NaN."""

    measure: str
    n: int
    value: float
    low: float
    high: float
    reason: str = ""


@dataclass(frozen=True)
class Resampling:
    """Draws of whole documents with replacement, the same for every measure and theme of one table.

    clusters: number of documents. draws: 0 for no interval. seed: of numpy's default generator.
    """

    clusters: int
    draws: int = DRAWS
    seed: int = 0

    @cached_property
    def weights(self) -> np.ndarray:
        """How often each document is in each draw, shape (draws, clusters)."""
        generator = np.random.default_rng(self.seed)
        table = np.empty((self.draws, self.clusters), dtype=np.uint8 if self.clusters >= 256 else np.uint16)
        for draw in range(self.draws):
            chosen = generator.integers(0, self.clusters, self.clusters)
            table[draw] = np.bincount(chosen, minlength=self.clusters)
        return table

    def resampled(self, sums: np.ndarray) -> np.ndarray:
        """The sums of every draw, shape (draws, k)."""
        step = max(1, _CELLS // max(1, self.clusters))
        parts = [self.weights[at : at + step].astype(float) @ sums for at in range(0, self.draws, step)]
        return np.concatenate(parts) if parts else np.empty((0, sums.shape[1]))


def estimate_all(measures: Sequence[Measure], resampling: Resampling) -> list[Estimate]:
    """Each measure with its percentile interval (Efron & Tibshirani 1993, ch. 13) over draws of documents.

    A draw in which a measure is undefined is left out; above MOST_UNDEFINED of them there is no interval.
    """
    if not measures:
        return []
    drawn = resampling.resampled(np.concatenate([one.sums for one in measures], axis=1)) if resampling.clusters > 1 else None
    found, at = [], 0
    for one in measures:
        width = one.sums.shape[1]
        with np.errstate(invalid="ignore", divide="ignore"):
            value = float(one.value(one.sums.sum(axis=0)))
            draws = one.value(drawn[:, at : at + width]) if drawn is not None else np.empty(0)
        at += width
        found.append(_estimate(one, value, draws, resampling))
    return found


def _estimate(measure: Measure, value: float, draws: np.ndarray, resampling: Resampling) -> Estimate:
    nan = float("nan")
    if np.isnan(value):
        return Estimate(measure.name, measure.n, nan, nan, nan, measure.reason)
    if not resampling.draws:
        return Estimate(measure.name, measure.n, value, nan, nan, "agreement.no_draws")
    if resampling.clusters < 2:
        return Estimate(measure.name, measure.n, value, nan, nan, "agreement.one_document")
    kept = draws[~np.isnan(draws)]
    if len(kept) < (1 - MOST_UNDEFINED) * len(draws):
        return Estimate(measure.name, measure.n, value, nan, nan, "agreement.unstable")
    low, high = np.quantile(kept, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(measure.name, measure.n, value, float(low), float(high))
