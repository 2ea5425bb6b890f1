"""The HTML that noScribe writes: a paragraph a turn, each passage in an anchor that names its times and its speaker."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qualcode.documents.content import Content
from qualcode.documents.cues import Cue, turns_text
from qualcode.documents.decoding import decode
from qualcode.documents.transcripts.html_events import html_events
from qualcode.documents.txt import encoding_warnings
from qualcode.errors import DocumentError

_ANCHOR = re.compile(r"ts_(?P<start>\d{1,12})_(?P<end>\d{1,12})(?:_(?P<speaker>.{0,60}))?")
_SIGN = re.compile(rb"<a\s[^>]{0,200}?name\s*=\s*[\"']ts_\d{1,12}_\d{1,12}[_\"']", re.IGNORECASE)
_SNIFFED = 200_000  # bytes
_CLOCK = re.compile(r"^\s*\[\d{1,2}:\d{2}:\d{2}\]\s*")
_LABEL = re.compile(r"\s*(?P<name>[^:\n]{1,48}?)\s*:(?!\S*//)\s*")
_OVERLAP = re.compile(r"\s*//\s*(?P<name>[^:/\n]{1,48}?)\s*:\s*(?P<said>.*?)\s*(?://\s*)?$", re.DOTALL)


@dataclass(slots=True)
class _Passage:
    """What one anchor holds. first: it begins a paragraph. start, end: seconds, None for words outside every anchor."""

    start: float | None
    end: float | None
    code: str
    first: bool
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return _CLOCK.sub("", "".join(self.parts))


def is_noscribe(data: bytes) -> bool:
    """Whether the bytes of an .html file are a transcript of noScribe: near their beginning stands an anchor with times."""
    return _SIGN.search(data[:_SNIFFED].replace(b"\x00", b"")) is not None


def read_noscribe(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """The turns of the file; its head (names of recordings, settings) is left out, since it holds paths. Raises DocumentError when there is none."""
    decoded = decode(data, file=file, encoding=encoding)
    passages = [passage for passage in _passages(decoded.text) if passage.text.strip()]
    if not any(passage.start is not None for passage in passages):
        raise DocumentError("documents.no_noscribe", file=file)
    text, marks = turns_text(_cues(passages))
    return Content(text, marks, decoded.encoding, 0, encoding_warnings(decoded), shape="documents.shape_noscribe")


def _passages(html: str) -> list[_Passage]:
    """The anchors of the page in order; words before the first one are the head and left out."""
    passages: list[_Passage] = []
    inside = False  # an anchor
    first = True  # what comes next begins a paragraph
    for kind, tag, attributes in html_events(html):
        if kind == "text":
            if not passages or not (tag.strip() or inside):
                continue
            if not inside and first:  # a paragraph that a person typed between
                passages.append(_Passage(None, None, "", True))
                first = False
            passages[-1].parts.append(tag)
        elif tag == "p":
            inside, first = False, True
        elif tag == "a":
            found = _ANCHOR.fullmatch(attributes.get("name", "")) if kind == "start" else None
            inside = found is not None
            if found:
                start, end = int(found.group("start")) / 1000, int(found.group("end")) / 1000
                passages.append(_Passage(start, max(start, end), (found.group("speaker") or "").strip(), first))
                first = False
        elif tag == "br" and passages:
            passages[-1].parts.append(" ")
    return passages


def _cues(passages: Sequence[_Passage]) -> Iterator[Cue]:
    names = _names(passages)
    speaker: str | None = None
    for passage in passages:
        said = passage.text
        overlap = _OVERLAP.match(said)
        if overlap and overlap.group("said"):
            yield Cue(passage.start, passage.end, " ".join(overlap.group("said").split()), _plain(overlap.group("name")))
            continue
        label = _LABEL.match(said) if passage.first else None
        if label and (passage.start is None or _plain(label.group("name")) in (passage.code, names.get(passage.code))):
            speaker, said = _plain(label.group("name")), said[label.end() :]
        elif passage.code:
            speaker = names.get(passage.code, passage.code)
        said = " ".join(said.split())
        if said:
            yield Cue(passage.start, passage.end, said, speaker)


def _names(passages: Sequence[_Passage]) -> dict[str, str]:
    """Code of a speaker (`S00`) -> the label that stands before most of its turns: people type a name over it."""
    labels: dict[str, Counter[str]] = {}
    for passage in passages:
        label = _LABEL.match(passage.text) if passage.first and passage.code else None
        if label:
            labels.setdefault(passage.code, Counter())[_plain(label.group("name"))] += 1
    turns = Counter(passage.code for passage in passages if passage.first)
    names = {}
    for code, found in labels.items():
        name, count = found.most_common(1)[0]
        if name == code or 2 * count >= turns[code]:
            names[code] = name
    return names


def _plain(label: str) -> str:
    return " ".join(label.split())
