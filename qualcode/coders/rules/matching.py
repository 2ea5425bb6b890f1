"""Finding the parts and patterns of a codebook in the words of one unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.coders.rules.compiled import CompiledCodebook, CompiledNear, PhrasePart, VerbPart
from qualcode.coders.rules.tokens import Words

_PARTICLE_REACH = 14  # words between a finite verb and its particle; longer stretches are another clause
_AUXILIARY_REACH = 3  # "over zou kunnen nemen"


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """Words `[first, last]` (both inside) of one sentence."""

    sentence: int
    first: int
    last: int


class UnitMatches:
    """The matches of a codebook's patterns in one unit; patterns are evaluated when asked for, and once."""

    def __init__(self, compiled: CompiledCodebook, words: Words, filled: list[frozenset[int]]) -> None:
        self._compiled = compiled
        self._words = words
        self._filled = filled
        self._parts: dict[int, list[Hit]] = {}
        self._patterns: dict[int, list[Hit]] = {}
        self._find_parts()

    @property
    def parts(self) -> dict[int, list[Hit]]:
        """Hits by number of the part, for the parts that are there."""
        return self._parts

    def pattern(self, number: int) -> list[Hit]:
        """The hits of a pattern in the unit, in order; a hit reaches from its first to its last word."""
        known = self._patterns.get(number)
        if known is None:
            known = self._patterns[number] = sorted(set(self._evaluate(number)))
        return known

    # -- parts -----------------------------------------------------------------------------------------------------

    def _find_parts(self) -> None:
        anchored = self._compiled.anchored
        for position, slots in enumerate(self._filled):
            for number, part, slot in anchored(slots):
                found = self._phrase(part, position) if isinstance(part, PhrasePart) else self._verb(part, slot, position)
                if found is not None:
                    self._parts.setdefault(number, []).append(found)

    def _phrase(self, part: PhrasePart, position: int) -> Hit | None:
        last = self._walk(part, part.anchor, position, 1)
        if last is None:
            return None
        first = self._walk(part, part.anchor, position, -1)
        return None if first is None else Hit(self._words.sentences[position], first, last)

    def _walk(self, part: PhrasePart, index: int, position: int, step: int) -> int | None:
        """The nearest position at which the outermost slot can be filled, from slot `index` at `position` on in direction `step`; None when it cannot.

        All places that a slot can take are kept, so that long gaps cost their length and not every combination of places.
        """
        places = [position]
        while 0 <= index + step < len(part.slots):
            gap = part.gaps[index] if step == 1 else part.gaps[index - 1]
            index += step
            places = self._next_places(places, part.slots[index], gap, step)
            if not places:
                return None
        return places[0]

    def _next_places(self, places: list[int], wanted: int, gap: int, step: int) -> list[int]:
        """Where a slot can be filled within `gap` words of one of the places, nearest first."""
        words, filled, count = self._words, self._filled, len(self._filled)
        if gap == 0:
            return [
                at + step
                for at in places
                if 0 <= at + step < count and wanted in filled[at + step] and not words.phrase_break[max(at, at + step)]
            ]  # fmt: skip
        found: list[int] = []
        reached = places[0]  # words up to here were looked at from an earlier place
        for place in places:
            sentence = words.sentences[place]
            furthest = place + step * (gap + 1)
            at = (max(reached, place) if step == 1 else min(reached, place)) + step
            while (furthest - at) * step >= 0 and 0 <= at < count and words.sentences[at] == sentence:
                if wanted in filled[at]:
                    found.append(at)
                reached = at
                at += step
        return found

    def _verb(self, part: VerbPart, slot: int, position: int) -> Hit | None:
        sentence = self._words.sentences[position]
        if slot == part.joined:
            return Hit(sentence, position, position)
        before = self._particle_before(part, position)
        if before is not None:
            return Hit(sentence, before, position)
        after = self._particle_after(part, position)
        return None if after is None else Hit(sentence, position, after)

    def _particle_before(self, part: VerbPart, position: int) -> int | None:
        """`over te nemen`, `over hebben genomen`, `over zouden kunnen nemen`."""
        at = position - 1
        steps = 0
        while at >= 0 and self._words.sentences[at] == self._words.sentences[position] and not self._words.clause_break[at + 1]:
            if part.particle in self._filled[at]:
                return at if steps else None
            if steps == _AUXILIARY_REACH or not self._filled[at] & {self._compiled.te, self._compiled.auxiliary}:
                return None
            at -= 1
            steps += 1
        return None

    def _particle_after(self, part: VerbPart, position: int) -> int | None:
        """`nemen het buurthuis over`: the particle stands at the end of a clause, else it is a preposition."""
        words, count = self._words, len(self._filled)
        for at in range(position + 1, min(position + 2 + _PARTICLE_REACH, count)):
            if words.sentences[at] != words.sentences[position]:
                return None
            if part.particle in self._filled[at]:
                following = at + 1
                ends = following == count or words.clause_break[following] or self._compiled.clause_opener in self._filled[following]
                if ends:
                    return at
        return None

    # -- patterns --------------------------------------------------------------------------------------------------

    def _evaluate(self, number: int) -> Iterator[Hit]:
        nears = [self._near(near) for near in self._compiled.patterns[number].nears]
        if len(nears) == 1:
            yield from nears[0]
            return
        by_sentence: list[dict[int, Hit]] = []
        for hits in nears:
            first: dict[int, Hit] = {}
            for hit in sorted(hits):
                first.setdefault(hit.sentence, hit)
            by_sentence.append(first)
        for sentence in set(by_sentence[0]).intersection(*by_sentence[1:]):
            together = [first[sentence] for first in by_sentence]
            yield Hit(sentence, min(hit.first for hit in together), max(hit.last for hit in together))

    def _near(self, near: CompiledNear) -> set[Hit]:
        chains = self._group(near.groups[0])
        for group, distance, ordered in zip(near.groups[1:], near.distances, near.ordered, strict=True):
            others: dict[int, list[Hit]] = {}
            for other in self._group(group) if chains else ():
                others.setdefault(other.sentence, []).append(other)
            chains = {
                Hit(hit.sentence, min(hit.first, other.first), max(hit.last, other.last))
                for hit in chains
                for other in others.get(hit.sentence, ())
                if (not ordered or other.first > hit.last) and _words_between(hit, other) <= distance
            }
        return chains

    def _group(self, group: tuple[int, ...]) -> set[Hit]:
        return {hit for part in group for hit in self._parts.get(part, ())}


def _words_between(one: Hit, other: Hit) -> int:
    """Words between two hits; hits that overlap stand 0 apart unless they are the very same word."""
    if one.first == other.first and one.last == other.last:
        return 1_000_000  # a word is not near itself: "zelf ~5 zelf" wants two
    return max(0, other.first - one.last - 1, one.first - other.last - 1)
