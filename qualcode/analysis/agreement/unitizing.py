"""Agreement on where a code stands, not only whether: Krippendorff's alpha for unitizing on spans of a text."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from qualcode.analysis.agreement.estimates import Measure

Span = tuple[int, int, Hashable]  # start, end, code


@dataclass(frozen=True)
class Stretch:
    """An unbroken piece of text that all coders have read. cluster: number of its document, from 0. spans: one sequence a coder, in any order."""

    cluster: int
    start: int
    end: int
    spans: tuple[Sequence[Span], ...]


def alpha_u(stretches: Sequence[Stretch], *, binary: bool = False) -> Measure:
    """How far coders marked the same stretches of text with the same codes.

    binary: only whether something is coded, not what. Where several codes of one coder overlap, their set is the value. n: characters read by all. NaN when
    nobody marked anything, or everybody everything. Source: Krippendorff, Mathet, Bouvry & Widlöcher (2016), Qual. Quant. 50, 2347-2364; Krippendorff
    (2019), Content Analysis, 4th ed., ch. 12.4: expected coincidences leave out what a section would have with itself, which is L squared for a marked
    section and L for a gap, since a gap is a row of single characters that nobody united.
    """
    name = f"alpha_u_{'binary' if binary else 'nominal'}"
    clusters = max((one.cluster for one in stretches), default=-1) + 1
    coders = len(stretches[0].spans) if stretches else 0
    length = sum(one.end - one.start for one in stretches)
    if coders < 2 or not length:
        nothing = np.zeros((clusters, 1))
        return Measure(name, nothing, lambda sums: np.full(sums.shape[:-1], np.nan), length, "agreement.no_text")
    pieces = [[_sections(spans, one.start, one.end) for spans in one.spans] for one in stretches]
    index: dict[Hashable, int] = {None: 0}
    for of_stretch in pieces:
        for sections in of_stretch:
            for _, _, value in sections:
                index.setdefault(bool(value) if binary and value is not None else value, len(index))
    sums = np.zeros((clusters, 3 + len(index)))
    for one, of_stretch in zip(stretches, pieces, strict=True):
        _add(sums[one.cluster], of_stretch, index, binary)
    return Measure(name, sums, _value, length, "agreement.no_variation" if len(index) > 1 else "agreement.no_spans")


def _value(sums: np.ndarray) -> np.ndarray:
    """From observed disagreement, number of coincidences, self-pairings, and the length of each value."""
    disagreeing, coincidences, self_pairs, lengths = sums[..., 0], sums[..., 1], sums[..., 2], sums[..., 3:]
    total = lengths.sum(axis=-1)
    different = total**2 - (lengths**2).sum(axis=-1)
    expected = coincidences * different / (total**2 - self_pairs)
    return np.where(different > 0, 1 - disagreeing / np.where(different > 0, expected, 1), np.nan)


def _add(sums: np.ndarray, of_coders: Sequence[Sequence[Span]], index: Mapping[Hashable, int], binary: bool) -> None:
    """Adds one stretch to the sums of its document."""
    edges = np.unique([edge for sections in of_coders for start, end, _ in sections for edge in (start, end)])
    lengths = np.diff(edges)
    values = np.empty((len(of_coders), len(lengths)), dtype=np.int64)
    for coder, sections in enumerate(of_coders):
        numbers = np.array([index[bool(value) if binary and value is not None else value] for _, _, value in sections])
        starts = np.array([start for start, _, _ in sections])
        values[coder] = numbers[np.searchsorted(starts, edges[:-1], side="right") - 1]
        sizes = np.array([end - start for start, end, _ in sections])
        sums[2] += np.where(numbers == 0, sizes, sizes**2).sum()
        np.add.at(sums, 3 + numbers, sizes)
    coders = len(of_coders)
    alike = np.zeros(len(lengths))
    for number in range(len(index)):
        holders = (values == number).sum(axis=0)
        alike += holders * (holders - 1)
    sums[0] += ((coders * (coders - 1) - alike) * lengths).sum() / (coders - 1)
    sums[1] += coders * lengths.sum()


def _sections(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """A coder's reading of a stretch without a hole: each piece with its set of codes, or None where there is none."""
    inside = sorted(
        _united([(max(a, start), min(b, end), code) for a, b, code in spans if min(b, end) > max(a, start)]), key=lambda one: one[:2]
    )
    edges = sorted({start, end, *(edge for a, b, _ in inside for edge in (a, b))})
    found: list[Span] = []
    active: list[Span] = []
    at = 0
    for left, right in pairwise(edges):
        active = [one for one in active if one[1] > left]
        while at < len(inside) and inside[at][0] <= left:
            active.append(inside[at])
            at += 1
        found.append((left, right, frozenset(code for _, _, code in active) if active else None))
    return found


def _united(spans: Sequence[Span]) -> list[Span]:
    """Spans of one code that overlap become one; those that only touch stay two, as the coder made them."""
    found: list[Span] = []
    for start, end, code in sorted(spans, key=lambda one: (repr(one[2]), one[0], one[1])):
        if found and found[-1][2] == code and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]), code)
        else:
            found.append((start, end, code))
    return found
