"""The proposed stance and the cue that gave it; never a reason to drop a hit."""

from __future__ import annotations

import pytest
from rules_samples import book, hits

CASES = {
    "usual": ("Het plan komt van onderop.", {}, "voor", ""),
    "denied_before": ("Dit komt helemaal niet van onderop.", {}, "tegen", "niet"),
    "denied_after": ("Van onderop komt hier niets.", {}, "tegen", "niets"),
    "negation_in_another_clause": ("Het regende niet, het plan komt van onderop.", {}, "voor", ""),
    "negation_in_another_sentence": ("Ik weet het niet. Het komt van onderop.", {}, "voor", ""),
    "question": ("Komt dat van onderop?", {}, "neutraal", "?"),
    "interviewer": ("Het komt van onderop.", {"kind": "turn", "role": "interviewer"}, "neutraal", ""),
    "heading": ("Van onderop", {"kind": "heading"}, "neutraal", ""),
    "criticism": ("Dat van onderop is onzin en een hoop gedoe.", {}, "tegen", "onzin"),
    "praise": ("Gelukkig komt het van onderop, daar ben ik trots op.", {}, "voor", "Gelukkig"),
}


@pytest.mark.parametrize(("text", "of_unit", "stance", "cue"), CASES.values(), ids=CASES)
def test_the_stance_and_its_cue(text: str, of_unit: dict[str, str], stance: str, cue: str) -> None:
    (hit,) = hits(book({"find": "van onderop"}, stance="voor"), text, **of_unit)
    assert (hit.fired, hit.stance, hit.cue) == (True, stance, cue)


def test_a_rule_may_state_the_stance_and_a_negation_turns_it_round() -> None:
    codebook = book({"find": "buitengesloten", "stance": "tegen"})
    (hit,) = hits(codebook, "Ik voel me buitengesloten.")
    assert (hit.stance, hit.cue) == ("tegen", "")
    (hit,) = hits(codebook, "Ik voel me nooit buitengesloten.")
    assert (hit.stance, hit.cue) == ("voor", "nooit")


def test_a_negation_inside_the_hit_is_what_the_rule_looks_for() -> None:
    (hit,) = hits(book({"find": "redt ..2 niet", "stance": "tegen"}), "Zij redt het niet.")
    assert (hit.stance, hit.cue) == ("tegen", "")


def test_the_usual_stance_of_a_code_counts_when_no_cue_does() -> None:
    (hit,) = hits(book({"find": "papierwerk"}, stance="tegen"), "Op dinsdag is er papierwerk.")
    assert (hit.stance, hit.cue) == ("tegen", "")


def test_the_hit_itself_is_no_cue() -> None:
    (hit,) = hits(book({"find": "gelukkig trots mooi"}, stance="tegen"), "gelukkig trots mooi")
    assert (hit.stance, hit.cue) == ("tegen", "")
