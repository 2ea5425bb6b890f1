"""Words typical of a theme or a group: how many more than elsewhere, and over how many documents."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from qualcode.analysis.clusters import Floats
from qualcode.analysis.effects import log_ratios

KEYNESS_COLUMNS = (
    "word", "target", "target_words", "reference", "reference_words", "target_per_1000", "reference_per_1000", "log_ratio", "percent_difference",
    "g2_two_cell", "documents_target", "documents_reference", "dp_target", "dp_normalised_target", "warnings",
)  # fmt: skip
FEWEST = 3  # occurrences in the target; rarer words are passed over
FEW_DOCUMENTS = 3


def g2_two_cell(a: float, b: float, c: float, d: float) -> float:
    """Log-likelihood of a word: a of c words against b of d words, two cells (Rayson's wizard). Descriptive: no p-value belongs to it, for words are
    no independent draws (it calls 55-64 % of splits without any difference significant).

    E1 = c (a + b) / (c + d), E2 = d (a + b) / (c + d), G2 = 2 (a ln(a / E1) + b ln(b / E2)); NaN when c or d is 0. (150, 90, 50000, 60000) gives 28.0913.
    Source: Rayson and Garside (2000), Comparing corpora using frequency profiling, ACL workshop, 1-6.
    """
    if c <= 0 or d <= 0:
        return float("nan")
    return float(_g2(np.array([a], float), np.array([b], float), c, d)[0])


def g2_four_cell(both: float, first_only: float, second_only: float, neither: float) -> float:
    """Dunning's log-likelihood of a 2x2 table, all four cells: 2 sum(O ln(O / E)). (110, 2442, 111, 29114) gives 270.72.

    Source: Dunning (1993), Accurate methods for the statistics of surprise and coincidence, Computational Linguistics 19, 61-74.
    """
    table = np.array([[both, first_only], [second_only, neither]], float)
    total = table.sum()
    if total <= 0:
        return float("nan")
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / total
    return float(2 * sum(o * math.log(o / e) for o, e in zip(table.ravel(), expected.ravel(), strict=True) if o > 0))


def typical_words(
    texts: Sequence[Iterable[str]], documents: Sequence[object], target: NDArray[np.bool_], *, fewest: int = FEWEST
) -> pd.DataFrame:  # fmt: skip
    """Words of the target units compared with those of all the others, the most typical first: one row a word, KEYNESS_COLUMNS.

    texts: the words of each unit (lower-cased by whoever calls). documents: the document of each unit. target: which units are the target.
    fewest: occurrences that a word needs in the target. log_ratio: `effects.log_ratios`, > 0 is typical of the target; g2_two_cell is negative where the word
    is rarer there. dp_target: Gries' DP over the documents that hold target units (NaN for one document); near 0 is everywhere.
    Ordered by g2_two_cell, then word. warnings: `few_documents` (the word is in fewer than 3 documents of the target).
    """
    numbers: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for row, words in enumerate(texts):
        for word in words:
            columns.append(numbers.setdefault(word, len(numbers)))
            rows.append(row)
    counts = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(target), len(numbers)))
    target = np.asarray(target, dtype=bool)
    a, b = (np.asarray(counts[side].sum(axis=0)).ravel() for side in (target, ~target))
    c, d = float(a.sum()), float(b.sum())
    kept = np.flatnonzero(a >= fewest)
    if not len(kept) or d == 0:
        return pd.DataFrame(columns=list(KEYNESS_COLUMNS))
    by_document, sizes = _by_document(counts, documents, target)
    others, _ = _by_document(counts, documents, ~target)
    dp, normalised = _dispersions(by_document[:, kept].toarray(), sizes)
    words = np.array(list(numbers), dtype=object)[kept]
    a, b = a[kept], b[kept]
    first, second = 1000 * a / c, 1000 * b / d
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = np.where(b > 0, 100 * (first - second) / np.where(second > 0, second, 1), np.nan)
    in_documents = np.asarray((by_document[:, kept] > 0).sum(axis=0)).ravel()
    table = pd.DataFrame({
        "word": words, "target": a.astype(int), "target_words": int(c), "reference": b.astype(int), "reference_words": int(d), "target_per_1000": first,
        "reference_per_1000": second, "log_ratio": log_ratios(a, np.full(len(a), c), b, np.full(len(b), d)), "percent_difference": percent,
        "g2_two_cell": np.where(first >= second, 1, -1) * _g2(a, b, c, d), "documents_target": in_documents,
        "documents_reference": np.asarray((others[:, kept] > 0).sum(axis=0)).ravel(), "dp_target": dp, "dp_normalised_target": normalised,
        "warnings": np.where(in_documents < FEW_DOCUMENTS, "few_documents", ""),
    }, columns=list(KEYNESS_COLUMNS))  # fmt: skip
    return table.sort_values(["g2_two_cell", "word"], ascending=[False, True], kind="stable").reset_index(drop=True)


def _g2(a: Floats, b: Floats, c: float, d: float) -> Floats:
    first, second = c * (a + b) / (c + d), d * (a + b) / (c + d)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(a > 0, a * np.log(a / first), 0.0) + np.where(b > 0, b * np.log(b / second), 0.0)
    return np.asarray(2 * parts)


def _by_document(counts: csr_matrix, documents: Sequence[object], side: NDArray[np.bool_]) -> tuple[csr_matrix, Floats]:
    """Word counts of each document that has units on this side, and its words there."""
    numbers = pd.factorize(np.asarray(documents, dtype=object)[side])[0]
    chosen = counts[side]
    gather = csr_matrix((np.ones(len(numbers)), (numbers, np.arange(len(numbers)))), shape=(int(numbers.max(initial=-1)) + 1, len(numbers)))
    summed = csr_matrix(gather @ chosen)
    return summed, np.asarray(summed.sum(axis=1)).ravel()


def _dispersions(counts: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """DP of each column over the rows, and the same normalised; as `dispersion.deviation_of_proportions`."""
    here = sizes > 0
    if here.sum() < 2:
        return np.full(counts.shape[1], np.nan), np.full(counts.shape[1], np.nan)
    expected = sizes[here] / sizes[here].sum()
    shares = counts[here] / counts[here].sum(axis=0)
    dp = np.abs(shares - expected[:, None]).sum(axis=0) / 2
    return dp, dp / (1 - float(expected.min()))
