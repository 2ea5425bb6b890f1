"""How a speaker stands towards a theme, read from cue words near a hit. A hint: it is shown with its cue and a person decides."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from qualcode.codebook.patterns import Word, fold
from qualcode.coders.rules.matching import Hit
from qualcode.coders.rules.slots import Slots
from qualcode.coders.rules.tokens import Words
from qualcode.model import Stance, Unit

_BEFORE = 6  # words in which a negation before the hit is taken to cover it
_AFTER = 4  # and after it: "ik voel me daar welkom, maar niet ..." is cut off by the clause


@cache
def cue_lists() -> dict[str, tuple[str, ...]]:
    """The cue words by kind: negation, criticism, praise, hedge."""
    data = tomllib.loads(files(__package__).joinpath("cues.toml").read_text("utf-8"))
    return {kind: tuple(words) for kind, words in data.items()}


class StanceReader:
    """Reads a stance for hits; made once per codebook, since it shares the numbered slots."""

    def __init__(self, slots: Slots) -> None:
        self._kinds = {
            kind: slots.number(tuple(Word(fold(word), "glob" if "*" in word else "exact") for word in words))
            for kind, words in cue_lists().items()
        }  # fmt: skip

    def read(self, unit: Unit, words: Words, filled: list[frozenset[int]], hit: Hit, given: Stance) -> tuple[Stance, str]:
        """The stance and the words that gave it ('' when none did). given: the stance that the rule itself states, or ''."""
        negation = self._negation(words, filled, hit)
        if negation is not None:
            turned: Stance = "voor" if given == "tegen" else "tegen"
            return (given or turned) if given == "tegen" else turned, self._text(unit, words, negation)
        if given:
            return given, ""
        if self._is_question(unit, words, hit) or unit.segment.speaker_role == "interviewer":
            return "neutraal", "?" if self._is_question(unit, words, hit) else ""
        for kind, stance in (("criticism", "tegen"), ("hedge", "neutraal"), ("praise", "voor")):
            cue = self._cue(kind, words, filled, hit)
            if cue is not None:
                return stance, self._text(unit, words, cue)  # type: ignore[return-value]
        return "neutraal", ""

    def _negation(self, words: Words, filled: list[frozenset[int]], hit: Hit) -> int | None:
        """The nearest negation in the clause of the hit, before or after it."""
        wanted = self._kinds["negation"]
        for at in range(hit.first, max(-1, hit.first - 1 - _BEFORE), -1):
            if wanted in filled[at] and at < hit.first:
                return at
            if words.clause_break[at]:
                break
        for at in range(hit.first + 1, min(hit.last + 1 + _AFTER, len(filled))):
            if at > hit.last and words.clause_break[at]:
                break
            if wanted in filled[at]:
                return at
        return None

    def _cue(self, kind: str, words: Words, filled: list[frozenset[int]], hit: Hit) -> int | None:
        """The cue of a kind that stands nearest to the hit in its sentence, outside the hit."""
        wanted = self._kinds[kind]
        found = [
            at
            for at in range(len(filled))
            if words.sentences[at] == hit.sentence and wanted in filled[at] and not hit.first <= at <= hit.last
        ]  # fmt: skip
        return min(found, key=lambda at: min(abs(at - hit.first), abs(at - hit.last)), default=None)

    @staticmethod
    def _is_question(unit: Unit, words: Words, hit: Hit) -> bool:
        end = unit.sentences[hit.sentence][1] if unit.sentences else len(unit.reading.text)
        return "?" in unit.reading.text[words.ends[hit.last] : end]

    @staticmethod
    def _text(unit: Unit, words: Words, at: int) -> str:
        return unit.reading.text[words.starts[at] : words.ends[at]]
