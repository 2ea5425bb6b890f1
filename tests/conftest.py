"""What all tests share: the bundled codebook, small texts, and a project made of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from qualcode.store import ProjectStore
from qualcode.workflows.bundled import bundled
from qualcode.workflows.import_documents import import_documents
from qualcode.workflows.projects import new_project
from qualcode.workflows.suggest import suggest_codings

# A gate says the same thing twice about the same code; new random cases are for developers' own runs. No deadline: machines differ.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("own", deadline=None)
settings.load_profile("gate" if os.environ.get("CI") else "own")

INTERVIEW = """Interviewer: Hoe is dat bij jullie in de straat gegaan?

Bewoner: De bewoners hebben het buurthuis zelf overgenomen. Wij doen het zonder de gemeente.

Interviewer: En voel je je daar welkom?

Bewoner: Ja, ik voel me er welkom, iedereen kan zo binnenlopen. 😀 Maar ik moet wel elk kwartaal verantwoording afleggen aan de subsidiegever.

Bewoner: De bus komt om tien voor half negen.
"""
POLICY = """Sociale basis

De gemeente gaat uit van de eigen kracht van inwoners. Zij zijn zelfredzaam en zoeken eerst hulp in hun eigen netwerk.

De subsidie bedraagt ten hoogste 5.000 euro per jaar.

Over de besteding legt de stichting verantwoording af in een jaarverslag met indicatoren.
"""


@pytest.fixture(scope="session")
def codebook_file() -> Path:
    return bundled("codebooks", "nieuw-welzijn.yaml")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with one interview and one policy text."""
    folder = tmp_path / "texts"
    (folder / "interviews").mkdir(parents=True)
    (folder / "interviews" / "buurt_2019.txt").write_text(INTERVIEW, "utf-8")
    (folder / "nota_2015.txt").write_text(POLICY, "utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path, texts: Path, codebook_file: Path) -> Iterator[ProjectStore]:
    """A project with both texts, variables `type` and `jaar`, and suggestions of the rules."""
    variables = tmp_path / "variabelen.csv"
    variables.write_text("document;type;jaar\nbuurt_2019.txt;interview;2019\nnota_2015;beleid;2015\n", "utf-8")
    with new_project(tmp_path / "proef", codebook_file) as store:
        import_documents(store, [str(texts)], variables_file=variables)
        suggest_codings(store, coder="rules")
        yield store
