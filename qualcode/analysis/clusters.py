"""Counts in each cluster and group: what rates, their intervals and permutations are made of.

A cluster is what was drawn together and therefore resembles itself: a document, or the respondent where that outranks the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qualcode.errors import AnalysisError

Measure = Literal["per_1000_words", "share_of_units", "share_of_words", "share_of_documents"]
MEASURES: tuple[Measure, ...] = ("per_1000_words", "share_of_units", "share_of_words", "share_of_documents")
GROUP_JOINT = " · "  # between the values of two crossed variables in the name of a group
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ClusterCounts:
    """One row a cell: a cluster within a group.

    cluster, group: numbers, shape (cells,). keys: for each group its values, one a variable of `by`. hits, hit_words: units with each theme and their
    words, shape (cells, themes). units, words: all units of the cell and their words, shape (cells,).
    """

    cluster: NDArray[np.intp]
    group: NDArray[np.intp]
    keys: tuple[tuple[str, ...], ...]
    themes: tuple[str, ...]
    hits: Floats
    hit_words: Floats
    units: Floats
    words: Floats

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the groups."""
        return tuple(GROUP_JOINT.join(key) for key in self.keys)

    def parts(self, measure: Measure) -> tuple[Floats, Floats]:
        """Numerator (cells, themes) and denominator (cells,) whose sums, times `scale(measure)`, give the rate."""
        if measure == "per_1000_words":
            return self.hits, self.words
        if measure == "share_of_units":
            return self.hits, self.units
        if measure == "share_of_words":
            return self.hit_words, self.words
        return (self.hits > 0).astype(float), np.ones_like(self.units)


def scale(measure: Measure) -> float:
    """What a ratio of sums is multiplied by: rates are per 1,000 words, shares are shares."""
    return 1000.0 if measure == "per_1000_words" else 1.0


def group_values(units: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The columns of `by` as text, '' where there is no value. Raises AnalysisError when a column is not there."""
    missing = [column for column in by if column not in units.columns]
    if missing:
        raise AnalysisError("analysis.no_variable", variable=missing[0])
    made = {column: _text(units[column]) for column in by}
    return pd.DataFrame(made, index=units.index)


def _text(column: pd.Series[Any]) -> pd.Series[Any]:
    shown = column.astype(object).where(column.notna(), "")
    return shown.map(lambda value: str(int(value)) if isinstance(value, float) and value.is_integer() else str(value))


def count_clusters(
    units: pd.DataFrame, coded: pd.DataFrame, themes: Sequence[str], *, by: Sequence[str] = (), cluster: str = "document_id"
) -> ClusterCounts:
    """Counts each theme in each cluster and group.

    units: one row a unit, index unique, columns `words`, those of `by` and `cluster`. coded: columns `unit` (index in `units`) and `theme`; a unit counts
    once for a theme. Units without a value of `cluster` are clusters of their own document. Raises AnalysisError when a column is not there.
    """
    values = group_values(units, by)
    if cluster not in units.columns:
        raise AnalysisError("analysis.no_variable", variable=cluster)
    clusters = units[cluster].astype(object).where(units[cluster].notna() & (units[cluster] != ""), units["document_id"])
    cluster_number, _ = pd.factorize(clusters)
    if by:
        found = values.groupby(list(by), sort=True).ngroup().to_numpy()
        keys = tuple(tuple(key) for key in values.drop_duplicates().sort_values(list(by)).itertuples(index=False, name=None))
    else:
        found, keys = np.zeros(len(units), dtype=np.intp), ((),)
    cell_of, cells = pd.factorize(cluster_number.astype(np.int64) * max(len(keys), 1) + found)
    count = len(cells)
    words = units["words"].to_numpy(float)
    hits, hit_words = np.zeros((count, len(themes))), np.zeros((count, len(themes)))
    number_of = {theme: number for number, theme in enumerate(themes)}
    pairs = coded[["unit", "theme"]].drop_duplicates()
    pairs = pairs[pairs["theme"].isin(number_of)]
    at = units.index.get_indexer(pd.Index(pairs["unit"]))
    kept = at >= 0
    at, column = at[kept], pairs["theme"].map(number_of).to_numpy(dtype=np.intp)[kept]
    np.add.at(hits, (cell_of[at], column), 1.0)
    np.add.at(hit_words, (cell_of[at], column), words[at])
    return ClusterCounts(
        cluster=(cells // max(len(keys), 1)).astype(np.intp),
        group=(cells % max(len(keys), 1)).astype(np.intp),
        keys=keys,
        themes=tuple(themes),
        hits=hits,
        hit_words=hit_words,
        units=np.bincount(cell_of, minlength=count).astype(float),
        words=np.bincount(cell_of, weights=words, minlength=count).astype(float),
    )
