"""A unit as words: their types, places and sentence, on the reading text. Rules see words only; punctuation is a break between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qualcode.codebook.patterns import fold
from qualcode.model import Unit

# Combining marks belong to the word: a text in NFD has them apart. `_` is Markdown emphasis, never part of a word here.
_WORD = re.compile(r"[\w\u0300-\u036f]+(?:['’][\w\u0300-\u036f]+)*|['’](?:s|t|n|k|m|r|ns)(?!\w)", re.IGNORECASE)
_PHRASE_BREAK = re.compile(r"[,;:.!?…|\t•]|\s[-–—]\s")
_CLAUSE_BREAK = re.compile(r"[,;:.!?…()\[\]—]|\s[-–]\s")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one unit, in order. All lists have one entry a word.

    folded: compared form. starts, ends: offsets in the reading text. sentences: index of its sentence. phrase_break, clause_break: whether punctuation
    that ends a phrase or a clause stands before the word.
    """

    folded: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[int]
    phrase_break: list[bool]
    clause_break: list[bool]


def words_of(unit: Unit) -> Words:
    """Cuts the reading text of a unit into words."""
    text = unit.reading.text.replace("_", " ")
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[int] = []
    phrase_break: list[bool] = []
    clause_break: list[bool] = []
    bounds = unit.sentences or ((0, len(text)),)
    sentence, last_end, count = 0, 0, len(bounds)
    for match in _WORD.finditer(text):
        start, end = match.span()
        changed = False
        while sentence + 1 < count and start >= bounds[sentence + 1][0]:
            sentence += 1
            changed = True
        between = text[last_end:start]
        plain = between == " "
        folded.append(fold(match.group()))
        starts.append(start)
        ends.append(end)
        sentences.append(sentence)
        phrase_break.append(changed or not (plain or _PHRASE_BREAK.search(between) is None))
        clause_break.append(changed or not (plain or _CLAUSE_BREAK.search(between) is None))
        last_end = end
    return Words(folded, starts, ends, sentences, phrase_break, clause_break)
