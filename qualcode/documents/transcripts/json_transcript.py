"""Transcripts as JSON, told apart by what is in them: Whisper, WhisperX, whisper.cpp, Amberscript, Otter, and the like."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from qualcode.documents.cleaning import clean
from qualcode.documents.content import Content
from qualcode.documents.cues import TIME, Cue, named_in_text, seconds, turns_text
from qualcode.documents.decoding import decode
from qualcode.documents.txt import encoding_warnings
from qualcode.errors import DocumentError

# under which names programs keep the list of what was said, what it says, who says it and when
_LISTS = (
    "segments",
    "utterances",
    "transcripts",
    "monologues",
    "transcription",
    "turns",
    "entries",
    "cues",
    "subtitles",
    "chunks",
    "blocks",
    "paragraphs",
)
_AROUND = ("results", "result", "data", "transcript", "transcription", "output")
_TEXT = ("text", "transcript", "content", "sentence", "punctuated_word", "word", "value")
_WORDS = ("words", "elements", "tokens")
_SPEAKER = (
    "speaker",
    "speaker_name",
    "speakerName",
    "speaker_label",
    "speakerLabel",
    "speaker_id",
    "speakerId",
    "spk",
    "spkid",
    "channel_name",
)
_START = ("start", "start_time", "startTime", "start_offset", "begin", "from", "ts", "time", "timestamp")
_END = ("end", "end_time", "endTime", "end_offset", "to", "end_ts", "timeEnd")
_NAME = ("name", "speaker_name", "speakerName", "label", "display_name")
_ID = ("spkid", "id", "speaker_id", "speakerId", "speaker", "key")
# Whole numbers are seconds, thousandths or samples (Otter): the first unit in which people speak at least this fast (words a second)
_UNITS = (1, 1000, 16000)
_SLOWEST = 0.3
_CLOSING = re.compile(r"[.,;:!?…%)\]}»”’]+")
_MIN_RUN = 2  # words; fewer by another voice inside a segment are a slip of the program


def read_json(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """The turns of a transcript in JSON. Raises DocumentError when it is no JSON, or JSON of another kind."""
    decoded = decode(data, file=file, encoding=encoding)
    try:
        found = json.loads(decoded.text)
    except (ValueError, RecursionError):
        raise DocumentError("documents.bad_json", file=file) from None
    segments, around = _segments(found)
    cues = [cue for cue in _cues(segments, _names(around)) if cue.text]
    if not cues:
        raise DocumentError("documents.no_transcript_json", file=file)
    text, marks = turns_text(named_in_text(cues))
    return Content(text, marks, decoded.encoding, 0, encoding_warnings(decoded), shape=_shape(around, segments))


def _segments(found: Any) -> tuple[list[Mapping[str, Any]], Mapping[str, Any]]:
    """The list of what was said, and the object that holds it; empty when nothing looks like it."""
    places: list[Any] = [found]
    for place in places:
        if isinstance(place, list):
            items = _speech(place)
            if items:
                return items, found if isinstance(found, Mapping) else {}
        if not isinstance(place, Mapping) or len(places) > 20:
            continue
        for name in _LISTS:
            items = _speech(place.get(name))
            if items:
                return items, place
        places += [place[name] for name in _AROUND if isinstance(place.get(name), (Mapping, list))]
    return [], {}


def _speech(items: Any) -> list[Mapping[str, Any]]:
    """The items of a list when they are what people said: each with words, and with a time or a speaker."""
    if not isinstance(items, list):
        return []
    there = [item for item in items if isinstance(item, Mapping)]
    said = [item for item in there if _has_words(item)]
    timed = [item for item in said if _first(item, (*_START, *_SPEAKER, "timestamps", "offsets")) is not None or _first_list(item)]
    return there if said and 2 * len(timed) >= len(said) and 2 * len(said) >= len(items) else []


def _has_words(item: Mapping[str, Any]) -> bool:
    return isinstance(_first(item, _TEXT), str) or bool(_first_list(item))


def _first(item: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((item[name] for name in names if item.get(name) is not None), None)


def _first_list(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    words: list[Any] = next((item[name] for name in _WORDS if isinstance(item.get(name), list)), [])
    return [word for word in words if isinstance(word, Mapping) and isinstance(_first(word, _TEXT), str)]


def _names(around: Mapping[str, Any]) -> dict[str, str]:
    """Id of a speaker -> the name that the file gives for it."""
    names: dict[str, str] = {}
    speakers = around.get("speakers")
    for speaker in speakers if isinstance(speakers, list) else []:
        if isinstance(speaker, Mapping):
            key, name = _first(speaker, _ID), _first(speaker, _NAME)
            if key is not None and isinstance(name, str) and name.strip():
                names[str(key)] = name
    return names


def _cues(segments: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Iterator[Cue]:
    unit = _unit(segments)
    for segment in segments:
        words = _first_list(segment)
        whole = _first(segment, _TEXT)
        said = _joined(words) if not isinstance(whole, str) else " ".join(clean(whole).split())
        speaker = _speaker(segment, names)
        start, end = _times(segment, unit)
        if words and start is None:
            start = _times(words[0], unit)[0]
        if words and end is None:
            end = next((stop for word in reversed(words) if (stop := _times(word, unit)[1]) is not None), None)
        runs = _by_voice(words, names) if speaker is None and words else []
        if len(runs) == 1:
            speaker = runs[0][0]
        elif len(runs) > 1 and " ".join(_joined(run) for _, run in runs).split() == said.split():
            for voice, run in runs:
                yield Cue(_times(run[0], unit)[0], _times(run[-1], unit)[1], _joined(run), voice)
            continue
        yield Cue(start, end, said, speaker)


def _joined(words: Sequence[Mapping[str, Any]]) -> str:
    """The words as one reads them: punctuation that is a word of its own stands close to the word before."""
    parts: list[str] = []
    for word in words:
        said = " ".join(clean(str(_first(word, _TEXT))).split())
        if parts and said and not _CLOSING.fullmatch(said):
            parts.append(" ")
        parts.append(said)
    return " ".join("".join(parts).split())


def _speaker(item: Mapping[str, Any], names: Mapping[str, str]) -> str | None:
    found = _first(item, _SPEAKER)
    if isinstance(found, Mapping):
        found = _first(found, (*_NAME, *_ID))
    if found is None or isinstance(found, (bool, list)):
        return None
    key = str(found)
    label = " ".join(clean(names.get(key, key)).split()).strip("[]: ")
    if label.isdigit():  # a number alone says nothing in a text
        label = f"Speaker {label}"
    return label[:80] or None


def _by_voice(words: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[tuple[str | None, list[Mapping[str, Any]]]]:
    """Runs of words by one voice; a word without a speaker goes with the word before, a very short run too."""
    voices = [_speaker(word, names) for word in words]
    known = next((voice for voice in voices if voice), None)
    for index, voice in enumerate(voices):
        known = voices[index] = voice or known
    runs: list[tuple[str | None, list[Mapping[str, Any]]]] = []
    for voice, group in groupby(zip(voices, words, strict=True), key=lambda pair: pair[0]):
        run = [word for _, word in group]
        if runs and (runs[-1][0] == voice or len(run) < _MIN_RUN):
            runs[-1][1].extend(run)
        else:
            runs.append((voice, run))
    return runs


def _times(item: Mapping[str, Any], unit: int) -> tuple[float | None, float | None]:
    stamps = item.get("timestamps")
    if isinstance(stamps, Mapping):  # whisper.cpp
        return _time(stamps.get("from"), 1), _time(stamps.get("to"), 1)
    pair = item.get("timestamp")
    if isinstance(pair, list) and len(pair) == 2:  # pipelines of Hugging Face
        return _time(pair[0], 1), _time(pair[1], 1)
    return _time(_first(item, _START), unit), _time(_first(item, _END), unit)


def _time(value: Any, unit: int) -> float | None:
    """Seconds, or None for what is no time."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        try:
            at = float(value) / unit
        except OverflowError:
            return None
        return round(at, 3) if math.isfinite(at) and at >= 0 else None
    if not isinstance(value, str):
        return None
    if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", value.strip()):
        return round(float(value) / (1 if "." in value else unit), 3)
    return seconds(value) if TIME.match(value.strip()) else None


def _unit(segments: Sequence[Mapping[str, Any]]) -> int:
    """By what to divide the times: whole numbers may be thousandths of a second."""
    words = 0
    lasting = 0.0
    for segment in segments:
        start, end = _first(segment, _START), _first(segment, _END)
        if not (isinstance(start, int) and isinstance(end, int)) or isinstance(start, bool) or abs(end - start) > 10**12:
            if isinstance(start, float) or isinstance(end, float):
                return 1
            continue
        whole = _first(segment, _TEXT)
        words += len(whole.split()) if isinstance(whole, str) else len(_first_list(segment))
        lasting += max(0, end - start)
    return next((unit for unit in _UNITS if lasting == 0 or words * unit / lasting >= _SLOWEST), 1)


def _shape(around: Mapping[str, Any], segments: Sequence[Mapping[str, Any]]) -> str:
    if "word_segments" in around or any("score" in word for segment in segments[:5] for word in _first_list(segment)[:5]):
        return "documents.shape_whisperx"
    if isinstance(around.get("speakers"), list) and any(_first_list(segment) for segment in segments[:5]):
        return "documents.shape_amberscript"
    if "transcripts" in around:
        return "documents.shape_otter"
    if (
        any(name in segment for segment in segments[:5] for name in ("avg_logprob", "no_speech_prob", "timestamps", "seek"))
        or "language" in around
    ):
        return "documents.shape_whisper"
    return "documents.shape_json"
