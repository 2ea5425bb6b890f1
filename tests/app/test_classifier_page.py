"""The page on the classifier, run on a small coded project: training, the model's figures and card, measuring with the way to each passage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from animal_project import PARAGRAPHS, animal_project, code_document
from screens import button, open_page, read_as_markdown, shown, words

from qualcode.store import ProjectStore
from qualcode.workflows.train import train_project


@pytest.fixture
def coded(tmp_path: Path) -> Iterator[ProjectStore]:
    with animal_project(tmp_path / "dieren") as store:
        yield store


@pytest.fixture
def trained(coded: ProjectStore) -> ProjectStore:
    train_project(coded, alone=True)
    return coded


def test_training_makes_a_model_with_figures_and_a_card(coded: ProjectStore) -> None:
    app = open_page(coded.folder, "classifier", language="nl")
    assert not app.exception
    screen = words(app)
    assert f"{4 * PARAGRAPHS} eenheden in 4 document(en)" in screen
    assert "Nog geen model kent de thema's" in screen
    button(app, "classifier_train").click().run()
    assert not app.exception
    assert not app.error
    assert len(list((coded.folder / "models").glob("*.qcmodel"))) == 1
    screen = words(app)
    assert "Getraind in dit project" in screen
    assert "**Grenzen:**" in screen
    table = app.dataframe[0].value
    assert list(table["theme"]) == ["dieren", "weer", "gemiddelde van de thema's"]
    assert all("(" in cell and "," in cell for cell in table["f1"])
    assert len(app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")) == 1  # calibration


@pytest.mark.parametrize("language", ["nl", "en"])
def test_measuring_warns_and_leads_to_the_passages(language: str, trained: ProjectStore) -> None:
    app = open_page(trained.folder, "classifier", language=language)
    button(app, "classifier_measure").click().run()
    assert not app.exception
    assert not app.error
    assert any(str(one.value).startswith("4 ") for one in app.warning)  # all were trained on
    coders = set(app.dataframe[1].value["coder"])
    assert len(coders) == 3
    assert [body for body in shown(app) if "](http" in read_as_markdown(body)] == []


def test_differences_between_people_and_proposals_have_a_link_to_the_text(trained: ProjectStore) -> None:
    """Bram codes a document against what its words say, so that people and proposals differ there."""
    fresh = next(document.id for document in trained.documents() if document.name == "d4.txt")
    code_document(trained, fresh, ["weer"] * PARAGRAPHS, coder="Bram")
    app = open_page(trained.folder, "classifier", language="nl")
    button(app, "classifier_measure").click().run()
    assert not app.exception
    links = [one.proto for one in app.get("page_link")]
    assert links
    assert all("document=d4.txt" in link.query_string for link in links)
    assert "weer: gecodeerd, niet voorgesteld" in words(app).replace("\\", "")


def test_proposing_again_uses_the_trained_model(trained: ProjectStore) -> None:
    app = open_page(trained.folder, "classifier", language="nl")
    button(app, "classifier_propose").click().run()
    assert not app.exception
    coders = {one.suggestion.coder for one in trained.suggestions()}
    assert "classifier" in coders


def test_with_too_little_it_says_what_is_needed(tmp_path: Path) -> None:
    with animal_project(tmp_path / "klein", documents=2, coded=1) as store:
        app = open_page(store.folder, "classifier", language="nl")
        assert any("te weinig" in str(one.value) for one in app.warning)
        button(app, "classifier_train").click().run()
        assert not app.exception
        assert any("20" in str(one.value) and "50" in str(one.value) for one in app.error)


def test_without_codings_it_says_where_a_classifier_learns_from(project: ProjectStore) -> None:
    app = open_page(project.folder, "classifier", language="nl")
    assert not app.exception
    assert any("nog niemand iets gecodeerd" in str(one.value) for one in app.info)
    assert "Het model dat bij qualcode zit" in words(app)  # its figures and card are there
    assert len(app.dataframe) == 1


def test_what_to_code_next_says_why_and_leads_there(trained: ProjectStore) -> None:
    app = open_page(trained.folder, "classifier", language="nl")
    button(app, "classifier_queue_make").click().run()
    assert not app.exception
    assert not app.error
    links = [one.proto.query_string for one in app.get("page_link")]
    assert len(links) == 10
    assert all("document=d4.txt" in link for link in links)  # all others are coded
    assert any("onzeker over" in str(one.value) or "geloot uit" in str(one.value) for one in app.caption)
