"""How well proposals agree with people: precision, recall, F1, average precision, kappa, calibration, with intervals by document."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from qualcode.errors import AnalysisError

QUALITY_COLUMNS = (
    "theme", "units", "with_theme", "proposed", "precision", "recall", "f1", "f1_low", "f1_high", "average_precision", "kappa",
)  # fmt: skip
CALIBRATION_COLUMNS = ("theme", "from", "to", "units", "mean_score", "share_with_theme")
DRAWS = 1000
MACRO = "macro"


def proposal_quality(
    truth: np.ndarray,
    proposed: np.ndarray,
    themes: Sequence[str],
    documents: Sequence[object],
    *,
    scores: np.ndarray | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> pd.DataFrame:
    """One row a theme and one named `macro` (the mean over themes that occur).

    truth, proposed: bool, shape (units, themes): what persons coded and what was proposed. documents: the document of each unit. scores: of a classifier,
    same shape, for the average precision (the area under the precision-recall curve by steps; scikit-learn's definition).
    f1_low, f1_high: percentile bootstrap of whole documents (95 %, approximate; too narrow with few documents). kappa: Cohen (1960), two values.
    A figure without a denominator is NaN. Raises AnalysisError when there are no units.
    """
    if not len(truth):
        raise AnalysisError("analysis.nothing_to_measure")
    clusters = pd.factorize(np.asarray(documents, dtype=object))[0]
    counts = _counts_by_cluster(truth, proposed, clusters)
    rows = [_row(theme, truth[:, at], proposed[:, at], None if scores is None else scores[:, at]) for at, theme in enumerate(themes)]
    drawn = _drawn_f1(counts, draws, seed)
    for at, row in enumerate(rows):
        row["f1_low"], row["f1_high"] = _interval(drawn[:, at])
    occurring = [at for at in range(len(themes)) if truth[:, at].any()]
    macro: dict[str, object] = {
        "theme": MACRO,
        "units": len(truth),
        "with_theme": int(truth.any(axis=1).sum()),
        "proposed": int(proposed.any(axis=1).sum()),
    }
    for name in ("precision", "recall", "f1", "average_precision", "kappa"):
        values = np.array([rows[at][name] for at in occurring], dtype=float)
        macro[name] = float(np.nanmean(values)) if len(values) and not np.isnan(values).all() else float("nan")
    macro["f1_low"], macro["f1_high"] = _interval(drawn[:, occurring].mean(axis=1)) if occurring else (float("nan"), float("nan"))
    return pd.DataFrame([*rows, macro], columns=list(QUALITY_COLUMNS))


def calibration(truth: np.ndarray, scores: np.ndarray, themes: Sequence[str], *, bins: int = 10) -> pd.DataFrame:
    """For each theme and tenth of the score: how many units, their mean score, and the share that carries the theme. Empty bins are left out."""
    edges = np.linspace(0, 1, bins + 1)
    rows = []
    for at, theme in enumerate(themes):
        which = np.clip(np.digitize(scores[:, at], edges) - 1, 0, bins - 1)
        for one in range(bins):
            inside = which == one
            if inside.any():
                rows.append(
                    (
                        theme,
                        edges[one],
                        edges[one + 1],
                        int(inside.sum()),
                        float(scores[inside, at].mean()),
                        float(truth[inside, at].mean()),
                    )
                )
    return pd.DataFrame(rows, columns=list(CALIBRATION_COLUMNS))


def average_precision(truth: np.ndarray, scores: np.ndarray) -> float:
    """Sum over thresholds of the gain in recall times the precision there; NaN when nothing is true. Ties are taken together."""
    if not truth.any():
        return float("nan")
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    last_of_tie = np.append(np.diff(scores[order]) != 0, True)
    precision = (hits / np.arange(1, len(scores) + 1))[last_of_tie]
    recall = (hits / truth.sum())[last_of_tie]
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))


def _row(theme: str, truth: np.ndarray, proposed: np.ndarray, scores: np.ndarray | None) -> dict[str, object]:
    both, true, said, n = int((truth & proposed).sum()), int(truth.sum()), int(proposed.sum()), len(truth)
    observed = (n - true - said + 2 * both) / n
    expected = (true * said + (n - true) * (n - said)) / n**2
    return {
        "theme": theme, "units": n, "with_theme": true, "proposed": said, "precision": _ratio(both, said), "recall": _ratio(both, true),
        "f1": _ratio(2 * both, true + said), "average_precision": float("nan") if scores is None else average_precision(truth, scores),
        "kappa": _ratio(observed - expected, 1 - expected),
    }  # fmt: skip


def _counts_by_cluster(truth: np.ndarray, proposed: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """Sums of both, true, proposed by document; shape (documents, themes, 3)."""
    size = int(clusters.max()) + 1
    counts = np.zeros((size, truth.shape[1], 3))
    for at, values in enumerate((truth & proposed, truth, proposed)):
        np.add.at(counts[:, :, at], clusters, values)
    return counts


def _drawn_f1(counts: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """F1 by theme in each bootstrap sample of documents; 0 where a sample has neither codings nor proposals."""
    size = len(counts)
    weights = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), size=draws)
    both, true, said = np.moveaxis(np.tensordot(weights, counts, axes=1), 2, 0)
    return np.divide(2 * both, true + said, out=np.zeros_like(both), where=(true + said) > 0)


def _interval(values: np.ndarray) -> tuple[float, float]:
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def _ratio(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator else float("nan")
