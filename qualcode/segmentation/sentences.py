"""Where the sentences of a block begin and end, in its reading text: punctuation rules for Dutch policy prose and transcribed speech.

The rules are applied at every run of end marks (. ! ? …). A boundary stands only before something that can begin a sentence; a full stop must
not belong to an abbreviation, an initial, a list mark, an ordinal, a date or an address. Long speech without punctuation is cut at pauses and
before clause marks, as a guess.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from functools import cache
from importlib.resources import files
from itertools import pairwise

MAX_SPEECH_WORDS = 40  # longer stretches without punctuation are cut
_MIN_SPEECH_WORDS = 8  # a guessed cut leaves at least this many words on both sides where it can
_WORDS_PER_MARK = 25  # speech with fewer commas and end marks than one in so many words counts as unpunctuated

_OPENERS = "\"'“”„‘’«»‚‹([{*_"
# an end: marks, what closes with them, a note number; then white space, or a capital letter glued on by an extraction
_END = re.compile(
    r"(?<![.!?…])(?P<marks>[.!?…]++)(?P<closers>[\"'”’»)\]}*_]*(?:\[\d{1,3}\])?)(?=(?P<space>\s)|(?P<glued>(?<=[a-zß-öø-ÿ]{2}[.!?])[A-Z][a-zß-öø-ÿ]*[ ,]))"
)
_NEXT = re.compile(
    rf"\s*(?:(?P<clitic>['’‘`][stn])(?=(?:\s+|-)[A-Z])|(?P<open>(?:,,|[{re.escape(_OPENERS)}])*)(?:(?<=[„,“«])\s)?(?P<first>\S))"
)
_INITIALS = re.compile(r"(?:[A-Z]|Th|Ch|Chr|Ph|Fr|IJ|Joh|Jac|Wm|Nic|Corn|Alb)\.(?:-?(?:[A-Z]|Th|Ch|Chr|Ph|Fr|IJ)\.)*$")
_DOTTED = re.compile(r"(?:[a-z]{1,3}\.){2,}$")
_LIST_MARK = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxlcIVXLC]{1,5})[.)]$|\d{1,3}(?:\.\d{1,3})+\.?$")
_ROMAN = re.compile(r"[IVXLC]{2,6}\.$")
_ADDRESS = re.compile(r"https?:|www\.|@\S+\.|\S/\S")
_LONGEST_ABBREVIATION = 9  # characters, the stop included
_BULLETS = "•▪▫◦‣⁃●○■□◆◇➢➤►▶✓✔–—-"
_PAUSE = re.compile(r"\.{2,}|…|\((?:\.+|\d+|stilte|pauze)\)|\[(?:stilte|pauze|\.\.\.)\]|,(?=\s)|;(?=\s)", re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?<=\s)(?:en (?:toen|dan|daarna|daarom|dat|ik|wij|we|ze|hij|die|er)|maar|dus|want|omdat|terwijl|zodat|hoewel|nou ja|of dat)(?=\s)",
    re.IGNORECASE,
)
_AND = re.compile(r"(?<=\s)(?:en|of|toen|nou|ja|die|dat|als)(?=\s)", re.IGNORECASE)


@cache
def abbreviations() -> dict[str, frozenset[str]]:
    """The lists of `abbreviations.toml`: always_followed, may_end, months, lettered, starters."""
    data = tomllib.loads(files(__package__).joinpath("abbreviations.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


def sentence_spans(reading: str, *, speech: bool = False) -> list[tuple[int, int, bool]]:
    """The sentences of a reading text: (start, end, guessed), in order, without the white space between them.

    They cover every character but white space. speech: long stretches without punctuation are cut at pauses and clause marks (guessed).
    """
    cuts = _boundaries(reading)
    spans = [span for span in (_strip(reading, *pair) for pair in pairwise([0, *cuts, len(reading)])) if span[0] < span[1]]
    sentences = [(start, end, False) for start, end in spans]
    return [piece for span in sentences for piece in _cut_speech(reading, *span[:2])] if speech else sentences


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _boundaries(reading: str) -> list[int]:
    """Offsets at which a sentence begins (white space before the next sentence included)."""
    small = _writes_small(reading)
    cuts: list[int] = []
    begun = 0
    for found in _END.finditer(reading):
        if _is_boundary(reading, found, begun, small):
            cuts.append(found.end())
            begun = found.end()
    return cuts


def _writes_small(reading: str) -> bool:
    """Whether a text (typed or recognised speech) begins its sentences with small letters throughout."""
    return re.search(r"[.!?]\s+[a-z]", reading) is not None and re.search(r"[.!?]\s+[A-Z]", reading) is None and not reading[:1].isupper()


def _is_boundary(reading: str, found: re.Match[str], begun: int, small: bool) -> bool:
    following = _NEXT.match(reading, found.end())
    if following is None:
        return False
    marks, closers = found.group("marks"), found.group("closers")
    if found.group("glued"):
        token = _token(reading, found.start(), begun)
        return not _ADDRESS.search(token) and (marks != "." or not _stop_belongs_to_word(reading, found.start(), following, begun))
    if not following.group("clitic") and not _can_begin(reading, following, small):
        return False
    if marks != "." or closers[:1] in ("'", '"', "’", "”", "»"):
        return True
    return not _stop_belongs_to_word(reading, found.start(), following, begun)


def _can_begin(reading: str, following: re.Match[str], small: bool) -> bool:
    """Whether what follows an end mark can begin a sentence: a capital, a figure, `'s` with a capital, a bracket, a dash, a caseless letter."""
    first = following.group("first")
    if first.isupper() or first.isdigit() or any(char in "([{" for char in following.group("open")):
        return True
    if first.isalpha():
        return small or not first.islower()
    if first in _BULLETS:
        after = reading[following.end() : following.end() + 1]
        return after.isspace() or first not in "–—-"
    return not first.isascii() and not first.isalnum() and first not in "’”»…€§°"


def _token(reading: str, stop: int, begun: int) -> str:
    """The run of characters before the mark at `stop`, that mark included, without opening quotes and brackets."""
    start = stop
    floor = max(begun, stop - 60)
    while start > floor and not reading[start - 1].isspace():
        start -= 1
    return reading[start : stop + 1].lstrip(_OPENERS)


def _previous(reading: str, stop: int, begun: int) -> str:
    """The run of characters before the run that ends at `stop`; '' at the beginning of the sentence."""
    words = reading[max(begun, stop - 120) : stop + 1].split()
    return words[-2] if len(words) > 1 else ""


def _stop_belongs_to_word(reading: str, stop: int, following: re.Match[str], begun: int) -> bool:
    """Whether the full stop is part of an abbreviation, an initial, a list mark, an ordinal or a date, and ends no sentence."""
    lists = abbreviations()
    token = _token(reading, stop, begun)
    word = token.casefold().rsplit("/", 1)[-1]
    if len(word) > _LONGEST_ABBREVIATION and "." not in word[:-1]:
        return False
    before = _previous(reading, stop, begun)
    first = following.group("first") or ""
    if not before and _LIST_MARK.fullmatch(token):
        return True  # "1. Het college": the mark belongs to the sentence
    if token[:-1].isdigit():
        return _number_belongs(token, before)
    if word in lists["always_followed"]:
        return True
    if word in lists["may_end"]:
        return first.isdigit() and word in ("u.", "mln.", "mld.", "milj.")
    if word in lists["months"]:
        return first.isdigit()
    starts = re.match(r"\w+", reading[following.end() - 1 : following.end() + 20])
    begins = starts is not None and starts.group().casefold() in lists["starters"]
    if _INITIALS.match(token):
        named = len(token) == 2 and before.casefold() in lists["lettered"]
        acronym = len(token) > 3 and "-" not in token
        return not (named or (begins and (acronym or _looks_closed(before))))
    if _ROMAN.match(token):
        return before.endswith((":", ";")) or not first.isupper()
    if _DOTTED.match(word):
        return not begins
    return len(word) == 2 and word[0].isalpha() and word[0].islower() and not begins


def _looks_closed(before: str) -> bool:
    """Whether the word before a single capital is an ordinary word, so that the letter is a name of a thing and not an initial."""
    return before[:1].islower() and len(before) > 3


def _number_belongs(token: str, before: str) -> bool:
    """Whether the stop after a figure is a list mark or an ordinal: after a sentence end or a colon."""
    if len(token) > 4:
        return False
    return before.endswith((":", ";", ".", "!", "?")) and before.casefold() not in abbreviations()["always_followed"]


def _cut_speech(reading: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """A sentence of a turn, cut (guessed) where it is a long stretch with hardly any punctuation."""
    stretch = reading[start:end]
    words = stretch.count(" ") + 1
    if words <= MAX_SPEECH_WORDS or sum(map(stretch.count, ",;:.…")) * _WORDS_PER_MARK > words:
        return [(start, end, False)]
    pieces = []
    for left, right in pairwise([0, *_chosen(stretch), len(stretch)]):
        left, right = _strip(stretch, left, right)
        if left < right:
            pieces.append((start + left, start + right, True))
    return pieces


def _chosen(stretch: str) -> list[int]:
    """Where to cut speech so that no piece is over the limit: the last pause or clause mark in reach, else before `en` and its like, else
    after the limit's last word."""
    starts = [found.start() for found in re.finditer(r"\S+", stretch)]
    strong = {found.end() for found in _PAUSE.finditer(stretch)} | {found.start() for found in _CLAUSE.finditer(stretch)}
    weak = {found.start() for found in _AND.finditer(stretch)}
    # as numbers of words before the cut
    strong_words, weak_words = (sorted({bisect_left(starts, place) for place in places}) for places in (strong, weak))
    cuts: list[int] = []
    done = 0
    while len(starts) - done > MAX_SPEECH_WORDS:
        low, high = done + _MIN_SPEECH_WORDS, min(done + MAX_SPEECH_WORDS, len(starts) - _MIN_SPEECH_WORDS // 2)
        done = _last_between(strong_words, low, high) or _last_between(weak_words, low, high) or high
        cuts.append(starts[done])
    return cuts


def _last_between(numbers: list[int], low: int, high: int) -> int:
    """The largest of the sorted `numbers` in [low, high], 0 when there is none."""
    index = bisect_right(numbers, high) - 1
    return numbers[index] if index >= 0 and numbers[index] >= low else 0
