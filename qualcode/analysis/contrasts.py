"""Groups compared two by two: difference with interval, effect sizes, permutation p, Holm over the family."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qualcode.analysis.clusters import ClusterCounts, Floats, Measure, count_clusters, group_values, scale
from qualcode.analysis.effects import log_ratio, percent_difference
from qualcode.analysis.frequencies import warnings_of
from qualcode.analysis.multiple import holm
from qualcode.analysis.permutation import PERMUTATIONS, SEED, PermutationTest, between_clusters, within_clusters
from qualcode.analysis.rates import difference_interval, ratio
from qualcode.errors import AnalysisError

CONTRAST_COLUMNS = (
    "theme", "group_a", "group_b", "measure", "hits_a", "total_a", "rate_a", "hits_b", "total_b", "rate_b", "difference", "low", "high", "log_ratio",
    "percent_difference", "p", "p_holm", "family", "design", "strata", "clusters_a", "clusters_b", "exchanged", "smallest_p", "permutations", "seed",
    "warnings", "reason",
)  # fmt: skip
MOST_GROUPS_IN_PAIRS = 10  # 45 pairs; beyond that each group is compared with all the others together
THE_REST = "*"  # name of "all other groups" in `group_b`
USUAL_P = 0.05  # a test whose smallest possible p lies above it cannot find anything, and says so
Pairing = Literal["auto", "pairs", "rest"]


def theme_contrasts(
    units: pd.DataFrame,
    coded: pd.DataFrame,
    themes: Sequence[str],
    *,
    by: Sequence[str],
    contrasts: Sequence[tuple[str, str]] | Pairing = "auto",
    measure: Measure = "per_1000_words",
    cluster: str = "document_id",
    strata: str = "",
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Differences between groups for each theme; arguments as `theme_frequencies` takes them.

    contrasts: pairs of group names (the values of two variables joined by ' · '), or `pairs` (all), `rest` (each against all others together), or `auto`:
    pairs up to 10 groups. Units without a value in `by` take no part. strata: a variable within whose values labels are dealt.

    Returns one row a contrast and theme, CONTRAST_COLUMNS. hits, total: of `measure` (coded units and words, or units, or documents). rate, difference,
    low, high: in the unit of the measure, by `rates.difference_interval`. p: `permutation.between_clusters`, or `within_clusters` when clusters hold
    both groups (`design`); p_holm: over the `family` tests of this table that have a p. group_b is '*' for all others together. exchanged: clusters
    whose label could change. smallest_p: no p can fall under it. warnings: as in `theme_frequencies`, and `smallest_p_high`. reason: why NaN.
    Raises AnalysisError: fewer than two groups, an unknown group, stratum or column.
    """
    if not by:
        raise AnalysisError("analysis.contrast_needs_by")
    valued = (group_values(units, by) != "").all(axis=1)
    counts = count_clusters(units[valued], coded, themes, by=by, cluster=cluster)
    labels = counts.labels if valued.any() else ()
    if len(labels) < 2:
        found = labels[0] if labels else "-"
        raise AnalysisError("analysis.one_group", variable=" × ".join(by), found=found)
    layers = _strata(units[valued], cluster, strata)
    rows: list[dict[str, object]] = []
    for first, second in _pairs(labels, contrasts):
        rows += _contrast(counts, labels, first, second, measure, layers, permutations, seed)
    table = pd.DataFrame(rows, columns=list(CONTRAST_COLUMNS))
    table["p_holm"] = holm(table["p"].to_numpy(float))
    table["family"] = int(table["p"].notna().sum())
    table["strata"] = strata
    return table


def _pairs(labels: Sequence[str], contrasts: Sequence[tuple[str, str]] | Pairing) -> list[tuple[str, str]]:
    if isinstance(contrasts, str):
        in_pairs = contrasts == "pairs" or (contrasts == "auto" and len(labels) <= MOST_GROUPS_IN_PAIRS)
        return list(combinations(labels, 2)) if in_pairs else [(label, THE_REST) for label in labels]
    unknown = [name for pair in contrasts for name in pair if name not in labels and name != THE_REST]
    if unknown:
        raise AnalysisError("analysis.no_group", group=unknown[0], known=", ".join(labels[:30]))
    same = [first for first, second in contrasts if first == second]
    if same:
        raise AnalysisError("analysis.same_group", group=same[0])
    return list(contrasts)


def _strata(units: pd.DataFrame, cluster: str, strata: str) -> NDArray[np.intp] | None:
    """The stratum of each cluster, numbered as `count_clusters` numbers clusters."""
    if not strata:
        return None
    named = group_values(units, [strata])[strata]
    owners = units[cluster].astype(object).where(units[cluster].notna() & (units[cluster] != ""), units["document_id"])
    numbers, _ = pd.factorize(owners)
    of_cluster = pd.DataFrame({"cluster": numbers, "stratum": named.to_numpy()}).drop_duplicates()
    if of_cluster["cluster"].duplicated().any():
        raise AnalysisError("analysis.strata_vary", variable=strata)
    return np.asarray(pd.factorize(of_cluster.sort_values("cluster")["stratum"])[0], dtype=np.intp)


def _contrast(
    counts: ClusterCounts, labels: Sequence[str], first: str, second: str, measure: Measure, layers: NDArray[np.intp] | None,
    permutations: int, seed: int,
) -> list[dict[str, object]]:  # fmt: skip
    numerator, denominator = counts.parts(measure)
    a = counts.group == labels.index(first)
    b = ~a if second == THE_REST else counts.group == labels.index(second)
    side_a, side_b = (_by_cluster(counts.cluster[side], numerator[side], denominator[side], counts.hits[side]) for side in (a, b))
    shared = np.intersect1d(side_a.cluster[side_a.denominator > 0], side_b.cluster[side_b.denominator > 0])
    if len(shared) and layers is not None:
        raise AnalysisError("analysis.strata_within")
    test = _within(side_a, side_b, permutations, seed) if len(shared) else _between(side_a, side_b, layers, permutations, seed)
    factor = scale(measure)
    rows = []
    for column, theme in enumerate(counts.themes):
        parts = [(side.numerator[:, column], side.denominator) for side in (side_a, side_b)]
        gap = difference_interval(parts[0], parts[1], (side_a.cluster, side_b.cluster))
        rates = [factor * ratio(*part) for part in parts]
        hits = [float(part[0].sum()) for part in parts]
        totals = [float(part[1].sum()) for part in parts]
        numbers = [int((side.denominator > 0).sum()) for side in (side_a, side_b)]
        warned = _warnings(side_a, side_b, column, numbers, test)
        reasons = [gap.reason, "" if not np.isnan(test.p[column]) else "no_hits" if not sum(hits) else "one_arrangement"]
        rows.append({
            "theme": theme, "group_a": first, "group_b": second, "measure": measure, "hits_a": int(hits[0]), "total_a": int(totals[0]), "rate_a": rates[0],
            "hits_b": int(hits[1]), "total_b": int(totals[1]), "rate_b": rates[1], "difference": factor * gap.value, "low": factor * gap.low,
            "high": factor * gap.high, "log_ratio": log_ratio(hits[0], totals[0], hits[1], totals[1]),
            "percent_difference": percent_difference(*rates), "p": float(test.p[column]), "design": test.design, "clusters_a": numbers[0],
            "clusters_b": numbers[1], "exchanged": test.exchanged, "smallest_p": test.smallest_p, "permutations": permutations, "seed": seed,
            "warnings": warned, "reason": ";".join(dict.fromkeys(reason for reason in reasons if reason)),
        })  # fmt: skip
    return rows


class _Side:
    """One group, a row a cluster."""

    def __init__(self, cluster: NDArray[np.intp], numerator: Floats, denominator: Floats, hits: Floats) -> None:
        self.cluster, self.numerator, self.denominator, self.hits = cluster, numerator, denominator, hits


def _by_cluster(cluster: NDArray[np.intp], numerator: Floats, denominator: Floats, hits: Floats) -> _Side:
    """Cells of the same cluster (several groups of 'the rest') added up."""
    union, at = np.unique(cluster, return_inverse=True)
    sums = []
    for values in (numerator, hits):
        total = np.zeros((len(union), values.shape[1]))
        np.add.at(total, at, values)
        sums.append(total)
    return _Side(union, sums[0], np.bincount(at, weights=denominator, minlength=len(union)).astype(float), sums[1])


def _between(a: _Side, b: _Side, layers: NDArray[np.intp] | None, permutations: int, seed: int) -> PermutationTest:
    in_first = np.repeat([True, False], [len(a.cluster), len(b.cluster)])
    strata = None if layers is None else layers[np.concatenate([a.cluster, b.cluster])]
    return between_clusters(
        np.concatenate([a.numerator, b.numerator]), np.concatenate([a.denominator, b.denominator]), in_first,
        strata=strata, permutations=permutations, seed=seed,
    )  # fmt: skip


def _within(a: _Side, b: _Side, permutations: int, seed: int) -> PermutationTest:
    union, at = np.unique(np.concatenate([a.cluster, b.cluster]), return_inverse=True)
    sides = []
    for side, rows in ((a, at[: len(a.cluster)]), (b, at[len(a.cluster) :])):
        numerator, denominator = np.zeros((len(union), side.numerator.shape[1])), np.zeros(len(union))
        numerator[rows], denominator[rows] = side.numerator, side.denominator
        sides.append((numerator, denominator))
    return within_clusters(sides[0], sides[1], permutations=permutations, seed=seed)


def _warnings(a: _Side, b: _Side, column: int, clusters: Sequence[int], test: PermutationTest) -> str:
    hits = np.concatenate([a.hits[:, column], b.hits[:, column]])
    total = float(hits.sum())
    joint = pd.Series(hits).groupby(np.concatenate([a.cluster, b.cluster])).sum().max()
    weak = warnings_of(min(clusters), float(joint) / total if total else float("nan"), total)
    return ";".join(part for part in (weak, "smallest_p_high" if test.smallest_p > USUAL_P else "") if part)
