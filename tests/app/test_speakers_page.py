"""The page of speakers and the view of changed files on real small projects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from screens import button, open_page, shown, widget, words

from qualcode.model import Document, Operation
from qualcode.workflows.projects import new_project, open_project
from qualcode.workflows.reimport import replace_text

TALK = (
    "Interviewer: Hoe gaat het hier in de wijk?\n\nAnna de Vries: Goed, wij doen heel veel zelf met elkaar.\n\n"
    "Interviewer: En verder?\n\nAnna: Ja hoor.\n\nInterviewer: Wie nog meer?\n\nAnna: Piet."
)


@pytest.fixture
def talk(tmp_path: Path, codebook_file: Path) -> Path:
    with new_project(tmp_path / "gesprek", codebook_file) as store:
        store.add_document(Document("een.txt", TALK))
        return store.folder


def people(folder: Path) -> dict[str, tuple[str, str | None]]:
    with open_project(folder) as store:
        return {one.label: (one.person, one.role) for one in store.all_speakers()}


def test_labels_stand_with_role_reason_and_example(talk: Path) -> None:
    app = open_page(talk, "sprekers")
    assert not app.exception
    table = app.dataframe[0].value
    assert list(table["label"]) == ["Interviewer", "Anna de Vries", "Anna"]
    assert table["reason"][0] == "het label zelf zegt het"
    assert table["example"][1] == "Goed, wij doen heel veel zelf met elkaar."


def test_labels_that_seem_to_be_one_are_merged_by_a_button(talk: Path) -> None:
    app = open_page(talk, "sprekers", speakers_view="same")
    assert "een deel van precies één langere naam" in words(app)
    button(app, "same_yes_0").click()
    app.run()
    assert not app.exception
    assert people(talk) == {"Anna de Vries": ("Anna de Vries", None), "Anna": ("Anna de Vries", None)}
    assert "geen labels" in words(open_page(talk, "sprekers", speakers_view="same"))
    with open_project(talk) as store:
        (document,) = store.documents()
        assert store.document(document.id).text == TALK


def test_persons_and_their_variables_are_shown_and_a_type_can_be_set(talk: Path) -> None:
    with open_project(talk) as store:
        store.set_speakers([], {"Anna": {"lid": "ja", "leeftijd": "61"}})
    app = open_page(talk, "sprekers", speakers_view="people")
    table = app.dataframe[0].value
    assert (list(table["person"]), list(table["v leeftijd"]), list(table["v lid"])) == (["Anna"], ["61"], ["ja"])
    widget(app, "selectbox", "types_name_person").set_value("lid")
    widget(app, "selectbox", "types_kind_person").set_value("boolean")
    button(app, "types_save_person").click()
    app.run()
    assert not app.exception
    with open_project(talk) as store:
        assert {one.name: (one.type, one.declared) for one in store.variables("person")} == {
            "leeftijd": ("number", False),
            "lid": ("boolean", True),
        }


def test_a_type_that_does_not_fit_what_is_there_is_told(talk: Path) -> None:
    with open_project(talk) as store:
        store.set_speakers([], {"Anna": {"wijk": "Noord"}})
    app = open_page(talk, "sprekers", speakers_view="people")
    widget(app, "selectbox", "types_kind_person").set_value("date")
    button(app, "types_save_person").click()
    app.run()
    assert "Noord" in app.error[0].value


@pytest.fixture
def changed(talk: Path) -> Path:
    """A project with a coding of the test's coder and one of somebody else on a passage that was changed."""
    with open_project(talk) as store:
        (document,) = store.documents()
        code = store.code_definitions()[0].id
        start = TALK.index("Goed, wij doen heel veel zelf")
        for number, name in enumerate(("Ik", "Bram")):
            store.apply([Operation(f"o{number}", "add", document.id, start, start + 29, code)], coder=store.person(name))
        replace_text(
            store, document.id, Document("een.txt", TALK.replace("Goed, wij doen heel veel zelf", "Nou, wij doen best veel samen"))
        )
    return talk


def view(folder: Path) -> Any:
    return open_page(folder, "documenten", view="changed", coder="Ik")


def test_changed_passages_wait_with_what_stands_there_now(changed: Path) -> None:
    app = view(changed)
    assert not app.exception
    assert "1 codering(en) en memo's van andere codeurs" in words(app)
    assert "Goed, wij doen heel veel zelf" in [element.value for element in app.text]
    assert "Nou, wij doen best veel samen" in next(element.value for element in app.text_area)


@pytest.mark.parametrize(("action", "codings"), [("place", ["wij doen best veel samen"]), ("drop", [])])
def test_a_waiting_coding_gets_a_place_or_is_let_go(changed: Path, action: str, codings: list[str]) -> None:
    app = view(changed)
    area = app.text_area[0]
    area.set_value("wij doen best veel samen")
    next(one for one in app.button if (one.key or "").startswith(f"changed_{action}_")).click()
    app.run()
    assert not app.exception
    with open_project(changed) as store:
        (document,) = store.documents()
        text = store.document(document.id).text
        assert [text[coding.start : coding.end] for coding in store.codings()] == codings
        assert [one.coder for one in store.unplaced()] == [store.person("Bram").id]
        assert store.verify() == []


def test_words_that_are_not_in_the_new_text_are_not_placed(changed: Path) -> None:
    app = view(changed)
    app.text_area[0].set_value("dit staat er niet")
    next(one for one in app.button if (one.key or "").startswith("changed_place_")).click()
    app.run()
    assert "staan niet in de nieuwe tekst" in "\n".join(shown(app))
    with open_project(changed) as store:
        assert len(store.unplaced()) == 2


def test_the_view_of_changed_files_is_there_only_when_something_waits(talk: Path, changed: Path) -> None:
    with open_project(changed) as store:
        for one in store.unplaced():
            store.settle_unplaced(one, coder=one.coder, at=None)
    app = open_page(changed, "documenten")
    options = [option.content for group in app.get("button_group") for option in group.proto.options]
    assert "Gewijzigde bestanden" not in options
    assert "Overzicht" in options
