"""Every sentence that the store can say is in the catalogue, in both languages, and none is left over."""

from __future__ import annotations

import re
import string
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

import qualcode.store

CATALOGUE = tomllib.loads(files("qualcode.texts").joinpath("store.toml").read_text("utf-8"))
SOURCES = {path.name: path.read_text("utf-8") for path in Path(qualcode.store.__file__).parent.glob("*.py")}
NAMED = {key for source in SOURCES.values() for key in re.findall(r'"store\.([a-z_]+)"', source)} | {
    "bad_number",
    "bad_date",
    "bad_boolean",
    "bad_choice",
}
# What an Ack can carry: it has the key alone, so these sentences have no placeholders.
ANSWERS = {key for name in ("desk.py", "decisions.py", "undo.py") for key in re.findall(r'"store\.([a-z_]+)"', SOURCES[name])} | {
    "unknown_document"
}


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_the_code_and_the_catalogue_name_the_same_sentences() -> None:
    assert set(CATALOGUE) == NAMED


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_a_sentence_says_the_same_in_both_languages_and_ends_as_one(name: str) -> None:
    entry = CATALOGUE[name]
    assert set(entry) == {"en", "nl"}
    assert placeholders(entry["en"]) == placeholders(entry["nl"])
    assert all(text.endswith(".") for text in entry.values())


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_answer_to_an_operation_needs_no_values(name: str) -> None:
    assert placeholders(CATALOGUE[name]["en"]) == set()
