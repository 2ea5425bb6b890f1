"""From YAML to a codebook: unknown keys are refused, and all problems of a file are told at once, each with its line."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from qualcode.codebook.parsing import parse_pattern
from qualcode.codebook.patterns import Pattern, PatternError
from qualcode.codebook.schema import Code, Codebook, Rule
from qualcode.errors import CodebookError
from qualcode.model import BLOCK_KINDS, PATH_SEPARATOR, SPEAKER_ROLES, STANCES

FORMAT = 1
MAX_DEPTH = 20  # levels of sub-codes; deeper is a slip in the indentation

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")

_BOOK_KEYS = {"format", "name", "version", "language", "description", "lists", "codes"}
_CODE_KEYS = {
    "id", "name", "definition", "wel", "niet", "examples", "colour", "memo", "codable", "exceptions", "carries", "stance", "rules", "codes",
}  # fmt: skip
_RULE_KEYS = {"id", "find", "with", "without", "not", "kinds", "roles", "scope", "needs_topic", "stance", "examples", "counterexamples"}
_SCOPES = ("sentence", "unit")


def load_codebook(path: Path) -> Codebook:
    """Reads a codebook file. Raises CodebookError with every problem in it, each with file name and line."""
    if not path.exists():
        raise CodebookError("codebook.missing_file", file=str(path))
    if path.is_dir():
        raise CodebookError("codebook.is_folder", file=str(path))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CodebookError("codebook.not_utf8", file=path.name, offset=error.start) from None
    except OSError as error:
        raise CodebookError("codebook.unreadable", file=str(path), reason=error.strerror or str(error)) from None
    return parse_codebook(text, path.name)


def parse_codebook(text: str, file: str = "codebook.yaml") -> Codebook:
    """Reads a codebook from YAML text; `file` is the name that its errors give."""
    text = text.replace("\r\n", "\n")
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise CodebookError("codebook.bad_yaml", file=file, line=line, problem=error.problem or "") from None
    except yaml.YAMLError as error:
        raise CodebookError("codebook.bad_yaml", file=file, line=1, problem=str(error).splitlines()[0]) from None
    reading = _Reading(file)
    codebook = reading.codebook(root, text)
    if reading.problems:
        problems = tuple(sorted(reading.problems, key=lambda problem: int(str(problem.values["line"]))))
        raise CodebookError.of(problems, "codebook.problems", file=file, count=len(problems))
    assert codebook is not None
    return codebook


@dataclass(frozen=True)
class _Entry:
    node: yaml.Node
    line: int


class _Reading:
    """One pass over the YAML tree that gathers problems as it goes."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[CodebookError] = []
        self.lists: dict[str, tuple[str, ...]] = {}
        self.code_ids: dict[str, int] = {}
        self.rule_ids: dict[str, int] = {}
        self.patterns: dict[str, Pattern | None] = {}

    def problem(self, key: str, line: int, /, **values: object) -> None:
        self.problems.append(CodebookError(key, file=self.file, line=line, **values))

    # -- the tree ------------------------------------------------------------------------------------------------

    def codebook(self, root: yaml.Node | None, text: str) -> Codebook | None:
        if root is None:
            self.problem("codebook.empty", 1)
            return None
        entries = self.mapping(root, _BOOK_KEYS, "codebook.what_codebook")
        if entries is None:
            return None
        line = root.start_mark.line + 1
        written = self.scalar(entries.get("format"))
        if written != str(FORMAT):
            self.problem("codebook.format", entries["format"].line if "format" in entries else line, known=FORMAT, written=written or "-")
        name = self.scalar(entries.get("name"))
        if not name:
            self.problem("codebook.name_missing", line)
        if "lists" in entries:
            self._lists(entries["lists"])
        codes: list[Code] = []
        if "codes" not in entries:
            self.problem("codebook.no_codes", line)
        else:
            codes = list(self._codes(entries["codes"], None, 1))
            if not codes and not self.problems:
                self.problem("codebook.no_codes", entries["codes"].line)
        sha = hashlib.sha256(text.encode("utf-8")).hexdigest()
        return Codebook(
            name=name,
            version=self.scalar(entries.get("version")),
            codes=tuple(_hashed(codes, self.lists)),
            sha256=sha,
            yaml=text,
            description=self.scalar(entries.get("description")),
            language=self.scalar(entries.get("language")) or "nl",
            lists=self.lists,
        )

    def _lists(self, entry: _Entry) -> None:
        entries = self.mapping(entry.node, None, "codebook.what_lists") or {}
        for name, item in entries.items():
            self.lists[name] = tuple(text for text, _ in self.texts(item))
        for name, item in entries.items():
            self.pattern(f"<{name}>", item.line)

    def _codes(self, entry: _Entry, parent: Code | None, depth: int) -> Iterator[Code]:
        if depth > MAX_DEPTH:
            self.problem("codebook.too_deep", entry.line, most=MAX_DEPTH)
            return
        names: dict[str, int] = {}
        for item in self.sequence(entry, "codebook.what_codes"):
            entries = self.mapping(item.node, _CODE_KEYS, "codebook.what_code")
            if entries is None:
                continue
            code = self._code(entries, item.line, parent)
            known = names.setdefault(code.name.casefold(), item.line)
            if known != item.line and code.name:
                self.problem("codebook.code_twice", item.line, name=code.name, first=known)
            yield code
            if "codes" in entries:
                yield from self._codes(entries["codes"], code, depth + 1)

    def _code(self, entries: dict[str, _Entry], line: int, parent: Code | None) -> Code:
        name = self.scalar(entries.get("name"))
        code_id = self.scalar(entries.get("id"))
        if not name:
            self.problem("codebook.code_name_missing", line)
        elif PATH_SEPARATOR.strip() in name:
            self.problem("codebook.code_name_separator", line, name=name)
        self._identity(code_id, line, self.code_ids, "codebook.code_id", name)
        colour = self.scalar(entries.get("colour"))
        if colour and not _COLOUR.fullmatch(colour):
            self.problem("codebook.colour", entries["colour"].line, colour=colour)
        rules = [self._rule(item) for item in self.sequence(entries.get("rules"), "codebook.what_rules")]
        return Code(
            id=code_id,
            name=name,
            path=PATH_SEPARATOR.join([parent.path, name]) if parent else name,
            parent=parent.id if parent else None,
            definition=self.scalar(entries.get("definition")).strip(),
            wel=self.strings(entries.get("wel")),
            niet=self.strings(entries.get("niet")),
            examples=self.strings(entries.get("examples")),
            colour=colour,
            memo=self.scalar(entries.get("memo")).strip(),
            codable=self._truth(entries, "codable", default=True),
            exceptions=self._patterns(entries.get("exceptions")),
            carries=self._truth(entries, "carries", default=parent is not None and parent.carries),
            stance=next(iter(self._known(entries.get("stance"), STANCES)), ""),  # type: ignore[arg-type]
            rules=tuple(rule for rule in rules if rule is not None),
            line=line,
        )

    def _rule(self, item: _Entry) -> Rule | None:
        entries = self.mapping(item.node, _RULE_KEYS, "codebook.what_rule")
        if entries is None:
            return None
        rule_id = self.scalar(entries.get("id"))
        self._identity(rule_id, item.line, self.rule_ids, "codebook.rule_id", rule_id)
        if "find" not in entries:
            self.problem("codebook.rule_without_find", item.line, rule=rule_id or "?")
        examples, counterexamples = self.texts(entries.get("examples")), self.texts(entries.get("counterexamples"))
        return Rule(
            id=rule_id,
            find=self._patterns(entries.get("find")),
            with_any=self._patterns(entries.get("with")),
            without=self._patterns(entries.get("without")),
            not_=self._patterns(entries.get("not")),
            kinds=frozenset(self._known(entries.get("kinds"), BLOCK_KINDS)),
            roles=frozenset(self._known(entries.get("roles"), SPEAKER_ROLES)),
            scope=next(iter(self._known(entries.get("scope"), _SCOPES)), "sentence"),
            needs_topic=self._truth(entries, "needs_topic", default=False),
            stance=next(iter(self._known(entries.get("stance"), STANCES)), ""),  # type: ignore[arg-type]
            examples=tuple(text for text, _ in examples),
            counterexamples=tuple(text for text, _ in counterexamples),
            line=item.line,
            example_lines=tuple(line for _, line in examples),
            counterexample_lines=tuple(line for _, line in counterexamples),
        )

    def _identity(self, identity: str, line: int, known: dict[str, int], key: str, name: str) -> None:
        if not _ID.fullmatch(identity):
            self.problem(f"{key}_bad", line, id=identity or "-", name=name or "?")
            return
        first = known.setdefault(identity, line)
        if first != line:
            self.problem(f"{key}_twice", line, id=identity, first=first)

    def _truth(self, entries: dict[str, _Entry], key: str, *, default: bool) -> bool:
        written = self.scalar(entries.get(key)).lower()
        if written not in ("", "true", "false"):
            self.problem("codebook.truth", entries[key].line, key=key, value=written)
        return default if written == "" else written == "true"

    def _known(self, entry: _Entry | None, allowed: tuple[str, ...]) -> list[str]:
        found = []
        for text, line in self.texts(entry):
            if text in allowed:
                found.append(text)
            else:
                self.problem("codebook.value_unknown", line, value=text, allowed=", ".join(allowed))
        return found

    def _patterns(self, entry: _Entry | None) -> tuple[Pattern, ...]:
        read = [self.pattern(text, line) for text, line in self.texts(entry)]
        return tuple(pattern for pattern in read if pattern is not None)

    def pattern(self, text: str, line: int) -> Pattern | None:
        if text not in self.patterns:
            try:
                self.patterns[text] = parse_pattern(text, self.lists)
            except PatternError as error:
                self.patterns[text] = None
                self.problem(error.key, line, **error.values)
        return self.patterns[text]

    # -- YAML nodes ----------------------------------------------------------------------------------------------

    def mapping(self, node: yaml.Node, allowed: set[str] | None, what: str) -> dict[str, _Entry] | None:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            self.problem(what, line)
            return None
        entries: dict[str, _Entry] = {}
        for key_node, value in node.value:
            key_line = key_node.start_mark.line + 1
            key = str(key_node.value)
            if allowed is not None and key not in allowed:
                self.problem("codebook.key_unknown", key_line, key=key, allowed=", ".join(sorted(allowed)))
            elif key in entries:
                self.problem("codebook.key_twice", key_line, key=key)
            else:
                entries[key] = _Entry(value, key_line)
        return entries

    def sequence(self, entry: _Entry | None, what: str) -> list[_Entry]:
        if entry is None or _is_null(entry.node):
            return []
        if not isinstance(entry.node, yaml.SequenceNode):
            self.problem(what, entry.line)
            return []
        return [_Entry(node, node.start_mark.line + 1) for node in entry.node.value]

    def scalar(self, entry: _Entry | None) -> str:
        if entry is None or _is_null(entry.node):
            return ""
        if not isinstance(entry.node, yaml.ScalarNode):
            self.problem("codebook.what_text", entry.line)
            return ""
        return str(entry.node.value)

    def texts(self, entry: _Entry | None) -> list[tuple[str, int]]:
        """One text or a list of texts, each with its line."""
        if entry is None or _is_null(entry.node):
            return []
        if isinstance(entry.node, yaml.SequenceNode):
            return [(self.scalar(item), item.line) for item in self.sequence(entry, "")]
        return [(self.scalar(entry), entry.line)]

    def strings(self, entry: _Entry | None) -> tuple[str, ...]:
        return tuple(text for text, _ in self.texts(entry))


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def _hashed(codes: list[Code], lists: dict[str, tuple[str, ...]]) -> list[Code]:
    """The codes with their definition hashes; a named list counts for the codes whose patterns use it, at any depth."""
    by_id = {code.id: code for code in codes}

    def exceptions_above(code: Code) -> list[str]:
        found = [pattern.source for pattern in code.exceptions]
        return found + (exceptions_above(by_id[code.parent]) if code.parent in by_id else [])

    def content(code: Code) -> dict[str, object]:
        sources: Callable[[tuple[Pattern, ...]], list[str]] = lambda patterns: [pattern.source for pattern in patterns]  # noqa: E731
        rules = [
            {
                "find": sources(rule.find), "with": sources(rule.with_any), "without": sources(rule.without), "not": sources(rule.not_),
                "kinds": sorted(rule.kinds), "roles": sorted(rule.roles), "stance": rule.stance, "scope": rule.scope, "needs_topic": rule.needs_topic,
            }
            for rule in code.rules
        ]  # fmt: skip
        body = {
            "path": code.path, "definition": code.definition, "wel": code.wel, "niet": code.niet, "examples": code.examples,
            "exceptions": exceptions_above(code), "carries": code.carries, "stance": code.stance, "rules": rules,
        }  # fmt: skip
        return {**body, "lists": _lists_used(json.dumps(body, ensure_ascii=False), lists)}

    return [
        replace(code, definition_hash=hashlib.sha256(json.dumps(content(code), ensure_ascii=False, sort_keys=True).encode()).hexdigest())
        for code in codes
    ]


def _lists_used(text: str, lists: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    used: dict[str, tuple[str, ...]] = {}
    waiting = re.findall(r"<([^<>]*)>", text)
    while waiting:
        name = waiting.pop().strip()
        if name in lists and name not in used:
            used[name] = lists[name]
            waiting += [inner for entry in lists[name] for inner in re.findall(r"<([^<>]*)>", entry)]
    return used
