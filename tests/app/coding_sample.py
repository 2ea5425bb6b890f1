"""A small project to code in: constructed texts with emoji and astral letters, a codebook, and suggestions whose spans overlap."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from qualcode.codebook import parse_codebook
from qualcode.model import Document, Match, Run, Suggestion
from qualcode.store import ProjectStore
from qualcode.workflows.projects import code_definitions

CODEBOOK = """\
format: 1
name: proef
version: "1"
codes:
  - id: van-onderop
    name: van onderop
    definition: Initiatief, beheer of zeggenschap ligt bij bewoners.
    wel: [een buurthuis overnemen, zelfbeheer]
    niet: [vocht dat van onderop komt]
    colour: "#0072B2"
    codes:
      - id: zelfbeheer
        name: zelfbeheer
        definition: Bewoners beheren een voorziening zelf.
      - id: tegenmacht
        name: tegenmacht
        definition: Het wordt afgezet tegen de gemeente.
  - id: welkom
    name: welkom voelen
    definition: Mensen voelen zich op hun plaats, of juist niet.
    colour: "#009E73"
  - id: verantwoording
    name: verantwoording
    definition: Rekenschap afleggen over geld of resultaat.
    colour: "#D55E00"
"""

INTERVIEW = """\
[00:00:05] Interviewer: Hoe is het buurthuis hier begonnen?

[00:00:12] R1: Met een paar buren 😀 aan de keukentafel. De gemeente wilde de sleutel niet geven, maar nu beheren we het helemaal zelf. Dat geeft 𝕏 veel rust.

[00:01:02] Interviewer: En voelt iedereen zich daar thuis?

[00:01:09] R1: De meesten wel 👩‍👩‍👧. Iedereen kan binnenlopen voor koffie, ook wie niemand kent. Alleen de papieren voor de subsidie, daar word ik moe van.
"""

# (words, code, stance, cue): the first place of the words in INTERVIEW
PROPOSED = (
    ("nu beheren we het helemaal zelf", "zelfbeheer", "voor", ""),
    ("De gemeente wilde de sleutel niet geven, maar nu beheren we het", "tegenmacht", "tegen", "niet"),
    ("Iedereen kan binnenlopen", "welkom", "", ""),
    ("de papieren voor de subsidie", "verantwoording", "tegen", "moe"),
)


def long_text(blocks: int) -> str:
    """A policy text of so many paragraphs; every tenth one speaks of zelfbeheer."""
    return "\n\n".join(
        f"Paragraaf {number} gaat over de wijk en over wat daar in jaar {number} is gebeurd. "
        + ("De bewoners kregen het gebouw in zelfbeheer." if number % 10 == 0 else "Er is een plan gemaakt en besproken.")
        for number in range(1, blocks + 1)
    )


def suggestion(text: str, words: str, code: str, stance: str = "", cue: str = "", after: int = 0) -> Suggestion:
    start = text.index(words, after)
    end = start + len(words)
    return Suggestion(
        unit_start=start, unit_end=end, code=code, start=start, end=end, coder="rules", stance=stance, rule=f"{code}-1",  # type: ignore[arg-type]
        matches=(Match(rule=f"{code}-1", start=start, end=end, text=words, stance=stance, cue=cue),),  # type: ignore[arg-type]
    )  # fmt: skip


def make_empty_project(folder: Path) -> ProjectStore:
    """A project with a codebook and nothing else."""
    codebook = parse_codebook(CODEBOOK)
    return ProjectStore.create(
        folder, name="proef", codebook_yaml=codebook.yaml, definitions=code_definitions(codebook), settings={"language": "nl"}
    )  # fmt: skip


def make_project(folder: Path, *, paragraphs: int = 75) -> ProjectStore:
    """A project with the documents `beleid.txt` and `gesprek.txt`, both with open suggestions."""
    store = make_empty_project(folder)
    _, sha256, _ = store.current_codebook()
    policy = long_text(paragraphs)
    run = Run("run-1", store.rule_coder(sha256).id, datetime.now(UTC), "blank", "1", sha256)
    store.add_run(run)
    interview = store.add_document(Document(name="gesprek.txt", text=INTERVIEW))
    store.add_suggestions(run.id, interview, [suggestion(INTERVIEW, *proposed) for proposed in PROPOSED])
    beleid = store.add_document(Document(name="beleid.txt", text=policy))
    found, at = [], policy.find("zelfbeheer")
    while at >= 0:
        found.append(suggestion(policy, "zelfbeheer", "zelfbeheer", after=at))
        at = policy.find("zelfbeheer", at + 1)
    store.add_suggestions(run.id, beleid, found)
    return store
