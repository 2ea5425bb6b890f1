"""How far two values lie apart: what Krippendorff's alpha weighs disagreements with.

Source of nominal, ordinal, interval and ratio: Krippendorff (2011), Computing Krippendorff's alpha-reliability, section E (squared differences).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import combinations
from typing import Literal

import numpy as np

from qualcode.errors import AnalysisError

Level = Literal["nominal", "ordinal", "interval", "ratio", "masi", "jaccard"]
NUMERIC_LEVELS: tuple[Level, ...] = ("ordinal", "interval", "ratio")
SET_LEVELS: tuple[Level, ...] = ("masi", "jaccard")


def jaccard_distance(first: frozenset[Hashable], second: frozenset[Hashable]) -> float:
    """1 minus the share of all members that both hold; 0 for two empty sets, which are the same answer. Source: Jaccard (1912)."""
    union = first | second
    return 1 - len(first & second) / len(union) if union else 0.0


def masi_distance(first: frozenset[Hashable], second: frozenset[Hashable]) -> float:
    """Measuring Agreement on Set-valued Items: Jaccard, weighed 1 for equal sets, 2/3 for one in the other, 1/3 for overlap, 0 for none.

    0 for two empty sets. An empty set against another one is 1: nothing is shared. Source: Passonneau (2006), LREC, 831-836.
    """
    if first == second:
        return 0.0
    common = first & second
    if not common:
        return 1.0
    weight = 2 / 3 if common in (first, second) else 1 / 3
    return 1 - len(common) / len(first | second) * weight


def distances(values: Sequence[Hashable], level: Level) -> np.ndarray:
    """The distance of each two values, shape (values, values); for `ordinal` see `ordinal_positions`, as it depends on how often values occur.

    Raises AnalysisError when the values do not fit the level (a ratio below 0).
    """
    count = len(values)
    if level == "nominal":
        return 1 - np.eye(count)
    if level in SET_LEVELS:
        return _symmetric(values, masi_distance if level == "masi" else jaccard_distance)
    numbers = np.array([float(value) for value in values])  # type: ignore[arg-type]
    difference = numbers[:, None] - numbers[None, :]
    if level == "interval":
        return np.asarray(difference**2)
    if (numbers < 0).any():
        raise AnalysisError("agreement.ratio_negative", value=f"{numbers.min():g}")
    total = numbers[:, None] + numbers[None, :]
    return np.asarray(np.divide(difference, total, out=np.zeros((count, count)), where=total > 0) ** 2)


def ordinal_positions(frequencies: np.ndarray) -> np.ndarray:
    """Where each value lies on the scale of ranks: frequencies (..., values) in the order of the values, positions alike.

    The ordinal distance of Krippendorff (2011) is the squared difference of these: all between two values, and half of the two themselves.
    """
    return np.asarray(np.cumsum(frequencies, axis=-1) - frequencies / 2)


def _symmetric(values: Sequence[Hashable], distance: Callable[..., float]) -> np.ndarray:
    table = np.zeros((len(values), len(values)))
    for (at, one), (beside, other) in combinations(enumerate(values), 2):
        table[at, beside] = table[beside, at] = distance(one, other)
    return table
