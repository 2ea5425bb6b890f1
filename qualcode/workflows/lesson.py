"""Material for a lesson: the themes, passages in which a rule fired and why, and what the rules make of a sentence typed by the class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.codebook import Codebook
from qualcode.coders.rules import RuleCoder
from qualcode.model import Document, Segment, Stance, StoredSuggestion
from qualcode.pipeline import load_pipeline
from qualcode.segmentation import make_units, reading_text, segment_document
from qualcode.store import ProjectStore
from qualcode.workflows.blind import hidden_places
from qualcode.workflows.project_units import document_blocks
from qualcode.workflows.projects import project_codebook

MOST_EXAMPLES = 200  # of a theme; more than a lesson lasts


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme for a class. suggestions: how many units the machine proposes it for, sub-codes included."""

    id: str
    name: str
    colour: str
    definition: str
    wel: tuple[str, ...]
    niet: tuple[str, ...]
    suggestions: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of reading text; lit: it is evidence."""

    text: str
    lit: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A passage in which a rule fired. before, after: the neighbouring passages as (speaker, reading text), None where there is none.

    pattern: what the rule looks for, as written in the codebook. cue: the words that gave the stance, '' when none did. start: stored offset of the passage.
    """

    document_id: str
    document: str
    start: int
    speaker: str
    pieces: tuple[Piece, ...]
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    code: str
    rule: str
    patterns: tuple[str, ...]
    evidence: str
    stance: Stance
    cue: str


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """What a rule makes of a typed sentence; offsets in that text. blocked_by: a pattern, `with` or `topic`; '' when it fired. via: `question`, `heading` or ''."""

    theme: str
    code: str
    rule: str
    start: int
    end: int
    words: str
    fired: bool
    blocked_by: str
    needs: tuple[str, ...]
    stance: Stance
    cue: str
    via: str


def themes(store: ProjectStore) -> list[Theme]:
    """The themes of the project's codebook in its order."""
    codebook = project_codebook(store)
    counts: dict[str, set[tuple[str, int]]] = {}
    for one in store.suggestions():
        theme = _theme(codebook, one.suggestion.code)
        if theme:
            counts.setdefault(theme, set()).add((one.document_id, one.suggestion.unit_start))
    return [Theme(one.id, one.name, one.colour, one.definition, one.wel, one.niet, len(counts.get(one.id, ()))) for one in codebook.themes]


def example_ids(store: ProjectStore, theme: str) -> list[tuple[str, str]]:
    """(document, suggestion) of passages with a theme, one a passage, document by document in turn, so that a class sees interviews and policy mixed."""
    codebook = project_codebook(store)
    by_document: dict[str, dict[int, tuple[str, str]]] = {}
    proposed = store.suggestions()
    hidden = hidden_places(store, ((one.document_id, one.suggestion.unit_start, one.suggestion.unit_end) for one in proposed))
    for one in proposed:
        if (one.document_id, one.suggestion.unit_start, one.suggestion.unit_end) in hidden:
            continue
        if _theme(codebook, one.suggestion.code) == theme and one.suggestion.matches:
            by_document.setdefault(one.document_id, {}).setdefault(one.suggestion.unit_start, (one.document_id, one.id))
    queues = [_best_first(store, document_id, passages) for document_id, passages in by_document.items()]
    mixed = [queue[turn] for turn in range(max(map(len, queues), default=0)) for queue in queues if turn < len(queue)]
    return mixed[:MOST_EXAMPLES]


def _best_first(store: ProjectStore, document_id: str, passages: dict[int, tuple[str, str]]) -> list[tuple[str, str]]:
    """In the order of the text, but headings and what an interviewer says last: a lesson is about what people say."""
    blocks = {block.start: block for block in document_blocks(store, document_id)}

    def beside(start: int) -> bool:
        block = blocks.get(start)
        return block is None or block.kind == "heading" or block.speaker_role == "interviewer"

    return [passages[start] for start in sorted(passages, key=lambda start: (beside(start), start))]


def example(store: ProjectStore, document_id: str, suggestion_id: str) -> Example | None:
    """The passage of a suggestion with its neighbours and its reason; None when it is no longer there."""
    stored = next((one for one in store.suggestions(document_id) if one.id == suggestion_id), None)
    if stored is None or not stored.suggestion.matches:
        return None
    codebook = project_codebook(store)
    document = store.document(stored.document_id)
    blocks = document_blocks(store, stored.document_id, document)
    at = next((index for index, block in enumerate(blocks) if block.start == stored.suggestion.unit_start), None)
    if at is None:
        return None
    return _example(codebook, document, blocks, at, stored)


class SentenceExplainer:
    """The rules of a codebook, ready for sentence after sentence; may be shared by many threads."""

    def __init__(self, codebook: Codebook, pipeline: str) -> None:
        self._codebook = codebook
        self._rules = {rule.id: rule for _, rule in codebook.rules}
        self._coder = RuleCoder(codebook, load_pipeline(pipeline))

    def explain(self, text: str) -> list[SentenceHit]:
        """Every rule that fires on a text or is blocked there, in the order of the text, those that fire first at one place."""
        document = Document(name="", text=text)
        units = make_units(document, segment_document(document))
        hits = [
            SentenceHit(
                theme=self._codebook.theme(hit.code).name,
                code=self._codebook.code(hit.code).path,
                rule=hit.rule,
                start=hit.start,
                end=hit.end,
                words=text[hit.start : hit.end],
                fired=hit.fired,
                blocked_by=hit.blocked_by,
                needs=tuple(pattern.source for pattern in self._rules[hit.rule].with_any) if hit.blocked_by == "with" else (),
                stance=hit.stance,
                cue=hit.cue,
                via=hit.via,
            )
            for found in self._coder.explain(units)
            for hit in found
        ]
        whole = [hit for hit in set(hits) if not any(_inside(hit, other) for other in hits)]
        return sorted(whole, key=lambda hit: (hit.start, not hit.fired, hit.end, hit.rule))


def sentence_explainer(store: ProjectStore) -> SentenceExplainer:
    """The rules of a project's codebook with the pipeline that the project was made with."""
    return SentenceExplainer(project_codebook(store), store.settings().get("pipeline", "auto"))


def _inside(hit: SentenceHit, other: SentenceHit) -> bool:
    """Whether another hit of the same rule says the same of more words."""
    same = (hit.rule, hit.fired, hit.via) == (other.rule, other.fired, other.via)
    return same and other.start <= hit.start and hit.end <= other.end and (other.start, other.end) != (hit.start, hit.end)


def _theme(codebook: Codebook, code: str) -> str:
    return codebook.theme(code).id if codebook.find_code(code) else ""


def _example(codebook: Codebook, document: Document, blocks: list[Segment], at: int, stored: StoredSuggestion) -> Example:
    one, block = stored.suggestion, blocks[at]
    match = next((match for match in one.matches if match.rule == one.rule and match.start == one.start), one.matches[0])
    rule = next((rule for _, rule in codebook.rules if rule.id == match.rule), None)
    return Example(
        document_id=stored.document_id,
        document=document.name,
        start=block.start,
        speaker=block.speaker or "",
        pieces=tuple(_pieces(document, block, match.start, match.end)),
        before=_neighbour(document, blocks, at - 1),
        after=_neighbour(document, blocks, at + 1),
        code=codebook.code(one.code).path,
        rule=match.rule,
        patterns=tuple(pattern.source for pattern in rule.find) if rule else (),
        evidence=reading_text(document, match.start, match.end).text,
        stance=match.stance,
        cue=match.cue,
    )


def _pieces(document: Document, block: Segment, start: int, end: int) -> Iterator[Piece]:
    for piece_start, piece_end, lit in ((block.start, start, False), (start, end, True), (end, block.end, False)):
        if piece_start < piece_end:
            yield Piece(_read(document, piece_start, piece_end), lit)


def _read(document: Document, start: int, end: int) -> str:
    """Reading text in which the white space at the edges stays."""
    raw = document.text[start:end]
    before, after = " " if raw[0].isspace() else "", " " if raw[-1].isspace() else ""
    return f"{before}{reading_text(document, start, end).text.strip()}{after}"


def _neighbour(document: Document, blocks: list[Segment], index: int) -> tuple[str, str] | None:
    if not 0 <= index < len(blocks):
        return None
    block = blocks[index]
    return block.speaker or "", reading_text(document, block.start, block.end).text
