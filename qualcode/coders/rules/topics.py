"""What the units around a unit say about its subject: a question tells what its answer is about, a heading what the block below it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qualcode.model import Unit

_AROUND = 2  # units before and after; in the bundled corpus half of the units beside a coded one carry its theme, and the share drops from there


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

    def around(self, index: int) -> frozenset[str]:
        """The themes that are the subject in or near a unit."""
        unit = self._units[index]
        near = self._signs[max(0, index - _AROUND) : index + _AROUND + 1]
        return frozenset(sign.theme for signs in (*near, self._of(unit.heading), self._of(unit.question)) for sign in signs)

    def carried(self, index: int) -> list[Carried]:
        """What the question before a unit, or the heading right above it, adds to it."""
        unit = self._units[index]
        found: list[Carried] = []
        if unit.question and unit.segment.speaker_role != "interviewer":
            found += [Carried(sign, "question") for sign in self._of(unit.question) if sign.carries]
        if unit.heading and unit.segment.kind != "heading" and (index == 0 or self._units[index - 1].segment.kind == "heading"):
            found += [Carried(sign, "heading") for sign in self._of(unit.heading) if sign.carries]
        return found

    def _of(self, text: str) -> tuple[Sign, ...]:
        if not text:
            return ()
        if text not in self._known:
            self._known[text] = self._in_text(text)
        return self._known[text]
