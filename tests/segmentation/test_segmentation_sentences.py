"""Sentence boundaries: gold lines as data, and what holds for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from qualcode.segmentation import sentence_spans
from qualcode.segmentation.sentences import MAX_SPEECH_WORDS, abbreviations

GOLD = yaml.safe_load((Path(__file__).parent.parent / "cases" / "segmentation" / "sentences.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("kind", "line"), [pytest.param(kind, line, id=line[:50]) for kind in GOLD for line in GOLD[kind]])
def test_sentences_end_where_the_gold_line_says(kind: str, line: str) -> None:
    text = line.replace("|", "")
    found = [text[start:end] for start, end, _ in sentence_spans(text, speech=kind == "speech")]
    assert found == [piece.strip() for piece in line.split("|")]


def test_there_are_enough_abbreviations_and_none_is_in_two_lists() -> None:
    lists = abbreviations()
    assert len(lists["always_followed"] | lists["may_end"] | lists["months"]) >= 120
    assert not lists["always_followed"] & lists["may_end"]


@pytest.mark.parametrize("abbreviation", sorted(abbreviations()["always_followed"]))
def test_an_abbreviation_that_something_follows_ends_no_sentence(abbreviation: str) -> None:
    text = f"Dat is {abbreviation} Amsterdam of een andere plaats. Daar is het druk."
    assert len(sentence_spans(text)) == 2


@pytest.mark.parametrize("abbreviation", sorted(abbreviations()["may_end"]))
def test_an_abbreviation_that_may_end_a_sentence_does_so_before_a_capital_only(abbreviation: str) -> None:
    assert len(sentence_spans(f"Er was brood, soep {abbreviation} en dat was genoeg.")) == 1
    assert len(sentence_spans(f"Er was brood, soep {abbreviation} De rest kwam later.")) == 2


SPEECH = "ik ging toen naar huis en toen kwam mijn moeder maar die wist het niet want ze sliep nog en wij zaten daar te wachten "


def test_long_speech_without_punctuation_is_cut_before_clauses_and_marked_as_guessed() -> None:
    text = (SPEECH * 5).strip()
    spans = sentence_spans(text, speech=True)
    assert all(guessed and len(text[start:end].split()) <= MAX_SPEECH_WORDS for start, end, guessed in spans)
    assert {text[start:end].split()[0] for start, end, _ in spans[1:]} <= {"en", "maar", "want"}


def test_a_long_written_sentence_with_commas_is_not_cut_even_in_speech() -> None:
    text = "Wij willen, zoals u weet, " + "dat de buurt zelf beslist over het groen, de bankjes, " * 6 + "en over het plein."
    assert sentence_spans(text, speech=True) == [(0, len(text), False)]


def test_long_speech_without_any_clause_word_is_still_cut() -> None:
    text = " ".join(["hm"] * 130)
    assert max(len(text[start:end].split()) for start, end, _ in sentence_spans(text, speech=True)) <= MAX_SPEECH_WORDS


PIECES = st.sampled_from(
    [*"ab Z1.,!?…:;\"'”(-)[]é😀\u0301𝔸", ". ", "? ", "... ", " en ", " maar ", "art. ", "J.P. ", "3 sept. 2014", "'s ", "De "]
)


@given(st.lists(PIECES, max_size=200).map("".join), st.booleans())
def test_sentences_tile_any_text(text: str, speech: bool) -> None:
    at = 0
    for start, end, _ in sentence_spans(text, speech=speech):
        assert not text[at:start].strip()
        assert text[start:end].strip() == text[start:end] != ""
        at = end
    assert not text[at:].strip()


def test_the_gold_lines_cover_prose_and_speech() -> None:
    assert set(GOLD) == {"prose", "speech"}
    assert sum(len(lines) for lines in GOLD.values()) >= 60
