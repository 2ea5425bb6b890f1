"""How large a difference is, apart from whether chance could make it."""

from __future__ import annotations

import numpy as np

from qualcode.analysis.clusters import Floats

HALF = 0.5  # hits, in the place of none


def log_ratios(hits_1: Floats, size_1: Floats, hits_2: Floats, size_2: Floats) -> Floats:
    """log2 of the ratio of two rates, elementwise; 1 = twice as frequent, -1 = half. Half a hit stands for none, so that a ratio exists.

    NaN where neither has a hit or a size is 0.
    Source: Hardie (2014), Log Ratio: an informal introduction (cass.lancs.ac.uk); (150 of 50000, 90 of 60000) gives 1.0.
    """
    first, second = np.asarray(hits_1, float), np.asarray(hits_2, float)
    neither = (first == 0) & (second == 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (np.where(first == 0, HALF, first) / size_1) / (np.where(second == 0, HALF, second) / size_2)
        return np.asarray(np.where(neither, np.nan, np.log2(ratio)))


def log_ratio(hits_1: float, size_1: float, hits_2: float, size_2: float) -> float:
    """As `log_ratios`, for one pair. NaN when neither has a hit or a size is 0."""
    if size_1 <= 0 or size_2 <= 0:
        return float("nan")
    return float(log_ratios(np.array(hits_1), np.array(size_1), np.array(hits_2), np.array(size_2)))


def percent_difference(rate_1: float, rate_2: float) -> float:
    """How many per cent the first rate lies above the second; NaN when the second is 0. Source: Gabrielatos and Marchi (2011), %DIFF."""
    return 100 * (rate_1 - rate_2) / rate_2 if rate_2 > 0 else float("nan")
