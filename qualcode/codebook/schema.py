"""What a codebook holds: codes in a tree whose roots are the themes, their rules, and word lists that rules share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualcode.codebook.patterns import Pattern
from qualcode.model import Stance


@dataclass(frozen=True)
class Rule:
    """A pattern with its exceptions that lets the rule coder propose a code.

    find: any of these fires. with_any: one of these must stand in the same sentence. without: none of these may stand there. not_: blocks a hit that
    it overlaps. scope: where `with` and `without` look, `sentence` or `unit`. needs_topic: it only fires where another rule of its theme shows that this
    is the subject (in the unit, close before or after it, in the heading or the question). kinds, roles: the block kinds and speaker roles it looks at; empty means all. examples: sentences in which it must fire; counterexamples:
    in which it must not. line, example_lines, counterexample_lines: where they stand in the YAML, from 1.
    """

    id: str
    find: tuple[Pattern, ...]
    with_any: tuple[Pattern, ...] = ()
    without: tuple[Pattern, ...] = ()
    not_: tuple[Pattern, ...] = ()
    kinds: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    scope: str = "sentence"
    needs_topic: bool = False
    stance: Stance = ""
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    line: int = 0
    example_lines: tuple[int, ...] = ()
    counterexample_lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Code:
    """A named idea with a definition, a "wel" and a "niet". path: names from the theme down, joined by ` > `.

    exceptions: patterns that block a hit of any rule of this code and its sub-codes when they overlap it. carries: a hit of this code or its sub-codes in a
    question also counts for the answer, one in a heading also for the block right below it. stance: what a hit of this code most often says, when no word near
    it tells otherwise. definition_hash: SHA-256 of all that decides what
    counts as this code (not of colour, memo or place), so that a change elsewhere makes nothing stale.
    """

    id: str
    name: str
    path: str
    parent: str | None
    definition: str = ""
    wel: tuple[str, ...] = ()
    niet: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    colour: str = ""
    memo: str = ""
    codable: bool = True
    exceptions: tuple[Pattern, ...] = ()
    carries: bool = False
    stance: Stance = ""
    rules: tuple[Rule, ...] = ()
    line: int = 0
    definition_hash: str = ""


@dataclass(frozen=True)
class Codebook:
    """The versioned set of codes. codes: in the order of the YAML, a parent before its children. sha256: of the YAML text as UTF-8."""

    name: str
    version: str
    codes: tuple[Code, ...]
    sha256: str
    yaml: str
    description: str = ""
    language: str = "nl"
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {code.id: code for code in self.codes})
        object.__setattr__(self, "_by_path", {code.path.casefold(): code for code in self.codes})

    def code(self, code_id: str) -> Code:
        """The code with this id; KeyError when there is none."""
        by_id: dict[str, Code] = self._by_id  # type: ignore[attr-defined]
        return by_id[code_id]

    def find_code(self, written: str) -> Code | None:
        """The code that a person means by an id, a path, or a name that only one code has; None when there is none."""
        by_id: dict[str, Code] = self._by_id  # type: ignore[attr-defined]
        by_path: dict[str, Code] = self._by_path  # type: ignore[attr-defined]
        wanted = written.strip()
        if wanted in by_id:
            return by_id[wanted]
        if wanted.casefold() in by_path:
            return by_path[wanted.casefold()]
        named = [code for code in self.codes if code.name.casefold() == wanted.casefold()]
        return named[0] if len(named) == 1 else None

    @property
    def themes(self) -> tuple[Code, ...]:
        """The roots of the tree."""
        return tuple(code for code in self.codes if code.parent is None)

    @property
    def rules(self) -> tuple[tuple[Code, Rule], ...]:
        """All rules with their codes, in the order of the YAML."""
        return tuple((code, rule) for code in self.codes for rule in code.rules)

    def theme(self, code_id: str) -> Code:
        """The root above a code (the code itself when it is a theme)."""
        code = self.code(code_id)
        while code.parent is not None:
            code = self.code(code.parent)
        return code
