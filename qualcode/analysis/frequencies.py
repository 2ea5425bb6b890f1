"""How often themes occur, with the denominators and the intervals beside every number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from qualcode.analysis.clusters import ClusterCounts, count_clusters, scale
from qualcode.analysis.dispersion import deviation_of_proportions
from qualcode.analysis.rates import rate_interval

FREQUENCY_COLUMNS = (
    "theme", "units", "total_units", "share_of_units", "words", "total_words", "share_of_words", "per_1000_words", "documents", "total_documents",
    "share_of_documents", "per_1000_low", "per_1000_high", "share_low", "share_high", "dp", "dp_normalised", "largest_document_share", "clusters",
    "warnings", "reason",
)  # fmt: skip
FEW_CLUSTERS = 30  # below it intervals and p-values lean on little
DOMINANT = 0.25  # share of the hits; one document with more decides the number
FEW_HITS = 5  # units


def theme_frequencies(
    units: pd.DataFrame, coded: pd.DataFrame, themes: Sequence[str], *, by: Sequence[str] = (), cluster: str = "document_id"
) -> pd.DataFrame:
    """Frequencies of each theme, overall or in each group.

    units: one row a unit, columns `document_id, words` and those named in `by` and `cluster`. coded: from `code_units`. themes: all themes, so that a theme
    which never occurs shows as 0. by: columns that make the groups; units without a value there form a group with value ''.

    Returns one row a group and theme: the columns of `by`, then FREQUENCY_COLUMNS. units: units with the theme (sub-codes roll up, a unit counts
    once). words: words of those units. per_1000_words: units with the theme per 1,000 words of all units in the group. documents: documents with at
    least one such unit. per_1000_low/high, share_low/high: 95 % intervals of per_1000_words and share_of_units (`rates.rate_interval`). dp: Gries' DP
    over the group's documents. largest_document_share: of the hits, in the one document that holds most. clusters: documents (or values of `cluster`)
    that the interval rests on. warnings: of `few_clusters` (below 30), `dominant_document` (over a quarter of the hits), `few_hits` (below 5), joined
    by `;`. reason: why an interval or DP is NaN. A share is NaN when its denominator is 0. Raises AnalysisError when a column is not there.
    """
    keys = list(by)
    counts = count_clusters(units, coded, themes, by=keys)
    clustered = counts if cluster == "document_id" else count_clusters(units, coded, themes, by=keys, cluster=cluster)
    rows: list[dict[str, object]] = []
    if len(units):
        for number, key in enumerate(counts.keys):
            named = dict(zip(keys, key, strict=True))
            here, there = np.flatnonzero(counts.group == number), np.flatnonzero(clustered.group == number)
            rows += [{**named, **_row(counts, clustered, here, there, column)} for column in range(len(counts.themes))]
    return pd.DataFrame(rows, columns=[*keys, *FREQUENCY_COLUMNS])


def _row(
    counts: ClusterCounts, clustered: ClusterCounts, here: np.ndarray, there: np.ndarray, column: int
) -> dict[str, object]:  # fmt: skip
    """One theme in one group. here: its cells by document; there: by cluster."""
    hits, words = counts.hits[here, column], counts.words[here]
    count, total_units, total_words, total_documents = hits.sum(), counts.units[here].sum(), words.sum(), len(here)
    hit_words, documents = counts.hit_words[here, column].sum(), int((hits > 0).sum())
    own, factor = clustered.hits[there, column], scale("per_1000_words")
    rate = rate_interval(own, clustered.words[there])
    share = rate_interval(own, clustered.units[there], most=1.0)
    spread = deviation_of_proportions(hits, words)
    clusters = int((clustered.words[there] > 0).sum())
    largest = float(hits.max() / count) if count else float("nan")
    reasons = dict.fromkeys(reason for reason in (rate.reason, share.reason, spread.reason) if reason)
    return {
        "theme": counts.themes[column],
        "units": int(count),
        "total_units": int(total_units),
        "share_of_units": _ratio(count, total_units),
        "words": int(hit_words),
        "total_words": int(total_words),
        "share_of_words": _ratio(hit_words, total_words),
        "per_1000_words": _ratio(1000 * count, total_words),
        "documents": documents,
        "total_documents": total_documents,
        "share_of_documents": _ratio(documents, total_documents),
        "per_1000_low": factor * rate.low,
        "per_1000_high": factor * rate.high,
        "share_low": share.low,
        "share_high": share.high,
        "dp": spread.dp,
        "dp_normalised": spread.normalised,
        "largest_document_share": largest,
        "clusters": clusters,
        "warnings": warnings_of(clusters, largest, count),
        "reason": ";".join(reasons),
    }


def warnings_of(clusters: int, largest: float, hits: float) -> str:
    """Keys of what makes a number weak, joined by `;`: catalogue keys `warning_...`."""
    found = {"few_clusters": clusters < FEW_CLUSTERS, "dominant_document": largest > DOMINANT, "few_hits": hits < FEW_HITS}
    return ";".join(name for name, weak in found.items() if weak)


def _ratio(numerator: float, denominator: float) -> float:
    return float(numerator / denominator) if denominator else float("nan")
