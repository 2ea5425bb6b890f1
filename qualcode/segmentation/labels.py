"""Speaker labels at the beginning of a line, as transcripts have them; whether they are speakers is decided on the whole document (turns.py)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from qualcode.segmentation import times

Form = Literal["colon", "bracket", "stamp", "tab", "dash", "dot", "bare", "alone", "time"]
MAX_LABEL = 48  # characters of a label

_MARKUP = r"[*_]"
_NAME = r"(?P<name>[^\W_](?:[^:\t\n\[\]*<>|{}?!#]|\([^()]*\)){0,46}?)"
_LEAD = rf"(?:[-–—•>\s]*(?:\d{{1,4}}[.)]?(?:\s+|\t))?(?:{_MARKUP}*(?P<stamp>{times.BRACKETED}|{times.BARE}(?=[\s\t]))[*_]*[\s:–-]*)?)"
_AFTER = rf"(?:,?\s*{_MARKUP}*\s*(?P<later>{times.BRACKETED}|\(?{times.BARE}\)?))?"
_COLON = re.compile(
    rf"{_LEAD}(?P<open>[*_\[(<\"]*){_NAME}(?P<close>[*_\])>\"]*){_AFTER}\s*{_MARKUP}*\s?[:：](?![/\d]\S)(?P<tail>[*_]*[\])]?)\s*",
    re.IGNORECASE,
)
_BRACKET = re.compile(rf"{_LEAD}(?P<open>{_MARKUP}*[\[<(]){_NAME}(?P<close>[\]>)]{_MARKUP}*){_AFTER}(?:\s+|$)", re.IGNORECASE)
_STAMP = re.compile(
    rf"(?P<open>[*_\[]*){_NAME}(?P<close>[*_\]]*)[\s|,–-]+(?P<later>{times.BRACKETED}|{times.BARE})[*_]*\s*(?:$|(?=\s))", re.IGNORECASE
)
_STAMP_FIRST = re.compile(rf"(?P<stamp>{times.BRACKETED}|{times.BARE})[\s|–-]+(?P<open>[*_\[]*){_NAME}(?P<close>[*_\]]*)$", re.IGNORECASE)
_TAB = re.compile(
    rf"(?:(?P<stamp>{times.BRACKETED}|{times.BARE})\s*\t+\s*)?(?P<open>[*_\[(]*){_NAME}(?P<close>[*_\])]*)\s*\t+\s*(?:(?P<later>{times.BRACKETED}|{times.BARE})\s*\t+\s*)?",
    re.IGNORECASE,
)
_BAR = re.compile(
    rf"\|?\s*(?:(?P<stamp>{times.BRACKETED}|{times.BARE})\s*\|\s*)?(?P<open>[*_]*){_NAME}(?P<close>[*_]*)\s*\|\s*(?P<later>(?:{times.BRACKETED}|{times.BARE}))?\s*\|?\s*",
    re.IGNORECASE,
)
_DASH = re.compile(rf"{_LEAD}(?P<open>[*_]*){_NAME}(?P<close>[*_]*)\s+[–—-]\s+", re.IGNORECASE)
_DOT = re.compile(rf"{_LEAD}(?P<open>[*_]*)(?P<name>[A-Za-zï]{{1,13}}\s?\d?)(?P<close>[*_]*)\.(?P<tail>[*_]*)\s+(?=\S)")
_BARE = re.compile(
    rf"{_LEAD}(?P<open>[*_]*)(?P<name>[A-Za-z]{{1,11}}\s?\d{{0,2}}|SPEAKER_\d\d)(?P<close>[*_]*)\s+(?!\(?\d{{1,3}}:\d\d)(?=\S)"
)
_ALONE = re.compile(rf"{_LEAD}(?P<open>[*_\[(]*){_NAME}(?P<close>[*_\])]*)$", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<word>.*?)[\s._#-]*(?:nr\.?\s*)?(?:\d{1,3}|(?<=\s)[a-z])?$")
_MANNER = re.compile(
    r"\s*\((?:lacht|lachend|lachen|zucht|zuchtend|knikt|aarzelt|aarzelend|fluistert|emotioneel|huilt|instemmend|onverstaanbaar|vervolg)\)$",
    re.IGNORECASE,
)


_VOICES = frozenset({"spreker", "spreekster", "speaker", "spk", "spkr", "persoon", "stem", "deelnemer"})


@dataclass(frozen=True, slots=True)
class Label:
    """A possible speaker label on a line. speaker: as typed, without colon, brackets, stars, time. said: offset in the line where the speech
    begins (the line's length when it stands below). key: for comparing. marked: stars, brackets or a time set it apart."""

    speaker: str
    said: int
    form: Form
    key: str
    marked: bool
    time: float | None = None
    time_end: float | None = None

    @property
    def known(self) -> str | None:
        """The list of `labels.toml` that the label's word stands in: interviewer, respondent, speaker, neither; None for a name."""
        return _known(self.key)

    @property
    def tells(self) -> bool:
        """Whether the word alone says that someone speaks: who asks or answers, or a numbered `Spreker 1`."""
        return not self.weak and (self.known in ("interviewer", "respondent") or (self.known == "speaker" and _word(self.key) in _VOICES))

    @property
    def weak(self) -> bool:
        return _word(self.key) in word_lists()["weak"]


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """The lists of `labels.toml`."""
    data = tomllib.loads(files(__package__).joinpath("labels.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


@lru_cache(maxsize=8192)
def _known(key: str) -> str | None:
    lists = word_lists()
    for name in ("interviewer", "respondent", "neither", "speaker"):
        if key in lists[name] or _word(key) in lists[name]:
            return name
    first = key.split(" ", 1)[0].split("/")[0]
    if first != key and len(first) > 3 and "(" in key:  # "respondent (vrouw, 54)"
        return _known(key.split("(", 1)[0].strip())
    return None


@lru_cache(maxsize=8192)
def _word(key: str) -> str:
    """The key without number or letter behind it: `respondent 3`, `r1`, `bewoner a` -> respondent, r, bewoner."""
    found = _NUMBERED.fullmatch(key)
    return found.group("word").strip() if found and found.group("word") else key


def label_key(speaker: str) -> str:
    """The form in which labels are compared: case-folded, single spaces, no full stop at the end."""
    return " ".join(speaker.casefold().replace("_", " ").split()).rstrip(".")


def is_form_head(key: str) -> bool:
    """Whether a word before a colon heads a line of a form or a note (`datum`, `doel`) or names a speaker, so that the line is no title."""
    return key in word_lists()["no_speaker"] or _known(key) is not None


def labels_of(body: str, above: tuple[float | None, float | None] | None = None) -> list[Label]:
    """Every way to read a label at the start of a line, the colon first. `body` has no white space around it.

    above: the times on a line of their own directly above, which set a label apart as times on the line itself do.
    """
    head = body[:160]
    if times.LINE.fullmatch(head):
        return []
    found: dict[Form, Label] = {}
    for form, needs, pattern in _PATTERNS:
        if form in found or (needs and needs not in head):
            continue
        match = pattern.match(head)
        label = _label(match, form, body, above) if match else None
        if label is not None:
            found[form] = label
    stamp = times.AT_START.match(head) if head[0] in "[(<{#*_" else None
    if stamp and stamp.end() < len(body):
        begin, end = times.stamp_times(stamp.group())
        found["time"] = Label("", stamp.end(), "time", "", True, begin, end)
    return list(found.values())


# form, a character without which it cannot be, pattern
_PATTERNS: tuple[tuple[Form, str, re.Pattern[str]], ...] = (
    ("colon", ":", _COLON),
    ("colon", "：", _COLON),
    ("bracket", "]", _BRACKET),
    ("bracket", ">", _BRACKET),
    ("bracket", ")", _BRACKET),
    ("stamp", ":", _STAMP),
    ("stamp", ":", _STAMP_FIRST),
    ("tab", "\t", _TAB),
    ("tab", "|", _BAR),
    ("dash", " ", _DASH),
    ("dot", ".", _DOT),
    ("bare", "", _BARE),
    ("alone", "", _ALONE),
)
_KNOWN_ONLY = frozenset({"dot", "bare"})  # forms that are too common in running text to name a stranger


def _label(match: re.Match[str], form: Form, body: str, above: tuple[float | None, float | None] | None) -> Label | None:
    groups = match.groupdict()
    speaker = groups["name"].strip(" ,;-–—\t")
    if speaker.count("(") > speaker.count(")") and (groups["close"] or "").startswith(")"):
        speaker += ")"
    speaker = _MANNER.sub("", speaker)
    key = label_key(speaker)
    if not speaker or len(speaker) > MAX_LABEL or speaker.count("(") != speaker.count(")"):
        return None
    if (form in _KNOWN_ONLY and _known(key) is None) or not can_speak(speaker, key):
        return None
    begin, end = times.stamp_times(groups.get("stamp") or "")
    if begin is None:
        begin, end = times.stamp_times(groups.get("later") or "")
    said = match.end()
    stamp = times.AT_START.match(body, said)
    if stamp and begin is None:
        begin, end = times.stamp_times(stamp.group())
        said = stamp.end()
    if begin is None and above is not None:
        begin, end = above
    marked = bool(groups.get("open")) or begin is not None
    if form == "alone" and not marked and _known(key) is None and not speaker.isupper():
        return None
    return Label(speaker, min(said, len(body)), form, key, marked, begin, end)


@lru_cache(maxsize=8192)
def can_speak(speaker: str, key: str) -> bool:
    """Whether a label could name a speaker by its words: a known word, or a name of one to six capitalised parts; no head of a form."""
    if _known(key) is not None:
        return True
    lists = word_lists()
    bare = key.split("(", 1)[0].strip() or key
    if bare in lists["no_speaker"] or _word(bare) in lists["no_speaker"]:
        return False
    first = bare.split(" ", 1)[0].strip(".,")
    surname = (
        first in word_lists()["particles"]
        and re.fullmatch(r"\w+(?: (?:der|den|de))? [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?", speaker) is not None
    )  # De Vries
    if first in lists["no_speaker_first"] and not surname:
        return False
    parts = re.sub(r"\([^()]*\)", " ", speaker).replace(",", " ").replace("/", " / ").replace("_", " ").split()
    if not 1 <= len(parts) <= 6 or not any(char.isalpha() for char in speaker):
        return False
    titled = parts[0].strip(".").casefold() in word_lists()["titles"]
    if not (parts[0][0].isupper() or parts[0][0].isdigit() or titled) or (
        parts[0][0].isdigit() and len(parts) == 1 and not parts[0][-1].isalpha()
    ):
        return False
    return all(_is_name_part(part) for part in parts)


def _is_name_part(part: str) -> bool:
    plain = part.strip("'’\".-/&")
    if not plain:
        return True
    return (
        plain[0].isupper() or plain.isdigit() or part.casefold() in word_lists()["particles"] or plain.casefold() in word_lists()["titles"]
    )
