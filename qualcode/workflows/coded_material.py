"""Coded texts as material for a classifier: the bundled corpora, coded passages of real documents, a user's project."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from qualcode.codebook import Codebook
from qualcode.coders.classifier import CodedUnits
from qualcode.documents import read_document
from qualcode.errors import UsageError
from qualcode.exchange.corpus import read_corpus
from qualcode.model import Document, Unit, carries
from qualcode.segmentation import make_units, segment_document
from qualcode.store import ProjectStore
from qualcode.workflows.project_units import document_units

OWN_PROJECT = "project"


def corpus_material(folder: Path, codebook: Codebook, *, source: str = "corpus") -> list[CodedUnits]:
    """The texts of a corpus folder, grouped by writer. Codes that the codebook does not have are left out."""
    writers = _writers(folder)
    found = []
    for coded in read_corpus(folder).by_coder():
        document = Document(coded.name, coded.text)
        units = make_units(document, segment_document(document))
        labels = {(unit.start, unit.end): _labels(dict(unit.codes), codebook) for unit in coded.units}
        found.append(
            CodedUnits(coded.name, writers.get(Path(coded.name).name, coded.name), coded.text, units, _numbered(units, labels), source)
        )
    return found


def passages_material(codings: Path, folder: Path, codebook: Codebook, *, source: str = "passages") -> list[CodedUnits]:
    """Coded passages of documents that lie elsewhere: JSON lines with `document, document_sha256, start, end, codes`; grouped by document.

    folder: where the documents are. Raises UsageError when a document is not there or is not the text that was coded.
    """
    rows: dict[tuple[str, str], dict[tuple[int, int], dict[str, str]]] = {}
    for line in codings.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        given = _labels({code["code"]: code["stance"] for code in row["codes"]}, codebook)
        rows.setdefault((row["document"], row["document_sha256"]), {})[row["start"], row["end"]] = given
    found = []
    for (name, sha256), labels in sorted(rows.items()):
        document = read_document(folder / name)
        if document.sha256 != sha256:
            raise UsageError("workflows.other_text", file=name)
        units = make_units(document, segment_document(document))
        found.append(CodedUnits(name, name, document.text, units, _numbered(units, labels), source))
    return found


def project_material(
    store: ProjectStore, codebook: Codebook, *, weight: float = 1.0, leave_out: frozenset[str] = frozenset()
) -> list[CodedUnits]:
    """What persons coded in a project, and what they marked as "seen, nothing here"; suggestions count for nothing.

    A unit that several persons coded carries a theme when at least half of them gave it. Grouped by document. leave_out: names of documents not to use.
    """
    persons = {coder.id for coder in store.coders() if coder.kind == "person"}
    found = []
    for summary in store.documents():
        if summary.name in leave_out:
            continue
        codings = [coding for coding in store.codings(summary.id) if coding.coder in persons]
        if not codings:
            continue
        document, units = document_units(store, summary.id)
        labels: dict[int, Mapping[str, str]] = {}
        for number, unit in enumerate(units):
            by_coder: dict[str, dict[str, str]] = {}
            for coding in codings:
                if carries(unit.segment.start, unit.segment.end, coding.start, coding.end):
                    mine = by_coder.setdefault(coding.coder, {})
                    if coding.code is not None and codebook.find_code(coding.code):
                        mine.setdefault(codebook.theme(coding.code).id, coding.stance)
            if by_coder:
                labels[number] = _majority(by_coder)
        found.append(CodedUnits(summary.name, summary.name, document.text, units, labels, OWN_PROJECT, weight))
    return found


def _majority(by_coder: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    themes = sorted({theme for mine in by_coder.values() for theme in mine})
    given = {theme: [mine[theme] for mine in by_coder.values() if theme in mine] for theme in themes}
    return {theme: max(sorted(set(stances)), key=stances.count) for theme, stances in given.items() if 2 * len(stances) >= len(by_coder)}


def _labels(codes: Mapping[str, str], codebook: Codebook) -> dict[str, str]:
    found: dict[str, str] = {}
    for written, stance in codes.items():
        code = codebook.find_code(written)
        if code is not None:
            found.setdefault(codebook.theme(code.id).id, stance)
    return found


def _numbered(units: list[Unit], labels: Mapping[tuple[int, int], Mapping[str, str]]) -> dict[int, Mapping[str, str]]:
    numbered: Iterator[tuple[int, Mapping[str, str] | None]] = (
        (number, labels.get((unit.segment.start, unit.segment.end))) for number, unit in enumerate(units)
    )
    return {number: given for number, given in numbered if given is not None}


def _writers(folder: Path) -> dict[str, str]:
    path = folder / "variables.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["document"]: row.get("writer") or row["document"] for row in csv.DictReader(file)}
