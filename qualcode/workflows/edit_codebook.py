"""Editing a code of a project's codebook: the texts as one edits them, what a rule finds in the project, and what it says of a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from qualcode.codebook import Code, Codebook, Rule, parse_codebook
from qualcode.codebook.editing import CodeEdit, edit_yaml
from qualcode.coders.rules import RuleCoder
from qualcode.model import Document
from qualcode.pipeline import Pipeline, load_pipeline
from qualcode.segmentation import make_units, segment_document
from qualcode.store import ProjectStore
from qualcode.workflows.project_units import document_units
from qualcode.workflows.projects import project_codebook

__all__ = ["CodeEdit", "Preview", "PreviewHit", "SentenceHit", "edited_codebook", "preview_rule", "try_sentence"]

MOST_HITS = 20
MARGIN = 120  # characters shown on either side of a hit


@dataclass(frozen=True, slots=True)
class PreviewHit:
    """A place that a rule finds. before, words, after: the passage as stored."""

    document: str
    before: str
    words: str
    after: str
    stance: str


@dataclass(frozen=True)
class Preview:
    """What a rule finds in a project. units: how many carry it; hits: the first of them."""

    units: int
    of: int
    hits: tuple[PreviewHit, ...]


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """What a rule says of a sentence. by: what stops it, '' when it fires."""

    rule: str
    words: str
    by: str
    stance: str


def edited_codebook(store: ProjectStore, code_id: str, edit: CodeEdit) -> Codebook:
    """The project's codebook with an edit in it, not stored yet. Raises CodebookError when the result is no sound codebook."""
    return parse_codebook(edit_yaml(project_codebook(store).yaml, code_id, edit))


def preview_rule(store: ProjectStore, codebook: Codebook, rule_id: str, *, most: int = MOST_HITS) -> Preview:
    """What one rule of a codebook finds in the documents of a project, without the other rules (a topic that it needs is taken as given)."""
    coder = RuleCoder(_with_one_rule(codebook, rule_id), _pipeline(store))
    hits: list[PreviewHit] = []
    found = number = 0
    for summary in store.documents():
        document, units = document_units(store, summary.id)
        number += len(units)
        for places in coder.explain(units, topic_given=True):
            fired = [hit for hit in places if hit.fired and not hit.via]
            found += bool(fired)
            if fired and len(hits) < most:
                first, text = fired[0], document.text
                before, after = text[max(0, first.start - MARGIN) : first.start], text[first.end : first.end + MARGIN]
                hits.append(PreviewHit(summary.name, before, text[first.start : first.end], after, first.stance))
    return Preview(found, number, tuple(hits))


def try_sentence(store: ProjectStore, codebook: Codebook, sentence: str) -> list[SentenceHit]:
    """Every rule of a codebook that fires on a sentence or is stopped there."""
    document = Document(name="", text=sentence)
    units = make_units(document, segment_document(document))
    hits = [hit for places in RuleCoder(codebook, _pipeline(store)).explain(units, topic_given=True) for hit in places]
    return [SentenceHit(hit.rule, sentence[hit.start : hit.end], hit.blocked_by, hit.stance) for hit in hits]


def _pipeline(store: ProjectStore) -> Pipeline:
    return load_pipeline(store.settings().get("pipeline", "auto"))


def _with_one_rule(codebook: Codebook, rule_id: str) -> Codebook:
    return replace(codebook, codes=tuple(_codes(codebook, rule_id)))


def _codes(codebook: Codebook, rule_id: str) -> Iterator[Code]:
    for code in codebook.codes:
        rules: tuple[Rule, ...] = tuple(rule for rule in code.rules if rule.id == rule_id)
        yield replace(code, rules=rules)
