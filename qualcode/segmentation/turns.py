"""The turns of a transcript: what each speaker says, label, time stamp, stars and brackets outside."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from qualcode.model import SpeakerRole
from qualcode.segmentation import times
from qualcode.segmentation.lines import Line, ends_sentence, trimmed
from qualcode.segmentation.listmarks import MARKDOWN_HEADING, chapter
from qualcode.segmentation.transcript import Hit, find_speakers, timed_lines
from qualcode.segmentation.turn_tables import Table, table_turns

_MAX_HEADING = 80
_NOTE = re.compile(r"[*_]*(?:\[[^\[\]]*\]|\([^()]*\)|<[^<>]*>|\{[^{}]*\})[*_.]*")
_CLOSING = re.compile(
    r"[\W_]*(?:einde?\b.{0,40}|end of .{0,40}|transcribed by .*|getranscribeerd (?:door|met) .*|.{2,48} (?:stopped transcription|heeft de transcriptie (?:gestopt|beëindigd))|(?:de )?opname (?:stopt|gestopt|eindigt|wordt gestopt).{0,30})[\W_]*",
    re.IGNORECASE,
)
_QUESTION_MARK_LINE = re.compile(r"[-–—]\s+(?=\S)")
_QUESTION_SHARE = 0.6  # of the lines with a dash, at least so many must ask
_BOLD = re.compile(r"(?P<stars>\*\*|__|\*|_)(?P<said>\S.*?\S)(?P=stars)")


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn, `[start, end)` from the first character said to the last. speaker: the label as typed; None where none is typed.

    time, time_end: seconds. A single time behind a turn is both: nothing more is known of it. role: known from the layout alone.
    """

    start: int
    end: int
    speaker: str | None
    time: float | None = None
    time_end: float | None = None
    role: SpeakerRole | None = None


# how the turns are set: labels before them, a table, times alone, questions by their look
Form = Literal["labels", "table", "times", "questions"]


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns of a document and the lines (by number) that they, their labels and their times take up. head: the line that heads a table of turns."""

    turns: tuple[Turn, ...]
    taken: frozenset[int]
    head: int | None = None
    form: Form = "labels"


def find_transcript(
    text: str, lines: Sequence[Line], headings: Set[int] = frozenset(), denied: Set[str] = frozenset()
) -> Transcript | None:
    """The turns when the document is a transcript, None when it is not.

    headings: numbers of lines that a reader knows as headings. denied: keys of labels of which a person said that they name nobody.
    """
    if not lines:
        return None
    table = table_turns(text, lines)
    if table is not None:
        return _from_table(text, table)
    hits = [hit for hit in find_speakers(text, lines, denied) if hit.line not in headings]
    transcript = _labelled(text, lines, hits or timed_lines(text, lines), headings)
    if not transcript.turns:
        asked = _questions(text, lines)
        return asked and replace(asked, form="questions")
    return transcript if hits else replace(transcript, form="times")


def _from_table(text: str, table: Table) -> Transcript:
    """The turns of a table; the lines around it are no part of the conversation."""
    turns = [_turn(text, row.start, row.end, row.speaker, row.time, row.time_end) for row in table.rows]
    return Transcript(tuple(turn for turn in turns if turn is not None), frozenset(row.line for row in table.rows), table.head, "table")


def _labelled(text: str, lines: Sequence[Line], hits: Sequence[Hit], headings: Set[int]) -> Transcript:
    turns: list[Turn] = []
    taken: set[int] = set()
    pending: tuple[float | None, float | None] = (None, None)  # of a time on a line of its own above a label
    before = hits[0].line - 1 if hits else -1
    if before >= 0 and _is_time_line(text, lines[before]):
        pending = times.stamp_times(text[lines[before].start : lines[before].end])
        taken.add(before)
    for order, hit in enumerate(hits):
        last = hits[order + 1].line if order + 1 < len(hits) else len(lines)
        end, following = _turn_lines(text, lines, hit.line, last, headings, final=order + 1 == len(hits))
        taken.update(range(hit.line, end))
        begin, stop = (hit.label.time, hit.label.time_end) if hit.label.time is not None else pending
        for start, close in _pieces(text, lines, hit, end):
            turn = _turn(text, start, close, hit.label.speaker or None, begin, stop)
            if turn is not None:
                turns.append(turn)
                begin = stop = None
        pending = (None, None)
        if following is not None:
            pending = times.stamp_times(text[lines[following].start : lines[following].end])
            taken.add(following)
    return Transcript(tuple(turns), frozenset(taken))


def _pieces(text: str, lines: Sequence[Line], hit: Hit, end: int) -> list[tuple[int, int]]:
    """The turn cut where a time stands at the end or at the beginning of a line in it (f4 writes one behind each paragraph): times are no speech."""
    start = lines[hit.line].start + hit.label.said
    pieces = []
    for index in range(hit.line + 1, end):
        before = lines[index - 1]
        if start < before.end and (
            times.AT_END.search(text, max(start, before.end - 40), before.end) or _opening_time(text, lines[index].start, lines[index].end)
        ):
            pieces.append((start, before.end))
            start = lines[index].start
    return [*pieces, (start, lines[end - 1].end)]


def _opening_time(text: str, start: int, end: int) -> re.Match[str] | None:
    return times.AT_START.match(text, start, min(end, start + 60)) if text[start] in "[(<{#*_" else None


def _is_time_line(text: str, line: Line) -> bool:
    body = text[line.start : line.end]
    return len(body) < 60 and any(map(str.isdigit, body)) and times.LINE.fullmatch(body) is not None


def _turn_lines(text: str, lines: Sequence[Line], first: int, last: int, headings: Set[int], *, final: bool) -> tuple[int, int | None]:
    """(line after the turn's last, the line with the time of the next turn or None) for a turn between lines `first` and `last`."""
    end = last
    time_line = None
    if not final and end - 1 > first and _is_time_line(text, lines[end - 1]):
        end -= 1
        time_line = end
    for index in range(first + 1, end):
        if index in headings or MARKDOWN_HEADING.match(text[lines[index].start : lines[index].end]):
            return index, time_line
    while end - 1 > first and _stands_outside(text, lines, end - 1, final=final, next_line=end if end < len(lines) else None):
        end -= 1
    return end, time_line


def _stands_outside(text: str, lines: Sequence[Line], index: int, *, final: bool, next_line: int | None) -> bool:
    """Whether a line below a turn is no speech: a note in brackets, a heading between turns, the closing words of a transcript."""
    body = text[lines[index].start : lines[index].end]
    if _NOTE.fullmatch(body) and (lines[index].blank_before or lines[index - 1].end - lines[index - 1].start > 0):
        return lines[index].blank_before > 0 or (next_line is None or lines[next_line].blank_before > 0)
    if final and _CLOSING.fullmatch(body):
        return True
    if final or not lines[index].blank_before or next_line is None:
        return False
    if len(body) > _MAX_HEADING or ends_sentence(body) or body[-1] in ",;:-" or not (body[:1].isupper() or body[:1].isdigit()):
        return False
    above = text[lines[index - 1].start : lines[index - 1].end]
    named = chapter(body) is not None or body.isupper() or body[:1].isdigit()
    return named or (len(body.split()) <= 7 and lines[next_line].blank_before > 0 and (ends_sentence(above) or above[-1] in ")]"))


def _turn(text: str, start: int, end: int, speaker: str | None, begin: float | None, stop: float | None) -> Turn | None:
    """The turn in `[start, end)` without the time at its end and the stars and bars around it; None when nothing is said."""
    start, end = trimmed(text, start, end) if start < end else (start, start)
    head = _opening_time(text, start, end) if begin is None and start < end else None
    if head is not None and head.end() < end:
        begin, stop = times.stamp_times(head.group())
        start = head.end()
    tail = times.AT_END.search(text, max(start, end - 60), end)
    if tail is not None and tail.start() > start:
        time, time_end = times.stamp_times(tail.group())
        if begin is None:
            begin, stop = time, time_end if time_end is not None else time
        elif stop is None:
            stop = time_end if time_end is not None else time
        start, end = trimmed(text, start, tail.start())
    start, end = _without_stars(text, start, end)
    return Turn(start, end, speaker, begin, stop) if start < end else None


def _without_stars(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without stars, underscores or table bars that only set the words apart."""
    while start < end and (text[start] == "|" or text[end - 1] == "|"):
        start, end = (start + 1, end) if text[start] == "|" else (start, end - 1)
        start, end = trimmed(text, start, end) if start < end else (start, start)
    lead = trail = 0
    while lead < 3 and start + lead < end and text[start + lead] in "*_":
        lead += 1
    while trail < 3 and end - trail > start + lead and text[end - 1 - trail] in "*_":
        trail += 1
    if lead and trail:
        both = min(lead, trail)
        start, end = start + both, end - both
    elif trail and text.count(text[end - 1], start, end) % (2 * trail):
        end -= trail  # the stars that opened before the label
    elif lead and text.count(text[start], start, end) % (2 * lead):
        start += lead
    return trimmed(text, start, end) if start < end else (start, start)


def _questions(text: str, lines: Sequence[Line]) -> Transcript | None:
    """A conversation without labels: questions behind a dash or in bold, answers plain. None when it is not that.

    Several dashes that mostly ask, and plain text between them, or bold or slanted lines that ask; else dashes are a list.
    """
    bodies = [text[line.start : line.end] for line in lines]
    dashed = [index for index, body in enumerate(bodies) if _QUESTION_MARK_LINE.match(body)]
    starred = [index for index, body in enumerate(bodies) if _BOLD.fullmatch(body)]
    if len(dashed) >= 4 and len(dashed) >= len(lines) - 2:
        asking = ["?" in bodies[index] for index in dashed]
        if sum(first != second for first, second in pairwise(asking)) >= 0.8 * (len(asking) - 1):
            return _dialogue(text, lines, bodies, dashed)
    for asked in (dashed, starred):
        if len(asked) < 2:
            continue
        asks = sum(1 for index in asked if "?" in _paragraph(bodies, lines, index, asked))
        answered = sum(1 for first, second in zip(asked, [*asked[1:], len(lines)], strict=True) if second - first > 1)
        if asks >= 2 and asks >= _QUESTION_SHARE * len(asked) and 3 * answered >= 2 * len(asked):
            return _asked_and_answered(text, lines, bodies, asked)
    return None


def _dialogue(text: str, lines: Sequence[Line], bodies: Sequence[str], dashed: Sequence[int]) -> Transcript:
    """Question and answer in turns, both behind a dash."""
    turns = []
    for index in dashed:
        mark = _QUESTION_MARK_LINE.match(bodies[index])
        turn = _turn(text, lines[index].start + (mark.end() if mark else 0), lines[index].end, None, None, None)
        if turn is not None:
            turns.append(replace(turn, role="interviewer" if "?" in bodies[index] else "respondent"))
    return Transcript(tuple(turns), frozenset(dashed))


def _paragraph(bodies: Sequence[str], lines: Sequence[Line], index: int, asked: Sequence[int]) -> str:
    """The line and the lines that run on from it."""
    last = _question_end(bodies, lines, index, len(lines))
    return " ".join(bodies[index:last])


def _question_end(bodies: Sequence[str], lines: Sequence[Line], index: int, limit: int) -> int:
    """The line after a question that begins on line `index`: it ends at a blank line, or where a sentence ends with its line."""
    end = index + 1
    while end < limit and end - index < 12 and lines[end].blank_before == 0 and not ends_sentence(bodies[end - 1].rstrip("*_")):
        end += 1
    return end


def _asked_and_answered(text: str, lines: Sequence[Line], bodies: Sequence[str], asked: Sequence[int]) -> Transcript:
    turns: list[Turn] = []
    for index, following in zip(asked, [*asked[1:], len(lines)], strict=True):
        mark = _QUESTION_MARK_LINE.match(bodies[index])
        start = lines[index].start + (mark.end() if mark else 0)
        split = _question_end(bodies, lines, index, following)
        pairs: list[tuple[int, int, SpeakerRole]] = [(start, lines[split - 1].end, "interviewer")]
        if split < following:
            pairs.append((lines[split].start, lines[following - 1].end, "respondent"))
        for begin, end, role in pairs:
            turn = _turn(text, begin, end, None, None, None)
            if turn is not None:
                turns.append(replace(turn, role=role))
    return Transcript(tuple(turns), frozenset(range(asked[0], len(lines))))
