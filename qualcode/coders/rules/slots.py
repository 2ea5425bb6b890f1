"""Word tests of a whole codebook, each asked once per word type instead of once per word.

A slot is a set of alternative tests at one place of a pattern. Two million words hold about sixty thousand types, so that the tests cost next to
nothing and matching compares numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from qualcode.codebook.patterns import Verb, Word
from qualcode.pipeline import fold_accents

Lemma = Callable[[str], str]


class Slots:
    """Numbers the slots of a codebook and answers which slots a word fills."""

    def __init__(self, lemma: Lemma) -> None:
        self._lemma = lemma
        self._numbers: dict[object, int] = {}
        self._surface: dict[str, list[int]] = defaultdict(list)
        self._lemmas: dict[str, list[int]] = defaultdict(list)
        self._prefixes: dict[str, list[int]] = defaultdict(list)
        self._suffixes: dict[str, list[int]] = defaultdict(list)
        self._infixes: list[tuple[str, int]] = []
        self._globs: list[tuple[re.Pattern[str], int]] = []
        self._any: list[int] = []
        self._verbs: dict[str, list[tuple[Verb, int]]] = defaultdict(list)
        self._longest_affix = 0
        self._types: dict[str, frozenset[int]] = {}

    def number(self, slot: tuple[Word, ...]) -> int:
        """The number of a slot; made when it is new."""
        known = self._numbers.get(slot)
        if known is not None:
            return known
        number = self._numbers[slot] = len(self._numbers)
        for word in slot:
            self._add(word, number)
        return number

    def joined_verb(self, verb: Verb) -> int:
        """The slot of the forms in which a separable verb is written as one word (`overgenomen`, `overneemt`)."""
        known = self._numbers.get(verb)
        if known is not None:
            return known
        number = self._numbers[verb] = len(self._numbers)
        self._verbs[verb.particle[:2]].append((verb, number))
        return number

    def filled_by(self, word: str) -> frozenset[int]:
        """Numbers of the slots that a folded word fills, by its surface or its dictionary form."""
        known = self._types.get(word)
        if known is None:
            known = self._types[word] = frozenset(self._ask(word))
        return known

    def _add(self, word: Word, number: int) -> None:
        text = word.text
        if word.kind == "any":
            self._any.append(number)
        elif word.kind in ("word", "exact"):
            self._surface[text].append(number)
            if word.kind == "word":
                self._lemmas[text].append(number)
        elif "?" not in text and text.count("*") == 1 and text[-1] == "*":
            self._affix(self._prefixes, text[:-1], number)
        elif "?" not in text and text.count("*") == 1 and text[0] == "*":
            self._affix(self._suffixes, text[1:], number)
        elif "?" not in text and text.count("*") == 2 and text[0] == text[-1] == "*":
            self._infixes.append((text[1:-1], number))
        else:
            pattern = re.escape(text).replace(r"\*", ".*").replace(r"\?", ".")
            self._globs.append((re.compile(pattern, re.DOTALL), number))

    def _affix(self, table: dict[str, list[int]], affix: str, number: int) -> None:
        table[affix].append(number)
        self._longest_affix = max(self._longest_affix, len(affix))

    def _ask(self, word: str) -> Iterable[int]:
        plain = fold_accents(word)
        surfaces = {word, plain}
        lemmas = {self._lemma(word), self._lemma(plain)}
        yield from self._any
        for form in surfaces:
            yield from self._surface.get(form, ())
        for form in lemmas - surfaces:
            yield from self._lemmas.get(form, ())
        for form in surfaces | lemmas:
            for length in range(min(self._longest_affix, len(form)) + 1):
                yield from self._prefixes.get(form[:length], ())
                yield from self._suffixes.get(form[len(form) - length :], ())
            yield from (number for infix, number in self._infixes if infix in form)
            yield from (number for pattern, number in self._globs if pattern.fullmatch(form))
        for verb, number in self._verbs.get(plain[:2], ()):
            if self._is_joined(plain, lemmas, verb):
                yield number

    def _is_joined(self, word: str, lemmas: set[str], verb: Verb) -> bool:
        if verb.particle + verb.stem in lemmas:
            return True
        if not word.startswith(verb.particle):
            return False
        rest = word[len(verb.particle) :]
        return len(rest) > 2 and (rest == verb.stem or self._lemma(rest) == verb.stem)
