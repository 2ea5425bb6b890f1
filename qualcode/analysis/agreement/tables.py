"""Agreement as tables: measures with intervals, who gave what, and where coders differ."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from qualcode.analysis.agreement.alpha import alpha
from qualcode.analysis.agreement.estimates import Estimate, Measure, Resampling, estimate_all
from qualcode.analysis.agreement.kappa import brennan_prediger, cohen, conger, fleiss, gwet_ac1, scott
from qualcode.analysis.agreement.observed import negative_agreement, percent_agreement, positive_agreement, prevalence, prevalence_of
from qualcode.analysis.agreement.ratings import MISSING, Ratings
from qualcode.analysis.agreement.unitizing import Stretch, alpha_u

TableLevel = Literal["nominal", "ordinal", "interval", "ratio", "set"]
TABLE_LEVELS: tuple[TableLevel, ...] = ("nominal", "ordinal", "interval", "ratio", "set")
AGREEMENT_COLUMNS = ("measure", "code", "coders", "n", "value", "low", "high", "reason")
DISAGREEMENT_COLUMNS = ("unit", "code", "yes", "no")
_NOMINAL = (percent_agreement, cohen, scott, fleiss, conger, brennan_prediger, gwet_ac1, alpha)


def agreement_table(
    ratings: Ratings, level: TableLevel, resampling: Resampling, *, codes: Sequence[Hashable] = (), pairs: bool = False
) -> pd.DataFrame:
    """All measures that suit a level: first of all codes together, then (values True and False) of each code of `codes`.

    level `set`: values are frozensets of codes. codes: members of those sets, or values of a nominal level. pairs: also each two coders when there are more.
    Returns AGREEMENT_COLUMNS: code '' for all together; coders joined by ', '; n units of two coders or more; low and high of the 95 % interval; reason ''
    or the catalogue key of why a number is NaN.
    """
    rows: list[tuple[object, ...]] = []
    groups = [ratings, *(ratings.pairs() if pairs and len(ratings.coders) > 2 else [])]
    for group in groups:
        rows += _rows(estimate_all(_overall(group, level), resampling), "", group.coders)
    for code in codes:
        for group in groups:
            binary = group.has(code) if level == "set" else group.equals(code)
            rows += _rows(estimate_all(_of_code(binary), resampling), code, group.coders)
            for number, coder in enumerate(group.coders if group is ratings else ()):
                rows += _rows(estimate_all([prevalence_of(binary, number)], resampling), code, (coder,))
    return pd.DataFrame(rows, columns=list(AGREEMENT_COLUMNS))


def span_agreement_table(
    stretches: Sequence[Stretch], coders: Sequence[str], resampling: Resampling, *, codes: Sequence[Hashable] = ()
) -> pd.DataFrame:
    """Alpha for unitizing on all codes together (nominal and binary) and on each code (binary); AGREEMENT_COLUMNS, n in characters."""
    rows = _rows(estimate_all([alpha_u(stretches), alpha_u(stretches, binary=True)], resampling), "", coders)
    for code in codes:
        only = [
            Stretch(one.cluster, one.start, one.end, tuple([span for span in spans if span[2] == code] for spans in one.spans))
            for one in stretches
        ]
        rows += _rows(estimate_all([alpha_u(only, binary=True)], resampling), code, coders)
    return pd.DataFrame(rows, columns=list(AGREEMENT_COLUMNS))


def disagreements(ratings: Ratings, codes: Sequence[Hashable]) -> pd.DataFrame:
    """Units on which coders differ about a code, one row a unit and code: DISAGREEMENT_COLUMNS.

    ratings: of sets. unit: row of `ratings`. yes, no: names of the coders, joined by ', '.
    """
    found = []
    for code in codes:
        given = ratings.has(code).given
        yes, no = (given == 1).any(axis=1), (given == 0).any(axis=1)
        for unit in np.nonzero(yes & no)[0]:
            names = [", ".join(name for name, one in zip(ratings.coders, given[unit], strict=True) if one == value) for value in (1, 0)]
            found.append((int(unit), code, *names))
    return pd.DataFrame(found, columns=list(DISAGREEMENT_COLUMNS)).sort_values("unit", kind="stable").reset_index(drop=True)


def two_by_two(ratings: Ratings, codes: Sequence[Hashable]) -> pd.DataFrame:
    """For two coders, one row a code: units where both gave it, only the first, only the second, neither."""
    rows = []
    for code in codes:
        given = ratings.has(code).given
        both = (given != MISSING).all(axis=1)
        first, second = given[both, 0] == 1, given[both, 1] == 1
        rows.append((code, *(int(one.sum()) for one in (first & second, first & ~second, ~first & second, ~first & ~second))))
    return pd.DataFrame(rows, columns=["code", "both", "only_first", "only_second", "neither"])


def confusion(ratings: Ratings, codes: Sequence[str], nothing: str = "") -> pd.DataFrame:
    """For two coders: what the second gave where the first gave a code. Rows are the first's codes, columns the second's, `nothing` for none.

    A code that both gave to a unit stands on the diagonal. What is left of a unit is crossed: each code of the one alone with each code of the other alone,
    or with `nothing`. Units on which both gave nothing stand in the last cell.
    """
    names = [*codes, nothing]
    at = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(names), len(names)), dtype=np.int64)
    for first, second in ratings.given:
        if MISSING in (first, second):
            continue
        one, other = ({code for code in ratings.values[index] if code in at} for index in (first, second))
        for code in one & other:
            table[at[code], at[code]] += 1
        if one == other:
            table[-1, -1] += not one
            continue
        for mine in one - other or {nothing}:
            for theirs in other - one or {nothing}:
                table[at[mine], at[theirs]] += 1
    return pd.DataFrame(table, index=names, columns=names)


def _overall(ratings: Ratings, level: TableLevel) -> list[Measure]:
    if level == "nominal":
        return [build(ratings) for build in _NOMINAL]
    if level == "set":
        return [percent_agreement(ratings), alpha(ratings, "masi"), alpha(ratings, "jaccard")]
    return [percent_agreement(ratings), alpha(ratings, level)]


def _of_code(binary: Ratings) -> list[Measure]:
    return [prevalence(binary), *(build(binary) for build in _NOMINAL), positive_agreement(binary), negative_agreement(binary)]


def _rows(estimates: Sequence[Estimate], code: Hashable, coders: Sequence[str]) -> list[tuple[object, ...]]:
    names = ", ".join(coders)
    return [(one.measure, code, names, one.n, one.value, one.low, one.high, one.reason) for one in estimates]
