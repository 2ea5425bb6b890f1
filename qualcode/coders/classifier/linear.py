"""The first stage: a linear scorer on the words and character n-grams of one text, without anything around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from qualcode.coders.classifier.features import (
    COLUMNS,
    Rows,
    count_rows,
    document_frequencies,
    piece_columns,
    weigh,
    word_columns,
    word_pieces,
)

_LEAST_ROWS = 2  # a column that one text alone has says nothing of another
_C = 0.2  # chosen by writer-disjoint cross-validation on the bundled corpora among 0.05, 0.1, 0.2, 0.5, 1


@dataclass(frozen=True)
class TextRows:
    """Counts of texts, before weighing: `words` (words and pairs) and `pieces` (character n-grams), each (texts, COLUMNS)."""

    words: Rows
    pieces: Rows

    @staticmethod
    def of(tokenised: Sequence[Sequence[str]]) -> TextRows:
        """The rows of texts that `features.tokens` cut."""
        return TextRows(count_rows([word_columns(one) for one in tokenised]), count_rows([piece_columns(one) for one in tokenised]))

    def take(self, index: np.ndarray) -> TextRows:
        """The rows with these numbers."""
        return TextRows(self.words[index], self.pieces[index])


@dataclass(frozen=True)
class Weighing:
    """Inverse document frequencies; shape (COLUMNS,) each, float16 as in the file; 0 for a column that is not used."""

    words: np.ndarray
    pieces: np.ndarray

    @staticmethod
    def learn(rows: TextRows) -> Weighing:
        """ln((1 + n) / (1 + df)) + 1, scikit-learn's smoothed form, for columns that at least two texts have."""
        return Weighing(_idf(rows.words), _idf(rows.pieces))

    def apply(self, rows: TextRows) -> TextRows:
        """The rows weighed and scaled to length 1."""
        return TextRows(weigh(rows.words, self.words), weigh(rows.pieces, self.pieces))


def _idf(rows: Rows) -> np.ndarray:
    frequencies = document_frequencies(rows)
    idf = np.log((1 + rows.shape[0]) / (1 + frequencies)) + 1
    idf[frequencies < _LEAST_ROWS] = 0
    return idf.astype(np.float16)


@dataclass(frozen=True)
class LinearScorer:
    """One linear function a label on weighed rows. words, pieces: (COLUMNS, labels) float16; bias: (labels,)."""

    words: np.ndarray
    pieces: np.ndarray
    bias: np.ndarray

    def score(self, rows: TextRows) -> np.ndarray:
        """The scores of weighed rows, shape (texts, labels): above 0 speaks for the label."""
        scores = rows.words @ self.words.astype(np.float32) + rows.pieces @ self.pieces.astype(np.float32) + self.bias
        return np.asarray(scores, dtype=np.float64)

    def contributions(self, words: Sequence[str], weighing: Weighing, label: int) -> dict[str, float]:
        """How much each word of one text, with its pairs and pieces, adds to the score of a label; the sum and the bias make the score."""
        rows = weighing.apply(TextRows.of([words]))
        found: dict[str, float] = {}
        pieces = _share_out(rows.pieces, self.pieces[:, label], piece_columns(words))
        at = 0
        for word in words:
            size = len(word_pieces(word))
            found[word] = found.get(word, 0.0) + float(pieces[at : at + size].sum())
            at += size
        singles = _share_out(rows.words, self.words[:, label], word_columns(words))
        for index, word in enumerate(words):
            found[word] += float(singles[index])
        for index, pair in enumerate(pairwise(words)):
            name = " ".join(pair)
            found[name] = found.get(name, 0.0) + float(singles[len(words) + index])
        return found


def _share_out(row: Rows, weights: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """What each occurrence of a column adds: the column's part of the score, shared by its occurrences."""
    present, inverse, occurrences = np.unique(columns, return_inverse=True, return_counts=True)
    parts = row.data * weights[present].astype(np.float32) / occurrences  # a row holds its columns once and sorted, as `present` does
    return np.asarray(parts[inverse])


def train_linear(rows: TextRows, truth: np.ndarray, *, weights: np.ndarray | None = None, seed: int = 0) -> LinearScorer:
    """A linear support vector machine for each label on weighed rows. truth: bool, (texts, labels). A label without both kinds scores -1."""
    both = sparse.hstack([rows.words, rows.pieces], format="csr")
    labels = truth.shape[1]
    weight = np.zeros((2 * COLUMNS, labels), dtype=np.float16)
    bias = np.full(labels, -1.0)
    for label in range(labels):
        if truth[:, label].any() and not truth[:, label].all():
            machine = LinearSVC(C=_C, random_state=seed).fit(both, truth[:, label], sample_weight=weights)
            weight[:, label], bias[label] = machine.coef_[0], machine.intercept_[0]
    return LinearScorer(weight[:COLUMNS], weight[COLUMNS:], bias)
