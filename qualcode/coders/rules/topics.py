"""What the units around a unit say about its subject: a question tells what its answer is about, a heading what the block below it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qualcode.model import Unit

# Units before and after in which a sign still tells the subject. In the bundled corpus a theme stays longer in talk than in writing: with these
# reaches three in four hits that lean on a sign are right.
_AROUND_TURN = 3
_AROUND_BLOCK = 1
# Share of a written document's units that must bear a sign of some theme before what stands close by says anything. Policy on these themes has 0.12 to 0.30,
# election programmes, which touch on them in passing, a median of 0.07; there a nearby sign is chance. Talk keeps to its subject: turns need no share.
_MIN_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Sign:
    """A rule that fired and by itself shows what the subject is. carries: whether its code counts for an answer or a block below a heading as well."""

    theme: str
    code: str
    rule: str
    carries: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """A sign that counts for a unit though it does not stand in it; via: `question` or `heading`."""

    sign: Sign
    via: str


class Topics:
    """The signs of a document's units, in order. in_text: finds the signs of a question or heading that is none of these units."""

    def __init__(self, units: Sequence[Unit], signs: Sequence[tuple[Sign, ...]], in_text: Callable[[str], tuple[Sign, ...]]) -> None:
        self._units = units
        self._signs = signs
        self._in_text = in_text
        self._known = {unit.reading.text: found for unit, found in zip(units, signs, strict=True)}
        self._on_subject = sum(map(bool, signs)) >= _MIN_SHARE * len(signs)

    def around(self, index: int) -> frozenset[str]:
        """The themes that are the subject in or near a unit."""
        unit = self._units[index]
        if not self._on_subject and unit.segment.kind != "turn":
            return frozenset(sign.theme for sign in self._signs[index])
        reach = _AROUND_TURN if unit.segment.kind == "turn" else _AROUND_BLOCK
        near = self._signs[max(0, index - reach) : index + reach + 1]
        return frozenset(sign.theme for signs in (*near, self._of(unit.heading), self._of(unit.question)) for sign in signs)

    def carried(self, index: int) -> list[Carried]:
        """What the question before a unit, or the heading right above it, adds to it."""
        unit = self._units[index]
        found: list[Carried] = []
        if self._is_answer(index):
            found += [Carried(sign, "question") for sign in self._of(unit.question) if sign.carries]
        if unit.heading and unit.segment.kind != "heading" and (index == 0 or self._units[index - 1].segment.kind == "heading"):
            found += [Carried(sign, "heading") for sign in self._of(unit.heading) if sign.carries]
        return found

    def _is_answer(self, index: int) -> bool:
        """Whether the turn before is a question to this speaker: an interviewer says it, or it ends as one."""
        unit = self._units[index]
        if not unit.question or unit.segment.speaker_role == "interviewer":
            return False
        asker = self._units[index - 1].segment.speaker_role if index else None
        return asker == "interviewer" or unit.question.rstrip(" \n\t\"'”’»)").endswith("?")

    def _of(self, text: str) -> tuple[Sign, ...]:
        if not text:
            return ()
        if text not in self._known:
            self._known[text] = self._in_text(text)
        return self._known[text]
