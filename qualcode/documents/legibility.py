"""What a person should know of a text that was read: it cannot be read, it is not Dutch, it hardly holds words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Warnings = tuple[tuple[str, Mapping[str, object]], ...]

MIN_WORDS = 20  # fewer words are hardly any text
_MIN_JUDGED = 40  # words; a language is not named on fewer
_SAMPLE = 400_000  # characters looked at
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MOJIBAKE = re.compile("[ÃÂâ][\u0080-\u00bf€‚„…†‡ˆ‰‹‘’“”•–—™›]")
_DUTCH_SHARE = 0.14  # share of function words from which a text is Dutch; policy texts have 0.35, lists of names and figures less
_FOREIGN_SHARE = 0.10
_UNREADABLE_SHARE = 0.03  # of function words; below it, nothing shows that words run together are Dutch ones
_LONG_MEAN = 7.6  # characters a word; Dutch has 5 to 6.5, a text that lost many spaces more
_LONGEST_MEAN = 40
_CONTROL_SHARE = 0.05  # of the characters

_LANGUAGES = ("nl", "en", "de", "fr")
_COMMON_SHARE = 0.12  # texts in Dutch, English, German, French have 0.3 and more, shifted letters 0.03


@cache
def _words(name: str) -> frozenset[str]:
    """A list of `languages.toml`: nl, en, de, fr, pairs."""
    return frozenset(tomllib.loads(files(__package__).joinpath("languages.toml").read_text("utf-8"))[name].split())


def language_shares(text: str) -> tuple[int, dict[str, float]]:
    """The number of words looked at, and for each language the share of them that are its function words."""
    words = [word.casefold() for word in _WORD.findall(text[:_SAMPLE])]
    total = max(1, len(words))
    return len(words), {name: sum(map(_words(name).__contains__, words)) / total for name in _LANGUAGES}


def guess_language(text: str) -> str:
    """`nl`, `en`, `de` or `fr` by the function words; '' for too few words, or when no language stands out."""
    words, shares = language_shares(text)
    best = max(shares, key=lambda name: shares[name])
    return best if words >= MIN_WORDS and shares[best] >= _FOREIGN_SHARE else ""


def text_warnings(text: str, *, controls: int = 0) -> Warnings:
    """What to warn of. controls: characters that cleaning had to blank.

    Shifted glyphs (a PDF whose letters were stored under other codes) show as control characters, or as words that no language has.
    """
    words, shares = language_shares(text)
    visible = sum(1 for char in text[:_SAMPLE] if not char.isspace())
    odd = sum(1 for char in text[:_SAMPLE] if char == "\ufffd" or "\ue000" <= char <= "\uf8ff")
    best = max(shares, key=lambda name: shares[name])
    if controls > _CONTROL_SHARE * max(1, len(text)) or odd > 0.2 * max(1, visible):
        return (("documents.unreadable", {}),)
    if words < MIN_WORDS:
        return (("documents.hardly_any_text", {"words": words}),)
    mean = visible / max(1, len(text[:_SAMPLE].split()))
    if mean > _LONGEST_MEAN:
        return (("documents.unreadable", {}),)
    if mean > _LONG_MEAN and shares["nl"] >= max(shares.values()) and shares["nl"] > _UNREADABLE_SHARE:
        return (("documents.words_run_together", {}),)
    if words >= _MIN_JUDGED and shares["nl"] < _DUTCH_SHARE:
        if best != "nl" and shares[best] >= _FOREIGN_SHARE:
            return ((f"documents.not_dutch_{best}", {}),)
        if _garbled(text):
            return (("documents.unreadable", {}),)
        if shares["nl"] < _DUTCH_SHARE / 2:
            return (("documents.not_dutch", {}),)
    if best in ("en", "fr") and words >= _MIN_JUDGED and shares[best] > 1.5 * shares["nl"]:
        return ((f"documents.not_dutch_{best}", {}),)
    if len(_MOJIBAKE.findall(text[:_SAMPLE])) > max(2, words / 500):
        return (("documents.mojibake", {}),)
    return ()


def _garbled(text: str) -> bool:
    """Whether the words look like no language in Latin letters: hardly any of the pairs of letters that Dutch and its neighbours share."""
    letters = re.sub(r"[^a-z]+", " ", text[:_SAMPLE].casefold())
    pairs = [letters[index : index + 2] for index in range(len(letters) - 1) if " " not in letters[index : index + 2]]
    return 4 * len(pairs) > len(text[:_SAMPLE].strip()) and sum(pair in _words("pairs") for pair in pairs) < _COMMON_SHARE * len(pairs)
