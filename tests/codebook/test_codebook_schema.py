"""The published JSON Schema: the file is what the command prints, it takes what the loader takes, and refuses slips that the loader refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from qualcode.cli import main
from qualcode.codebook import load, parse_codebook
from qualcode.codebook.json_schema import codebook_schema
from qualcode.errors import CodebookError
from qualcode.workflows.bundled import bundled

PUBLISHED = Path(__file__).parent.parent.parent / "docs" / "codebook.schema.json"
BOOK = """format: 1
name: Proef
lists: {wij: [wij, ons]}
codes:
- id: welkom
  name: welkom
  colour: "#0072B2"
  stance: voor
  rules:
  - {id: w1, find: ["<wij> ..3 welkom", 2024], scope: unit, roles: respondent, kinds: [turn], needs_topic: true, examples: Wij zijn welkom.}
  codes:
  - {id: onder, name: onder, codable: false, wel: [a, b]}
"""


def problems(text: str) -> list[str]:
    validator = jsonschema.Draft7Validator(codebook_schema())
    return [error.message for error in validator.iter_errors(yaml.safe_load(text))]


def test_the_schema_itself_is_sound_and_published_as_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    jsonschema.Draft7Validator.check_schema(codebook_schema())
    assert main(["codebook", "schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(PUBLISHED.read_text("utf-8")) == codebook_schema("en")


@pytest.mark.parametrize("name", ["nieuw-welzijn.yaml", "energietransitie.yaml"])
def test_the_shipped_codebooks_follow_the_schema(name: str) -> None:
    assert problems(bundled("codebooks", name).read_text("utf-8")) == []


def test_the_schema_knows_the_keys_that_the_loader_knows() -> None:
    schema = codebook_schema("nl")
    known: list[tuple[dict[str, Any], set[str]]] = [
        (schema, load._BOOK_KEYS),
        (schema["definitions"]["code"], load._CODE_KEYS),
        (schema["definitions"]["rule"], load._RULE_KEYS),
    ]
    for described, keys in known:
        assert set(described["properties"]) == keys
        assert all(entry["description"] for entry in described["properties"].values())


def test_what_the_loader_takes_follows_the_schema() -> None:
    assert parse_codebook(BOOK).codes
    assert problems(BOOK) == []


SLIPS = {
    "format": ("format: 1", "format: 2"),
    "no_name": ("name: Proef\n", ""),
    "unknown_key": ("scope: unit", "bereik: unit"),
    "colour": ("#0072B2", "blauw"),
    "stance": ("stance: voor", "stance: pro"),
    "role": ("roles: respondent", "roles: buurman"),
    "kind": ("kinds: [turn]", "kinds: [beurt]"),
    "scope": ("scope: unit", "scope: alinea"),
    "truth": ("codable: false", "codable: misschien"),
    "id": ("id: welkom", "id: Wel kom"),
    "separator_in_a_name": ("name: welkom", "name: wel > kom"),
    "rule_without_find": ('find: ["<wij> ..3 welkom", 2024], ', ""),
    "codes_as_text": ("  codes:\n  - {id: onder, name: onder, codable: false, wel: [a, b]}\n", "  codes: geen\n"),
}


@pytest.mark.parametrize(("old", "new"), SLIPS.values(), ids=SLIPS)
def test_a_slip_that_the_loader_refuses_is_marked_by_the_schema(old: str, new: str) -> None:
    assert old in BOOK
    text = BOOK.replace(old, new, 1)
    with pytest.raises(CodebookError):
        parse_codebook(text)
    assert problems(text) != []
