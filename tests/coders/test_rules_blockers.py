"""Where a rule must not fire: exceptions, `not`, `with`, `without`, scope, block kinds and speakers; and what it then says."""

from __future__ import annotations

import pytest
from rules_samples import book, found, hits

from qualcode.codebook import parse_codebook

CASES = {
    "not_overlapping": ({"find": "welkom", "not": ["van harte welkom"]}, "U bent van harte welkom.", []),
    "not_elsewhere": ({"find": "welkom", "not": ["van harte welkom"]}, "Welkom voelen, al bent u van harte welkom.", ["Welkom"]),
    "with_there": ({"find": "welkom", "with": ["voelen"]}, "Zij voelt zich welkom.", ["welkom"]),
    "with_in_another_sentence": ({"find": "welkom", "with": ["voelen"]}, "Welkom. Wat zij voelt is koud.", []),
    "with_in_the_unit": ({"find": "welkom", "with": ["voelen"], "scope": "unit"}, "Welkom. Wat zij voelt is koud.", ["Welkom"]),
    "without_there": ({"find": "drempel", "without": ["badkamer"]}, "De drempel van de badkamer.", []),
    "without_in_another_sentence": ({"find": "drempel", "without": ["badkamer"]}, "Een drempel. De badkamer is schoon.", ["drempel"]),
    "without_in_the_unit": ({"find": "drempel", "without": ["badkamer"], "scope": "unit"}, "Een drempel. De badkamer is schoon.", []),
}


@pytest.mark.parametrize(("rule", "text", "words"), CASES.values(), ids=CASES)
def test_a_rule_is_held_back(rule: dict[str, object], text: str, words: list[str]) -> None:
    find = str(rule["find"])
    assert found(find, text, **{key: value for key, value in rule.items() if key != "find"}) == words


def test_an_exception_of_a_theme_stops_the_rules_of_the_codes_below_it() -> None:
    codebook = parse_codebook(
        "format: 1\nname: x\ncodes:\n- id: t\n  name: t\n  exceptions: ['kou ~4 onderop']\n  rules: [{id: r1, find: [onderop]}]\n"
        "  codes:\n  - id: s\n    name: s\n    rules: [{id: r2, find: ['van onderop']}]\n- id: u\n  name: u\n  rules: [{id: r3, find: [onderop]}]\n"
    )
    outcome = {hit.rule: (hit.fired, hit.blocked_by) for hit in hits(codebook, "De kou trekt van onderop op.")}
    assert outcome == {"r1": (False, "kou ~4 onderop"), "r2": (False, "kou ~4 onderop"), "r3": (True, "")}


def test_a_blocked_hit_names_the_pattern_that_stopped_it_and_takes_no_stance() -> None:
    (hit,) = hits(book({"find": "welkom", "without": ["website"]}), "Welkom op onze website.")
    assert (hit.fired, hit.blocked_by, hit.stance, hit.cue) == (False, "website", "", "")


def test_a_missing_with_is_named() -> None:
    (hit,) = hits(book({"find": "welkom", "with": ["voelen"]}), "Welkom!")
    assert (hit.fired, hit.blocked_by) == (False, "with")


@pytest.mark.parametrize(("kind", "fires"), [("heading", True), ("paragraph", False), ("turn", False)])
def test_a_rule_looks_only_in_its_block_kinds(kind: str, fires: bool) -> None:
    assert bool(hits(book({"find": "welkom", "kinds": ["heading"]}), "Welkom", kind=kind)) is fires


@pytest.mark.parametrize(("role", "fires"), [("respondent", True), ("interviewer", False), (None, False)])
def test_a_rule_looks_only_at_its_speakers(role: str | None, fires: bool) -> None:
    codebook = book({"find": "welkom", "roles": ["respondent"]})
    of_unit = {"kind": "turn", **({"role": role} if role else {})}
    assert bool(hits(codebook, "Welkom", **of_unit)) is fires
