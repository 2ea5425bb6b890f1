"""Damaged files of every format: a document or one sentence, never a traceback, a hang or half a document."""

from __future__ import annotations

import faulthandler
import sys
from pathlib import Path

import pytest

from qualcode.documents import SUFFIXES, TABLE_SUFFIXES

sys.path.insert(0, str(Path(__file__).parent))
from damage import variants
from samples import samples, table_samples
from soundness import check, documents_in

VARIANTS = 300
LIMIT = 20  # seconds for one small file on a slow machine; a hang ends the run with a traceback of where it hung


@pytest.fixture(scope="module")
def all_samples() -> dict[str, bytes]:
    return {**samples(), **table_samples()}


def test_every_suffix_of_the_register_has_a_sample(all_samples: dict[str, bytes]) -> None:
    assert {*SUFFIXES, *TABLE_SUFFIXES} == {Path(name).suffix for name in all_samples}


def test_the_samples_themselves_are_read(all_samples: dict[str, bytes], tmp_path: Path) -> None:
    for name, data in all_samples.items():
        path = tmp_path / name
        path.write_bytes(data)
        found = documents_in(path)
        assert found, name
        for document in found:
            check(document)


def test_damaged_files_give_a_document_or_a_sentence(all_samples: dict[str, bytes], tmp_path: Path) -> None:
    read = 0
    for name, data in variants(all_samples, VARIANTS):
        path = tmp_path / name
        path.write_bytes(data)
        faulthandler.dump_traceback_later(LIMIT, exit=True)
        try:
            for document in documents_in(path):
                check(document)
                read += 1
        finally:
            faulthandler.cancel_dump_traceback_later()
        path.unlink()
    assert read > VARIANTS / 10  # else the damage is so great that only the first check of a reader is tried
