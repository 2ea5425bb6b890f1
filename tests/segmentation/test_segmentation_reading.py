"""The reading text joins what a line's end parted, and every character leads back to the stored text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Document
from qualcode.segmentation import count_words, reading_text

CASES = {
    "wrapped lines run on": ("de wijk\nis mooi", "de wijk is mooi"),
    "a broken word that the document knows": ("de samenle-\nving en de samenleving", "de samenleving en de samenleving"),
    "a broken word that nothing is known of": ("het woon-\nbeleid", "het woonbeleid"),
    "a hyphen that the document keeps elsewhere": ("de vee-\nindustrie en de vee-industrie", "de vee-industrie en de vee-industrie"),
    "a hyphen before a capital": ("in Oost-\nEuropa", "in Oost-Europa"),
    "a suspended compound": ("de landbouw-\nen tuinbouwsector", "de landbouw- en tuinbouwsector"),
    "not suspended when the joined form is a word": ("wij bezaai-\nen het land en bezaaien het", "wij bezaaien het land en bezaaien het"),
    "an abbreviation in capitals": ("de EU-\nlanden", "de EU-landen"),
    "figures": ("in 2006-\n2010", "in 2006-2010"),
    "a space before the hyphen": ("de samenle -\nving", "de samenleving"),
    "a dash at the end of a line": (
        "het plan - dat was klaar - en het geld -\nmaar niet alles - kwam",
        "het plan - dat was klaar - en het geld - maar niet alles - kwam",
    ),
    "a soft hyphen at the end of a line": ("de samen\u00ad\nleving", "de samenleving"),
    "a soft hyphen inside a word": ("de samen\u00adleving", "de samenleving"),
    "the hyphen U+2010": ("de samen\u2010\nleving", "de samenleving"),
    "the sign ¬": ("de samen¬\nleving", "de samenleving"),
    "tabs and runs of spaces": ("de\t\twijk   is \u00a0 mooi", "de wijk is mooi"),
    "white space around a break": ("de wijk  \n   is", "de wijk is"),
    "a blank line inside": ("de wijk\n\nis", "de wijk is"),
    "a vowel clash of two known words": ("de auto en het ongeluk: een auto-\nongeluk", "de auto en het ongeluk: een auto-ongeluk"),
}


@pytest.mark.parametrize(("stored", "reading"), CASES.values(), ids=CASES)
def test_reading_text(stored: str, reading: str) -> None:
    assert reading_text(stored, 0, len(stored)).text == reading


def test_the_words_of_the_whole_document_decide_on_a_block() -> None:
    text = "De vee-\nindustrie.\n\nOver de vee-industrie."
    assert reading_text(Document("d", text), 0, 18).text == "De vee-industrie."


BROKEN = [
    "samen-leving",
    "verant-woordelijk",
    "zelfred-zaam",
    "gemeen-te",
    "buurthui-zen",
    "vrij-willigers",
    "mantel-zorgers",
    "ondersteu-ning",
    "beleids-plan",
    "subsi-die",
]


def test_hyphens_inside_lines_go_where_a_text_is_full_of_broken_words() -> None:
    text = " ".join(word.replace("-", "") for word in BROKEN) + ". " + " ".join(BROKEN) + " VN-verdrag"
    assert reading_text(text, 0, len(text)).text.count("-") == 1
    few = " ".join(word.replace("-", "") for word in BROKEN) + ". " + " ".join(BROKEN[:3]) + " VN-verdrag"
    assert reading_text(few, 0, len(few)).text == few


def test_a_span_of_the_reading_text_covers_the_joined_hyphen() -> None:
    text = "de samenle-\nving is mooi"
    reading = reading_text(text, 0, len(text))
    start = reading.text.index("samenleving")
    stored = reading.stored_span(start, start + len("samenleving"))
    assert text[stored[0] : stored[1]] == "samenle-\nving"


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("Dat is - zo!", 3), ("65+ of € 5,-", 3), ("… — 😀", 0), ("landbouw- en tuinbouw", 3)]
)
def test_words_are_runs_with_a_letter_or_a_figure(text: str, words: int) -> None:
    assert count_words(text) == words


CHARS = st.sampled_from(
    [*"abcDE12 \t\n\r\u00a0\u2028\u00ad\u2010¬-–.,😀𝔸é\u0301\ufeff\u200b", "-\n", " -\n", "samen", "leving", " en ", "\n\n"]
)


@given(st.lists(CHARS, max_size=150).map("".join), st.data())
def test_every_character_leads_back_to_the_stored_one(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    reading = reading_text(text, start, end)
    places = [reading.stored_offset(index) for index in range(len(reading.text))]
    assert places == sorted(set(places))
    for char, place in zip(reading.text, places, strict=True):
        assert start <= place < end
        assert text[place] == char or (char == " " and text[place].isspace())
    kept = set(places)
    lost = {text[index] for index in range(start, end) if index not in kept and not text[index].isspace()}
    assert lost <= set("-\u00ad\u2010\u2011¬\ufeff\u200b\u2060")


@given(st.lists(CHARS, max_size=150).map("".join))
def test_a_reading_text_has_single_spaces_and_nothing_unseen(text: str) -> None:
    reading = reading_text(text, 0, len(text)).text
    assert "  " not in reading.replace("\u00ad", "")
    assert not set(reading) & set("\n\r\t\u00a0\u2028\u00ad\u200b\ufeff")
