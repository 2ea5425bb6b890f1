"""Transcripts and policy texts in many shapes give the blocks that a person sees; the cases are data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from qualcode.model import Document
from qualcode.segmentation import segment_document

CASES = Path(__file__).parent.parent / "cases" / "segmentation"


def shapes(name: str) -> list[Any]:
    cases = yaml.safe_load((CASES / name).read_text("utf-8"))
    assert len({case["id"] for case in cases}) == len(cases)
    return [pytest.param(case, id=case["id"]) for case in cases]


@pytest.mark.parametrize("case", [*shapes("transcripts.yaml"), *shapes("policy.yaml")])
def test_a_shape_gives_its_blocks(case: dict[str, Any]) -> None:
    text = case["text"]
    found = []
    for block in segment_document(Document("case", text)):
        row = {
            "kind": block.kind,
            "speaker": block.speaker,
            "role": block.speaker_role,
            "time": block.time,
            "time_end": block.time_end,
            "text": text[block.start : block.end],
        }
        found.append({key: value for key, value in row.items() if value is not None})
    assert found == case["blocks"]
