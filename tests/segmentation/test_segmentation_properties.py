"""What holds for the blocks of any text whatever."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.model import Document, Mark, Segment
from qualcode.segmentation import make_units, segment_document, split_sentences
from qualcode.segmentation.cutting import MAX_BLOCK_WORDS

UNSEEN = "\u00ad\u200b\u2060\ufeff"
PIECES = st.sampled_from(
    [
        *"abcIR  \n\n\n\t.,:;!?-–—•*_[]()#|\"'0123é\u0301😀𝔸\u2028\r\u00ad\u2010¬\ufeff\u200b\x0c…’“\u0085",
        "Interviewer: ", "\nI: ", "\nR1: ", "\n- ", "\nArtikel 1 ", "\n1. ", "(00:12:10)", "\n[00:03:12] ", "**", "woord ", "samen-\nleving ", "\n## ", "\n\n",
        "De buurt is mooi. ", "Kunt u dat uitleggen?", "#00:00:12-3#", "\tR\t", " | ", "\n---\n", "Anna  0:12\n", "\n• ",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=120).map("".join)


def check(text: str, blocks: list[Segment]) -> None:
    at = 0
    for block in blocks:
        assert at <= block.start < block.end <= len(text)
        said = text[block.start : block.end]
        assert said.strip(UNSEEN).strip() == said != ""
        at = block.end


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_blocks_are_in_order_exact_and_not_blank(text: str) -> None:
    document = Document("d", text)
    blocks = segment_document(document)
    check(text, blocks)
    assert [unit.segment for unit in make_units(document, blocks)] == blocks
    for block in blocks:
        assert block.words <= MAX_BLOCK_WORDS
        sentences = split_sentences(document, block)
        assert (sentences[0].start, sentences[-1].end) == (block.start, block.end)
        for first, second in pairwise(sentences):
            between = text[first.end : second.start]
            assert first.end <= second.start
            assert all(char.isspace() or char in UNSEEN for char in between)
        assert all(sentence.speaker == block.speaker for sentence in sentences)


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_only_labels_times_and_ornament_lie_outside_the_blocks(text: str) -> None:
    blocks = segment_document(Document("d", text))
    inside = bytearray(len(text))
    for block in blocks:
        inside[block.start : block.end] = b"\x01" * (block.end - block.start)
    spoken = any(block.kind == "turn" for block in blocks)
    at = 0
    for line in text.splitlines(keepends=True):
        outside = "".join(char for index, char in enumerate(line, at) if not inside[index])
        if spoken:
            assert len(outside.strip()) <= 120  # a label with its time, or a time
        else:
            assert not any(char.isalnum() for char in outside), outside
        at += len(line)


@settings(deadline=None, max_examples=200)
@given(TEXTS, st.data())
def test_blocks_hold_for_any_marks_of_a_reader(text: str, data: st.DataObject) -> None:
    kinds = st.sampled_from(["heading", "paragraph", "list_item", "table_row", "footnote", "cue", "page", "furniture"])
    points = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    marks = tuple(
        Mark(start, end, data.draw(kinds), speaker=data.draw(st.sampled_from([None, "A", "B"])), time=0.0, page=1, level=1)  # type: ignore[arg-type]
        for start, end in zip(points[::2], points[1::2], strict=False)
    )
    document = Document("d", text, marks)
    blocks = segment_document(document)
    check(text, blocks)
    make_units(document, blocks)


WORDS = [
    "De",
    "wijk",
    "is",
    "van",
    "ons",
    "allemaal",
    "en",
    "wij",
    "beslissen",
    "zelf",
    "over",
    "het",
    "groen",
    "op",
    "het",
    "plein",
    "bij",
    "de",
    "school",
]


@pytest.mark.parametrize("stop", [".", "", ";"], ids=["sentences", "no punctuation at all", "semicolons"])
def test_a_text_on_one_line_is_cut_into_blocks_of_at_most_200_words(stop: str) -> None:
    text = f"{stop} ".join(" ".join(WORDS) for _ in range(120)) + stop
    blocks = segment_document(Document("d", text))
    assert len(blocks) > 9
    assert all(block.words <= MAX_BLOCK_WORDS and block.guessed for block in blocks)
    assert sum(block.words for block in blocks) == 120 * len(WORDS)
    if stop == ".":
        assert all(text[block.end - 1] == "." for block in blocks)


def test_a_block_of_exactly_200_words_is_not_cut_and_one_of_201_is_cut_in_about_halves() -> None:
    sentence = "Een twee drie vier vijf zes zeven acht negen tien. "
    whole = segment_document(Document("d", (sentence * 20).strip()))
    assert [(block.words, block.guessed) for block in whole] == [(200, False)]
    cut = segment_document(Document("d", (sentence * 20 + "Elf.").strip()))
    assert [block.guessed for block in cut] == [True, True]
    assert min(block.words for block in cut) >= 90


def test_a_long_turn_is_cut_but_keeps_speaker_and_role() -> None:
    text = "I: Hoe was dat?\nR: " + "Ik weet het nog goed, het was koud die dag. " * 60 + "\nI: En toen?\nR: Niks."
    blocks = segment_document(Document("d", text))
    said = [block for block in blocks if block.guessed]
    assert len(said) == 3
    assert {(block.kind, block.speaker, block.speaker_role) for block in said} == {("turn", "R", "respondent")}


@pytest.mark.parametrize(
    "piece",
    ["a\n", ". ", "[", "- a?\nb\n", "a\tb\n", "I: ja?\nR: nee\n", "•", "samen-\n", "1. ", "a" * 50, "(", "**", "a | b\n", "\u00ad", "Aa: "],
    ids=repr,
)
def test_time_grows_with_length_and_not_with_its_square(piece: str) -> None:
    def seconds(length: int) -> float:
        document = Document("d", piece * (length // len(piece)))
        begun = time.perf_counter()
        segment_document(document)
        return time.perf_counter() - begun

    seconds(2_000)
    small, large = max(min(seconds(15_000) for _ in range(2)), 0.01), seconds(120_000)
    assert large < 40 * small  # eight times as long; its square would be 64
