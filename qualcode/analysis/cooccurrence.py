"""Which themes stand together: in the same unit, beside each other, or within so many units or sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qualcode.analysis.clusters import Floats
from qualcode.analysis.permutation import SEED

COOCCURRENCE_COLUMNS = (
    "theme", "other", "within", "together", "with_theme", "near_other", "total", "share_of_theme", "expected", "lift", "low", "high", "documents",
    "total_documents", "draws", "seed", "warnings", "reason",
)  # fmt: skip
DRAWS = 2_000  # of documents, for the interval
FEW_TOGETHER = 5
Within = Literal["same", "adjacent"] | int


def cooccurrence(
    units: pd.DataFrame, coded: pd.DataFrame, themes: Sequence[str], *, within: Within = "same", draws: int = DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """How often themes stand together, and how much more often than by chance.

    units: one row a unit (or a sentence), index unique, columns `document_id, start`. coded: columns `unit, theme`. within: `same` unit; `adjacent`, the unit
    before or after; n, at most n units away on either side, the same one included. Distance is counted among the given units of one document.

    Returns one row an ordered pair (for `same` each pair once), COOCCURRENCE_COLUMNS. together: units with the theme that have the other near.
    near_other: units of any kind that have it near. share_of_theme = together / with_theme. expected = with_theme * near_other / total, lift =
    together / expected: 1 is chance. low, high: 95 % percentile interval of the lift over `draws` draws of whole documents with replacement,
    approximate (Efron 1979, Ann. Statist. 7, 1-26). documents: with at least one such unit. NaN with a reason: `no_hits`, `one_cluster`.
    Source of lift: Brin, Motwani, Ullman and Tsur (1997), SIGMOD Record 26, 255-264 (there called interest).
    """
    ordered = units.sort_values(["document_id", "start"], kind="stable")
    document = pd.factorize(ordered["document_id"])[0]
    marks = np.zeros((len(ordered), len(themes)), dtype=bool)
    for column, theme in enumerate(themes):
        marks[:, column] = ordered.index.isin(coded.loc[coded["theme"] == theme, "unit"])
    near = _near(marks, document, within)
    count = int(document.max()) + 1 if len(document) else 0
    weights = _draws(count, draws, seed)
    totals = np.bincount(document, minlength=count).astype(float)
    rows = []
    for i, theme in enumerate(themes):
        for j, other in enumerate(themes):
            if i == j or (within == "same" and j < i):
                continue
            parts = [
                np.bincount(document, weights=values, minlength=count).astype(float)
                for values in (marks[:, i] & near[:, j], marks[:, i], near[:, j])
            ]
            rows.append(
                {"theme": theme, "other": other, "within": str(within), "draws": draws, "seed": seed, **_pair(parts, totals, weights)}
            )
    return pd.DataFrame(rows, columns=list(COOCCURRENCE_COLUMNS))


def _near(marks: NDArray[np.bool_], document: NDArray[np.intp], within: Within) -> NDArray[np.bool_]:
    """For each unit whether each theme is near it."""
    if within == "same":
        return marks
    steps = 1 if within == "adjacent" else int(within)
    near = np.zeros_like(marks) if within == "adjacent" else marks.copy()
    for step in range(1, min(steps, len(marks) - 1) + 1):
        same = (document[step:] == document[:-step])[:, None]
        near[step:] |= marks[:-step] & same
        near[:-step] |= marks[step:] & same
    return near


def _draws(count: int, draws: int, seed: int) -> Floats:
    """How often each document is drawn, shape (draws, documents)."""
    if count < 2:
        return np.zeros((0, count))
    return np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=draws).astype(float)


def _pair(parts: list[Floats], totals: Floats, weights: Floats) -> dict[str, object]:
    together, with_theme, near_other = (float(part.sum()) for part in parts)
    total = float(totals.sum())
    expected = with_theme * near_other / total if total else float("nan")
    found: dict[str, object] = {
        "together": int(together), "with_theme": int(with_theme), "near_other": int(near_other), "total": int(total),
        "share_of_theme": together / with_theme if with_theme else float("nan"), "expected": expected,
        "documents": int((parts[0] > 0).sum()), "total_documents": len(totals), "warnings": "few_hits" if together < FEW_TOGETHER else "",
        "lift": together / expected if expected else float("nan"), "low": float("nan"), "high": float("nan"), "reason": "",
    }  # fmt: skip
    if not expected or np.isnan(expected) or not together:
        return {**found, "reason": "no_hits"}
    if not len(weights):
        return {**found, "reason": "one_cluster"}
    drawn = [weights @ part for part in (*parts, totals)]
    with np.errstate(divide="ignore", invalid="ignore"):
        lifts = drawn[0] * drawn[3] / (drawn[1] * drawn[2])
    low, high = np.nanpercentile(lifts, [2.5, 97.5])
    return {**found, "low": float(low), "high": float(high)}
