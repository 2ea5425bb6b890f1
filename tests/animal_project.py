"""A small project that a person coded for two themes, `dieren` (with one rule) and `weer` (without): enough to train on, made of a few sentences."""

from __future__ import annotations

import uuid
from pathlib import Path

import numpy as np

from qualcode.codebook import parse_codebook
from qualcode.model import Document, Operation
from qualcode.store import ProjectStore
from qualcode.workflows.project_units import document_units
from qualcode.workflows.projects import new_project

CODEBOOK = """format: 1
name: Proef
version: "1"
codes:
- id: dieren
  name: dieren
  definition: Het gaat over dieren.
  rules:
  - id: hond
    find: [hond]
- id: weer
  name: weer
  definition: Het gaat over het weer.
"""
ANIMALS = ("De hond van de buren liep door de tuin.", "Onze poes slaapt de hele dag in de mand.", "Het konijn knaagt aan de wortels.")
WEATHER = ("Het regende vanmorgen weer pijpenstelen.", "De zon scheen fel op het plein.", "Er stond een harde wind op de dijk.")
OTHER = (
    "De vergadering begon om negen uur precies.",
    "Wij kochten een nieuwe fiets in de stad.",
    "De trein naar Zwolle reed vandaag niet.",
)
PARAGRAPHS = 20  # a document


def paragraphs(seed: int) -> list[tuple[str, str | None]]:
    """Sentences in random order with the theme that each is about."""
    lines = [(one, "dieren") for one in ANIMALS] + [(one, "weer") for one in WEATHER] + [(one, None) for one in OTHER]
    return [lines[int(at)] for at in np.random.default_rng(seed).integers(0, len(lines), PARAGRAPHS)]


def animal_project(folder: Path, *, documents: int = 5, coded: int = 4) -> ProjectStore:
    """Documents `d0.txt`, `d1.txt`, ...; Anna has coded every paragraph of the first `coded` ones, those without a theme as seen, nothing here."""
    store = new_project(folder, parse_codebook(CODEBOOK), pipeline="base")
    for seed in range(documents):
        given = paragraphs(seed)
        document = store.add_document(Document(f"d{seed}.txt", "\n\n".join(words for words, _ in given)))
        if seed < coded:
            code_document(store, document, [code for _, code in given])
    return store


def code_document(store: ProjectStore, document_id: str, codes: list[str | None], *, coder: str = "Anna") -> None:
    """A decision on each unit in turn; None: seen, nothing here."""
    _, units = document_units(store, document_id)
    operations = [
        Operation(
            id=str(uuid.uuid4()), action="add" if code else "nothing_here", document_id=document_id,
            start=unit.segment.start, end=unit.segment.end, code=code, stance="voor" if code else None,
        )
        for unit, code in zip(units, codes, strict=True)
    ]  # fmt: skip
    assert all(ack.ok for ack in store.apply(operations, coder=store.person(coder), all_or_none=True))
