"""A codebook's patterns as numbers: parts indexed by the slot that is rarest in running text, so that a word leads to the few parts it may belong to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from qualcode.codebook.patterns import Part, Pattern, Phrase, Verb, Word
from qualcode.codebook.schema import Code, Codebook, Rule
from qualcode.coders.rules.slots import Lemma, Slots

_AUXILIARIES = ("hebben", "zijn", "worden", "kunnen", "moeten", "willen", "mogen", "zullen", "gaan", "laten", "blijven")
# What may follow a particle that ends its clause: a conjunction, a relative or question word, a tag, or the preposition of a phrase that comes after it
# ("klopt aan bij de buren", "nam het over van de gemeente"), which a preposition itself never has right behind it.
_CLAUSE_OPENERS = (
    "en", "of", "maar", "want", "dus", "om", "omdat", "als", "alsof", "dan", "zoals", "zodat", "dat", "toen", "terwijl", "wanneer", "die", "wie", "wat", "waar", "hoe",
    "voordat", "nadat", "hoewel", "toch", "hè", "he", "hoor", "ja", "nou", "zodra", "totdat", "waarom", "bij", "van", "met", "voor", "door", "tegen", "naar", "tot", "op", "in",
    "uit", "aan", "over", "onder", "zonder", "tijdens", "sinds", "na", "per", "rond", "tussen", "binnen", "buiten", "volgens", "vanaf",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PhrasePart:
    """A phrase as slot numbers; anchor: index of the slot from which it is tried."""

    slots: tuple[int, ...]
    gaps: tuple[int, ...]
    anchor: int


@dataclass(frozen=True, slots=True)
class VerbPart:
    """A separable verb as slot numbers: written as one word, its stem, its particle."""

    joined: int
    stem: int
    particle: int


@dataclass(frozen=True, slots=True)
class CompiledNear:
    """Groups of part numbers; distances and ordered as in `Near`."""

    groups: tuple[tuple[int, ...], ...]
    distances: tuple[int, ...]
    ordered: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """A pattern as numbers of parts; source: as written."""

    source: str
    nears: tuple[CompiledNear, ...]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its code and the numbers of its patterns; exceptions: those of its code and of the codes above."""

    code: Code
    rule: Rule
    find: tuple[int, ...]
    with_any: tuple[int, ...]
    without: tuple[int, ...]
    blockers: tuple[int, ...]


class CompiledCodebook:
    """All that matching needs of a codebook. lemma: dictionary form of a lower-cased word."""

    def __init__(self, codebook: Codebook, lemma: Lemma) -> None:
        self.slots = Slots(lemma)
        self.parts: list[PhrasePart | VerbPart] = []
        self.patterns: list[CompiledPattern] = []
        self.rules: list[CompiledRule] = []
        self.parts_by_slot: dict[int, list[int]] = defaultdict(list)
        self.rules_by_part: dict[int, list[int]] = defaultdict(list)
        self._part_numbers: dict[Part, int] = {}
        self._pattern_numbers: dict[str, int] = {}
        self._anchored: dict[frozenset[int], tuple[tuple[int, PhrasePart | VerbPart, int], ...]] = {}
        self.te = self.slots.number((Word("te", "exact"),))
        self.auxiliary = self.slots.number(tuple(Word(verb) for verb in _AUXILIARIES))
        self.clause_opener = self.slots.number(tuple(Word(word, "exact") for word in _CLAUSE_OPENERS))
        for code, rule in codebook.rules:
            self._add_rule(codebook, code, rule)

    def anchored(self, slots: frozenset[int]) -> tuple[tuple[int, PhrasePart | VerbPart, int], ...]:
        """What a word that fills these slots may be the anchor of: (number of the part, part, slot)."""
        known = self._anchored.get(slots)
        if known is None:
            found = sorted((number, slot) for slot in slots for number in self.parts_by_slot.get(slot, ()))
            known = self._anchored[slots] = tuple((number, self.parts[number], slot) for number, slot in found)
        return known

    def _add_rule(self, codebook: Codebook, code: Code, rule: Rule) -> None:
        exceptions: list[Pattern] = [*rule.not_]
        above: Code | None = code
        while above is not None:
            exceptions += above.exceptions
            above = codebook.code(above.parent) if above.parent else None
        number = len(self.rules)
        find = tuple(self._pattern(pattern) for pattern in rule.find)
        self.rules.append(
            CompiledRule(
                code=code,
                rule=rule,
                find=find,
                with_any=tuple(self._pattern(pattern) for pattern in rule.with_any),
                without=tuple(self._pattern(pattern) for pattern in rule.without),
                blockers=tuple(self._pattern(pattern) for pattern in exceptions),
            )
        )
        for pattern in find:
            for part in self.patterns[pattern].nears[0].groups[0]:
                if number not in self.rules_by_part[part]:
                    self.rules_by_part[part].append(number)

    def _pattern(self, pattern: Pattern) -> int:
        known = self._pattern_numbers.get(pattern.source)
        if known is None:
            known = self._pattern_numbers[pattern.source] = len(self.patterns)
            nears = tuple(
                CompiledNear(tuple(tuple(self._part(part) for part in group) for group in near.groups), near.distances, near.ordered)
                for near in pattern.nears
            )
            self.patterns.append(CompiledPattern(pattern.source, nears))
        return known

    def _part(self, part: Part) -> int:
        known = self._part_numbers.get(part)
        if known is not None:
            return known
        number = self._part_numbers[part] = len(self.parts)
        if isinstance(part, Verb):
            verb = VerbPart(
                self.slots.joined_verb(part), self.slots.number((Word(part.stem),)), self.slots.number((Word(part.particle, "exact"),))
            )
            self.parts.append(verb)
            self.parts_by_slot[verb.joined].append(number)
            self.parts_by_slot[verb.stem].append(number)
        else:
            slots = tuple(self.slots.number(slot) for slot in part.slots)
            anchor = _anchor(part)
            self.parts.append(PhrasePart(slots, part.gaps, anchor))
            self.parts_by_slot[slots[anchor]].append(number)
        return number


def _anchor(phrase: Phrase) -> int:
    """The slot that fewest words of a text will fill: few alternatives, long words, no glob."""

    def commonness(index: int) -> float:
        return sum(float("inf") if word.kind == "any" else 1 / (len(word.text.strip("*")) + 0.1) ** 3 for word in phrase.slots[index])

    return min(range(len(phrase.slots)), key=commonness)
