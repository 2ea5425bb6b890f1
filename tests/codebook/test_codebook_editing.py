"""An edit changes what it names and nothing else: comments, order and quotes of the YAML stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qualcode.codebook import parse_codebook
from qualcode.codebook.editing import CodeEdit, edit_yaml
from qualcode.workflows.bundled import bundled

BOOK = """# Kop van het bestand
format: 1
name: Proef  # een naam
codes:
- id: een
  name: een
  # waarom deze grens
  definition: Dit telt.
  wel: [a, "b: c"]
  rules:
  - {id: r1, find: [buurt, "*huis"], examples: [Buurt.]}  # eerste regel
  - id: r2
    find:
    - straat  # hier
    - plein
  codes:
  - id: twee
    name: twee
"""


def lines_changed(before: str, after: str) -> tuple[set[str], set[str]]:
    old, new = before.splitlines(), after.splitlines()
    return set(old) - set(new), set(new) - set(old)


EDITS = {
    "definition": ("een", CodeEdit(definition="Dit telt nu."), {"  definition: Dit telt."}, {"  definition: Dit telt nu."}),
    "new_key": ("twee", CodeEdit(definition="Tweede."), set(), {"    definition: Tweede."}),
    "list": ("een", CodeEdit(wel=["a", "b: c", "d"]), {'  wel: [a, "b: c"]'}, {'  wel: [a, "b: c", d]'}),
    "rule": ("een", CodeEdit(rules={"r2": {"find": ["straat", "dorpsplein"]}}), {"    - plein"}, {"    - dorpsplein"}),
    "rule_part": ("een", CodeEdit(rules={"r2": {"not": ["op straat"]}}), set(), {"    not:", "    - op straat"}),
    "taken_away": ("een", CodeEdit(wel=[]), {'  wel: [a, "b: c"]'}, set()),
}  # fmt: skip


@pytest.mark.parametrize(("code", "edit", "gone", "come"), EDITS.values(), ids=EDITS)
def test_an_edit_touches_only_its_own_lines(code: str, edit: CodeEdit, gone: set[str], come: set[str]) -> None:
    after = edit_yaml(BOOK, code, edit)
    assert lines_changed(BOOK, after) == (gone, come)
    assert after.count("#") == BOOK.count("#")
    parse_codebook(after)


def test_an_edit_that_says_what_stands_there_gives_the_very_same_text() -> None:
    text = BOOK.replace("\n", "\r\n")
    same = CodeEdit(definition="Dit telt.", wel=["a", "b: c"], niet=[], rules={"r1": {"find": ["buurt", "*huis"], "not": []}})
    assert edit_yaml(text, "een", same) == text


def test_an_indented_codebook_keeps_its_indent() -> None:
    text = "format: 1\nname: x\ncodes:\n  - id: a\n    name: a\n    wel:\n      - p\n"
    assert (
        edit_yaml(text, "a", CodeEdit(definition="D"))
        == "format: 1\nname: x\ncodes:\n  - id: a\n    name: a\n    definition: D\n    wel:\n      - p\n"
    )


def test_an_unknown_code_or_rule_is_an_error() -> None:
    with pytest.raises(KeyError):
        edit_yaml(BOOK, "drie", CodeEdit(definition="x"))
    with pytest.raises(KeyError):
        edit_yaml(BOOK, "een", CodeEdit(rules={"r9": {"find": ["x"]}}))


@pytest.mark.parametrize("name", ["nieuw-welzijn.yaml", "energietransitie.yaml"])
def test_in_a_shipped_codebook_all_other_codes_stay_what_they_are(name: str) -> None:
    text = bundled("codebooks", name).read_text("utf-8")
    before = parse_codebook(text)
    first = before.codes[0]
    after = parse_codebook(edit_yaml(text, first.id, CodeEdit(definition="Anders.")))
    assert [replace(code, line=0, rules=()) for code in after.codes[1:]] == [replace(code, line=0, rules=()) for code in before.codes[1:]]
    assert [code.definition_hash for code in after.codes[1:]] == [code.definition_hash for code in before.codes[1:]]
    assert after.codes[0].definition == "Anders."
    assert after.yaml.count("\n#") == text.count("\n#")
