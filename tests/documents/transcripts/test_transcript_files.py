"""Each file of `files/` gives the turns that a person sees in it, with exact offsets and without what is personal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from qualcode.documents import read_document
from qualcode.segmentation import segment_document, split_sentences

HERE = Path(__file__).parent
FILES = sorted((HERE / "files").iterdir())
GOLDEN = yaml.safe_load((HERE / "golden.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["file"]) for case in GOLDEN])
def test_a_file_gives_its_turns(case: dict[str, Any]) -> None:
    document = read_document(HERE / "files" / case["file"])
    found = []
    for block in segment_document(document):
        row = {
            "kind": block.kind, "speaker": block.speaker, "role": block.speaker_role, "time": block.time, "time_end": block.time_end,
            "text": document.text[block.start : block.end],
        }  # fmt: skip
        found.append({key: value for key, value in row.items() if value is not None})
    assert found == case["blocks"]
    assert document.shape.removeprefix("documents.shape_") == case.get("shape", "")
    assert [key for key, _ in document.warnings if key != "documents.hardly_any_text"] == case.get("warnings", [])


def test_every_file_has_its_case() -> None:
    assert {path.name for path in FILES} == {case["file"] for case in GOLDEN}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_path_of_a_recording_comes_in(path: Path) -> None:
    document = read_document(path)
    assert "/home" not in document.text
    assert "opname.mp3" not in document.text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_blocks_and_sentences_lie_on_visible_characters_of_the_text(path: Path) -> None:
    document = read_document(path)
    at = 0
    for block in segment_document(document):
        assert at <= block.start < block.end <= len(document.text)
        at = block.end
        for segment in [block, *split_sentences(document, block)]:
            piece = document.text[segment.start : segment.end]
            assert block.start <= segment.start
            assert segment.end <= block.end
            assert piece == piece.strip() != ""
