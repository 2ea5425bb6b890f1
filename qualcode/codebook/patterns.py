"""The rule language: what a researcher writes in `find`, `with`, `without`, `not` and `exceptions`. Explained in docs/rule-language.md.

    eigen kracht            these words beside each other; each matches as written or as dictionary form (lemma), in any case
    *initiatief*  bewoner?  globs: * any letters, ? one letter; a lone * is any one word
    =kracht                 as written only, not by its dictionary form
    (zelf|samen) (heel)?    one of these; a group with ? may be absent; groups may stand in groups
    (buurt|wijk)budget*     a group glued to a word makes words: buurtbudget*, wijkbudget*
    <bewoners>              one of a named list of the codebook
    zelf ..3 regelen        in this order, at most 3 words between
    zelf ~5 regelen         in any order, at most 5 words between
    zelf & regelen          in one sentence
    over+nemen              a separable verb: overnemen, overgenomen, nemen het over, over te nemen

A hyphen reads as a space (`bottom-up` is `bottom up`). Precedence: `&`, then `~N`, then `..N` and the space.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A test on one word: `text` lower-cased. kind: `word` (surface or lemma), `exact` (surface only), `glob`, `any`."""

    text: str
    kind: str = "word"


@dataclass(frozen=True, slots=True)
class Verb:
    """A separable verb: particle `over`, stem `nemen`."""

    particle: str
    stem: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Slots in order; each slot is a set of alternative tests; gaps[i] = most words between slot i and slot i + 1."""

    slots: tuple[tuple[Word, ...], ...]
    gaps: tuple[int, ...]


Part = Phrase | Verb


@dataclass(frozen=True, slots=True)
class Near:
    """Groups of alternatives, each within `distances[i]` words of what stands before it in the pattern. One group: just that.

    ordered[i]: group i + 1 must follow in the text (`..N` beside a separable verb), else it may stand on either side (`~N`).
    """

    groups: tuple[tuple[Part, ...], ...]
    distances: tuple[int, ...]
    ordered: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A whole pattern: all of `nears` in one sentence. source: as written."""

    source: str
    nears: tuple[Near, ...]


class PatternError(ValueError):
    """A pattern cannot be read. `key` and `values` name its sentence in the catalogue."""

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(key)


def fold(word: str) -> str:
    """The form of a word that is compared: NFC, lower case, one kind of apostrophe."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word).lower().replace("’", "'").replace("‘", "'")
