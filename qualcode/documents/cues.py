"""Timed cues (subtitles, meeting transcripts) made into a text of turns, each cue marked with its speaker and times."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from qualcode.documents.cleaning import clean
from qualcode.model import Mark

_PAUSE = 2.0  # seconds; after the end of a sentence such a pause ends a paragraph of speech without speakers
_PARAGRAPH_WORDS = 80  # words after which a sentence end also ends it
_LONGEST_WORDS = 160  # words after which any cue ends it
_SILENCE = 60.0  # seconds; so long a silence ends a turn, even when the same speaker goes on
TIME = re.compile(r"(?:(?P<hours>\d{1,4}):)?(?P<minutes>\d{1,2}):(?P<seconds>\d{2})(?:[.,](?P<fraction>\d{1,3}))?")
ARROW = re.compile(
    r"\s*(?P<start>(?:\d{1,4}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)\s*-{1,2}>\s*(?P<end>(?:\d{1,4}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+(?P<name>[^>]*)>|</v>")
_TAG = re.compile(r"</?(?:b|i|u|c|ruby|rt|lang|font|v)(?:[.\s][^>]*)?>|<(?:\d+:)?\d+:\d+\.\d+>|\{\\[^}]*\}", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:>>\s*)?(?:\[(?P<bracketed>[^\[\]\n]{1,40})\]\s*:?|(?P<plain>[^\W_][^:\n?!.,;]{0,39}(?:\.[^:\n?!,;]{0,20})?|[^\W_][^:\n?!;]{0,39}\([^()\n]*\))\s*:)\s+(?=\S)"
)


# what people say before a colon
_NO_NAMES = frozenset(["kijk", "nou", "ja", "nee", "dus", "want", "maar", "en", "zo", "stel", "kortom", "nogmaals", "namelijk", "punt", "eerst", "voorbeeld", "bijvoorbeeld", "conclusie"]) | {
    "let op", "het punt is", "punt is", "ik zeg", "ik zei", "hij zei", "ze zei", "ik dacht", "de vraag is", "ten eerste", "ten tweede", "nog iets",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said between two times (seconds, None when not known). speaker: None when nobody is named."""

    start: float | None
    end: float | None
    text: str
    speaker: str | None = None


def seconds(stamp: str) -> float:
    """The seconds of `00:03:12.500`, `03:12,5`."""
    found = TIME.match(stamp.strip())
    assert found is not None, stamp
    fraction = found.group("fraction") or "0"
    whole = int(found.group("hours") or 0) * 3600 + int(found.group("minutes")) * 60 + int(found.group("seconds"))
    return round(whole + int(fraction) / 10 ** len(fraction), 3)


def voices(cue: Cue) -> Iterator[Cue]:
    """The cue, one for each `<v Name>` in it, tags taken out and entities resolved; a closing tag may be missing."""
    at = 0
    speaker = cue.speaker
    for found in [*_VOICE.finditer(cue.text), None]:
        piece = _plain(cue.text[at : found.start() if found else len(cue.text)])
        if piece:
            yield replace(cue, text=piece, speaker=speaker)
        if found is None:
            return
        at = found.end()
        speaker = " ".join(html.unescape(found.group("name")).split()) or None if found.group("name") is not None else cue.speaker


def _plain(text: str) -> str:
    return " ".join(clean(html.unescape(_TAG.sub("", text))).split())


def named_in_text(cues: Iterable[Cue]) -> list[Cue]:
    """The cues with names that stand in their text (`Name: ...`, `[SPEAKER_00]: ...`) taken as speakers.

    Only when the file names nobody otherwise and the names come back or begin most cues; a cue without a name goes on with the speaker before.
    """
    cues = list(cues)
    if any(cue.speaker for cue in cues):
        return cues
    found = [_NAMED.match(cue.text) for cue in cues]
    names = [" ".join((match.group("bracketed") or match.group("plain")).split()) if match else None for match in found]
    times = {name: names.count(name) for name in set(names) if name}
    every = 2 * sum(times.values()) >= len(cues)
    real = {name for name, count in times.items() if name[:1].isupper() and name.casefold() not in _NO_NAMES and (count >= 2 or every)}
    if not real or sum(times[name] for name in real) < 2:
        return cues
    named: list[Cue] = []
    speaker: str | None = None
    for cue, match, name in zip(cues, found, names, strict=True):
        if match and name in real:
            speaker = name
            named.append(replace(cue, text=cue.text[match.end() :], speaker=name))
        else:
            named.append(replace(cue, speaker=speaker))
    return named


def turns_text(cues: Iterable[Cue]) -> tuple[str, tuple[Mark, ...]]:
    """The text of one paragraph a turn (`Name: speech`), blank lines between, and a cue mark on the speech of each cue.

    Consecutive cues of one speaker make one turn, unless a minute of silence lies between. Without a speaker a paragraph ends at a pause of two
    seconds after the end of a sentence, or at the first sentence end after 80 words.
    """
    parts: list[str] = []
    marks: list[Mark] = []
    length = words = 0
    last: Cue | None = None
    for cue in cues:
        if last is None or _begins_turn(last, cue, words):
            lead = ("\n\n" if parts else "") + (f"{cue.speaker}: " if cue.speaker else "")
            words = 0
        else:
            lead = " "
        parts += [lead, cue.text]
        start = length + len(lead)
        length = start + len(cue.text)
        words += cue.text.count(" ") + 1
        marks.append(Mark(start, length, "cue", speaker=cue.speaker, time=cue.start, time_end=cue.end))
        last = cue
    return "".join(parts), tuple(marks)


def _begins_turn(last: Cue, cue: Cue, words: int) -> bool:
    if last.speaker != cue.speaker:
        return True
    pause = cue.start - last.end if cue.start is not None and last.end is not None else 0.0
    if cue.speaker is not None:
        return pause > _SILENCE
    closed = last.text.rstrip("\"'”’»)")[-1:] in (".", "!", "?", "…")
    return (closed and (pause > _PAUSE or words >= _PARAGRAPH_WORDS)) or words >= _LONGEST_WORDS
