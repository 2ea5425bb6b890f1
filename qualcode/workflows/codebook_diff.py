"""Two versions of a codebook side by side: what is said otherwise, and which codings of the rules that gains, loses or changes on real texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qualcode.codebook import Code, Codebook, Rule
from qualcode.coders.rules import RuleCoder
from qualcode.errors import QualcodeError
from qualcode.export import write_table
from qualcode.model import Document, Suggestion, Unit
from qualcode.pipeline import Pipeline, load_pipeline
from qualcode.segmentation import make_units, segment_document
from qualcode.store import ProjectStore
from qualcode.workflows.inputs import Unread, documents_of, list_inputs
from qualcode.workflows.project_units import document_units

Progress = Callable[[int, int, str], None]
Texts = Iterable[tuple[str, str, Sequence[Unit]]]  # name of the document, its text, its units

DIFF_COLUMNS = ("what", "code", "rule", "part", "before", "after", "document", "start", "end", "evidence", "passage")
CODING_CHANGES = ("coding_gained", "coding_lost", "coding_changed")
_BETWEEN = " | "  # between the entries of a list in one cell

_CODE_PARTS: Mapping[str, Callable[[Code], Sequence[str]]] = {
    "path": lambda code: [code.path],
    "definition": lambda code: [code.definition],
    "wel": lambda code: code.wel,
    "niet": lambda code: code.niet,
    "examples": lambda code: code.examples,
    "exceptions": lambda code: [pattern.source for pattern in code.exceptions],
    "stance": lambda code: [code.stance],
    "carries": lambda code: [str(code.carries).lower()],
    "codable": lambda code: [str(code.codable).lower()],
    "colour": lambda code: [code.colour],
    "memo": lambda code: [code.memo],
}
_RULE_PARTS: Mapping[str, Callable[[Rule], Sequence[str]]] = {
    "find": lambda rule: [pattern.source for pattern in rule.find],
    "with": lambda rule: [pattern.source for pattern in rule.with_any],
    "without": lambda rule: [pattern.source for pattern in rule.without],
    "not": lambda rule: [pattern.source for pattern in rule.not_],
    "kinds": lambda rule: sorted(rule.kinds),
    "roles": lambda rule: sorted(rule.roles),
    "scope": lambda rule: [rule.scope],
    "needs_topic": lambda rule: [str(rule.needs_topic).lower()],
    "stance": lambda rule: [rule.stance],
    "examples": lambda rule: rule.examples,
    "counterexamples": lambda rule: rule.counterexamples,
}


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One difference. what: `code_added`, `code_removed`, `code_changed`, the same with `rule_` and `list_`, or one of CODING_CHANGES.

    part: the key in the YAML. before, after: what stood and stands there (of lists only the entries that went and came; of codings the rules and the
    stance). The last five tell where a coding is: start, end of its evidence; evidence and passage (the unit as one reads it).
    """

    what: str
    code: str = ""
    rule: str = ""
    part: str = ""
    before: str = ""
    after: str = ""
    document: str = ""
    start: int | None = None
    end: int | None = None
    evidence: str = ""
    passage: str = ""


@dataclass(frozen=True)
class CodebookDiff:
    """What changes between two codebooks, by code id. redefined: paths of codes whose definition hash differs, so that codings made under it go stale.

    codings: on texts; documents, units: how many of those; same: units that keep a code as it was. unreadable: one error a document.
    """

    old: Codebook
    new: Codebook
    changes: tuple[DiffRow, ...]
    redefined: tuple[str, ...]
    codings: tuple[DiffRow, ...] = ()
    documents: int = 0
    units: int = 0
    same: int = 0
    unreadable: tuple[QualcodeError, ...] = ()
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (path of the code, what) -> number of codings

    @property
    def rows(self) -> tuple[DiffRow, ...]:
        """Everything: what is said otherwise, then the codings."""
        return (*self.changes, *self.codings)


def diff_codebooks(
    old: Codebook, new: Codebook, *, inputs: Sequence[str] = (), pipeline: str = "auto", progress: Progress | None = None
) -> CodebookDiff:
    """Compares two codebooks, and with inputs (files, folders) what their rules code in those texts.

    Raises UsageError when the inputs hold no text.
    """
    listing = list_inputs(inputs) if inputs else None
    made = _compared(old, new)
    if listing is None:
        return made
    unreadable: list[QualcodeError] = []

    def texts() -> Texts:
        for index, entry in enumerate(listing.inputs):
            if progress:
                progress(index, len(listing.inputs), entry.name)
            for document in documents_of(entry):
                if isinstance(document, Unread):
                    unreadable.append(document.error)
                else:
                    yield _ready(document)

    return _with_codings(made, texts(), load_pipeline(pipeline), unreadable)


def diff_project(
    store: ProjectStore, old: Codebook, new: Codebook, *, texts: bool = True, progress: Progress | None = None
) -> CodebookDiff:
    """Compares the codebook of a project with another; texts: also what the rules code in its documents. Nothing is changed."""
    made = _compared(old, new)
    if not texts:
        return made
    documents = store.documents()

    def ready() -> Texts:
        for index, summary in enumerate(documents):
            if progress:
                progress(index, len(documents), summary.name)
            document, units = document_units(store, summary.id)
            yield summary.name, document.text, units

    return _with_codings(made, ready(), load_pipeline(store.settings().get("pipeline", "auto")), [])


def write_diff(diff: CodebookDiff, file: Path, *, raw: bool = False) -> int:
    """Writes all rows to a table (csv, xlsx, jsonl, parquet); returns how many. Raises OutputError."""
    rows = ({name: _cell(row, name) for name in DIFF_COLUMNS} for row in diff.rows)
    return write_table(file, DIFF_COLUMNS, rows, raw=raw, integers=("start", "end"), numbers=())


def _cell(row: DiffRow, name: str) -> object:
    value = getattr(row, name)
    return "" if value is None else value


# --- what is said otherwise ------------------------------------------------------------------------------------


def _compared(old: Codebook, new: Codebook) -> CodebookDiff:
    before, after = ({code.id: code for code in book.codes} for book in (old, new))
    redefined = [code.path for code in new.codes if code.id in before and before[code.id].definition_hash != code.definition_hash]
    return CodebookDiff(old, new, (*_codes(old, new, before, after), *_rules(old, new), *_lists(old, new)), tuple(redefined))


def _codes(old: Codebook, new: Codebook, before: dict[str, Code], after: dict[str, Code]) -> Iterator[DiffRow]:
    for code in new.codes:
        if code.id not in before:
            yield DiffRow("code_added", code.path, part="definition", after=code.definition)
            continue
        for part, gone, come in _parts(before[code.id], code, _CODE_PARTS):
            yield DiffRow("code_changed", code.path, part=part, before=gone, after=come)
    for code in old.codes:
        if code.id not in after:
            yield DiffRow("code_removed", code.path, part="definition", before=code.definition)


def _rules(old: Codebook, new: Codebook) -> Iterator[DiffRow]:
    before = {rule.id: (code, rule) for code, rule in old.rules}
    after = {rule.id for _, rule in new.rules}
    for code, rule in new.rules:
        if rule.id not in before:
            yield DiffRow("rule_added", code.path, rule.id, "find", after=_joined(_RULE_PARTS["find"](rule)))
            continue
        was_of, was = before[rule.id]
        if was_of.id != code.id:
            yield DiffRow("rule_changed", code.path, rule.id, "code", was_of.path, code.path)
        for part, gone, come in _parts(was, rule, _RULE_PARTS):
            yield DiffRow("rule_changed", code.path, rule.id, part, gone, come)
    for code, rule in old.rules:
        if rule.id not in after:
            yield DiffRow("rule_removed", code.path, rule.id, "find", before=_joined(_RULE_PARTS["find"](rule)))


def _lists(old: Codebook, new: Codebook) -> Iterator[DiffRow]:
    for name, words in new.lists.items():
        if name not in old.lists:
            yield DiffRow("list_added", part=name, after=_joined(words))
        elif old.lists[name] != words:
            gone, come = _difference(old.lists[name], words)
            yield DiffRow("list_changed", part=name, before=gone, after=come)
    for name, words in old.lists.items():
        if name not in new.lists:
            yield DiffRow("list_removed", part=name, before=_joined(words))


def _parts(was: object, now: object, parts: Mapping[str, Callable[..., Sequence[str]]]) -> Iterator[tuple[str, str, str]]:
    for name, entries in parts.items():
        before, after = tuple(entries(was)), tuple(entries(now))
        if before != after:
            yield name, *_difference(before, after)


def _difference(before: Sequence[str], after: Sequence[str]) -> tuple[str, str]:
    """The entries that went and those that came; all of both when only their order or number differs."""
    gone, come = ([one for one in these if one not in those] for these, those in ((before, set(after)), (after, set(before))))
    return (_joined(gone), _joined(come)) if gone or come else (_joined(before), _joined(after))


def _joined(entries: Sequence[str]) -> str:
    return _BETWEEN.join(entries)


# --- what the rules code otherwise -----------------------------------------------------------------------------


def _ready(document: Document) -> tuple[str, str, Sequence[Unit]]:
    return document.name, document.text, make_units(document, segment_document(document))


def _with_codings(diff: CodebookDiff, texts: Texts, pipeline: Pipeline, unreadable: list[QualcodeError]) -> CodebookDiff:
    """The diff with what both rule sets code in the texts; `unreadable` fills while the texts are read."""
    old, new = RuleCoder(diff.old, pipeline), RuleCoder(diff.new, pipeline)
    paths = {code.id: code.path for book in (diff.old, diff.new) for code in book.codes}
    rows: list[DiffRow] = []
    documents = number = same = 0
    for name, text, units in texts:
        documents += 1
        for unit, was, now in zip(units, old.suggest(units, text), new.suggest(units, text), strict=True):
            number += 1
            found = list(_unit_rows(paths, name, text, unit, was, now))
            rows += found
            lost_or_changed = sum(row.what != "coding_gained" for row in found)
            same += len(was) - lost_or_changed
    counts = Counter((row.code, row.what) for row in rows)
    return replace(diff, codings=tuple(rows), documents=documents, units=number, same=same, unreadable=tuple(unreadable), counts=counts)


def _unit_rows(
    paths: Mapping[str, str], document: str, text: str, unit: Unit, was: Sequence[Suggestion], now: Sequence[Suggestion]
) -> Iterator[DiffRow]:
    before, after = {one.code: one for one in was}, {one.code: one for one in now}
    for code in dict.fromkeys([*after, *before]):
        old, new = before.get(code), after.get(code)
        if old is not None and new is not None and _says(old) == _says(new):
            continue
        shown = new or old
        assert shown is not None
        what = "coding_gained" if old is None else "coding_lost" if new is None else "coding_changed"
        yield DiffRow(
            what, paths[code], shown.rule, "codings", _reason(old), _reason(new), document, shown.start, shown.end,
            text[shown.start : shown.end], unit.reading.text,
        )  # fmt: skip


def _says(suggestion: Suggestion) -> tuple[object, ...]:
    places = {(match.start, match.end, match.stance) for match in suggestion.matches}
    return suggestion.stance, frozenset(places)


def _reason(suggestion: Suggestion | None) -> str:
    if suggestion is None:
        return ""
    rules = ", ".join(dict.fromkeys(match.rule for match in suggestion.matches))
    return f"{rules} ({suggestion.stance})" if suggestion.stance else rules
