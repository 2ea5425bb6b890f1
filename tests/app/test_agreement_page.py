"""The page on agreement: two coders of a small project, the machine, and what is said when there is nothing to compare."""

from __future__ import annotations

import uuid

import pytest
from screens import open_page, read_as_markdown, shown, widget, words

from qualcode.model import Operation
from qualcode.store import ProjectStore
from qualcode.workflows.project_units import unit_table


@pytest.fixture
def coded(project: ProjectStore) -> ProjectStore:
    """Anna and Bram see all units; Anna gives the first suggestion's code to its unit, Bram to none."""
    code = project.suggestions()[0].suggestion
    for name in ("Anna", "Bram [x](http://evil.test)"):
        operations = [
            Operation(
                id=str(uuid.uuid4()), action="add" if name == "Anna" and unit.start == code.unit_start and number == 0 else "nothing_here",
                document_id=unit.document_id, start=int(unit.start), end=int(unit.end),
                code=code.code if name == "Anna" and unit.start == code.unit_start and number == 0 else None,
            )
            for number, unit in _units(project, code.unit_start)
        ]  # fmt: skip
        assert all(ack.ok for ack in project.apply(operations, coder=project.person(name), all_or_none=True))
    return project


def _units(project: ProjectStore, first: int):  # type: ignore[no-untyped-def]
    """The unit of the first suggestion has number 0."""
    document = project.suggestions()[0].document_id
    for unit in unit_table(project).itertuples():
        yield (0 if unit.document_id == document and unit.start == first else 1), unit


@pytest.mark.parametrize("language", ["nl", "en"])
def test_two_coders_are_compared_and_their_difference_leads_to_its_passage(language: str, coded: ProjectStore) -> None:
    app = open_page(coded.folder, "overeenstemming", language=language)
    assert not app.exception
    assert not app.error
    screen = words(app)
    assert ("Waar zij verschillen (1)" if language == "nl" else "Where they differ (1)") in screen
    table = app.dataframe[0].value
    assert len(table) == 2
    assert "0,89" in table.to_string() if language == "nl" else "0.89" in table.to_string()
    link = app.get("page_link")[-1].proto
    assert "document=" in link.query_string
    assert [body for body in shown(app) if "](http" in read_as_markdown(body)] == []


def test_the_machine_is_an_option_beside_one_person(coded: ProjectStore) -> None:
    app = open_page(coded.folder, "overeenstemming", language="nl")
    chooser = widget(app, "multiselect", "agreement_coders")
    assert "machine" in chooser.options
    chooser.set_value(["Anna", "\0machine"]).run()
    assert not app.exception
    assert any("Anna\\, machine" in str(one.value) for one in app.caption)


def test_without_two_coders_it_says_what_to_do(project: ProjectStore) -> None:
    app = open_page(project.folder, "overeenstemming", language="nl")
    assert not app.exception
    assert any("twee codeurs nodig" in str(one.value) for one in app.info)


def test_the_project_page_offers_the_report_in_two_forms(project: ProjectStore) -> None:
    app = open_page(project.folder, "project", language="nl")
    assert not app.exception
    labels = [one.proto.label for one in app.get("download_button")]
    assert "Verslag als pagina (HTML)" in labels
    assert "Verslag voor Word (DOCX)" in labels
