"""Names in quotations replaced by labels, the same name always by the same label.

What counts as a name: speakers' labels and persons of the project; runs of capitalised words that the texts never write small and no dictionary knows small;
e-mail and web addresses, telephone numbers, postcodes. Places and organisations go too, since they give people away. It cannot see a name that is also a
common word (Roos, Wil) at the start of a sentence, a name written small, nor what a description gives away: a person reads the quotations before they go out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-Þ])"
# written small inside a name
_PARTICLE = r"(?:van|von|de|den|der|d[eu]|del|di|da|dos|el|al|bin|ben|ibn|ter|ten|te|ver|la|le|los|op|het|['’]t|in|aan|uit|zur?)"
_INITIALS = rf"(?:{_CAPITAL}\.)+"
_NAME_WORD = rf"{_CAPITAL}(?:[^\W\d_]|['’-](?=[^\W\d_]))*"
_BEFORE = rf"(?:{_INITIALS}\s?(?:{_PARTICLE}\s){{0,3}})?"
_RUN = re.compile(rf"(?<!\w){_BEFORE}{_NAME_WORD}(?:\s(?:{_PARTICLE}\s){{0,3}}{_BEFORE}{_NAME_WORD})*")
_BEFORE_NAME = re.compile(rf"{_INITIALS}\s?(?:{_PARTICLE}\s){{0,3}}$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…\n\"“”‘(\[]|\s[-–—•*])\s*[\"'“‘„(\[]*$")
_PIECES = re.compile(_WORD)
_CONTACT: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("address", re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)),
    ("postcode", re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\b")),
    ("telephone", re.compile(r"(?<![\w.])(?:\+\d{2}|0)[\s-]?\d(?:[\s.-]?\d){7,9}(?!\w)")),
)
_DETERMINER = re.compile(r"\b(?:de|het|een|deze|dit|die|dat|onze|ons|uw|hun|the|an?|this|our|your|their)\s$", re.IGNORECASE)
# How people are called by their part in a conversation: labels, not names.
_PARTS = frozenset(
    [
        "interviewer",
        "geïnterviewde",
        "respondent",
        "bewoner",
        "bewoonster",
        "burger",
        "professional",
        "ambtenaar",
        "bestuurder",
        "wethouder",
        "vrijwilliger",
        "moderator",
        "deelnemer",
        "dhr",
        "mevr",
        "mw",
        "heer",
        "mevrouw",
        "meneer",
        "dr",
        "drs",
        "ir",
        "prof",
        "spreker",
        "speaker",
        "participant",
        "interviewee",
        "onbekend",
        "raadslid",
        "voorzitter",
    ]
)


class Pseudonyms:
    """Labels for names, given out in the order in which names are met.

    known: speakers' labels and persons' names. ordinary: whether a word, in small letters, is an ordinary one (the texts write it small, or a dictionary has it).
    label: makes the text of a label from its number. contact: kind (email, address, postcode, telephone) -> label.
    """

    def __init__(
        self, known: Iterable[str], ordinary: Callable[[str], bool], label: Callable[[int], str], contact: Callable[[str], str]
    ) -> None:  # fmt: skip
        self._ordinary = ordinary
        self._label = label
        self._contact = contact
        self._numbers: dict[str, int] = {}
        self._full: dict[str, set[str]] = {}  # a word of a name -> the full names that hold it
        self._known: set[str] = set()
        for name in known:
            words = self._name_words(name)
            self._known.update(words)
            if words:
                self._register(words)

    def speaker(self, label: str) -> str:
        """What a speaker is called: a label for a name; what only says a part in the conversation stays."""
        words = self._name_words(label)
        return self._of(words) if words else label

    def mask(self, text: str) -> str:
        """The text with its names and contact details replaced."""
        for kind, pattern in _CONTACT:
            text = pattern.sub(f"[{self._contact(kind)}]", text)
        return self._known_small(_RUN.sub(lambda match: self._run(match, text), text))

    def _run(self, match: re.Match[str], text: str) -> str:
        """A run of capitalised words: its ordinary words at the front and the back stay."""
        shown = match.group(0)
        pieces = list(_PIECES.finditer(shown))
        capitalised = [piece for piece in pieces if piece.group(0)[0].isupper()]
        at_start = bool(_SENTENCE_START.search(text[max(0, match.start() - 12) : match.start()]))
        names = [
            piece
            for piece in capitalised
            if not self._titled(piece.group(0), text[max(0, match.start() + piece.start() - 12) : match.start() + piece.start()])
            and self._is_name(piece.group(0), alone=len(capitalised) == 1, at_start=at_start and piece is pieces[0])
        ]
        if not names:
            return shown
        first, last = names[0].start(), names[-1].end()
        words = tuple(piece.group(0).casefold() for piece in capitalised if first <= piece.start() < last)
        # initials belong to the name that they stand before
        head = _BEFORE_NAME.sub("", shown[:first])
        return f"{head}{self._of(words)}{shown[last:]}"

    def _titled(self, word: str, before: str) -> bool:
        """An ordinary word with a capital after an article: "de Gemeente", "het College"."""
        return self._ordinary(word.casefold()) and bool(_DETERMINER.search(before))

    def _is_name(self, word: str, *, alone: bool, at_start: bool) -> bool:
        small = word.casefold()
        if small in self._known:
            return True
        if small in _PARTS or (word.isupper() and len(word) < 6):  # WMO, GGZ, UWV
            return False
        # inside a sentence a capital is sign enough; at its start only a word that is never written small
        return not self._ordinary(small) if at_start else (len(small) > 1 and not (alone and len(small) < 3))

    def _known_small(self, text: str) -> str:
        """Known names written small or in capitals."""
        if not self._known:
            return text
        rare = [word for word in self._known if len(word) > 2 and not self._ordinary(word)]
        if not rare:
            return text
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(rare, key=len, reverse=True)))})\b", re.IGNORECASE)
        return pattern.sub(lambda match: self._of((match.group(0).casefold(),)), text)

    def _name_words(self, name: str) -> tuple[str, ...]:
        """The words of a label that name somebody: not titles, parts in the conversation, particles, numbers."""
        found = []
        for word in _PIECES.findall(name):
            small = word.casefold()
            if len(small) > 1 and small not in _PARTS and not re.fullmatch(_PARTICLE, small):
                found.append(small)
        if len(found) == 1 and self._ordinary(found[0]) and found[0] not in self._known and name.islower():
            return ()
        return tuple(found)

    def _register(self, words: tuple[str, ...]) -> str:
        full = " ".join(words)
        for word in words:
            self._full.setdefault(word, set()).add(full)
        return full

    def _of(self, words: tuple[str, ...]) -> str:
        """The label of a name; a part of one full name that holds it, and of no other, is that name."""
        full = " ".join(words)
        holders = set.intersection(*(self._full.get(word, set()) for word in words)) if words else set()
        if full not in holders:
            if len(holders) == 1:
                full = next(iter(holders))
            else:
                self._register(words)
        return f"[{self._label(self._numbers.setdefault(full, len(self._numbers) + 1))}]"
