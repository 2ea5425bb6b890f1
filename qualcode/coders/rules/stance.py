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
_DECIDES = 2  # difference in number between cues of praise and of criticism in a unit from which it decides; 1 to 4 do about equally well on the corpus

_OPPOSITE: dict[Stance, Stance] = {"voor": "tegen", "tegen": "voor"}


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

    def read(
        self, unit: Unit, words: Words, filled: list[frozenset[int]], hit: Hit, *, given: Stance = "", usual: Stance = "", sure: bool = True
    ) -> tuple[Stance, str]:
        """The stance and the words that gave it ('' when none did).

        given: the stance that the rule itself states. usual: what a hit of its code most often says. sure: False for a rule that leans on the topic
        around it, whose single word a negation says nothing about. A question, an interviewer and a heading take no
        stance. A negation in the clause turns the stance round; then come the rule, the balance of praise and criticism in the unit, and the usual one.
        """
        if self._is_question(unit, words, hit):
            return "neutraal", "?"
        if unit.segment.speaker_role == "interviewer" or unit.segment.kind == "heading":
            return "neutraal", ""
        negation = self._negation(words, filled, hit) if sure else None
        if negation is not None:
            return _OPPOSITE[given or usual or "voor"] if (given or usual) != "neutraal" else "tegen", self._text(unit, words, negation)
        if given:
            return given, ""
        balance, cue = self._balance(words, filled, hit)
        if abs(balance) >= _DECIDES:
            return ("voor" if balance > 0 else "tegen"), self._text(unit, words, cue)
        hedge = next((at for at in range(len(filled)) if words.sentences[at] == hit.sentence and self._kinds["hedge"] in filled[at]), None)
        if hedge is not None and not hit.first <= hedge <= hit.last:
            return "neutraal", self._text(unit, words, hedge)
        return usual or "voor", ""

    def _negation(self, words: Words, filled: list[frozenset[int]], hit: Hit) -> int | None:
        """The nearest negation in the clause of the hit, before or after it; one inside the hit is what the rule looks for."""
        wanted = self._kinds["negation"]
        at = hit.first
        while at > max(0, hit.first - _BEFORE) and not words.clause_break[at]:
            at -= 1
            if wanted in filled[at]:
                return at
        for at in range(hit.last + 1, min(hit.last + 1 + _AFTER, len(filled))):
            if words.clause_break[at]:
                break
            if wanted in filled[at]:
                return at
        return None

    def _balance(self, words: Words, filled: list[frozenset[int]], hit: Hit) -> tuple[int, int]:
        """Praise less criticism in the unit, each cue turned round by a negation right before it; and the place of the cue that is nearest and agrees."""
        balance = 0
        cues: list[tuple[int, int, int]] = []  # distance, sign, place
        praise, criticism, negation = self._kinds["praise"], self._kinds["criticism"], self._kinds["negation"]
        for at, slots in enumerate(filled):
            sign = (praise in slots) - (criticism in slots)
            if sign == 0 or hit.first <= at <= hit.last:
                continue
            if any(negation in filled[before] and not words.clause_break[before + 1] for before in range(max(0, at - 2), at)):
                sign = -sign
            balance += sign
            cues.append((min(abs(at - hit.first), abs(at - hit.last)), sign, at))
        agreeing = [(distance, at) for distance, sign, at in cues if sign * balance > 0]
        return balance, min(agreeing, default=(0, hit.first))[1]

    @staticmethod
    def _is_question(unit: Unit, words: Words, hit: Hit) -> bool:
        end = unit.sentences[hit.sentence][1] if unit.sentences else len(unit.reading.text)
        return "?" in unit.reading.text[words.ends[hit.last] : end]

    @staticmethod
    def _text(unit: Unit, words: Words, at: int) -> str:
        return unit.reading.text[words.starts[at] : words.ends[at]]
