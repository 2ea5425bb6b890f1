"""Below and around the blocks: sentences, and units made ready for a coder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qualcode.model import Document, ReadingText, Segment, Unit
from qualcode.segmentation.cutting import unpunctuated
from qualcode.segmentation.reading import count_words, reading_text
from qualcode.segmentation.sentences import sentence_spans


def split_sentences(document: Document, block: Segment) -> list[Segment]:
    """The sentences of a block: segments of kind `sentence` in stored offsets that cover the block but for white space.

    They inherit speaker, role, time and page. guessed: cut in speech without punctuation, where the text shows no end.
    """
    reading = reading_text(document, block.start, block.end)
    sentences = []
    for start, end, guessed in _spans(reading, block):
        stored_start, stored_end = reading.stored_span(start, end)
        words = count_words(reading.text[start:end])
        sentences.append(replace(block, start=stored_start, end=stored_end, kind="sentence", guessed=guessed, words=words, level=None))
    return sentences


def make_units(document: Document, blocks: Sequence[Segment]) -> list[Unit]:
    """The blocks as a coder wants them, in the same order: reading text, sentences in it, the heading above, the question before.

    question: the reading text of the last turn of another speaker, '' where there is none or where a heading or other text stands between.
    """
    units: list[Unit] = []
    heading = question = said = ""
    last: Segment | None = None  # the last turn
    for block in blocks:
        reading = reading_text(document, block.start, block.end)
        sentences = tuple((start, end) for start, end, _ in _spans(reading, block))
        if block.kind == "turn":
            if last is not None and (last.speaker, last.speaker_role) != (block.speaker, block.speaker_role):
                question = said
        else:
            question = ""
        units.append(Unit(block, reading, sentences, heading, question if block.kind == "turn" else ""))
        if block.kind == "heading":
            heading = reading.text
        last, said = (block, reading.text) if block.kind == "turn" else (None, "")
    return units


def _spans(reading: ReadingText, block: Segment) -> list[tuple[int, int, bool]]:
    speech = block.kind == "turn" or (block.kind == "paragraph" and unpunctuated(reading.text))
    return sentence_spans(reading.text, speech=speech)
