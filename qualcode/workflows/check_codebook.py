"""Does a codebook do what it says: each rule fires on its own examples and stays silent on its counterexamples; and does it work on real texts?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from qualcode.codebook import Codebook, Rule, load_codebook
from qualcode.coders.rules import RuleCoder
from qualcode.documents import read_document
from qualcode.errors import CodebookError, DocumentError, QualcodeError
from qualcode.model import BlockKind, Document, Segment, SpeakerRole, Unit
from qualcode.pipeline import load_pipeline
from qualcode.segmentation import make_units, segment_document
from qualcode.workflows.inputs import list_inputs


@dataclass(frozen=True)
class CorpusCount:
    """How often the rules fire in a folder of texts. units_by_rule: rule id -> number of units; unreadable: one error a document that could not be read."""

    documents: int
    units: int
    units_by_rule: dict[str, int]
    unreadable: tuple[QualcodeError, ...] = ()


@dataclass(frozen=True)
class CodebookCheck:
    """What a check found. failures: a rule that contradicts its own examples; warnings: what deserves a look. In the order of the file.

    own_examples: number of rules with an example that no other rule of the codebook finds.
    """

    codebook: Codebook
    failures: tuple[CodebookError, ...]
    warnings: tuple[CodebookError, ...]
    examples: int
    counterexamples: int
    own_examples: int
    corpus: CorpusCount | None = None


def check_codebook(path: Path, *, corpus: Path | None = None, pipeline: str = "auto") -> CodebookCheck:
    """Loads a codebook, runs its examples and, when a folder of texts is given, all rules on those.

    Raises CodebookError with all problems when it cannot be loaded, UsageError without texts in `corpus`.
    """
    codebook = load_codebook(path)
    listing = list_inputs([str(corpus)]) if corpus is not None else None
    language = load_pipeline(pipeline)
    coder = RuleCoder(codebook, language)
    trial = _Trial(codebook, path.name)
    trial.run(coder)
    warnings = [*_incomplete(codebook, path.name), *trial.alike()]
    count = None
    if listing is not None:
        fired, count = _count(coder, [entry.path for entry in listing.inputs])
        warnings += _silent(codebook, path.name, count)
        warnings += _alike(codebook, path.name, fired, "codebook.check_always_together")
    return CodebookCheck(
        codebook=codebook,
        failures=tuple(sorted(trial.failures, key=_line)),
        warnings=tuple(sorted(warnings, key=_line)),
        examples=sum(len(rule.examples) for _, rule in codebook.rules),
        counterexamples=sum(len(rule.counterexamples) for _, rule in codebook.rules),
        own_examples=len(trial.with_own_example()),
        corpus=count,
    )


def _line(problem: QualcodeError) -> int:
    return int(str(problem.values["line"]))


# --- the examples ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Example:
    """A sentence of a rule. expected: whether the rule must fire on it."""

    rule: Rule
    text: str
    line: int
    expected: bool


@dataclass
class _Trial:
    """All examples of a codebook, run through all its rules at once. fired: rule id -> numbers of the examples on which it fires."""

    codebook: Codebook
    file: str
    failures: list[CodebookError] = field(default_factory=list)
    fired: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.examples = list(_examples(self.codebook))
        self.needing = {rule.id for _, rule in self.codebook.rules if rule.needs_topic}

    def run(self, coder: RuleCoder) -> None:
        for number, example in enumerate(self.examples):
            # each on its own: an example says nothing about the subject of the next
            hits = next(coder.explain([example_unit(example.text, example.rule)], topic_given=True))
            # a rule that needs a topic was given one here, which says something of its own examples alone
            firing = {hit.rule for hit in hits if hit.fired and (hit.rule == example.rule.id or hit.rule not in self.needing)}
            for rule in firing:
                self.fired[rule].add(number)
            if example.expected and example.rule.id not in firing:
                blockers = [hit.blocked_by for hit in hits if hit.rule == example.rule.id]
                key = "codebook.check_blocked" if blockers else "codebook.check_silent"
                self._fail(key, example, by=blockers[0] if blockers else "")
            elif not example.expected and example.rule.id in firing:
                hit = next(hit for hit in hits if hit.fired and hit.rule == example.rule.id)
                self._fail("codebook.check_fires", example, words=example.text[hit.start : hit.end])

    def _fail(self, key: str, example: _Example, **values: object) -> None:
        self.failures.append(CodebookError(key, file=self.file, line=example.line, rule=example.rule.id, example=example.text, **values))

    def alike(self) -> Iterator[CodebookError]:
        """Rules that fire on the very same examples: one of them is probably too much."""
        return _alike(self.codebook, self.file, self.fired, "codebook.check_same_examples")

    def with_own_example(self) -> set[str]:
        """Rules with an example that only they find."""
        finders = Counter(number for numbers in self.fired.values() for number in numbers)
        return {
            example.rule.id
            for number, example in enumerate(self.examples)
            if example.expected and finders[number] == 1 and number in self.fired[example.rule.id]
        }  # fmt: skip


def _examples(codebook: Codebook) -> Iterator[_Example]:
    for _, rule in codebook.rules:
        for text, line in zip(rule.examples, rule.example_lines, strict=True):
            yield _Example(rule, text, line, expected=True)
        for text, line in zip(rule.counterexamples, rule.counterexample_lines, strict=True):
            yield _Example(rule, text, line, expected=False)


def example_unit(text: str, rule: Rule) -> Unit:
    """An example as a unit on which its rule looks: of the first kind and said by the first role that the rule names."""
    kind: BlockKind = next((kind for kind in get_args(BlockKind) if kind in rule.kinds), "paragraph")
    role: SpeakerRole | None = next((role for role in get_args(SpeakerRole) if role in rule.roles), None)
    segment = Segment(0, len(text), "turn" if role and not rule.kinds else kind, speaker_role=role)
    return make_units(Document(name="", text=text), [segment])[0]


# --- the codebook as it stands ---------------------------------------------------------------------------------


def _incomplete(codebook: Codebook, file: str) -> Iterator[CodebookError]:
    """Codes without a definition, codes without rules (below which none has any either), rules without examples or counterexamples."""
    with_rules = {code.id for code, _ in codebook.rules}
    for code in reversed(codebook.codes):
        if code.id in with_rules and code.parent is not None:
            with_rules.add(code.parent)
    for code in codebook.codes:
        if not code.definition:
            yield CodebookError("codebook.check_no_definition", file=file, line=code.line, code=code.path)
        if code.id not in with_rules:
            yield CodebookError("codebook.check_no_rules", file=file, line=code.line, code=code.path)
    for _, rule in codebook.rules:
        if not rule.examples:
            yield CodebookError("codebook.check_no_examples", file=file, line=rule.line, rule=rule.id)
        elif not rule.counterexamples:
            yield CodebookError("codebook.check_no_counterexamples", file=file, line=rule.line, rule=rule.id)


def _alike(codebook: Codebook, file: str, fired: dict[str, set[int]], key: str) -> Iterator[CodebookError]:
    """One warning for each group of rules of one theme that fire in the very same places (`fired`: rule id -> places)."""
    groups: dict[tuple[str, frozenset[int]], list[Rule]] = defaultdict(list)
    for code, rule in codebook.rules:
        places = frozenset(fired.get(rule.id, ()))
        if places:
            groups[codebook.theme(code.id).id, places].append(rule)
    for (_, places), rules in groups.items():
        if len(rules) > 1:
            names = ", ".join(rule.id for rule in rules)
            yield CodebookError(key, file=file, line=rules[0].line, rules=names, count=len(places))


# --- a folder of texts -----------------------------------------------------------------------------------------


def _count(coder: RuleCoder, paths: Iterable[Path]) -> tuple[dict[str, set[int]], CorpusCount]:
    """Runs all rules on the texts. The first result: rule id -> numbers of the units in which it fires."""
    fired: dict[str, set[int]] = defaultdict(set)
    unreadable: list[QualcodeError] = []
    documents = units = 0
    for path in paths:
        try:
            document = read_document(path, name=path.name)
        except DocumentError as error:
            unreadable.append(error)
            continue
        documents += 1
        made = make_units(document, segment_document(document))
        for hits in coder.explain(made):
            for hit in hits:
                if hit.fired:
                    fired[hit.rule].add(units)
            units += 1
    return fired, CorpusCount(documents, units, {rule: len(numbers) for rule, numbers in fired.items()}, tuple(unreadable))


def _silent(codebook: Codebook, file: str, count: CorpusCount) -> Iterator[CodebookError]:
    for _, rule in codebook.rules:
        if rule.id not in count.units_by_rule:
            yield CodebookError("codebook.check_never", file=file, line=rule.line, rule=rule.id, units=count.units)
