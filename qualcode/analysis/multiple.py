"""Many tests at once."""

from __future__ import annotations

import numpy as np

from qualcode.analysis.clusters import Floats


def holm(p: Floats) -> Floats:
    """p-values made safe for a family of tests: no more than the stated share of families has a false alarm.

    Sorted p_(1) <= ... <= p_(m): the i-th becomes the largest of (m - j + 1) p_(j) over j <= i, at most 1. NaN stays NaN and is not counted in m.
    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70.
    """
    values = np.asarray(p, float)
    adjusted = np.full(values.shape, np.nan)
    there = np.flatnonzero(~np.isnan(values))
    order = there[np.argsort(values[there], kind="stable")]
    steps = values[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return adjusted
