"""What a person should know of a text that was read: it cannot be read, it is not Dutch, it hardly holds words."""

from __future__ import annotations

import re
from collections.abc import Mapping

Warnings = tuple[tuple[str, Mapping[str, object]], ...]

MIN_WORDS = 20  # fewer words are hardly any text
_MIN_JUDGED = 40  # words; a language is not named on fewer
_SAMPLE = 400_000  # characters looked at
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MOJIBAKE = re.compile("[ÃÂâ][\u0080-\u00bf€‚„…†‡ˆ‰‹‘’“”•–—™›]")
_DUTCH_SHARE = 0.14  # share of function words from which a text is Dutch; policy texts have 0.35, lists of names and figures less
_FOREIGN_SHARE = 0.10
_UNREADABLE_SHARE = 0.03  # below it, no language that is known here
_LONG_MEAN = 7.6  # characters a word; Dutch has 5 to 6.5, a text that lost many spaces more
_LONGEST_MEAN = 40
_CONTROL_SHARE = 0.05  # of the characters

_FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "nl": frozenset(
        [
            "de",
            "het",
            "een",
            "en",
            "van",
            "ik",
            "te",
            "dat",
            "die",
            "in",
            "is",
            "op",
            "niet",
            "zijn",
            "met",
            "er",
            "voor",
            "maar",
            "ook",
            "aan",
            "je",
            "wat",
            "we",
            "als",
            "bij",
            "om",
            "dan",
            "naar",
            "nog",
            "wel",
            "zo",
            "heb",
            "hebben",
            "heeft",
            "wordt",
            "worden",
            "kan",
            "kunnen",
            "moet",
            "door",
            "uit",
            "over",
            "deze",
            "dit",
            "ze",
            "hij",
            "wij",
            "ja",
            "nee",
            "nou",
            "of",
            "meer",
            "geen",
            "hun",
            "haar",
            "u",
            "dus",
            "want",
            "tot",
            "mensen",
            "was",
            "gaat",
            "daar",
            "hier",
            "toch",
            "al",
            "veel",
            "zich",
            "onze",
        ]
    ),
    "en": frozenset(
        [
            "the",
            "and",
            "of",
            "to",
            "a",
            "in",
            "that",
            "it",
            "you",
            "for",
            "on",
            "with",
            "as",
            "this",
            "but",
            "they",
            "have",
            "from",
            "not",
            "are",
            "be",
            "at",
            "or",
            "we",
            "by",
            "an",
            "was",
            "what",
            "so",
            "there",
            "about",
            "would",
            "can",
            "if",
            "will",
            "do",
            "your",
            "my",
            "he",
            "she",
            "which",
        ]
    ),
    "de": frozenset(
        [
            "der",
            "die",
            "das",
            "und",
            "ist",
            "nicht",
            "ich",
            "sie",
            "es",
            "ein",
            "eine",
            "zu",
            "den",
            "mit",
            "auf",
            "für",
            "von",
            "sich",
            "dass",
            "dem",
            "im",
            "auch",
            "wie",
            "aber",
            "wir",
            "haben",
            "wird",
            "bei",
            "oder",
            "nach",
            "aus",
            "war",
            "noch",
            "nur",
            "kann",
            "werden",
            "hat",
            "zum",
            "zur",
        ]
    ),
    "fr": frozenset(
        [
            "le",
            "la",
            "les",
            "de",
            "des",
            "et",
            "est",
            "un",
            "une",
            "du",
            "que",
            "qui",
            "dans",
            "pour",
            "pas",
            "sur",
            "avec",
            "ce",
            "il",
            "elle",
            "nous",
            "vous",
            "je",
            "ne",
            "se",
            "au",
            "aux",
            "par",
            "plus",
            "mais",
            "sont",
            "ont",
            "cette",
            "leur",
            "ou",
            "comme",
            "être",
            "fait",
        ]
    ),
}


def language_shares(text: str) -> tuple[int, dict[str, float]]:
    """The number of words looked at, and for each language the share of them that are its function words."""
    words = [word.casefold() for word in _WORD.findall(text[:_SAMPLE])]
    total = max(1, len(words))
    return len(words), {name: sum(word in known for word in words) / total for name, known in _FUNCTION_WORDS.items()}


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
        if shares[best] < _UNREADABLE_SHARE:
            return (("documents.unreadable" if _garbled(text) else "documents.not_dutch", {}),)
        if shares["nl"] < _DUTCH_SHARE / 2:
            return (("documents.not_dutch", {}),)
    if best in ("en", "fr") and words >= _MIN_JUDGED and shares[best] > 1.5 * shares["nl"]:
        return ((f"documents.not_dutch_{best}", {}),)
    if len(_MOJIBAKE.findall(text[:_SAMPLE])) > max(2, words / 500):
        return (("documents.mojibake", {}),)
    return ()


def _garbled(text: str) -> bool:
    """Whether the words look like no language in Latin letters: too few or too many vowels."""
    letters = [char for char in text[:_SAMPLE].casefold() if char.isalpha()]
    latin = [char for char in letters if char < "\u0250"]
    if len(latin) < 0.5 * len(letters):
        return False  # another script
    vowels = sum(char in "aeiouyàáâäèéêëìíîïòóôöùúûü" for char in latin) / max(1, len(latin))
    return not 0.3 <= vowels <= 0.55
