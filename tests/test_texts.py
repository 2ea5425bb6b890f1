"""The catalogue: both languages say everything, with the same placeholders, and every key that the code names is there."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

from qualcode.texts import LANGUAGES

TEXTS = Path(__file__).parent.parent / "qualcode" / "texts"
ROOMS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(TEXTS.glob("*.toml"))}
ENTRIES = [(f"{room}.{name}", entry) for room, entries in ROOMS.items() for name, entry in entries.items()]
PACKAGE = TEXTS.parent


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize(("key", "entry"), ENTRIES, ids=[key for key, _ in ENTRIES])
def test_both_languages_say_it_with_the_same_placeholders(key: str, entry: dict[str, str]) -> None:
    assert set(entry) == set(LANGUAGES)
    assert all(entry.values())
    assert placeholders(entry["nl"]) == placeholders(entry["en"])


def named_keys() -> set[str]:
    """Literal keys in the sources: `"room.name"` for a room that has a catalogue."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for room, name in re.findall(r"[\"'](\w+)\.([a-z][a-z0-9_]+)[\"']", path.read_text("utf-8")):
            if room in ROOMS and not name.endswith(("py", "toml", "yaml", "txt", "cfg", "css", "js")):
                found.add(f"{room}.{name}")
    return found


def test_every_key_that_the_code_names_is_in_the_catalogue() -> None:
    known = {key for key, _ in ENTRIES}
    assert len(named_keys()) > 100
    assert {key for key in named_keys() if key not in known and not any(one.startswith(key) for one in known)} == set()


def test_dutch_texts_address_the_reader_in_one_way() -> None:
    familiar = [key for key, entry in ENTRIES if re.search(r"\b(je|jij|jouw|jullie)\b", entry["nl"], re.IGNORECASE)]
    assert familiar == []
