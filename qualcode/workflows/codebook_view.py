"""A codebook as people read it, how much it is used, and what a new version would change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from qualcode.codebook import Code, Codebook, Rule, load_codebook, parse_codebook
from qualcode.codebook.json_schema import codebook_schema
from qualcode.errors import CodebookError
from qualcode.store import CodebookVersion, ProjectStore
from qualcode.workflows.projects import project_codebook

__all__ = [
    "Code",
    "CodeUse",
    "Codebook",
    "CodebookChange",
    "Rule",
    "code_use",
    "codebook_change",
    "codebook_schema",
    "load_codebook",
    "read_codebook",
    "rule_lines",
    "versions",
]


@dataclass(frozen=True, slots=True)
class CodeUse:
    """How much of a code is in the project: live codings of all persons, suggestions that are there."""

    codings: int
    suggestions: int


@dataclass(frozen=True, slots=True)
class CodebookChange:
    """What another codebook changes, as paths of codes. retired: left out of the new one though somebody coded with it: (path, codings)."""

    codebook: Codebook
    same: bool
    added: tuple[str, ...]
    redefined: tuple[str, ...]
    removed: tuple[str, ...]
    retired: tuple[tuple[str, int], ...]


def read_codebook(data: bytes, name: str) -> Codebook:
    """The codebook in the bytes of a file. Raises CodebookError with every problem in it, each with file name and line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CodebookError("codebook.not_utf8", file=name, offset=error.start) from None
    return parse_codebook(text, name)


def code_use(store: ProjectStore) -> dict[str, CodeUse]:
    """Use by code id; codes that are not used are not there."""
    codings = Counter(coding.code for coding in store.codings() if coding.code is not None)
    suggestions = Counter(one.suggestion.code for one in store.suggestions())
    return {code: CodeUse(codings[code], suggestions[code]) for code in {*codings, *suggestions}}


def codebook_change(store: ProjectStore, new: Codebook) -> CodebookChange:
    """What it would mean to put this codebook in the place of the project's."""
    old = project_codebook(store)
    before, after = {code.id: code for code in old.codes}, {code.id: code for code in new.codes}
    used = Counter(coding.code for coding in store.codings() if coding.code is not None)
    gone = [code for code in old.codes if code.id not in after]
    return CodebookChange(
        codebook=new,
        same=new.sha256 == old.sha256,
        added=tuple(code.path for code in new.codes if code.id not in before),
        redefined=tuple(code.path for code in new.codes if code.id in before and code.definition_hash != before[code.id].definition_hash),
        removed=tuple(code.path for code in gone if not used[code.id]),
        retired=tuple((code.path, used[code.id]) for code in gone if used[code.id]),
    )


def versions(store: ProjectStore) -> list[CodebookVersion]:
    """The versions that the project holds, the newest first."""
    return store.codebook_versions()[::-1]


def rule_lines(rule: Rule) -> list[tuple[str, tuple[str, ...]]]:
    """A rule as (name of the part in the YAML, what stands there), only the parts that say something."""
    parts = [
        ("find", tuple(pattern.source for pattern in rule.find)),
        ("with", tuple(pattern.source for pattern in rule.with_any)),
        ("without", tuple(pattern.source for pattern in rule.without)),
        ("not", tuple(pattern.source for pattern in rule.not_)),
        ("kinds", tuple(sorted(rule.kinds))),
        ("roles", tuple(sorted(rule.roles))),
    ]
    return [(name, lines) for name, lines in parts if lines]
