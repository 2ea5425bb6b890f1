"""From codes of any form to a codebook of ours in YAML: ids and places are made sound, and words become a rule for each code."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from qualcode.codebook import PatternError, parse_pattern
from qualcode.codebook.load import FORMAT, MAX_DEPTH
from qualcode.exchange.codebooks.plain import Loss, PlainBook, PlainCode, clean
from qualcode.exchange.codebooks.words import Losses, gathered
from qualcode.model import STANCES

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")


def own_yaml(book: PlainBook, name: str) -> tuple[str, list[Loss]]:
    """The codebook as YAML text, and what had to be changed or left out: names, levels, words that are no pattern."""
    from ruamel.yaml import YAML

    losses: Losses = defaultdict(list)
    whole: dict[str, Any] = {"format": FORMAT, "name": book.name or name, "codes": []}
    below: dict[tuple[str, ...], list[dict[str, Any]]] = {(): whole["codes"]}
    ids: set[str] = set()
    for code in _whole_tree(_sound_paths(book.codes, losses)):
        entry = _entry(code, ids, losses)
        below[code.path[:-1]].append(entry)
        below[code.path] = entry.setdefault("codes", [])
    _without_empty(whole["codes"])
    yaml = YAML()
    yaml.width = 4096
    yaml.allow_unicode = True
    stream = io.StringIO()
    yaml.dump(whole, stream)
    return stream.getvalue(), gathered(losses)


def _sound_paths(codes: Sequence[PlainCode], losses: Losses) -> list[PlainCode]:
    """The codes with paths that a codebook can hold: no `>` in a name, not deeper than MAX_DEPTH, each only once."""
    made: dict[tuple[str, ...], PlainCode] = {}
    for code in codes:
        path = tuple((clean(" ".join(part.split())).replace(">", "›") or "?")[:500] for part in code.path)
        if any(">" in part for part in code.path):
            losses["exchange.loss_names"].append(" / ".join(code.path))
        if len(path) > MAX_DEPTH:
            losses["exchange.loss_levels"].append(path[-1])
            path = (*path[: MAX_DEPTH - 1], " / ".join(path[MAX_DEPTH - 1 :])[:500])
        key = tuple(part.casefold() for part in path)
        if key in made:  # the same name twice: one code with the words of both
            losses["exchange.loss_twice"].append(" / ".join(path))
            was = made[key]
            made[key] = replace(was, words=(*was.words, *code.words), definition=was.definition or code.definition)
        else:
            made[key] = replace(code, path=path)
    return list(made.values())


def _whole_tree(codes: Sequence[PlainCode]) -> list[PlainCode]:
    """All codes, a parent before its children; parents that only a path names are made. Names differing in case alone are one name."""
    spelled: dict[tuple[str, ...], tuple[str, ...]] = {}
    known = {tuple(part.casefold() for part in code.path): code for code in codes}
    ordered: dict[tuple[str, ...], PlainCode] = {}
    for key, code in known.items():
        for length in range(1, len(key) + 1):
            part = key[:length]
            if part in ordered:
                continue
            own = known.get(part)
            written = (own or code).path[length - 1]
            spelled[part] = (*spelled.get(part[:-1], ()), written)
            ordered[part] = replace(own, path=spelled[part]) if own else PlainCode(spelled[part])
    return list(ordered.values())


def _entry(code: PlainCode, ids: set[str], losses: Losses) -> dict[str, Any]:
    code_id = _identity(code.id if _ID.fullmatch(code.id) else code.path[-1], ids)
    entry: dict[str, Any] = {"id": code_id, "name": code.path[-1]}
    values: dict[str, Any] = {
        "definition": clean(code.definition), "wel": _lines(code.wel), "niet": _lines(code.niet), "examples": _lines(code.examples), "memo": clean(code.memo),
        "colour": code.colour if _COLOUR.fullmatch(code.colour) else "", "stance": code.stance if code.stance in STANCES else "",
    }  # fmt: skip
    entry |= {name: value for name, value in values.items() if value}
    if not code.codable:
        entry["codable"] = False
    if words := [word for word in dict.fromkeys(map(clean, code.words)) if _is_pattern(word, losses)]:
        entry["rules"] = [{"id": f"{code_id}-woorden", "find": words}]
    return entry


def _lines(lines: Sequence[str]) -> list[str]:
    return [line for line in map(clean, lines) if line]


def _is_pattern(word: str, losses: Losses) -> bool:
    if not word:
        return False
    try:
        parse_pattern(word, {})
    except PatternError:
        losses["exchange.loss_unreadable"].append(word)
        return False
    return True


def _identity(written: str, ids: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode("ascii").lower()
    stem = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")[:60] or "code"
    made, number = stem, 2
    while made in ids:
        made, number = f"{stem}-{number}", number + 1
    ids.add(made)
    return made


def _without_empty(codes: list[dict[str, Any]]) -> None:
    waiting = [codes]
    while waiting:
        for entry in waiting.pop():
            if entry["codes"]:
                waiting.append(entry["codes"])
            else:
                del entry["codes"]
