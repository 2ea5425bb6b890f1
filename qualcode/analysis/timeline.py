"""Themes over the years, with intervals and a test of rise or fall."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from qualcode.analysis.clusters import Floats, Measure, count_clusters, group_values, scale
from qualcode.analysis.frequencies import FREQUENCY_COLUMNS, theme_frequencies
from qualcode.analysis.multiple import holm
from qualcode.analysis.permutation import PERMUTATIONS, SEED, trend
from qualcode.analysis.rates import LEVEL
from qualcode.errors import AnalysisError

TREND_COLUMNS = (
    "trend", "trend_low", "trend_high", "trend_p", "trend_p_holm", "trend_family", "trend_measure", "trend_clusters", "permutations", "seed", "trend_reason",
)  # fmt: skip


def theme_timeline(
    units: pd.DataFrame,
    coded: pd.DataFrame,
    themes: Sequence[str],
    *,
    year: str,
    by: Sequence[str] = (),
    measure: Measure = "per_1000_words",
    cluster: str = "document_id",
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Frequencies by a variable that holds numbers, in their order, one row a year, group and theme: `year`, the columns of `by`, FREQUENCY_COLUMNS, TREND_COLUMNS.

    Units whose year is no number are left out. trend: change of the rate in a year, by least squares of the clusters' rates weighted by their words (or units),
    with 95 % jackknife interval that leaves out a cluster at a time; trend_p: `permutation.trend`, the years dealt anew over clusters; Holm over
    `trend_family` tests. All of one theme and group repeat on its rows. NaN with trend_reason: `no_hits`, `one_year`, `few_for_trend` (below 4 clusters).
    Raises AnalysisError when no unit has a number.
    """
    numbers = pd.to_numeric(group_values(units, [year])[year].str.strip().str.replace(",", ".", regex=False), errors="coerce")
    dated = units[numbers.notna()].copy()
    if dated.empty:
        raise AnalysisError("analysis.no_years", variable=year)
    dated[year] = numbers[numbers.notna()]
    table = theme_frequencies(dated, coded, themes, by=[year, *by], cluster=cluster)
    trends = []
    groups = group_values(dated, by)
    keys = [()] if not by else [tuple(key) for key in groups.drop_duplicates().sort_values(list(by)).itertuples(index=False, name=None)]
    for key in keys:
        own = dated[np.logical_and.reduce([groups[name] == value for name, value in zip(by, key, strict=True)])] if by else dated
        found = _trends(own, coded, themes, year, measure, cluster, permutations, seed)
        trends.append(found.assign(**dict(zip(by, key, strict=True))))
    slopes = pd.concat(trends, ignore_index=True)
    slopes["trend_p_holm"] = holm(slopes["trend_p"].to_numpy(float))
    slopes["trend_family"] = int(slopes["trend_p"].notna().sum())
    joined = table.merge(slopes, on=["theme", *by], how="left")
    order = joined[year].astype(float).argsort(kind="stable")
    return joined.iloc[order].reset_index(drop=True)[[year, *by, *FREQUENCY_COLUMNS, *TREND_COLUMNS]]


def _trends(
    units: pd.DataFrame, coded: pd.DataFrame, themes: Sequence[str], year: str, measure: Measure, cluster: str, permutations: int, seed: int
) -> pd.DataFrame:  # fmt: skip
    counts = count_clusters(units, coded, themes, by=[year], cluster=cluster)
    numerator, denominator = counts.parts(measure)
    here = denominator > 0
    numerator, denominator = numerator[here], denominator[here]
    years = np.array([float(key[0]) for key in counts.keys])[counts.group[here]]
    p = trend(numerator, denominator, years, permutations=permutations, seed=seed) if len(years) else np.full(len(themes), np.nan)
    rows = []
    for column, theme in enumerate(themes):
        value, low, high, reason = _slope(numerator[:, column], denominator, years)
        rows.append({
            "theme": theme, "trend": scale(measure) * value, "trend_low": scale(measure) * low, "trend_high": scale(measure) * high,
            "trend_p": float("nan") if reason else float(p[column]), "trend_measure": measure, "trend_clusters": len(years),
            "permutations": permutations, "seed": seed, "trend_reason": reason,
        })  # fmt: skip
    return pd.DataFrame(rows)


def _slope(hits: Floats, weights: Floats, years: Floats) -> tuple[float, float, float, str]:
    """Slope of hits / weights on the year, weighted by weights, with its jackknife interval t(n - 2)."""
    nan = float("nan")
    reason = "no_hits" if not hits.sum() else "one_year" if not np.ptp(years) else "few_for_trend" if len(years) < 4 else ""
    if reason:
        return nan, nan, nan, reason
    centred = years - years.mean()

    def slopes(w: Floats, wt: Floats, wtt: Floats, x: Floats, xt: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((xt - wt * x / w) / (wtt - wt**2 / w))

    parts = [weights, weights * centred, weights * centred**2, hits, hits * centred]
    value = float(slopes(*(np.asarray(part.sum()) for part in parts)))
    without = slopes(*(part.sum() - part for part in parts))
    if not np.isfinite(without).all():
        return value, nan, nan, "one_year"  # without one cluster only a single year is left
    half = float(stats.t.ppf((1 + LEVEL) / 2, len(years) - 2) * np.sqrt(np.sum((without - value) ** 2)))
    return value, value - half, value + half, ""
