"""From a document to its blocks, in order, with exact offsets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from qualcode.model import BlockKind, Document, LabelRole, Mark, Segment, SpeakerRole
from qualcode.segmentation.cutting import MAX_BLOCK_WORDS, cut_spans, limit_words
from qualcode.segmentation.labels import label_key
from qualcode.segmentation.lines import Line, trimmed, visible
from qualcode.segmentation.listmarks import list_mark
from qualcode.segmentation.paragraphs import Group, group_lines
from qualcode.segmentation.reading import count_words, reading_text
from qualcode.segmentation.roles import guess_roles, role_of
from qualcode.segmentation.structure import classify
from qualcode.segmentation.transcript import split_inline
from qualcode.segmentation.turns import Turn, find_transcript

_MARKED_KINDS: Mapping[str, BlockKind | None] = {
    "heading": "heading",
    "paragraph": None,  # a block for sure, of a kind that its words show
    "list_item": "list_item",
    "table_row": "table_row",
    "footnote": "paragraph",
}


def segment_document(document: Document, *, roles: Mapping[str, LabelRole] | None = None) -> list[Segment]:
    """The blocks of a document in order: they do not overlap, have no white space at either end, and none has over 200 words.

    Every visible character is in a block, but for speaker labels with their times, stars and brackets, the `#` of a heading and lines of
    ornament (`-----`). roles: what a person says of labels; it wins over what is guessed, and `no_speaker` makes a label part of the text (but for
    speakers that the file itself marks). A block that had to be cut is `guessed`.
    """
    given: dict[str, SpeakerRole] = {label: role for label, role in (roles or {}).items() if role != "no_speaker"}
    denied = frozenset(label_key(label) for label, role in (roles or {}).items() if role == "no_speaker")
    text = document.text
    lines = split_inline(text, visible(text))
    marks = [mark for mark in document.marks if mark.kind in _MARKED_KINDS and mark.start < mark.end]
    cues = [mark for mark in document.marks if mark.kind == "cue" and mark.start < mark.end]
    transcript = None
    if cues:
        turns: Sequence[Turn] = _cue_turns(text, cues)
        taken = _touched(lines, cues)
    else:
        headings = _touched(lines, [mark for mark in marks if mark.kind == "heading"])
        transcript = find_transcript(text, lines, headings, denied)
        turns, taken = (transcript.turns, transcript.taken) if transcript else ((), frozenset())
    blocks = _turn_segments(text, turns, given)
    if transcript is not None and transcript.head is not None:
        head = lines[transcript.head]
        blocks.append(Segment(head.start, head.end, "table_row"))
        taken = taken | {transcript.head}
    for run, followed in _runs(lines, taken):
        groups = _groups(text, run, marks)
        blocks += [Segment(block.start, block.end, block.kind, level=block.level) for block in classify(text, groups, followed=followed)]
    blocks.sort(key=lambda block: block.start)
    return list(_finished(document, blocks, cues))


def _touched(lines: Sequence[Line], marks: Sequence[Mark]) -> frozenset[int]:
    """The numbers of the lines that a mark lies on."""
    starts = [line.start for line in lines]
    touched: set[int] = set()
    for mark in marks:
        first = max(0, bisect_right(starts, mark.start) - 1)
        for index in range(first, bisect_left(starts, mark.end)):
            if lines[index].end > mark.start:
                touched.add(index)
    return frozenset(touched)


def _runs(lines: Sequence[Line], taken: frozenset[int]) -> Iterator[tuple[list[Line], bool]]:
    """The stretches of lines that no turn takes up, each with whether something follows it."""
    run: list[Line] = []
    for index, line in enumerate(lines):
        if index not in taken:
            run.append(line)
        elif run:
            yield run, True
            run = []
    if run:
        yield run, False


def _groups(text: str, lines: Sequence[Line], marks: Sequence[Mark]) -> list[Group]:
    """The groups of a stretch of lines: those that a reader has marked, and between them those that the lines show."""
    if not marks or not lines:
        return group_lines(text, lines)
    starts = [line.start for line in lines]
    groups: list[Group] = []
    at = 0
    for mark in marks:
        if mark.end <= lines[at].start if at < len(lines) else True:
            continue
        first = max(at, bisect_right(starts, mark.start) - 1)
        if first < len(lines) and lines[first].end <= mark.start:
            first += 1
        last = bisect_left(starts, mark.end, first)
        if first >= last:
            continue
        groups += group_lines(text, lines[at:first])
        start, end = trimmed(text, max(mark.start, lines[first].start), min(mark.end, lines[last - 1].end))
        if start < end:
            kind = _MARKED_KINDS[mark.kind]
            groups.append(
                Group(start, end, lines[first], last - first, list_mark(text[start : min(end, start + 60)]), kind, mark.level, True)
            )
        at = last
    return groups + group_lines(text, lines[at:])


def _cue_turns(text: str, cues: Sequence[Mark]) -> list[Turn]:
    """The turns of subtitle cues: cues of one speaker that stand on one line are one turn."""
    turns: list[Turn] = []
    for cue in sorted(cues, key=lambda mark: mark.start):
        start, end = trimmed(text, cue.start, cue.end)
        if start == end or (turns and start < turns[-1].end):
            continue
        between = text[turns[-1].end : start] if turns else "\n"
        if turns and turns[-1].speaker == cue.speaker and between.strip("\n") == between and not between.strip():
            last = turns[-1]
            turns[-1] = replace(last, end=end, time_end=cue.time_end if cue.time_end is not None else last.time_end)
        else:
            turns.append(Turn(start, end, cue.speaker, cue.time, cue.time_end))
    return turns


def _turn_segments(text: str, turns: Sequence[Turn], given: Mapping[str, SpeakerRole]) -> list[Segment]:
    guessed = guess_roles([(turn.speaker, text[turn.start : turn.end]) for turn in turns if turn.speaker is not None])
    segments = []
    for turn in turns:
        role = role_of(turn.speaker, given) or turn.role or (guessed.get(turn.speaker) if turn.speaker is not None else None)
        segments.append(Segment(turn.start, turn.end, "turn", turn.speaker, role, turn.time, turn.time_end))
    return segments


def _finished(document: Document, blocks: Sequence[Segment], cues: Sequence[Mark]) -> Iterator[Segment]:
    """The blocks with their words and pages; those over the limit cut at sentence ends."""
    pages = [mark for mark in document.marks if mark.kind == "page" and mark.page is not None]
    page_starts = [mark.start for mark in pages]
    cue_starts = [cue.start for cue in cues]
    for block in blocks:
        start, end = trimmed(document.text, block.start, block.end)
        if start == end:
            continue
        block = block if (start, end) == (block.start, block.end) else replace(block, start=start, end=end)
        reading = reading_text(document, block.start, block.end)
        pieces = [block]
        if limit_words(reading.text) > MAX_BLOCK_WORDS:
            spans = [reading.stored_span(start, end) for start, end in cut_spans(reading.text, speech=block.kind == "turn")]
            pieces = [replace(block, start=start, end=end, guessed=True) for start, end in spans]
            pieces = _with_times(pieces, block, cues, cue_starts)
        for piece in pieces:
            page_at = bisect_right(page_starts, piece.start) - 1
            words = count_words(reading.text if piece is block else reading_text(document, piece.start, piece.end).text)
            yield replace(piece, words=words, page=pages[page_at].page if page_at >= 0 else None)


def _with_times(pieces: list[Segment], block: Segment, cues: Sequence[Mark], starts: Sequence[int]) -> list[Segment]:
    """The pieces of a cut turn with the times that are known of each: from the cues in it, else begin and end of the whole."""
    if not cues:
        ends = [None] * (len(pieces) - 1) + [block.time_end]
        return [replace(piece, time=block.time if index == 0 else None, time_end=ends[index]) for index, piece in enumerate(pieces)]
    timed = []
    for piece in pieces:
        inside = cues[max(0, bisect_right(starts, piece.start) - 1) : bisect_left(starts, piece.end)]
        timed.append(replace(piece, time=inside[0].time, time_end=inside[-1].time_end) if inside else piece)
    return timed


def document_form(document: Document) -> str:
    """How turns are recognised in a document, as a catalogue key: by labels, a table, times, questions, cues of the reader, or not at all."""
    if any(mark.kind == "cue" and mark.start < mark.end for mark in document.marks):
        return "segmentation.form_cues"
    lines = split_inline(document.text, visible(document.text))
    headings = _touched(lines, [mark for mark in document.marks if mark.kind == "heading" and mark.start < mark.end])
    transcript = find_transcript(document.text, lines, headings)
    return f"segmentation.form_{transcript.form}" if transcript is not None else "segmentation.form_text"
