"""What coders gave to units: the matrix that every measure of agreement starts from."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from qualcode.errors import AnalysisError

MISSING = -1
MOST_VALUES = 2000  # different values; distances are kept for every pair of them


@dataclass(frozen=True)
class Ratings:
    """The values that coders gave to units.

    given: int, shape (units, coders), index into `values`, MISSING where a coder did not code a unit. values: all values that a coder could give, in a
    fixed order. coders: names. clusters: int, shape (units,), the document (or person) that a unit belongs to, numbered from 0 without gaps.
    """

    given: np.ndarray
    values: tuple[Hashable, ...]
    coders: tuple[str, ...]
    clusters: np.ndarray

    @classmethod
    def of(
        cls,
        units: Sequence[Sequence[Hashable | None]],
        *,
        coders: Sequence[str] = (),
        clusters: Sequence[Hashable] | None = None,
        values: Iterable[Hashable] = (),
    ) -> Ratings:
        """Ratings from one row a unit with one value a coder, None where a coder gave none.

        clusters: what each unit belongs to; every unit by itself when None. values: values that could be given though nobody did. Raises AnalysisError when
        rows differ in length, or there are more than MOST_VALUES different values.
        """
        widths = {len(unit) for unit in units} | ({len(coders)} if coders else set())
        if len(widths) > 1:
            raise AnalysisError("agreement.rows_differ", widths=", ".join(map(str, sorted(widths))))
        known = sorted({value for unit in units for value in unit if value is not None} | set(values), key=_order)
        if len(known) > MOST_VALUES:
            raise AnalysisError("agreement.many_values", count=len(known), most=MOST_VALUES)
        index: dict[Hashable | None, int] = {value: number for number, value in enumerate(known)}
        index[None] = MISSING
        width = widths.pop() if widths else 0
        given = np.array([[index[value] for value in unit] for unit in units], dtype=np.int64).reshape(len(units), width)
        names = tuple(coders) or tuple(str(number) for number in range(1, width + 1))
        labels = range(len(units)) if clusters is None else clusters
        numbers: dict[Hashable, int] = {}
        within = np.array([numbers.setdefault(label, len(numbers)) for label in labels], dtype=np.int64)
        return cls(given, tuple(known), names, within)

    @cached_property
    def counts(self) -> np.ndarray:
        """int, shape (units, values): how many coders gave a value to a unit."""
        table = np.zeros((len(self.given), len(self.values)), dtype=np.int64)
        rows, columns = np.nonzero(self.given != MISSING)
        np.add.at(table, (rows, self.given[rows, columns]), 1)
        return table

    @cached_property
    def coded_by(self) -> np.ndarray:
        """int, shape (units,): how many coders coded a unit."""
        return (self.given != MISSING).sum(axis=1)

    @cached_property
    def pairable(self) -> np.ndarray:
        """bool, shape (units,): units that two coders or more coded; the others say nothing about agreement."""
        return self.coded_by > 1

    @property
    def cluster_count(self) -> int:
        """The number of documents (or whatever the units were drawn in) that hold a unit."""
        return int(self.clusters.max()) + 1 if len(self.clusters) else 0

    def per_cluster(self, of_units: np.ndarray) -> np.ndarray:
        """Sums of a number, or of a row of numbers, a unit: float, shape (clusters, numbers)."""
        rows = of_units.reshape(len(of_units), int(np.prod(of_units.shape[1:]))).astype(float)
        sums = np.zeros((self.cluster_count, rows.shape[1]))
        np.add.at(sums, self.clusters, rows)
        return sums

    def only(self, coders: Sequence[int]) -> Ratings:
        """The ratings of some of the coders; units and documents stay, so that several choices can be resampled alike."""
        return Ratings(self.given[:, list(coders)], self.values, tuple(self.coders[one] for one in coders), self.clusters)

    def pairs(self) -> list[Ratings]:
        """The ratings of each two coders."""
        return [self.only(pair) for pair in combinations(range(len(self.coders)), 2)]

    def has(self, member: Hashable) -> Ratings:
        """Whether each given set holds `member`: ratings with the values False and True."""
        yes = np.array([isinstance(value, frozenset) and member in value for value in self.values], dtype=np.int64)
        return self._binary(yes)

    def equals(self, value: Hashable) -> Ratings:
        """Whether each given value is this one: ratings with the values False and True."""
        return self._binary(np.array([one == value for one in self.values], dtype=np.int64))

    def _binary(self, yes: np.ndarray) -> Ratings:
        padded = np.append(yes, MISSING)  # index MISSING is the last
        return Ratings(padded[self.given], (False, True), self.coders, self.clusters)


def _order(value: Hashable) -> tuple[object, ...]:
    """Numbers by size, then texts, then sets by size and members: the same order in every run."""
    if isinstance(value, bool | int | float):
        return (0, float(value), "")
    if isinstance(value, frozenset):
        return (2, float(len(value)), repr(sorted(value, key=repr)))
    return (1, 0.0, repr(value))
