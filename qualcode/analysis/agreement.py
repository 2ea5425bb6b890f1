"""How far coders coded the same units alike, beyond chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qualcode.errors import AnalysisError


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
    values = sorted({*first, *second}, key=repr)
    index = {value: number for number, value in enumerate(values)}
    table = np.zeros((len(values), len(values)))
    for one, other in zip(first, second, strict=True):
        table[index[one], index[other]] += 1
    table /= table.sum()
    expected = float(table.sum(axis=1) @ table.sum(axis=0))
    observed = float(np.trace(table))
    return float("nan") if expected == 1 else (observed - expected) / (1 - expected)


def krippendorff_alpha(units: Sequence[Sequence[object | None]]) -> float:
    """Agreement of any number of coders on nominal values, with missing values.

    units: for each unit one value a coder, None where a coder gave none. Returns a float up to 1; NaN when no unit has two values or all values are
    the same. Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability, section D (coincidence matrix).
    """
    pairable = [[value for value in unit if value is not None] for unit in units]
    pairable = [unit for unit in pairable if len(unit) > 1]
    values = sorted({value for unit in pairable for value in unit}, key=repr)
    if len(values) < 2:
        return float("nan")
    index = {value: number for number, value in enumerate(values)}
    coincidences = np.zeros((len(values), len(values)))
    for unit in pairable:
        for at, one in enumerate(unit):
            for beside, other in enumerate(unit):
                if at != beside:
                    coincidences[index[one], index[other]] += 1 / (len(unit) - 1)
    totals = coincidences.sum(axis=1)
    count = totals.sum()
    observed = count - np.trace(coincidences)
    expected = (count**2 - (totals**2).sum()) / (count - 1)
    return float(1 - observed / expected)
