"""Real projects in real folders; nothing is mocked."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from store_samples import TEXT, new_project, operation

from qualcode.model import Action, Coder, Document, Run
from qualcode.store import Ack, ProjectStore


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Mijn proef é❤ 50%.qualcode"


@pytest.fixture
def store(folder: Path) -> Iterator[ProjectStore]:
    with new_project(folder) as project:
        yield project


@pytest.fixture
def document_id(store: ProjectStore) -> str:
    return store.add_document(Document(name="een.txt", text=TEXT, variables={"type": "interview"}))


@pytest.fixture
def anna(store: ProjectStore) -> Coder:
    return store.person("Anna")


@pytest.fixture
def bram(store: ProjectStore) -> Coder:
    return store.person("Bram")


@pytest.fixture
def rules_run(store: ProjectStore) -> Callable[[], str]:
    """Makes a new run of the rules and gives its id."""
    coder = store.rule_coder("c" * 64)

    def make() -> str:
        run = Run(str(uuid4()), coder.id, datetime.now(UTC), "blank", "1", "c" * 64, {"raw": True}, {"spacy": "3.8"}, seed=7)
        store.add_run(run)
        return run.id

    return make


@pytest.fixture
def do(store: ProjectStore) -> Callable[..., Ack]:
    """Applies one operation and gives its answer."""

    def apply(coder: Coder, action: Action, **fields: object) -> Ack:
        return store.apply([operation(action, **fields)], coder=coder)[0]

    return apply


@pytest.fixture
def raw(folder: Path) -> Iterator[sqlite3.Connection]:
    """The project's file as any other program would open it."""
    connection = sqlite3.connect(folder / "project.sqlite", isolation_level=None)
    yield connection
    connection.close()
