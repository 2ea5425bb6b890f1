"""Passages that say nearly the same in the same words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two passages (indexes in what was given) and the Jaccard similarity of their word n-grams, in [0, 1]."""

    first: int
    second: int
    similarity: float


def near_duplicates(passages: Sequence[str], *, n: int = 4, least: float = 0.3) -> list[NearDuplicate]:
    """All pairs whose sets of word n-grams overlap by at least `least` (Jaccard), most alike first.

    Exact: every pair that shares an n-gram is compared, where MinHash (Broder 1997) would sample. Passages of fewer than n words are compared as a whole.
    """
    shingles = [_shingles(passage, n) for passage in passages]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, grams in enumerate(shingles):
        for gram in grams:
            holders[gram].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        for at, first in enumerate(numbers):
            for second in numbers[at + 1 :]:
                shared[first, second] += 1
    found = []
    for (first, second), common in shared.items():
        similarity = common / (len(shingles[first]) + len(shingles[second]) - common)
        if similarity >= least:
            found.append(NearDuplicate(first, second, similarity))
    return sorted(found, key=lambda pair: (-pair.similarity, pair.first, pair.second))


def _shingles(passage: str, n: int) -> set[tuple[str, ...]]:
    words = _WORD.findall(passage.lower())
    if len(words) < n:
        return {tuple(words)} if words else set()
    return {tuple(words[at : at + n]) for at in range(len(words) - n + 1)}
