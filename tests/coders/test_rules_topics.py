"""Rules that lean on the subject, and questions and headings that say what the next unit is about."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from rules_samples import PIPELINE, book, units_of

from qualcode.coders.rules import RuleCoder, RuleHit
from qualcode.model import Unit

SURE, WEAK = {"find": "verantwoording"}, {"find": "lijst", "needs_topic": True}
FILLER = "De bus komt om tien voor half negen langs de kerk en rijdt dan door."


def explain(units: Iterable[Unit], **code: object) -> list[list[RuleHit]]:
    return list(RuleCoder(book(SURE, WEAK, **code), PIPELINE).explain(units))


def fired(found: list[list[RuleHit]], rule: str) -> list[bool]:
    return [any(hit.fired and hit.rule == rule for hit in unit_hits) for unit_hits in found]


def turns(*said: str) -> list[Unit]:
    return units_of("\n\n".join(said))


def test_a_weak_rule_needs_its_theme_in_the_unit_or_near_it() -> None:
    far = ["Bewoner: De bus was laat vandaag."] * 4
    found = explain(
        turns(
            "Bewoner: Ik leg verantwoording af.",
            "Bewoner: Daar is een lijst voor.",
            *far,
            "Bewoner: Nog een lijst.",
            "Bewoner: Tot morgen dan.",
        )
    )
    assert fired(found, "r1") == [False, True, False, False, False, False, False, False]
    assert [hit.blocked_by for hit in found[6]] == ["topic"]


def test_a_weak_rule_in_the_same_unit_as_a_sure_one_fires() -> None:
    (only,) = explain(turns("Ik leg verantwoording af met een lijst."))
    assert [hit.fired for hit in only] == [True, True]


def test_two_weak_rules_do_not_lean_on_each_other() -> None:
    found = explain(turns("Bewoner: Een lijst.", "Bewoner: En nog een lijst."))
    assert fired(found, "r1") == [False, False]


def test_in_a_written_text_that_is_about_other_things_a_nearby_sign_says_nothing() -> None:
    near = "Wij leggen verantwoording af.\n\nDe lijst ligt op tafel.\n\n"
    assert fired(explain(units_of(near + FILLER)), "r1")[1] is True
    many = "\n\n".join([FILLER] * 30)
    assert fired(explain(units_of(near + many)), "r1")[1] is False


def test_a_topic_can_be_taken_as_given() -> None:
    coder = RuleCoder(book(SURE, WEAK), PIPELINE)
    (given,) = coder.explain(turns("Een lijst."), topic_given=True)
    assert [hit.fired for hit in given] == [True]


QUESTION = "Interviewer: Hoe gaat dat met de verantwoording?"


def test_a_question_carries_its_theme_to_the_answer_on_the_first_sentence() -> None:
    units = turns(QUESTION, "Respondent: Nou, vreselijk. Ik slaap er slecht van.", "Interviewer: Ja.", "Respondent: Het regent.")
    found = explain(units, carries=True)
    assert [[(hit.rule, hit.via) for hit in unit_hits] for unit_hits in found] == [[("r0", "")], [("r0", "question")], [], []]
    (hit,) = found[1]
    start = units[1].segment.start
    assert (hit.start, hit.end) == (start, start + len("Nou, vreselijk"))


def test_an_answer_that_names_the_theme_itself_gets_no_second_hit() -> None:
    found = explain(turns(QUESTION, "Respondent: Die verantwoording kost tijd."), carries=True)
    assert [hit.via for hit in found[1]] == [""]


def test_without_carries_nothing_is_carried() -> None:
    assert explain(turns(QUESTION, "Respondent: Nou, vreselijk."))[1] == []


@pytest.mark.parametrize(
    ("first", "second", "carried"),
    [
        ("Respondent: Ik leg verantwoording af.", "Interviewer: Aha, vertel.", False),
        ("Anna: Ik leg verantwoording af.", "Bert: Mooi weer vandaag.", False),
        ("Anna: Leg jij verantwoording af?", "Bert: Nee, nooit.", True),
    ],
    ids=["interviewer_answers_nothing", "no_question_between_speakers", "question_between_speakers"],
)
def test_only_a_question_carries(first: str, second: str, carried: bool) -> None:
    assert bool(explain(turns(first, second), carries=True)[1]) is carried


def test_a_heading_carries_its_theme_to_the_block_right_below_it() -> None:
    units = units_of("# Verantwoording\n\nDit doen wij elk jaar in mei met de hele club.\n\nDaarna volgt het feest met muziek en taart.\n")
    assert [unit.segment.kind for unit in units] == ["heading", "paragraph", "paragraph"]
    assert [[hit.via for hit in unit_hits] for unit_hits in explain(units, carries=True)] == [[""], ["heading"], []]


def test_a_suggestion_tells_that_it_came_by_the_question() -> None:
    text = f"{QUESTION}\n\nRespondent: Nou, vreselijk."
    suggestions = list(RuleCoder(book(SURE, carries=True), PIPELINE).suggest(units_of(text), text))
    assert [[match.via for one in of_unit for match in one.matches] for of_unit in suggestions] == [[""], ["question"]]
