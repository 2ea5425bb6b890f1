"""Reading a pattern: from what a researcher wrote to words, phrases and distances. The language itself is described in `patterns.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from qualcode.codebook.patterns import Near, Part, Pattern, PatternError, Phrase, Verb, Word, fold

MAX_FORMS = 400  # word sequences one pattern may stand for; more is a slip (lists inside lists), not a rule
MAX_STARS = 4  # in one word

_OPERATOR = re.compile(r"&|~(\d{1,2})|\.\.(\d{1,2})")
_HYPHENS = re.compile(r"[-‐‑–]")
_WORD = re.compile(r"=?(?:[*?]|'?[^\W_])(?:[\w*?'.]*[\w*?'])?")

Choice = TypeVar("Choice")


def parse_pattern(source: str, lists: Mapping[str, Sequence[str]]) -> Pattern:
    """Reads one pattern. lists: the named lists of the codebook, each a sequence of patterns without `&` and `~N`.

    Raises PatternError when it cannot be read, names an unknown list, stands for too many sequences, or would match every word.
    """
    if not source.strip():
        raise PatternError("codebook.pattern_empty")
    pattern = Pattern(source, tuple(_Reader(lists, source).nears()))
    if all(_matches_anything(part) for near in pattern.nears for group in near.groups for part in group):
        raise PatternError("codebook.pattern_matches_everything", pattern=source)
    return pattern


def _matches_anything(part: Part) -> bool:
    return isinstance(part, Phrase) and all(any(word.kind == "any" for word in slot) for slot in part.slots)


@dataclass(frozen=True, slots=True)
class _Item:
    """A piece of a sequence: what it may stand for (None: it may be absent), and whether it is glued to the piece before it."""

    choices: list[Part | None]
    glued: bool


class _Reader:
    """Reads the parts of one pattern; `seen` are the named lists that it is inside of."""

    def __init__(self, lists: Mapping[str, Sequence[str]], whole: str) -> None:
        self.lists = lists
        self.whole = whole

    def error(self, key: str, **values: object) -> PatternError:
        return PatternError(key, pattern=self.whole, **values)

    def nears(self) -> Iterator[Near]:
        """The parts between `&`."""
        operands: list[str] = []
        operators: list[tuple[str, int]] = []
        for operator, distance, text in self._operands(self.whole):
            if operator == "&" and operands:
                yield self._near(operands, operators)
                operands, operators = [], []
            elif operands:
                operators.append((operator, distance))
            operands.append(text)
        yield self._near(operands, operators)

    def _near(self, operands: list[str], operators: list[tuple[str, int]]) -> Near:
        """`..N` between words makes one phrase; beside a separable verb it stays a distance, in that order."""
        groups = [self._adjacent(operands[0], frozenset())]
        distances: list[int] = []
        ordered: list[bool] = []
        for (operator, distance), text in zip(operators, operands[1:], strict=True):
            group = self._adjacent(text, frozenset())
            if operator == ".." and not any(isinstance(part, Verb) for part in (*groups[-1], *group)):
                groups[-1] = self._joined(groups[-1], group, distance)
                continue
            groups.append(group)
            distances.append(distance)
            ordered.append(operator == "..")
        return Near(tuple(self._present(group) for group in groups), tuple(distances), tuple(ordered))

    def _present(self, forms: Sequence[Part | None]) -> tuple[Part, ...]:
        """The forms of something that must be there."""
        found = tuple(form for form in forms if form is not None)
        if len(found) < len(forms):
            raise self.error("codebook.pattern_absent")
        return found

    def _joined(self, left: Sequence[Part | None], right: Sequence[Part | None], gap: int) -> tuple[Part | None, ...]:
        forms: list[Part | None] = []
        for pair in self._product([left, right]):
            parts = [part for part in pair if part is not None]
            forms.append(self._phrase(parts, gap) if len(parts) > 1 else next(iter(parts), None))
        return tuple(dict.fromkeys(forms))

    def _phrase(self, parts: Sequence[Part], gap: int) -> Phrase:
        phrases = [part for part in parts if isinstance(part, Phrase)]
        if len(phrases) < len(parts):
            raise self.error("codebook.pattern_verb_in_phrase")
        slots = tuple(slot for phrase in phrases for slot in phrase.slots)
        gaps: list[int] = []
        for index, phrase in enumerate(phrases):
            gaps += ([gap] if index else []) + [*phrase.gaps]
        return Phrase(slots, tuple(gaps))

    # -- operators, outside all brackets -------------------------------------------------------------------------

    def _operands(self, text: str) -> Iterator[tuple[str, int, str]]:
        """(operator before it, its distance, text) of each operand."""
        operator, distance, words = "", 0, []
        depth = 0
        for word in text.split():
            match = _OPERATOR.fullmatch(word) if depth == 0 else None
            if match is None:
                words.append(word)
                depth += word.count("(") - word.count(")")
                continue
            yield operator, distance, self._operand(words)
            operator = "&" if word == "&" else word[: 1 if word[0] == "~" else 2]
            distance, words = int(match.group(1) or match.group(2) or 0), []
        yield operator, distance, self._operand(words)

    def _operand(self, words: list[str]) -> str:
        if not words:
            raise self.error("codebook.pattern_operand")
        return " ".join(words)

    # -- words, groups and lists beside each other ---------------------------------------------------------------

    def sequence(self, text: str, seen: frozenset[str]) -> tuple[Part, ...]:
        """All that a text without `&` and `~N` stands for."""
        joined: tuple[Part | None, ...] = ()
        for index, (operator, gap, operand) in enumerate(self._operands(text)):
            if index and operator != "..":
                raise self.error("codebook.pattern_operator_inside", piece=text)
            forms = self._adjacent(operand, seen)
            joined = self._joined(joined, forms, gap) if index else forms
        return self._present(joined)

    def _adjacent(self, text: str, seen: frozenset[str]) -> tuple[Part | None, ...]:
        """All that words, groups and lists beside each other stand for; None among them when all may be absent."""
        items: list[_Item] = []
        for item in self._items(text, seen):
            if item.glued and items:
                items[-1] = _Item(self._glued(items[-1].choices, item.choices), items[-1].glued)
            else:
                items.append(item)
        forms: list[Part | None] = []
        for combination in self._product([item.choices for item in items]):
            parts = [part for part in combination if part is not None]
            forms.append(self._phrase(parts, 0) if len(parts) > 1 else next(iter(parts), None))
        return tuple(dict.fromkeys(forms))

    def _items(self, text: str, seen: frozenset[str]) -> Iterator[_Item]:
        position, glued = 0, False
        while position < len(text):
            if text[position].isspace():
                position, glued = position + 1, False
                continue
            end = self._end(text, position)
            piece = text[position:end]
            optional = piece[0] in "(<" and text[end : end + 1] == "?"
            choices: list[Part | None] = [*self._choices(piece, seen)]
            yield _Item(choices + ([None] if optional else []), glued)
            position, glued = end + optional, True

    def _end(self, text: str, start: int) -> int:
        """Where the piece that begins at `start` ends: after the closing bracket of a group or list, else before a space or bracket."""
        if text[start] in ")>|":
            raise self.error("codebook.pattern_unreadable", piece=text[start:])
        if text[start] == "<":
            end = text.find(">", start)
            if end < 0:
                raise self.error("codebook.pattern_bracket", piece=text[start:])
            return end + 1
        if text[start] == "(":
            depth = 0
            for at in range(start, len(text)):
                depth += (text[at] == "(") - (text[at] == ")")
                if depth == 0:
                    return at + 1
            raise self.error("codebook.pattern_bracket", piece=text[start:])
        end = start
        while end < len(text) and not text[end].isspace() and text[end] not in "()<>|":
            end += 1
        return end

    def _choices(self, piece: str, seen: frozenset[str]) -> list[Part]:
        if piece[0] == "<":
            name = piece[1:-1].strip()
            if name not in self.lists:
                raise self.error("codebook.list_unknown", list=name)
            if name in seen:
                raise PatternError("codebook.list_circular", list=name)
            return _merge_words([form for entry in self.lists[name] for form in self.sequence(entry, seen | {name})])
        if piece[0] == "(":
            return _merge_words([form for alternative in _alternatives(piece[1:-1]) for form in self.sequence(alternative, seen)])
        return [self._plain(piece)]

    def _glued(self, left: Sequence[Part | None], right: Sequence[Part | None]) -> list[Part | None]:
        """`(buurt|wijk)budget*`: each word of the one written together with each of the other."""
        texts: list[str] = []
        for one, other in self._product([left, right]):
            before, after = (self._single(part) for part in (one, other))
            texts += [a + b for a in before for b in after]
        return [*_merge_words([Phrase(((self._word(text),),), ()) for text in texts if text])]

    def _single(self, part: Part | None) -> list[str]:
        if part is None:
            return [""]
        if isinstance(part, Verb) or len(part.slots) != 1:
            raise self.error("codebook.pattern_glued")
        return [("=" if word.kind == "exact" else "") + word.text for word in part.slots[0]]

    # -- words ---------------------------------------------------------------------------------------------------

    def _plain(self, text: str) -> Part:
        """A bare word: with `+` a separable verb, with a hyphen several words."""
        if "+" in text:
            particle, _, stem = text.partition("+")
            if not particle.isalpha() or not stem.isalpha():
                raise self.error("codebook.pattern_verb", piece=text)
            return Verb(fold(particle), fold(stem))
        words = [piece for piece in _HYPHENS.split(text) if piece]
        if not words:
            raise self.error("codebook.pattern_unreadable", piece=text)
        slots = tuple((self._word(piece),) for piece in words)
        return Phrase(slots, (0,) * (len(slots) - 1))

    def _word(self, piece: str) -> Word:
        word = fold(piece)
        if not _WORD.fullmatch(word):
            raise self.error("codebook.pattern_unreadable", piece=piece)
        exact = word.startswith("=")
        word = word.removeprefix("=")
        if set(word) == {"*"}:
            return Word("*", "any")
        if word.count("*") > MAX_STARS:
            raise self.error("codebook.pattern_stars", piece=piece, most=MAX_STARS)
        if "*" in word or "?" in word:
            return Word(word, "glob")
        return Word(word, "exact" if exact else "word")

    def _product(self, choices: Sequence[Sequence[Choice]]) -> list[tuple[Choice, ...]]:
        size = 1
        for choice in choices:
            size *= max(1, len(choice))
            if size > MAX_FORMS:
                raise self.error("codebook.pattern_too_many", most=MAX_FORMS)
        return list(product(*choices))


def _alternatives(text: str) -> list[str]:
    """The pieces between the `|` of a group, not those of groups inside it."""
    pieces, depth = [""], 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += char
    return pieces


def _merge_words(parts: Sequence[Part]) -> list[Part]:
    """One slot for all one-word alternatives, so that a list of fifty words stays one form."""
    words = [word for part in parts if isinstance(part, Phrase) and len(part.slots) == 1 for word in part.slots[0]]
    others = [part for part in parts if not (isinstance(part, Phrase) and len(part.slots) == 1)]
    return ([Phrase((tuple(dict.fromkeys(words)),), ())] if words else []) + others
