"""`qualcode codebook check`: the examples beside the rules are run, and what deserves a look is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.cli import main
from qualcode.codebook import load_codebook
from qualcode.workflows.bundled import bundled
from qualcode.workflows.check_codebook import CodebookCheck, check_codebook

GOOD = """format: 1
name: Proef
codes:
- id: welkom
  name: welkom voelen
  definition: Mensen voelen zich op hun plaats.
  rules:
  - id: wv-welkom
    find: ["voel* ~5 welkom"]
    without: [website]
    examples: ["Ik voel me welkom."]
    counterexamples: ["Welkom op de website, voel je vrij."]
"""


def check(tmp_path: Path, text: str, **options: Path) -> CodebookCheck:
    file = tmp_path / "boek.yaml"
    file.write_text(text, "utf-8")
    return check_codebook(file, pipeline="base", **options)


def test_a_sound_codebook_has_nothing_to_report(tmp_path: Path) -> None:
    result = check(tmp_path, GOOD)
    assert (result.failures, result.warnings) == ((), ())
    assert (result.examples, result.counterexamples, result.own_examples) == (1, 1, 1)


FAILURES = {
    "silent_on_its_example": ("Ik voel me welkom.", "Ik voel me thuis.", "check_silent", 11),
    "stopped_on_its_example": ("Ik voel me welkom.", "Op de website voel ik me welkom.", "check_blocked", 11),
    "fires_on_its_counterexample": ("Welkom op de website, voel je vrij.", "Zij voelt zich welkom.", "check_fires", 12),
}


@pytest.mark.parametrize(("old", "new", "key", "line"), FAILURES.values(), ids=FAILURES)
def test_an_example_that_fails_is_named_with_rule_and_line(tmp_path: Path, old: str, new: str, key: str, line: int) -> None:
    result = check(tmp_path, GOOD.replace(old, new))
    (failure,) = result.failures
    assert (failure.key, failure.values["line"], failure.values["rule"]) == (f"codebook.{key}", line, "wv-welkom")
    assert failure.sentence("en").startswith(f"boek.yaml, line {line}: rule wv-welkom ")
    assert new in failure.sentence("nl")


WARNINGS = {
    "no_definition": (GOOD.replace("  definition: Mensen voelen zich op hun plaats.\n", ""), "check_no_definition", 4),
    "no_rules": (GOOD + "- id: leeg\n  name: leeg\n  definition: x\n", "check_no_rules", 13),
    "no_examples": (GOOD.replace('    examples: ["Ik voel me welkom."]\n', ""), "check_no_examples", 8),
    "no_counterexamples": (
        GOOD.replace('    counterexamples: ["Welkom op de website, voel je vrij."]\n', ""),
        "check_no_counterexamples",
        8,
    ),
    "same_examples": (
        GOOD + "  - id: wv-dubbel\n    find: ['ik ..2 welkom']\n    examples: [Ik voel me welkom.]\n    counterexamples: [Welkom!]\n",
        "check_same_examples",
        8,
    ),
}


@pytest.mark.parametrize(("text", "key", "line"), WARNINGS.values(), ids=WARNINGS)
def test_what_deserves_a_look_is_a_warning(tmp_path: Path, text: str, key: str, line: int) -> None:
    result = check(tmp_path, text)
    assert [(warning.key, warning.values["line"]) for warning in result.warnings] == [(f"codebook.{key}", line)]
    assert result.failures == ()


def test_a_theme_whose_sub_codes_have_rules_needs_none(tmp_path: Path) -> None:
    text = "format: 1\nname: x\ncodes:\n- id: t\n  name: t\n  definition: d\n  codes:\n  - id: s\n    name: s\n    definition: d\n"
    rules = "    rules:\n    - {id: r, find: [a], examples: [a], counterexamples: [b]}\n"
    assert check(tmp_path, text + rules).warnings == ()


def test_a_rule_for_headings_or_speakers_is_tried_on_such_a_unit(tmp_path: Path) -> None:
    for scope in ("kinds: [heading]", "roles: [respondent]", "kinds: [turn]\n    roles: [interviewer]"):
        assert check(tmp_path, GOOD.replace("    without:", f"    {scope}\n    without:")).failures == ()


def test_examples_do_not_lean_on_each_other(tmp_path: Path) -> None:
    weak = "  - {id: wv-stoel, find: [stoel], needs_topic: true, examples: [Een stoel.], counterexamples: [Een kruk.]}\n"
    result = check(tmp_path, GOOD + weak)
    assert (result.failures, result.own_examples) == ((), 2)


def test_a_folder_of_texts_gives_units_per_rule_and_names_silent_and_twin_rules(tmp_path: Path) -> None:
    folder = tmp_path / "teksten"
    folder.mkdir()
    (folder / "a.txt").write_text("Hier voel ik me welkom.\n\nDaar voelde ik mij ook welkom.\n\nHet regent.\n", "utf-8")
    (folder / "leeg.txt").write_text("", "utf-8")
    more = "".join(
        f"  - {{id: {rule}, find: ['{find}'], examples: ['{example}'], counterexamples: [Nee.]}}\n"
        for rule, find, example in [("wv-voel", "voel* ~9 welkom", "Welkom voel je je."), ("wv-nooit", "gastvrij", "Gastvrij zijn.")]
    )
    result = check(tmp_path, GOOD + more, corpus=folder)
    assert result.corpus is not None
    assert (result.corpus.documents, result.corpus.units, len(result.corpus.unreadable)) == (1, 3, 1)
    assert result.corpus.units_by_rule == {"wv-welkom": 2, "wv-voel": 2}
    assert {(warning.key, warning.values.get("rule") or warning.values.get("rules")) for warning in result.warnings} == {
        ("codebook.check_never", "wv-nooit"),
        ("codebook.check_always_together", "wv-welkom, wv-voel"),
    }


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (GOOD, 0, "1 rules, 1 examples"),
        (GOOD.replace("Ik voel me welkom.", "Ik zit."), 2, "line 11: rule wv-welkom does not fire"),
        (GOOD.replace("find:", "zoek:"), 2, "line 9: the key 'zoek' is not known"),
        (GOOD.replace("  definition: Mensen voelen zich op hun plaats.\n", ""), 0, "has no definition"),
    ],
    ids=["sound", "example_fails", "bad_codebook", "only_a_warning"],
)
def test_the_command_says_what_it_found_by_words_and_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, code: int, said: str
) -> None:
    file = tmp_path / "boek.yaml"
    file.write_text(text, "utf-8")
    assert main(["codebook", "check", str(file), "--pipeline", "base"]) == code
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""


def test_the_command_prints_units_per_rule_for_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "boek.yaml").write_text(GOOD, "utf-8")
    folder = tmp_path / "teksten"
    folder.mkdir()
    (folder / "a.txt").write_text("Hier voel ik me welkom.\n", "utf-8")
    assert main(["codebook", "check", str(tmp_path / "boek.yaml"), "--corpus", str(folder), "--pipeline", "base"]) == 0
    assert capsys.readouterr().out == "code\trule\tunits\nwelkom voelen\twv-welkom\t1\n"


@pytest.mark.parametrize("name", ["nieuw-welzijn.yaml", "energietransitie.yaml"])
def test_the_shipped_codebooks_pass_their_own_examples(name: str) -> None:
    result = check_codebook(bundled("codebooks", name), pipeline="base")
    assert [failure.sentence("en") for failure in result.failures] == []
    assert [warning.sentence("en") for warning in result.warnings] == []


def test_nieuw_welzijn_is_more_than_a_keyword_list() -> None:
    result = check_codebook(bundled("codebooks", "nieuw-welzijn.yaml"), pipeline="base")
    assert result.own_examples >= 200  # rules with a sentence that no other rule finds
    assert result.examples + result.counterexamples >= 600
    assert result.counterexamples >= 0.45 * (result.examples + result.counterexamples)


def test_each_theme_of_nieuw_welzijn_has_rules_below_every_sub_code() -> None:
    book = load_codebook(bundled("codebooks", "nieuw-welzijn.yaml"))
    with_rules = {code.id for code, _ in book.rules}
    assert {code.id for code in book.codes} == with_rules
