"""A wrong codebook of every kind: each problem is told with its line, and all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.codebook import load_codebook, parse_codebook
from qualcode.errors import CodebookError
from qualcode.texts import LANGUAGES

HEAD = "format: 1\nname: x\ncodes:\n- id: a\n  name: een\n"  # 5 lines
RULES = HEAD + "  rules:\n"  # 6 lines


def problems(text: str) -> list[CodebookError]:
    with pytest.raises(CodebookError) as caught:
        parse_codebook(text, "boek.yaml")
    return [problem for problem in caught.value.problems if isinstance(problem, CodebookError)] or [caught.value]


def rule(find: str) -> str:
    return RULES + f"  - id: r\n    find: [{find}]\n"


CASES = {
    "bad_yaml_tab": (HEAD + "\tx: 1\n", 6, "bad_yaml"),
    "bad_yaml_star": (RULES + "  - id: r\n    find: [*huis]\n", 8, "bad_yaml"),
    "only_a_text": ("hallo", 1, "what_codebook"),
    "no_format": ("name: x\ncodes:\n- {id: a, name: b}\n", 1, "format"),
    "other_format": ("format: 7\nname: x\ncodes:\n- {id: a, name: b}\n", 1, "format"),
    "no_name": ("format: 1\ncodes:\n- {id: a, name: b}\n", 1, "name_missing"),
    "no_codes": ("format: 1\nname: x\n", 1, "no_codes"),
    "empty_codes": ("format: 1\nname: x\ncodes: []\n", 3, "no_codes"),
    "codes_no_list": ("format: 1\nname: x\ncodes: a\n", 3, "what_codes"),
    "unknown_key_of_book": ("format: 1\nname: x\nkleur: rood\ncodes:\n- {id: a, name: b}\n", 3, "key_unknown"),
    "unknown_key_of_code": (HEAD + "  kleur: rood\n", 6, "key_unknown"),
    "unknown_key_of_rule": (RULES + "  - id: r\n    find: [a]\n    zoek: b\n", 9, "key_unknown"),
    "key_twice": (HEAD + "  name: twee\n", 6, "key_twice"),
    "unknown_stance": (RULES + "  - id: r\n    find: [a]\n    stance: pro\n", 9, "value_unknown"),
    "unknown_stance_of_code": (HEAD + "  stance: pro\n", 6, "value_unknown"),
    "unknown_kind": (RULES + "  - id: r\n    find: [a]\n    kinds: [alinea]\n", 9, "value_unknown"),
    "unknown_role": (RULES + "  - id: r\n    find: [a]\n    roles: [chef]\n", 9, "value_unknown"),
    "unknown_scope": (RULES + "  - id: r\n    find: [a]\n    scope: boek\n", 9, "value_unknown"),
    "no_truth": (RULES + "  - id: r\n    find: [a]\n    needs_topic: soms\n", 9, "truth"),
    "codable_no_truth": (HEAD + "  codable: misschien\n", 6, "truth"),
    "colour": (HEAD + "  colour: rood\n", 6, "colour"),
    "code_id_twice": (HEAD + "- id: a\n  name: twee\n", 6, "code_id_twice"),
    "code_name_twice": (HEAD + "- id: b\n  name: EEN\n", 6, "code_twice"),
    "code_id_bad": (HEAD + "- id: Van Onderop\n  name: twee\n", 6, "code_id_bad"),
    "code_without_name": (HEAD + "- id: b\n", 6, "code_name_missing"),
    "separator_in_name": (HEAD + "- id: b\n  name: a > b\n", 6, "code_name_separator"),
    "rule_id_twice": (RULES + "  - {id: r, find: [a]}\n  - {id: r, find: [b]}\n", 8, "rule_id_twice"),
    "rule_id_bad": (RULES + "  - {id: 'R 1', find: [a]}\n", 7, "rule_id_bad"),
    "rule_without_find": (RULES + "  - id: r\n", 7, "rule_without_find"),
    "rule_is_text": (RULES + "  - welkom\n", 7, "what_rule"),
    "too_deep": (
        "format: 1\nname: x\n" + "".join(f"{'  ' * n}codes:\n{'  ' * n}- id: c{n}\n{'  ' * n}  name: n{n}\n" for n in range(21)),
        63,
        "too_deep",
    ),
    "matches_everything": (rule('"*"'), 8, "pattern_matches_everything"),
    "matches_everything_far": (rule('"* ..9 *"'), 8, "pattern_matches_everything"),
    "catastrophic_glob": (rule('"*a*a*a*a*a*"'), 8, "pattern_stars"),
    "empty_pattern": (rule('""'), 8, "pattern_empty"),
    "operator_without_word": (rule('"zelf ..3"'), 8, "pattern_operand"),
    "two_operators": (rule('"zelf & & samen"'), 8, "pattern_operand"),
    "open_bracket": (rule('"(zelf|samen regelen"'), 8, "pattern_bracket"),
    "open_list": (rule('"<bewoners regelen"'), 8, "pattern_bracket"),
    "stray_bracket": (rule('"zelf) regelen"'), 8, "pattern_unreadable"),
    "stray_bar": (rule('"zelf|samen"'), 8, "pattern_unreadable"),
    "comma": (rule('"zelf, samen"'), 8, "pattern_unreadable"),
    "unknown_list": (rule('"<bewoners> zelf"'), 8, "list_unknown"),
    "bad_verb": (rule('"over+"'), 8, "pattern_verb"),
    "verb_in_phrase": (rule('"het over+nemen"'), 8, "pattern_verb_in_phrase"),
    "near_in_group": (rule('"(zelf ~3 doen|samen)"'), 8, "pattern_operator_inside"),
    "glued_phrase": (rule('"(de buurt|wijk)budget"'), 8, "pattern_glued"),
    "nothing_need_be_there": (rule('"zelf ~3 (wel)?"'), 8, "pattern_absent"),
    "too_many_forms": (rule('"' + " ".join(["(a b|c d)"] * 9) + '"'), 8, "pattern_too_many"),
    "circular_list": ("format: 1\nname: x\nlists:\n  p: [<q>]\n  q: [<p>]\ncodes:\n- {id: a, name: b}\n", 4, "list_circular"),
    "list_of_itself": ("format: 1\nname: x\nlists:\n  p: [a, <p>]\ncodes:\n- {id: a, name: b}\n", 4, "list_circular"),
}


@pytest.mark.parametrize(("text", "line", "key"), CASES.values(), ids=CASES)
def test_a_problem_is_named_with_its_line(text: str, line: int, key: str) -> None:
    first = problems(text)[0]
    assert (first.key, first.values["line"]) == (f"codebook.{key}", line)
    for language in LANGUAGES:
        assert f"boek.yaml, {'line' if language == 'en' else 'regel'} {line}: " in first.sentence(language)


def test_an_empty_file_is_told_in_one_sentence() -> None:
    assert problems("")[0].sentence("nl").startswith("boek.yaml is leeg")


def test_all_problems_of_a_file_are_told_at_once_in_the_order_of_the_file() -> None:
    text = "format: 1\nname: x\nkleur: y\ncodes:\n- id: a\n  name: een\n  colour: rood\n  rules:\n  - {id: r, find: ['*']}\n- id: a\n  name: een\n"
    found = problems(text)
    assert [problem.key.removeprefix("codebook.") for problem in found] == [
        "key_unknown", "colour", "pattern_matches_everything", "code_id_twice", "code_twice",
    ]  # fmt: skip
    assert [problem.values["line"] for problem in found] == [3, 7, 9, 10, 10]


def test_a_wrong_pattern_in_a_shared_list_is_told_where_the_list_stands() -> None:
    text = "format: 1\nname: x\nlists:\n  p: [a, '(b']\ncodes:\n- id: a\n  name: b\n  rules:\n  - {id: r, find: ['<p> c']}\n"
    assert problems(text)[0].values["line"] == 4


@pytest.mark.parametrize(
    ("content", "key"),
    [(None, "missing_file"), ("folder", "is_folder"), (b"name: caf\xe9\n", "not_utf8")],
)
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, content: str | bytes | None, key: str) -> None:
    path = tmp_path / "boek.yaml"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content == "folder":
        path.mkdir()
    with pytest.raises(CodebookError) as caught:
        load_codebook(path)
    assert caught.value.key == f"codebook.{key}"


def test_five_thousand_rules_load_and_keep_their_lines() -> None:
    rules = "".join(f"  - id: r{n}\n    find: ['woord{n} ~5 (zelf|samen) ..3 regel*']\n" for n in range(5000))
    book = parse_codebook(RULES + rules)
    assert [rule.line for _, rule in book.rules] == list(range(7, 7 + 2 * 5000, 2))
