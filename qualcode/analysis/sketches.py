"""Which texts nearly repeat another, for many texts at once: a sketch of each text, and the texts that share much of it.

Source: Broder (1997), On the resemblance and containment of documents (bottom-k sketches).
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict

import numpy as np
from numpy.typing import NDArray

SKETCH = 256  # smallest hashes kept; the standard error of a similarity of 0.5 is 0.03
SHINGLE = 4  # words
LEAST_WORDS = 30  # shorter texts are alike by chance
_WORD = re.compile(r"\w+")
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)

Sketch = NDArray[np.uint64]


def sketch(text: str) -> Sketch | None:
    """The smallest hashes of the text's runs of four words, sorted; None for a text under 30 words. The same on every machine."""
    words = _WORD.findall(text.casefold())
    if len(words) < LEAST_WORDS:
        return None
    known: dict[str, int] = {}
    for word in words:
        if word not in known:
            data = word.encode("utf-8", "replace")
            known[word] = zlib.crc32(data) | (zlib.crc32(data, 0x5BD1E995) << 32)
    hashes = np.fromiter((known[word] for word in words), dtype=np.uint64, count=len(words))
    runs = np.zeros(len(words) - SHINGLE + 1, dtype=np.uint64)
    for place in range(SHINGLE):
        piece = hashes[place : place + len(runs)] * _MIX[place]
        runs ^= piece ^ (piece >> np.uint64(29))
    runs *= _MIX[0]
    runs ^= runs >> np.uint64(32)
    found = np.unique(runs)
    return found[:SKETCH]


def resemblance(first: Sketch, second: Sketch) -> float:
    """The estimated share of runs of words that two texts have in common (Jaccard), in [0, 1]; exact when both have fewer runs than a sketch holds."""
    both = np.union1d(first, second)[:SKETCH]
    common = np.intersect1d(np.intersect1d(first, second, assume_unique=True), both, assume_unique=True)
    return len(common) / max(1, len(both))


class SketchIndex:
    """Texts by name, asked for the one that a new text resembles most."""

    def __init__(self) -> None:
        self._sketches: list[tuple[str, Sketch]] = []
        self._holders: dict[int, list[int]] = defaultdict(list)

    def add(self, name: str, of: Sketch | None) -> None:
        if of is None:
            return
        for value in of.tolist():
            self._holders[value].append(len(self._sketches))
        self._sketches.append((name, of))

    def nearest(self, of: Sketch | None, *, least: float) -> tuple[str, float] | None:
        """The name of the text that resembles this one most and how much, when it is at least `least`."""
        if of is None:
            return None
        shared = Counter(number for value in of.tolist() for number in self._holders.get(value, ()))
        best: tuple[str, float] | None = None
        for number, _ in shared.most_common(5):
            name, other = self._sketches[number]
            similarity = resemblance(of, other)
            if similarity >= least and (best is None or similarity > best[1]):
                best = name, similarity
        return best
