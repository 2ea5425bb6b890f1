"""Changing a codebook's YAML as its writer left it: comments and order stay, only what is said anew is written anew."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

WIDTH = 180  # columns at which long lists are broken
RULE_PARTS = ("find", "with", "without", "not", "examples", "counterexamples")


@dataclass(frozen=True, slots=True)
class CodeEdit:
    """New texts of one code. rules: id of a rule -> part (of RULE_PARTS) -> its entries. None, and what is not named, stays as it is."""

    definition: str | None = None
    wel: Sequence[str] | None = None
    niet: Sequence[str] | None = None
    rules: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)


def edit_yaml(text: str, code_id: str, edit: CodeEdit) -> str:
    """The codebook's YAML with the edit in it; the very same text when the edit says nothing new. Raises KeyError for an unknown code or rule.

    The result is not checked: give it to `parse_codebook`.
    """
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = WIDTH
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    indented = re.search(r"^codes:[^\n]*\n(?:[ ]*(?:#[^\n]*)?\n)*( +)- ", text, re.MULTILINE)
    offset = len(indented.group(1)) if indented else 0
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    whole = yaml.load(text.replace("\r\n", "\n"))
    code = next((one for one in _codes(whole) if one.get("id") == code_id), None)
    if code is None:
        raise KeyError(code_id)
    changed = edit.definition is not None and _set(code, "definition", edit.definition.strip(), after="name")
    for name, lines, place in (("wel", edit.wel, "definition"), ("niet", edit.niet, "wel")):
        changed = (lines is not None and _set(code, name, list(lines), after=place)) or changed
    rules = {rule.get("id"): rule for rule in code.get("rules") or []}
    for rule_id, parts in edit.rules.items():
        for part, lines in parts.items():
            changed = _set(rules[rule_id], part, list(lines), after="find") or changed
    if not changed:
        return text
    stream = io.StringIO()
    yaml.dump(whole, stream)
    return stream.getvalue()


def _codes(whole: Any) -> Iterator[Any]:
    waiting = list(whole.get("codes") or [])
    while waiting:
        code = waiting.pop()
        yield code
        waiting += code.get("codes") or []


def _set(mapping: Any, key: str, value: Any, *, after: str) -> bool:
    """Gives a key its value, or takes it away when there is nothing to say; a new key comes after another. Whether that changed anything."""
    had = mapping.get(key)
    was = [] if had is None else had
    if isinstance(value, list) and not isinstance(was, list):
        was = [was]
    same = [str(one) for one in was] == value if isinstance(value, list) else str(had or "").strip() == value
    if same:
        return False
    if not value and key in mapping:
        del mapping[key]
    elif isinstance(had, list):
        _exchange(had, value)
    elif key in mapping:
        mapping[key] = value
    else:
        keys = list(mapping)
        mapping.insert(keys.index(after) + 1 if after in keys else len(keys), key, value)
    return True


def _exchange(entries: Any, value: list[str]) -> None:
    """Puts other entries in a list and keeps those that stay, with the quotes and comments they have."""
    if len(entries) == len(value):
        for at, new in enumerate(value):
            if str(entries[at]) != new:
                entries[at] = new
        return
    for at in range(len(entries) - 1, -1, -1):
        if str(entries[at]) not in value:
            del entries[at]
    kept = [str(one) for one in entries]
    if kept != [one for one in value if one in kept]:
        entries[:] = value
        return
    for at, new in enumerate(value):
        if at >= len(entries) or str(entries[at]) != new:
            entries.insert(at, new)
