"""Small codebooks and units for the tests of the rule coder."""

from __future__ import annotations

import json
from collections.abc import Sequence

from qualcode.codebook import Codebook, parse_codebook
from qualcode.coders.rules import RuleCoder, RuleHit
from qualcode.model import Document, Segment, Unit
from qualcode.pipeline import load_pipeline
from qualcode.segmentation import make_units, segment_document

PIPELINE = load_pipeline("base")


def book(*rules: dict[str, object], lists: dict[str, list[str]] | None = None, **code: object) -> Codebook:
    """A codebook with one theme `t`; each rule is its keys, `id` filled in. YAML holds JSON, so that quoting is no matter."""
    numbered = [{"id": f"r{number}", **rule} for number, rule in enumerate(rules)]
    content = {"format": 1, "name": "proef", "lists": lists or {}, "codes": [{"id": "t", "name": "thema", **code, "rules": numbered}]}
    return parse_codebook(json.dumps(content, ensure_ascii=False))


def unit(text: str, kind: str = "paragraph", role: str | None = None) -> Unit:
    """The whole text as one unit."""
    segment = Segment(0, len(text), kind, speaker_role=role)  # type: ignore[arg-type]
    return make_units(Document(name="", text=text), [segment])[0]


def hits(codebook: Codebook, text: str, *, topic_given: bool = False, **of_unit: str) -> list[RuleHit]:
    """All hits in a text that is one unit."""
    return next(RuleCoder(codebook, PIPELINE).explain([unit(text, **of_unit)], topic_given=topic_given))


def found(pattern: str | Sequence[str], text: str, **rule: object) -> list[str]:
    """The words at which one rule fires, in order."""
    lists = rule.pop("lists", None)
    codebook = book({"find": pattern, **rule}, lists=lists)  # type: ignore[arg-type]
    return [text[hit.start : hit.end] for hit in hits(codebook, text) if hit.fired]


def units_of(text: str) -> list[Unit]:
    """The units that the segmenter makes of a text."""
    document = Document(name="", text=text)
    return make_units(document, segment_document(document))
