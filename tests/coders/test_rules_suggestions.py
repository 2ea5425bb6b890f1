"""Suggestions: one a code, with evidence that is exactly the stored text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rules_samples import PIPELINE, book, units_of

from qualcode.codebook import parse_codebook
from qualcode.coders.rules import RuleCoder
from qualcode.model import Document
from qualcode.segmentation import make_units, segment_document

BOOK = parse_codebook(
    "format: 1\nname: x\ncodes:\n- id: t\n  name: t\n  rules: [{id: r1, find: [eigen kracht]}, {id: r2, find: ['eigen ..4 buren']}]\n"
    "  codes:\n  - id: s\n    name: s\n    rules: [{id: r3, find: [buren]}]\n"
)


def test_one_suggestion_a_code_with_all_its_matches_and_the_longest_as_evidence() -> None:
    text = "Uit eigen kracht van buren komt eigen kracht."
    (suggestions,) = RuleCoder(BOOK, PIPELINE).suggest(units_of(text), text)
    assert [(one.code, one.rule, text[one.start : one.end]) for one in suggestions] == [
        ("t", "r2", "eigen kracht van buren"),
        ("s", "r3", "buren"),
    ]
    assert [(match.rule, match.text) for match in suggestions[0].matches] == [
        ("r1", "eigen kracht"), ("r2", "eigen kracht van buren"), ("r1", "eigen kracht"),
    ]  # fmt: skip
    assert suggestions[0].definition_hash == BOOK.code("t").definition_hash
    assert (suggestions[0].coder, suggestions[0].score) == ("rules", None)


def test_a_unit_without_hits_gets_an_empty_list() -> None:
    text = "Het regent.\n\nUit eigen kracht.\n"
    assert [len(suggestions) for suggestions in RuleCoder(BOOK, PIPELINE).suggest(units_of(text), text)] == [0, 1]


def test_words_split_at_a_line_end_are_found_and_the_evidence_covers_the_hyphen() -> None:
    text = "Het gaat om de zelfredzaam-\nheid van de mensen die hier al hun hele leven\nin dezelfde straat wonen en werken.\n"
    (suggestions,) = RuleCoder(book({"find": "zelfredzaamheid"}), PIPELINE).suggest(units_of(text), text)
    assert [text[one.start : one.end] for one in suggestions] == ["zelfredzaam-\nheid"]


WORDS = st.sampled_from(
    [
        "eigen",
        "kracht",
        "Buren",
        "eigen-kracht",
        "zélf",
        "😀",
        "z’n",
        "niet",
        "e\u0301\u0301n",
        "ﬁets",
        ".",
        "?",
        ",",
        "\n",
        "\n\n",
        "- ",
        "Interviewer: ",
        "_buren_",
    ]
)


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_every_evidence_is_the_stored_text_inside_its_unit(text: str) -> None:
    document = Document(name="", text=text)
    units = make_units(document, segment_document(document))
    coder = RuleCoder(BOOK, PIPELINE)
    for unit, suggestions in zip(units, coder.suggest(units, text), strict=True):
        for one in suggestions:
            assert unit.segment.start <= one.start < one.end <= unit.segment.end
            for match in one.matches:
                assert match.text == text[match.start : match.end] != ""
                assert one.unit_start <= match.start
                assert match.end <= one.unit_end


def test_the_same_units_give_the_same_suggestions_again() -> None:
    text = "Uit eigen kracht van buren.\n\nNiets.\n\nEigen kracht?\n"
    coder = RuleCoder(BOOK, PIPELINE)
    assert list(coder.suggest(units_of(text), text)) == list(coder.suggest(units_of(text), text))
