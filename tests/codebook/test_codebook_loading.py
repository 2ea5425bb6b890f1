"""Reading a codebook: the tree, defaults, lists, and hashes that tell which definitions changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.codebook import Codebook, load_codebook, parse_codebook
from qualcode.workflows.bundled import bundled

BOOK = """format: 1
name: Proef
version: "2"
lists:
  bewoners: [bewoner*, <buren>]
  buren: [buurman, buurvrouw]
codes:
- id: a
  name: van onderop
  definition: Bewoners beginnen.
  wel: ["een tuin"]
  niet: ["kou"]
  exceptions: ["kou ~4 onderop"]
  carries: true
  stance: voor
  rules:
  - id: r1
    find: ["van onderop"]
    examples: ["Het komt van onderop."]
    counterexamples: ["De kou van onderop."]
  codes:
  - id: a-b
    name: zelfbeheer
    rules:
    - {id: r2, find: "<bewoners> ~5 beheren", scope: unit, needs_topic: true, stance: tegen, kinds: [turn], roles: [respondent]}
- id: c
  name: verantwoording
  codable: false
"""


def read(text: str = BOOK) -> Codebook:
    return parse_codebook(text)


def test_codes_form_a_tree_with_paths_from_the_theme_down() -> None:
    book = read()
    assert [(code.id, code.path, code.parent) for code in book.codes] == [
        ("a", "van onderop", None),
        ("a-b", "van onderop > zelfbeheer", "a"),
        ("c", "verantwoording", None),
    ]
    assert [code.id for code in book.themes] == ["a", "c"]
    assert book.theme("a-b").id == "a"


def test_a_rule_keeps_all_that_is_written_and_its_line() -> None:
    _, rule = read().rules[1]
    assert (rule.scope, rule.needs_topic, rule.stance, rule.kinds, rule.roles) == ("unit", True, "tegen", {"turn"}, {"respondent"})
    assert BOOK.splitlines()[rule.line - 1].strip().startswith("- {id: r2")


def test_examples_know_their_own_lines() -> None:
    _, rule = read().rules[0]
    assert [BOOK.splitlines()[line - 1].strip() for line in rule.example_lines] == ['examples: ["Het komt van onderop."]']
    assert len(rule.counterexample_lines) == len(rule.counterexamples) == 1


def test_a_sub_code_carries_as_its_theme_does_unless_it_says_otherwise() -> None:
    assert [code.carries for code in read().codes] == [True, True, False]
    assert [code.carries for code in read(BOOK.replace("    name: zelfbeheer", "    name: zelfbeheer\n    carries: false")).codes] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("written", "found"),
    [("a-b", "a-b"), ("Van Onderop > Zelfbeheer", "a-b"), ("zelfbeheer", "a-b"), ("verantwoording", "c"), ("onbekend", None)],
)
def test_a_code_is_found_by_id_path_or_single_name(written: str, found: str | None) -> None:
    code = read().find_code(written)
    assert (code.id if code else None) == found


def hashes(text: str) -> dict[str, str]:
    return {code.id: code.definition_hash for code in read(text).codes}


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("Bewoners beginnen.", "Bewoners beslissen.", {"a"}),
        ("buurman, buurvrouw", "buurman, buurvrouw, buren", {"a-b"}),  # a list inside a list, used by one rule
        ("kou ~4 onderop", "vocht ~4 onderop", {"a", "a-b"}),  # exceptions count for the codes below
        ("needs_topic: true", "needs_topic: false", {"a-b"}),
        ('version: "2"', 'version: "3"', set()),
        ("  wel:", "  memo: een aantekening\n  wel:", set()),
        ("  wel:", '  colour: "#009E73"\n  wel:', set()),
        ("Het komt van onderop.", "Dat komt van onderop.", set()),  # the examples of a rule test it, they do not define it
    ],
)
def test_a_change_makes_only_the_codes_stale_that_it_concerns(old: str, new: str, changed: set[str]) -> None:
    assert old in BOOK
    before, after = hashes(BOOK), hashes(BOOK.replace(old, new))
    assert {code for code in before if before[code] != after[code]} == changed


def test_line_ends_of_windows_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "boek.yaml"
    file.write_bytes(BOOK.replace("\n", "\r\n").encode("utf-8-sig"))
    assert load_codebook(file).sha256 == read().sha256


@pytest.mark.parametrize("name", ["nieuw-welzijn.yaml", "energietransitie.yaml"])
def test_the_shipped_codebooks_load(name: str) -> None:
    book = load_codebook(bundled("codebooks", name))
    assert all(code.definition and code.colour for code in book.codes)


def test_the_four_themes_are_the_roots_of_nieuw_welzijn_and_can_be_coded() -> None:
    book = load_codebook(bundled("codebooks", "nieuw-welzijn.yaml"))
    assert [(code.id, code.name) for code in book.themes] == [
        ("eigen-kracht", "eigen kracht"),
        ("van-onderop", "van onderop"),
        ("verantwoording", "verantwoording"),
        ("welkom-voelen", "welkom voelen"),
    ]
    assert all(code.codable for code in book.themes)
