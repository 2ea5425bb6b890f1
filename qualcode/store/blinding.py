"""What coders may see of the machine and of each other, as pure functions of the recorded arrangements.

A unit is blind when a hash of the project's seed, the text and the unit's place falls below the share; so it is the same for every coder, after a restart
and on another machine, and raising the share keeps what was blind before.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from qualcode.model import carries
from qualcode.store.records import Arrangement

ALL_DOCUMENTS = "all"
EVERYONE = "*"
_SCALE = 2**64

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class BlindShare:
    """Which part of the units was coded blind from a moment on. percent: 0-100."""

    percent: float
    seed: str
    since: datetime

    def has(self, document_sha256: str, start: int, end: int) -> bool:
        """Whether the unit [start, end) of this text is blind."""
        if self.percent <= 0:
            return False
        digest = hashlib.sha256(f"{self.seed}|{document_sha256}|{start}|{end}".encode()).digest()
        return int.from_bytes(digest[:8], "big") < self.percent / 100 * _SCALE


@dataclass(frozen=True)
class Blinding:
    """All arrangements of a project, in order.

    shares: the oldest first. double: ids of documents that are coded twice apart, or ALL_DOCUMENTS; empty when nobody does. released: document id -> ids of
    the coders whose work was released, EVERYONE among them when somebody opened all.
    """

    shares: tuple[BlindShare, ...]
    double: frozenset[str]
    released: dict[str, frozenset[str]]

    @property
    def share(self) -> BlindShare | None:
        """What holds now; None when nothing is coded blind."""
        return self.shares[-1] if self.shares and self.shares[-1].percent > 0 else None

    def share_at(self, moment: datetime) -> BlindShare | None:
        """What held at a moment."""
        before = [one for one in self.shares if one.since <= moment]
        return before[-1] if before and before[-1].percent > 0 else None

    def is_double(self, document_id: str) -> bool:
        """Whether the document is coded by several coders apart."""
        return ALL_DOCUMENTS in self.double or document_id in self.double

    def is_open(self, document_id: str, viewer: str | None, other: str) -> bool:
        """Whether a coder may see the work of another in a document: both released it, or somebody opened it for everyone."""
        if viewer == other or not self.is_double(document_id):
            return True
        released = self.released.get(document_id, frozenset())
        return EVERYONE in released or {viewer, other} <= released

    def sees_consensus(self, document_id: str, viewer: str | None) -> bool:
        """Whether a coder may see the consensus, which shows the work of others."""
        released = self.released.get(document_id, frozenset())
        return not self.is_double(document_id) or EVERYONE in released or viewer in released


def blinding_of(arrangements: Iterable[Arrangement]) -> Blinding:
    """What follows from the arrangements, given in the order in which they were made."""
    shares: list[BlindShare] = []
    double: frozenset[str] = frozenset()
    released: dict[str, set[str]] = {}
    for one in arrangements:
        if one.kind == "blind_share":
            shares.append(BlindShare(float(one.value["percent"]), str(one.value["seed"]), one.time))
        elif one.kind == "double_coding":
            wanted = one.value["documents"]
            double = frozenset([ALL_DOCUMENTS]) if wanted == ALL_DOCUMENTS else frozenset(wanted)
        elif one.document_id is not None:
            released.setdefault(one.document_id, set()).add(EVERYONE if one.value.get("everyone") else one.coder)
    return Blinding(tuple(shares), double, {document: frozenset(coders) for document, coders in released.items()})


def units_with(units: Sequence[Span], spans: Iterable[Span]) -> set[Span]:
    """The units that carry at least one of the spans. units: as `carried` takes them."""
    return {unit for _, unit in carried(units, spans)}


def carried(units: Sequence[Span], spans: Iterable[Span]) -> Iterator[tuple[int, Span]]:
    """(number of the span, unit) for each unit that carries a span (contract 3: they overlap by half of the shorter).

    units: in order of start, and of end too, as blocks are; the same unit may come twice.
    """
    ends = [end for _, end in units]
    for number, (start, end) in enumerate(spans):
        index = bisect_right(ends, start)
        while index < len(units) and units[index][0] < end:
            if carries(*units[index], start, end):
                yield number, units[index]
            index += 1
