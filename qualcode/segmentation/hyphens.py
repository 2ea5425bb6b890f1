"""What a hyphen at the end of a line stands for: a broken word, a hyphen of its own, a suspended compound, or a dash.

The rule was measured on extracted policy texts: the document itself knows most joined forms; what nothing is known of is joined.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Joined = Literal["join", "keep", "suspended", "dash"]

HYPHENS = "-\u00ad\u2010\u2011¬"
LINE_BREAK = r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"
_BREAK = re.compile(rf"(?<=[^\W_])([^\S\n]{{0,3}})[{HYPHENS}]\u00ad?[^\S\n]*{LINE_BREAK}\s*(?=[^\W_])")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_DASH = re.compile(r"[^\W_] - [^\W_]")
_MIN_BROKEN = 10
_MAX_FRAGMENT = 60  # characters looked at on each side of a break; longer than any Dutch word

# "landbouw- en visserij": the hyphen stands for a part that follows later
_SUSPENDING = frozenset({"en", "of", "tot", "dan", "noch", "alsmede", "evenals", "respectievelijk", "resp"})
# after a dash, not the rest of a broken word
_AFTER_DASH = "maar dus want ja nee nou dat die dit deze de het een ik je hij zij ze we wij er in op van voor met als zoals ook is was wel niet te aan bij om"
_FUNCTION_WORDS = _SUSPENDING | set(_AFTER_DASH.split())
# first parts that Dutch writes with a hyphen before a small letter
_HYPHEN_PREFIXES = frozenset({"niet", "non", "ex", "vice", "quasi", "pseudo", "kandidaat", "adjunct", "interim"})
# vowels that would be read as one sound: Dutch spelling puts a hyphen between the parts of a compound there
_CLASH = frozenset({"aa", "ae", "ai", "au", "ee", "ei", "eu", "ie", "ii", "ij", "oe", "oi", "oo", "ou", "ui", "uu"})


@dataclass(frozen=True)
class Vocabulary:
    """The words of a document (case-folded, hyphens inside kept) with their counts, words broken at a line's end left out.

    spaced_hyphens: whether a hyphen after a space at a line's end (`samenle -`) is a broken word here and not a dash.
    broken: words of the document with a hyphen that a line's end left inside (`samen-leving` in a text whose lines were merged).
    """

    counts: Counter[str]
    spaced_hyphens: bool
    broken: frozenset[str] = frozenset()

    def count(self, word: str) -> int:
        return self.counts.get(word.casefold(), 0)


@lru_cache(maxsize=8)
def vocabulary(text: str) -> Vocabulary:
    """The vocabulary of a whole text, counted once: a pass over the blocks of a document finds it ready."""
    counts = Counter(word.casefold() for word in _WORD.findall(text))
    broken = []
    for found in _BREAK.finditer(text):
        left, right = fragments(text, found.start(), found.end())
        counts[left.casefold()] -= 1
        counts[right.casefold()] -= 1
        if right[:1].islower():
            broken.append((bool(found.group(1)), left, right))
    spaced = [counts.get((left + right).casefold(), 0) > 0 for space, left, right in broken if space]
    # a dash falls at a line's end about once in ten times; more of them than that, or a joined form that is a word here: broken words
    dashes = len(_DASH.findall(text))
    style = sum(spaced) * 4 >= len(spaced) if sum(spaced) else 3 * len(spaced) > dashes
    return Vocabulary(+counts, style, _broken_inside(+counts))


def _broken_inside(counts: Counter[str]) -> frozenset[str]:
    """The hyphened words that are broken ones, where a text has many of them: an extraction that merged lines left the hyphens inside.

    Sure are those whose joined form the document writes too, and of which a part is no word by itself; ten of them show what the text is.
    """
    halves = {word: word.split("-") for word, count in counts.items() if word.count("-") == 1 and count <= 2}
    parts = {
        word: (left, right) for word, (left, right) in halves.items() if len(left) > 1 and len(right) > 1 and left not in _HYPHEN_PREFIXES
    }
    open_parts = {word for word, (left, right) in parts.items() if not counts.get(left) or not counts.get(right)}
    sure = {word for word in open_parts if counts.get("".join(parts[word]), 0) >= counts[word]}
    if len(sure) < _MIN_BROKEN:
        return frozenset()
    return frozenset(sure | {word for word in open_parts if counts[word] == 1 and "".join(parts[word]).isalpha()})


def fragments(text: str, left_end: int, right_start: int) -> tuple[str, str]:
    """The letters (and hyphens between them) just before `left_end` and from `right_start` on."""
    start = left_end
    while start > max(0, left_end - _MAX_FRAGMENT) and (text[start - 1].isalnum() or text[start - 1] in "-\u2010\u2011"):
        start -= 1
    end = right_start
    while end < min(len(text), right_start + _MAX_FRAGMENT) and (text[end].isalnum() or text[end] in "-\u2010\u2011"):
        end += 1
    return text[start:left_end].strip("-\u2010\u2011"), text[right_start:end].strip("-\u2010\u2011")


def join_kind(left: str, right: str, sign: str, spaced: bool, known: Vocabulary) -> Joined:
    """What the hyphen between `left` (end of a line) and `right` (start of the next) stands for.

    spaced: white space stands before the hyphen. Order: soft hyphen; dash; what the document writes elsewhere; suspended compound;
    figures, capitals and abbreviations keep it; vowels that clash keep it; else the word was broken.
    """
    if sign in "\u00ad¬":
        return "join"
    joined, hyphened = known.count(left + right), known.count(f"{left}-{right}")
    tail = left.rsplit("-", 1)[-1]
    head = right.split("-", 1)[0]
    if not joined and tail != left:
        joined = known.count(tail + right)
    if not joined and head != right:
        joined = known.count(left + head)
    if spaced and not joined and (not known.spaced_hyphens or not right[:1].islower() or right in _FUNCTION_WORDS):
        return "suspended" if right in _SUSPENDING and known.spaced_hyphens else "dash"
    if right in _SUSPENDING and not joined:
        return "suspended"
    if joined or hyphened:
        return "keep" if hyphened >= joined else "join"
    if _keeps_hyphen(tail, right, known):
        return "keep"
    return "join"


def _keeps_hyphen(left: str, right: str, known: Vocabulary) -> bool:
    """Whether Dutch spelling itself asks for the hyphen in a word that the document shows nowhere else."""
    if not left or not right or left[-1].isdigit() or right[0].isdigit():
        return True
    if right[0].isupper():
        return not (left.isupper() and len(left) > 3 and right[:2].isupper())  # a broken word in a heading in capitals
    if left.casefold() in _HYPHEN_PREFIXES or (left.isupper() and (len(left) > 1 or right[1:2].islower())):
        return True
    clash = (left[-1] + right[0]).casefold() in _CLASH
    return clash and len(left) > 2 and known.count(left) > 0 and known.count(right) > 0
