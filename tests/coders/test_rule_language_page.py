"""docs/rule-language.md holds: its codebooks pass their own check, its patterns find and leave what the table says, its keys are all keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rules_samples import found

from qualcode.codebook import load
from qualcode.workflows.check_codebook import check_codebook

PAGE = (Path(__file__).parents[2] / "docs" / "rule-language.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)


def rows(title: str) -> list[list[str]]:
    """The cells of the table whose head starts with `title`; `\\|` is a bar inside a cell."""
    table = PAGE[PAGE.index(f"| {title} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in table]


PATTERNS = [(pattern.strip("`"), finds, leaves) for pattern, _, finds, leaves in rows("pattern")]


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_a_codebook_on_the_page_passes_its_check(number: int, tmp_path: Path) -> None:
    file = tmp_path / "boek.yaml"
    file.write_text(BLOCKS[number], "utf-8")
    result = check_codebook(file, pipeline="base")
    assert [failure.sentence("en") for failure in result.failures] == []


@pytest.mark.parametrize(("pattern", "finds", "leaves"), PATTERNS, ids=[pattern for pattern, _, _ in PATTERNS])
def test_a_pattern_on_the_page_finds_and_leaves(pattern: str, finds: str, leaves: str) -> None:
    assert found(pattern, finds) != []
    assert found(pattern, leaves) == []


def test_the_page_explains_every_key_of_a_rule() -> None:
    named = {key for row in rows("key") for key in re.findall(r"`([a-z_]+)(?::[^`]*)?`", row[0])}
    assert named == load._RULE_KEYS


def test_the_page_has_examples_to_test() -> None:
    assert len(BLOCKS) >= 2
    assert len(PATTERNS) >= 10
