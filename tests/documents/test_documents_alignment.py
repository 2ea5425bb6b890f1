"""A passage of an old text is found again in the new one exactly where it stands word for word, and nowhere else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.documents.alignment import Alignment

OLD = "De gemeente kiest.\n\nWij doen het zelf in de wijk.\nDat is fijn.\n\nEen fonds voor kleine plannen blijft bestaan.\n"

CASES = [
    ("the same text", OLD, "Wij doen het zelf", "unchanged"),
    ("words put in before", "Nieuw.\n\n" + OLD, "Wij doen het zelf", "unchanged"),
    ("a line of its own changed elsewhere", OLD.replace("De gemeente kiest.", "De raad kiest niet."), "Wij doen het zelf in de wijk.", "unchanged"),
    ("another word in the same line", OLD.replace("in de wijk", "in de buurt"), "Wij doen het zelf", "unchanged"),
    ("other line ends", OLD.replace("zelf in de", "zelf\nin  de"), "Wij doen het zelf in de wijk.", "layout"),
    ("the paragraph moved to the end", OLD.replace("Wij doen het zelf in de wijk.\n", "") + "\nWij doen het zelf in de wijk.\n", "Wij doen het zelf in de wijk.", "moved"),
]  # fmt: skip


@pytest.mark.parametrize(("new", "passage", "how"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_passage_that_stayed_is_found(new: str, passage: str, how: str) -> None:
    start = OLD.index(passage)
    anchor = Alignment(OLD, new).anchor(start, start + len(passage))
    assert anchor is not None
    assert anchor.how == how
    assert new[anchor.start : anchor.end].split() == passage.split()


@pytest.mark.parametrize(
    "new",
    [OLD.replace("zelf", "samen"), OLD.replace("Wij doen het zelf in de wijk.\n", ""), OLD.replace("het zelf", "het toch zelf"), ""],
    ids=["word changed", "taken out", "word put in", "empty"],
)
def test_a_passage_that_changed_is_not_anchored(new: str) -> None:
    passage = "Wij doen het zelf"
    assert Alignment(OLD, new).anchor(OLD.index(passage), OLD.index(passage) + len(passage)) is None


def test_a_short_passage_at_several_places_needs_its_words_around() -> None:
    old = "Alleen hier staat iets.\nJa.\nEinde van alles.\n"
    assert Alignment(old, "Ja.\nHeel andere woorden.\nJa.\nNog meer.\n").anchor(24, 27) is None


def test_the_guess_is_what_stands_between_the_neighbours() -> None:
    new = OLD.replace("Wij doen het zelf in de wijk.", "Wij doen het samen, in de hele buurt.")
    start = OLD.index("zelf")
    guess = Alignment(OLD, new).guess(start, start + 4)
    assert guess is not None
    assert "samen" in new[slice(*guess)]


def test_changes_are_told_line_by_line_with_their_words() -> None:
    found = Alignment(OLD, OLD.replace("Dat is fijn.\n", "Dat is heel mooi.\n").replace("De gemeente kiest.\n", "") + "Nieuw slot.\n")
    assert [(change.kind, change.old, change.new) for change in found.changes] == [
        ("removed", "De gemeente kiest.", ""),
        ("changed", "Dat is fijn.", "Dat is heel mooi."),
        ("added", "", "Nieuw slot."),
    ]
    assert found.words == (4, 4)


words = st.lists(st.sampled_from(["ja", "nee", "wij", "zelf", "\n", "\n\n", "é", "👍", ". ", " ", "\t"]), max_size=60).map(" ".join)


@given(words, words)
def test_what_is_anchored_is_the_same_words(old: str, new: str) -> None:
    found = Alignment(old, new)
    for start in range(0, len(old), 5):
        for end in range(start + 1, min(len(old), start + 12) + 1, 4):
            anchor = found.anchor(start, end)
            if anchor is not None:
                assert new[anchor.start : anchor.end].split() == old[start:end].split()
                assert 0 <= anchor.start < anchor.end <= len(new)
            guess = found.guess(start, end)
            assert guess is None or 0 <= guess[0] < guess[1] <= len(new)


@given(words)
def test_a_text_is_anchored_in_itself_at_its_own_place(text: str) -> None:
    found = Alignment(text, text)
    assert found.changes == ()
    for start in range(0, len(text), 3):
        anchor = found.anchor(start, min(len(text), start + 7))
        assert anchor is not None
        assert (anchor.start, anchor.how) == (start, "unchanged")


@pytest.mark.parametrize("shape", ["every second line changed", "one line over and over", "one long line"])
def test_two_megabytes_take_seconds(shape: str) -> None:
    lines = ["Ja.\n"] * 200_000 if shape.startswith("one line") else [f"Regel {n} over de wijk en de buurt.\n" for n in range(50_000)]
    old = "".join(lines)
    new = "".join(f"Anders {n} dan het eerst was.\n" if n % 2 else line for n, line in enumerate(lines))
    if shape == "one long line":
        old, new = old.replace("\n", " "), new.replace("\n", " ")
    begun = time.perf_counter()
    found = Alignment(old, new)
    for start in range(0, len(old), len(old) // 200):
        found.anchor(start, min(len(old), start + 60))
    assert time.perf_counter() - begun < 20
