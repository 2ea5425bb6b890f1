"""The import view: a table asks for its column, a preview shows a file before it comes in, a report says what was recognised."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import button, open_page, widget, words

from qualcode.workflows.projects import new_project, open_project

TABLE = b"nr;antwoord;wijk\n1;Wij doen het zelf;Noord\n2;nee;Zuid\n"


@pytest.fixture
def empty(tmp_path: Path, codebook_file: Path) -> Path:
    with new_project(tmp_path / "leeg", codebook_file) as store:
        return store.folder


def test_a_table_asks_for_its_text_column_and_gives_a_document_a_row(empty: Path) -> None:
    app = open_page(empty, "documenten")
    app.get("file_uploader")[0].set_value([("enquete.csv", TABLE, "text/csv")])
    app.run()
    column = widget(app, "selectbox", "import_column_0")
    assert column.options == ["nr", "antwoord", "wijk"]
    column.set_value("antwoord")
    app.run()
    button(app, "import_button").click()
    app.run()
    assert not app.exception
    with open_project(empty) as store:
        assert {document.name: document.variables["wijk"] for document in store.documents()} == {
            "enquete.csv#1": "Noord",
            "enquete.csv#2": "Zuid",
        }
    (report,) = [one.value for one in app.dataframe if "Herkend als" in one.value.columns]
    assert report["Herkend als"].tolist() == ["csv"]
    assert report["Documenten"].tolist() == [2]


def test_no_column_is_asked_for_when_there_is_no_table(empty: Path) -> None:
    app = open_page(empty, "documenten")
    app.get("file_uploader")[0].set_value([("a.txt", b"De bewoners doen het zelf.", "text/plain")])
    app.run()
    assert not [one for one in app.selectbox if one.key == "import_column_0"]


def test_a_preview_shows_the_file_as_it_will_be(empty: Path) -> None:
    app = open_page(empty, "documenten")
    app.get("file_uploader")[0].set_value(
        [("a.txt", b"I: Hoe gaat het?\n\nR: Goed <b>hoor</b>.\n\nI: En thuis?\n\nR: Ook.\n", "text/plain")]
    )
    app.run()
    widget(app, "toggle", "import_preview_0").set_value(True)
    app.run()
    assert not app.exception
    assert "Goed <b>hoor</b>." in [one.value for one in app.text]
    assert "4 beurten" in words(app)
    with open_project(empty) as store:
        assert store.documents() == []
