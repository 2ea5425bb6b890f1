"""ELAN: annotations on tiers, each tier a speaker, put into one text in the order of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from qualcode.documents.cleaning import clean
from qualcode.documents.content import Content
from qualcode.documents.cues import Cue, turns_text
from qualcode.documents.xml import parse_xml
from qualcode.errors import DocumentError

_MAX_CHAIN = 100  # annotations that refer to one another


@dataclass(frozen=True, slots=True)
class _Tier:
    """speaker: who is heard on it. parent: the tier that it depends on, '' for none."""

    id: str
    speaker: str
    parent: str
    annotations: tuple[Any, ...]


def read_eaf(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """The turns of all tiers, ordered by time; paths of recordings are left out.

    A tier that depends on another one (a translation, remarks) gives turns of its own, under its own name, with the times of what it hangs on;
    a warning names such tiers. Raises DocumentError: no XML, a DOCTYPE, no ELAN file, nothing in it.
    """
    root = _root(data, file)
    tiers = _tiers(root)
    times = _slots(root)
    spans = _spans(tiers, times)
    by_id = {tier.id: tier for tier in tiers}
    worded = {tier.id for tier in tiers if any(map(_said, tier.annotations))}
    spoken = {tier.id for tier in tiers if tier.parent not in worded}
    cues: list[tuple[float, float, int, int, Cue]] = []
    for order, tier in enumerate(tiers):
        for number, annotation in enumerate(tier.annotations):
            said = _said(annotation)
            if not said:
                continue
            start, end = spans.get(annotation.get("ANNOTATION_ID") or "", (None, None))
            speaker = tier.speaker if tier.id in spoken else _apart(tier, by_id[tier.parent])
            ahead = float("inf") if start is None else start
            cues.append((ahead, ahead if end is None else end, order, number, Cue(start, end, said, speaker)))
    if not cues:
        raise DocumentError("documents.no_cues_eaf", file=file)
    cues.sort(key=lambda entry: entry[:4])
    text, marks = turns_text(cue for *_, cue in cues)
    hanging = [tier.id for tier in tiers if tier.id in worded - spoken]
    warnings: tuple[tuple[str, dict[str, object]], ...] = (
        (("documents.dependent_tiers", {"tiers": clean(", ".join(hanging))[:300]}),) if hanging else ()
    )  # fmt: skip
    return Content(text, marks, None, 0, warnings, shape="documents.shape_eaf")


def _root(data: bytes, file: str) -> Any:
    root = parse_xml(data, file=file, damaged="documents.bad_xml")
    if etree.QName(root).localname != "ANNOTATION_DOCUMENT":
        raise DocumentError("documents.no_eaf", file=file)
    return root


def _tiers(root: Any) -> list[_Tier]:
    tiers = []
    for element in root.iterfind("TIER"):
        name = element.get("TIER_ID") or ""
        speaker = " ".join(clean(element.get("PARTICIPANT") or name).split())[:80]
        found = [one for kind in ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION") for one in element.iterfind(f"ANNOTATION/{kind}")]
        tiers.append(_Tier(name, speaker, element.get("PARENT_REF") or "", tuple(found)))
    known = {tier.id for tier in tiers}
    return [tier if tier.parent in known else _Tier(tier.id, tier.speaker, "", tier.annotations) for tier in tiers]


def _apart(tier: _Tier, above: _Tier) -> str:
    """The name of a tier that depends on another: its own speaker, told apart where that is the speaker of the tier above."""
    name = " ".join(clean(tier.id).split())
    return f"{tier.speaker} ({name})"[:80] if tier.speaker == above.speaker and tier.speaker != name else tier.speaker


def _said(annotation: Any) -> str:
    value = annotation.find("ANNOTATION_VALUE")
    return "" if value is None else " ".join(clean("".join(value.itertext())).split())


def _slots(root: Any) -> dict[str, float]:
    """Time slot -> seconds; a slot without a value lies evenly between its neighbours."""
    slots = [(slot.get("TIME_SLOT_ID") or "", slot.get("TIME_VALUE") or "") for slot in root.iterfind("TIME_ORDER/TIME_SLOT")]
    values: list[float | None] = [
        int(value) / 1000 if value.isascii() and value.isdigit() and len(value) < 13 else None for _, value in slots
    ]
    at = 0
    while at < len(values):
        if values[at] is not None:
            at += 1
            continue
        stop = at
        while stop < len(values) and values[stop] is None:
            stop += 1
        before = (values[at - 1] if at else 0.0) or 0.0
        after = values[stop] if stop < len(values) else before
        assert after is not None
        for index in range(at, stop):
            values[index] = round(before + (after - before) * (index - at + 1) / (stop - at + 1), 3)
        at = stop
    return {name: value for (name, _), value in zip(slots, values, strict=True) if value is not None}


def _spans(tiers: Sequence[_Tier], times: Mapping[str, float]) -> dict[str, tuple[float | None, float | None]]:
    """Annotation -> (begin, end); one that refers to another has the times of the one at the end of that chain."""
    spans: dict[str, tuple[float | None, float | None]] = {}
    refers: dict[str, str] = {}
    for tier in tiers:
        for annotation in tier.annotations:
            name = annotation.get("ANNOTATION_ID") or ""
            if annotation.tag == "ALIGNABLE_ANNOTATION":
                spans[name] = times.get(annotation.get("TIME_SLOT_REF1") or ""), times.get(annotation.get("TIME_SLOT_REF2") or "")
            else:
                refers[name] = annotation.get("ANNOTATION_REF") or ""
    for name in refers:
        chain = [name]
        while chain[-1] in refers and len(chain) < _MAX_CHAIN:
            chain.append(refers[chain[-1]])
        if chain[-1] in spans:
            spans.update(dict.fromkeys(chain[:-1], spans[chain[-1]]))
    return spans
