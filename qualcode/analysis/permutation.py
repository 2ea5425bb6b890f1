"""Permutation tests of a difference between two groups: the labels of whole documents are dealt anew, never those of words."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.clusters import Floats
from qualcode.analysis.effects import log_ratios

PERMUTATIONS = 10_000
SEED = 20_240_501
_CELLS = 4_000_000  # numbers held at a time
_TIE = 1e-9  # two arrangements with the same counts must not differ by rounding


@dataclass(frozen=True)
class PermutationTest:
    """p: one a theme, NaN where a theme has no hit at all. design: `between` documents or `within` documents.

    arrangements: how many different deals there are; smallest_p: no p can fall under it. exchanged: clusters whose label could change.
    """

    p: Floats
    design: str
    arrangements: float
    smallest_p: float
    exchanged: int


def between_clusters(
    numerator: Floats,
    denominator: Floats,
    in_first: NDArray[np.bool_],
    *,
    strata: NDArray[np.intp] | None = None,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> PermutationTest:
    """Two-sided test of equal rates when each cluster belongs to one group.

    numerator: (clusters, themes); denominator: (clusters,); in_first: which clusters are in the first group. strata: number of each cluster's stratum,
    labels are then dealt within strata. Statistic: the absolute log ratio of the two rates (`effects.log_ratios`); all themes share the deals.
    p = (1 + k) / (1 + n), k the deals at least as extreme as what was seen (Phipson and Smyth 2010, Stat. Appl. Genet. Mol. Biol. 9, 39).
    Source: documents instead of words: Mildenberger (2023), keyperm, arXiv 2308.13383; Lijffijt et al. (2016), Digital Scholarship in the Humanities 31, 374.
    """
    groups = [np.arange(len(in_first))] if strata is None else [np.flatnonzero(strata == one) for one in np.unique(strata)]
    arrangements = math.prod(math.comb(len(group), int(in_first[group].sum())) for group in groups)
    exchanged = sum(len(group) for group in groups if 0 < in_first[group].sum() < len(group))
    observed = _absolute(in_first[None, :].astype(float), numerator, denominator)[0]
    extreme = np.zeros(numerator.shape[1])
    generator = np.random.default_rng(seed)
    for size in _batches(permutations, len(in_first)):
        dealt = np.zeros((size, len(in_first)))
        for group in groups:
            first = int(in_first[group].sum())
            if first == 0:
                continue
            order = np.argpartition(generator.random((size, len(group))), first - 1, axis=1)[:, :first]
            np.put_along_axis(dealt, group[order], 1.0, axis=1)
        extreme += (_absolute(dealt, numerator, denominator) >= observed - _TIE).sum(axis=0)
    mirrored = all(2 * int(in_first[group].sum()) == len(group) for group in groups)
    return _result(extreme, numerator, permutations, "between", arrangements, exchanged, mirrored)


def within_clusters(
    first: tuple[Floats, Floats], second: tuple[Floats, Floats], *, permutations: int = PERMUTATIONS, seed: int = SEED
) -> PermutationTest:
    """Two-sided test of equal rates when clusters hold both groups (speaker roles, coders): labels are swapped within clusters.

    first, second: (numerator (clusters, themes), denominator (clusters,)) of the same clusters in the same order. Each cluster weighs in with
    d = (x1 w2 - x2 w1) / (w1 + w2), which is 0 in expectation under equal rates however unequally the two share the words (the Mantel-Haenszel difference);
    a swap turns its sign, and the statistic is |sum d|. Clusters with one group only have d = 0. p as in `between_clusters`.
    Source: Fisher (1935), The Design of Experiments, 21 (paired randomisation); Greenland and Robins (1985), Biometrics 41, 55 (the weights).
    """
    (x1, w1), (x2, w2) = first, second
    total = w1 + w2
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(total[:, None] > 0, (x1 * w2[:, None] - x2 * w1[:, None]) / total[:, None], 0.0)
    shared = (w1 > 0) & (w2 > 0)
    each = each[shared]
    observed = np.abs(each.sum(axis=0))
    extreme = np.zeros(x1.shape[1])
    generator = np.random.default_rng(seed)
    for size in _batches(permutations, max(1, len(each))):
        signs = generator.integers(0, 2, size=(size, len(each))).astype(float) * 2 - 1
        scale = np.abs(each).sum(axis=0)
        extreme += (np.abs(signs @ each) >= observed - _TIE * (1 + scale)).sum(axis=0)
    return _result(extreme, (x1 + x2)[shared], permutations, "within", 2.0 ** min(len(each), 1000), int(shared.sum()), True)


def trend(
    numerator: Floats, denominator: Floats, value: Floats, *, permutations: int = PERMUTATIONS, seed: int = SEED
) -> Floats:  # fmt: skip
    """p of a rise or fall of the rates with a number such as the year, one a theme; the numbers are dealt anew over the clusters.

    numerator (clusters, themes), denominator and value (clusters,). Statistic: |sum_i t_i (x_i - R w_i)|, the score of a log-linear trend, with t the value
    less its mean weighted by w. Source: Cox and Hinkley (1974), Theoretical Statistics, 6.3 (score tests by permutation).
    """
    rate = numerator.sum(axis=0) / denominator.sum()
    residual = numerator - rate[None, :] * denominator[:, None]
    observed = np.abs((value[:, None] * residual).sum(axis=0))
    extreme = np.zeros(numerator.shape[1])
    generator = np.random.default_rng(seed)
    scale = _TIE * (1 + np.abs(residual).sum(axis=0) * np.abs(value).max(initial=0))
    for size in _batches(permutations, len(value)):
        dealt = generator.permuted(np.broadcast_to(value, (size, len(value))), axis=1)
        extreme += (np.abs(dealt @ residual) >= observed - scale).sum(axis=0)
    p = (1 + extreme) / (1 + permutations)
    return np.asarray(np.where((numerator.sum(axis=0) > 0) & (np.ptp(value) > 0), p, np.nan))


def _absolute(dealt: Floats, numerator: Floats, denominator: Floats) -> Floats:
    """|log ratio| of each deal (rows) and theme; 0 where a group has no words, for such a deal says nothing."""
    x1, w1 = dealt @ numerator, (dealt @ denominator)[:, None]
    x2, w2 = numerator.sum(axis=0)[None, :] - x1, denominator.sum() - w1
    empty = (w1 <= 0) | (w2 <= 1e-9 * denominator.sum())
    return np.asarray(np.where(empty, 0.0, np.abs(log_ratios(x1, np.where(empty, 1, w1), x2, np.where(empty, 1, w2)))))


def _batches(permutations: int, width: int) -> list[int]:
    size = max(1, min(permutations, _CELLS // max(1, width)))
    full, rest = divmod(permutations, size)
    return [size] * full + ([rest] if rest else [])


def _result(
    extreme: Floats, numerator: Floats, permutations: int, design: str, arrangements: float, exchanged: int, mirrored: bool
) -> PermutationTest:  # fmt: skip
    """mirrored: each deal has a mirror that is equally far from no difference."""
    p = np.where((numerator.sum(axis=0) > 0) & (arrangements > 1), (1 + extreme) / (1 + permutations), np.nan)
    count = float(min(arrangements, 10**300))
    floor = max(min(1.0, (2 if mirrored else 1) / count), 1 / (permutations + 1))
    return PermutationTest(np.asarray(p), design, count, floor, exchanged)
