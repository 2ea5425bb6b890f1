"""The form of a codebook as a JSON Schema, so that an editor completes keys, explains them and marks slips while one types.

It says what `load.py` accepts as far as a schema can: not that ids are unique, lists are known, and patterns can be read.
"""

from __future__ import annotations

from typing import Any

from qualcode.codebook import load
from qualcode.model import BLOCK_KINDS, SPEAKER_ROLES, STANCES
from qualcode.texts import text

DIALECT = "http://json-schema.org/draft-07/schema#"  # the one that VS Code's YAML extension reads

_ID = {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]*$"}
_TEXT = {"type": ["string", "number", "null"]}
_NAME = {"type": ["string", "number"], "minLength": 1}
_TEXTS = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_PATTERN = {"type": ["string", "number"], "minLength": 1}
_PATTERNS = {"anyOf": [_PATTERN, {"type": "null"}, {"type": "array", "items": _PATTERN}]}
_TRUTH = {"type": ["boolean", "null"]}
_CODES = {"type": ["array", "null"], "items": {"$ref": "#/definitions/code"}}

_BOOK: dict[str, dict[str, Any]] = {
    "format": {"enum": [load.FORMAT, str(load.FORMAT)]},
    "name": _NAME,
    "version": _TEXT,
    "language": _TEXT,
    "description": _TEXT,
    "lists": {"type": ["object", "null"], "additionalProperties": _PATTERNS},
    "codes": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/code"}},
}
_CODE: dict[str, dict[str, Any]] = {
    "id": _ID,
    "name": {**_NAME, "pattern": "^[^>]*$"},
    "definition": _TEXT,
    "wel": _TEXTS,
    "niet": _TEXTS,
    "examples": _TEXTS,
    "colour": {"type": ["string", "null"], "pattern": "^#[0-9A-Fa-f]{6}$"},
    "memo": _TEXT,
    "codable": _TRUTH,
    "exceptions": _PATTERNS,
    "carries": _TRUTH,
    "stance": {"enum": [*STANCES, None]},
    "rules": {"type": ["array", "null"], "items": {"$ref": "#/definitions/rule"}},
    "codes": _CODES,
}


def _some_of(values: tuple[str, ...]) -> dict[str, Any]:
    return {"anyOf": [{"enum": [*values, None]}, {"type": "array", "items": {"enum": list(values)}}]}


_RULE: dict[str, dict[str, Any]] = {
    "id": _ID,
    "find": _PATTERNS,
    "with": _PATTERNS,
    "without": _PATTERNS,
    "not": _PATTERNS,
    "kinds": _some_of(BLOCK_KINDS),
    "roles": _some_of(SPEAKER_ROLES),
    "scope": {"enum": ["sentence", "unit", None]},
    "needs_topic": _TRUTH,
    "stance": {"enum": [*STANCES, None]},
    "examples": _TEXTS,
    "counterexamples": _TEXTS,
}


def codebook_schema(language: str = "en") -> dict[str, Any]:
    """The schema as plain data for `json.dumps`, its explanations in `language` (`nl` or `en`)."""
    return {
        "$schema": DIALECT,
        "title": text("codebook.schema_title", language),
        **_object("book", _BOOK, ("format", "name", "codes"), language),
        "definitions": {
            "code": _object("code", _CODE, ("id", "name"), language),
            "rule": _object("rule", _RULE, ("id", "find"), language),
        },
    }


def _object(what: str, keys: dict[str, dict[str, Any]], required: tuple[str, ...], language: str) -> dict[str, Any]:
    described = {key: {"description": text(f"codebook.schema_{what}_{key}", language), **form} for key, form in keys.items()}
    return {"type": "object", "properties": described, "required": list(required), "additionalProperties": False}
