"""The codebook page lists codings under an older definition, and confirms one's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import button, open_page, widget, words

from qualcode.codebook import parse_codebook
from qualcode.model import Operation
from qualcode.store import ProjectStore
from qualcode.workflows.projects import change_codebook, project_codebook
from qualcode.workflows.stale import stale_codings


@pytest.fixture
def folder(project: ProjectStore) -> Path:
    """A project in which two codings of Anna and one of Bram stand under an older definition of eigen kracht."""
    document = project.documents()[0].id
    for coder, start in (("Anna", 0), ("Anna", 30), ("Bram", 5)):
        operation = Operation(id=f"{coder}{start}", action="add", document_id=document, start=start, end=start + 25, code="eigen-kracht")
        assert project.apply([operation], coder=project.person(coder))[0].ok
    book = project_codebook(project)
    change_codebook(project, parse_codebook(book.yaml.replace("  definition: >-\n    Mensen", "  definition: >-\n    Alle mensen", 1)))
    return project.folder


def test_a_project_without_stale_codings_says_so(project: ProjectStore) -> None:
    app = open_page(project.folder, "codeboek", codebook_view="stale")
    assert not app.exception
    assert "huidige definitie" in app.info[0].value


def test_ones_own_are_listed_and_confirmed_one_by_one(folder: Path, project: ProjectStore) -> None:
    app = open_page(folder, "codeboek", coder="Anna", codebook_view="stale")
    assert not app.exception
    assert "3 codering" in words(app)
    button(app, "stale_Anna0").click()
    app.run()
    assert not app.exception
    assert {one.coding.id for one in stale_codings(project)} == {"Anna30", "Bram5"}
    assert all(one.key != "stale_Anna0" for one in app.button)


def test_all_of_ones_own_are_confirmed_at_once_and_never_those_of_another(folder: Path, project: ProjectStore) -> None:
    app = open_page(folder, "codeboek", coder="Anna", codebook_view="stale")
    widget(app, "toggle", "stale_mine").set_value(False)
    app.run()
    assert "Bram" in words(app)
    assert all(one.key != "stale_Bram5" for one in app.button)
    button(app, "stale_all").click()
    app.run()
    assert not app.exception
    assert {one.coding.id for one in stale_codings(project)} == {"Bram5"}
    assert project.verify() == []
