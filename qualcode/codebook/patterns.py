"""The rule language: what a researcher writes in `find`, `with`, `without`, `not` and `exceptions`.

    eigen kracht            these words beside each other; each matches as written or as dictionary form (lemma), in any case
    *initiatief*  bewoner?  globs: * any letters, ? one letter; a lone * is any one word
    =kracht                 as written only, not by its dictionary form
    (zelf|samen) (heel)?    one of these; a group with ? may be absent
    <bewoners>              one of a named list of the codebook
    zelf ..3 regelen        in this order, at most 3 words between
    zelf ~5 regelen         in any order, at most 5 words between
    zelf & regelen          in one sentence
    over+nemen              a separable verb: overnemen, overgenomen, nemen het over, over te nemen

A hyphen reads as a space (`bottom-up` is `bottom up`). Precedence: `&`, then `~N`, then `..N` and the space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

MAX_FORMS = 400  # word sequences one pattern may stand for; more is a slip (lists inside lists), not a rule
MAX_STARS = 4  # in one word


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
    """Groups of alternatives, each within `distances[i]` words of the one before it, in any order. One group: just that."""

    groups: tuple[tuple[Part, ...], ...]
    distances: tuple[int, ...]


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
    return unicodedata.normalize("NFC", word).lower().replace("’", "'").replace("‘", "'")


_GAP = re.compile(r"\s*\.\.(\d{1,2})\s*")
_NEAR = re.compile(r"\s+~(\d{1,2})\s+")
_GROUP = re.compile(r"\(([^()]*)\)(\??)|<([^<>]*)>(\??)|([^\s()<>]+)")
_HYPHENS = re.compile(r"[-‐‑–]")
_WORD = re.compile(r"=?'?[^\W_](?:[\w*?'.]*[\w*?'])?|=?[*?][\w*?']*")


def parse_pattern(source: str, lists: Mapping[str, Sequence[str]]) -> Pattern:
    """Reads one pattern. lists: the named lists of the codebook, each a sequence of patterns without operators.

    Raises PatternError when it cannot be read, names an unknown list, stands for too many sequences, or would match every word.
    """
    if not source.strip():
        raise PatternError("codebook.pattern_empty")
    nears = tuple(_parse_near(part, lists, source) for part in source.split(" & "))
    pattern = Pattern(source, nears)
    if all(_matches_anything(part) for near in nears for group in near.groups for part in group):
        raise PatternError("codebook.pattern_matches_everything", pattern=source)
    return pattern


def _matches_anything(part: Part) -> bool:
    return isinstance(part, Phrase) and all(any(word.kind == "any" for word in slot) for slot in part.slots)


def _parse_near(source: str, lists: Mapping[str, Sequence[str]], whole: str) -> Near:
    pieces = _NEAR.split(source.strip())
    groups = tuple(_parse_part(piece, lists, whole, frozenset()) for piece in pieces[::2])
    return Near(groups, tuple(int(n) for n in pieces[1::2]))


def _parse_part(source: str, lists: Mapping[str, Sequence[str]], whole: str, seen: frozenset[str]) -> tuple[Part, ...]:
    """All sequences that one operand of `~` or `&` stands for."""
    pieces = _GAP.split(source.strip())
    texts, gaps = pieces[::2], [int(n) for n in pieces[1::2]]
    if any(not text.strip() for text in texts):
        raise PatternError("codebook.pattern_operand", pattern=whole)
    per_text = [_phrases(text, lists, whole, seen) for text in texts]
    if len(texts) == 1:
        return per_text[0]
    forms: list[Part] = []
    for combination in _product(per_text, whole):
        if any(isinstance(part, Verb) for part in combination):
            raise PatternError("codebook.pattern_verb_in_phrase", pattern=whole)
        phrases = [part for part in combination if isinstance(part, Phrase)]
        slots = tuple(slot for phrase in phrases for slot in phrase.slots)
        joined: list[int] = []
        for index, phrase in enumerate(phrases):
            joined += [*phrase.gaps] + ([gaps[index]] if index < len(gaps) else [])
        forms.append(Phrase(slots, tuple(joined)))
    return tuple(forms)


def _phrases(text: str, lists: Mapping[str, Sequence[str]], whole: str, seen: frozenset[str]) -> tuple[Part, ...]:
    """The sequences of adjacent words that a text with groups and lists stands for."""
    choices: list[list[Part | None]] = []
    rest = text.strip()
    position = 0
    for match in _GROUP.finditer(rest):
        if rest[position : match.start()].strip():
            raise PatternError("codebook.pattern_unreadable", pattern=whole, piece=rest[position : match.start()].strip())
        position = match.end()
        group, optional, name, name_optional, plain = match.groups()
        if plain is not None:
            choices.append([_plain(plain, whole)])
            continue
        if name is not None:
            alternatives = _from_list(name.strip(), lists, whole, seen)
        else:
            alternatives = [form for piece in group.split("|") for form in _parse_part(piece, lists, whole, seen)]
        choice: list[Part | None] = [*_merge_single_words(alternatives)]
        if optional or name_optional:
            choice.append(None)
        choices.append(choice)
    if rest[position:].strip():
        raise PatternError("codebook.pattern_unreadable", pattern=whole, piece=rest[position:].strip())
    forms = []
    for combination in _product(choices, whole):
        parts = [part for part in combination if part is not None]
        if len(parts) == 1 and isinstance(parts[0], Verb):
            forms.append(parts[0])
            continue
        if not parts:
            continue
        if any(isinstance(part, Verb) for part in parts):
            raise PatternError("codebook.pattern_verb_in_phrase", pattern=whole)
        forms.append(_adjacent([part for part in parts if isinstance(part, Phrase)]))
    return tuple(dict.fromkeys(forms))


def _adjacent(phrases: Sequence[Phrase]) -> Phrase:
    slots = tuple(slot for phrase in phrases for slot in phrase.slots)
    gaps: list[int] = []
    for index, phrase in enumerate(phrases):
        gaps += ([0] if index else []) + [*phrase.gaps]
    return Phrase(slots, tuple(gaps))


def _merge_single_words(parts: Sequence[Part]) -> list[Part]:
    """One slot for all one-word alternatives, so that a list of fifty words stays one form."""
    words = [word for part in parts if isinstance(part, Phrase) and len(part.slots) == 1 for word in part.slots[0]]
    others = [part for part in parts if not (isinstance(part, Phrase) and len(part.slots) == 1)]
    return ([Phrase((tuple(dict.fromkeys(words)),), ())] if words else []) + others


def _from_list(name: str, lists: Mapping[str, Sequence[str]], whole: str, seen: frozenset[str]) -> list[Part]:
    if name not in lists:
        raise PatternError("codebook.list_unknown", pattern=whole, list=name)
    if name in seen:
        raise PatternError("codebook.list_circular", list=name)
    return [form for entry in lists[name] for form in _parse_part(entry, lists, whole, seen | {name})]


def _plain(text: str, whole: str) -> Part:
    """A bare word: with `+` a separable verb, with a hyphen several words."""
    if "+" in text:
        particle, _, stem = text.partition("+")
        if not particle.isalpha() or not stem.isalpha():
            raise PatternError("codebook.pattern_verb", pattern=whole, piece=text)
        return Verb(fold(particle), fold(stem))
    words = [piece for piece in _HYPHENS.split(text) if piece]
    if not words:
        raise PatternError("codebook.pattern_unreadable", pattern=whole, piece=text)
    slots = tuple((_word(piece, whole),) for piece in words)
    return Phrase(slots, (0,) * (len(slots) - 1))


def _word(piece: str, whole: str) -> Word:
    if not _WORD.fullmatch(piece):
        raise PatternError("codebook.pattern_unreadable", pattern=whole, piece=piece)
    exact = piece.startswith("=")
    word = fold(piece.removeprefix("="))
    if set(word) == {"*"}:
        return Word("*", "any")
    if word.count("*") > MAX_STARS:
        raise PatternError("codebook.pattern_stars", pattern=whole, piece=piece, most=MAX_STARS)
    if "*" in word or "?" in word:
        return Word(word, "glob")
    return Word(word, "exact" if exact else "word")


def _product(choices: Sequence[Sequence[Part | None]], whole: str) -> list[tuple[Part | None, ...]]:
    size = 1
    for choice in choices:
        size *= max(1, len(choice))
        if size > MAX_FORMS:
            raise PatternError("codebook.pattern_too_many", pattern=whole, most=MAX_FORMS)
    return list(product(*choices))
