"""The views of the page Compare: each draws, says what was counted, and gives its numbers; hostile words stay words."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import open_page, read_as_markdown, shown, widget, words

from qualcode.app.compare.views import COLUMNS
from qualcode.model import Document
from qualcode.store import ProjectStore
from qualcode.texts import text
from qualcode.workflows.codebook_view import read_codebook
from qualcode.workflows.measures import MEASURES
from qualcode.workflows.projects import new_project
from qualcode.workflows.suggest import suggest_codings

EVIL = "![x](http://evil.test/x.png) <img src=http://evil.test/y.png> [k](javascript:alert(1)) :red[rood] **vet** `c` $x$"
MEASURE_VIEWS = [name for name in MEASURES if name != "frequencies"]


@pytest.fixture
def folder(project: ProjectStore) -> Path:
    """Two documents of the shared samples and four small ones, so that there are groups and years."""
    for number in range(4):
        text = f"De bewoners hebben het buurthuis {number} zelf overgenomen.\n\nDe gemeente gaat uit van de eigen kracht van inwoners.\n\nNiets.\n"
        project.add_document(
            Document(
                name=f"d{number}.txt", text=text, variables={"type": "beleid" if number % 2 else "interview", "jaar": str(2014 + number)}
            )
        )
    suggest_codings(project)
    return project.folder


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Names of codes, documents, groups and texts that try to be something else."""
    book = f'format: 1\nname: x\ncodes:\n- id: een\n  name: "{EVIL.replace(">", "")}"\n  rules:\n  - {{id: r, find: [welkom]}}\n- id: twee\n  name: twee\n  rules:\n  - {{id: s, find: [voel]}}\n'
    with new_project(tmp_path / "kwaad", read_codebook(book.encode(), "b.yaml"), name="x") as store:
        for number in range(4):
            text = f"Interviewer: En {EVIL}?\n\nR{number}: Ik voel me welkom. {EVIL}\n\nInterviewer: En?\n\nR{number}: Niets. {EVIL}\n"
            store.add_document(
                Document(name=f"{number} {EVIL}.txt", text=text, variables={"type": f"{number % 2} {EVIL}", EVIL: str(2000 + number)})
            )
        suggest_codings(store)
        return store.folder


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("view", MEASURE_VIEWS)
def test_a_view_shows_chart_table_and_downloads(view: str, language: str, folder: Path) -> None:
    app = open_page(folder, "vergelijken", compare_view=view, compare_source="suggestions", language=language)
    assert not app.exception
    assert not app.error
    assert len(app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")) == 1
    assert len(app.dataframe[0].value) > 0
    keys = {one.key for one in app.get("download_button")}
    assert keys >= {"numbers_csv", "numbers_xlsx", "picture_svg", "picture_png", "picture_pdf"}
    counted = {"nl": "voorstellen die niemand verwierp", "en": "suggestions that nobody rejected"}[language]
    assert counted in words(app) or view == "prevalence"


@pytest.mark.parametrize("view", ["frequencies", "concordance", *MEASURE_VIEWS])
def test_hostile_words_stay_words_in_every_view(view: str, hostile: Path) -> None:
    app = open_page(
        hostile,
        "vergelijken",
        compare_view=view,
        compare_source="suggestions",
        concordance_query="welkom",
        compare_by=["type"],
        compare_theme="twee",
    )
    assert not app.exception
    for body in shown(app):
        for token in ("![", "<img", "](http", "](javascript", ":red[rood", "$x$", "**vet**"):
            assert token not in read_as_markdown(body), body


def test_differences_say_their_family_and_how_labels_were_dealt(folder: Path) -> None:
    app = open_page(folder, "vergelijken", compare_view="contrasts", compare_source="suggestions")
    said = words(app)
    assert "Holm" in said
    assert "10000 permutaties" in said
    assert {"group_a", "p", "p_holm", "log_ratio"} <= set(app.dataframe[0].value.columns)


def test_differences_without_groups_ask_for_a_variable(folder: Path) -> None:
    app = open_page(folder, "vergelijken", compare_view="contrasts", compare_source="suggestions", compare_by=[])
    assert "kenmerk" in app.info[0].value
    assert not app.exception


def test_one_group_is_a_sentence_and_no_number(folder: Path) -> None:
    with_one = open_page(folder, "vergelijken", compare_view="contrasts", compare_source="suggestions", compare_by=["kind", "type"])
    assert not with_one.exception
    app = open_page(folder, "vergelijken", compare_view="contrasts", compare_source="suggestions", compare_by=["coder"])
    assert "maar één groep" in app.error[0].value
    assert not app.exception


def test_a_stance_leads_to_its_passages(folder: Path) -> None:
    app = open_page(
        folder, "vergelijken", compare_view="stance", compare_source="suggestions", compare_theme="van onderop", compare_group="beleid"
    )
    assert "buurthuis 1 zelf overgenomen" in words(app)
    assert app.get("page_link")


def test_a_cell_of_the_matrix_leads_to_its_passages(folder: Path) -> None:
    app = open_page(
        folder,
        "vergelijken",
        compare_view="matrix",
        compare_source="suggestions",
        compare_by=[],
        compare_theme="van onderop",
        compare_group="d2.txt",
    )
    assert "buurthuis 2 zelf overgenomen" in words(app)
    assert "buurthuis 1 zelf" not in words(app)


def test_a_concordance_shows_lines_and_a_query_that_cannot_be_read_is_one_sentence(folder: Path) -> None:
    app = open_page(folder, "vergelijken", compare_view="concordance", concordance_query="over+nemen")
    assert "5 treffer(s) in 5 van 6 document(en)" in words(app)
    assert "**overgenomen**" in words(app)
    assert len(app.get("page_link")) == 5
    widget(app, "text_input", "concordance_query").set_value("(half")
    app.run()
    assert not app.exception
    assert "haakje" in app.error[0].value


def test_a_project_without_years_says_what_a_timeline_needs(folder: Path, tmp_path: Path, codebook_file: Path) -> None:
    with new_project(tmp_path / "zonder", codebook_file) as store:
        store.add_document(Document(name="a.txt", text="De eigen kracht van inwoners.\n"))
        suggest_codings(store)
        other = store.folder
    app = open_page(other, "vergelijken", compare_view="timeline", compare_source="suggestions")
    assert not app.exception
    assert "jaren" in app.info[0].value


def test_nothing_coded_says_so_in_every_view(folder: Path) -> None:
    for view in MEASURE_VIEWS:
        app = open_page(folder, "vergelijken", compare_view=view, compare_source="codings")
        assert not app.exception, view
        assert app.info or app.error or view == "prevalence", view


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_column_of_every_measure_has_a_head(language: str) -> None:
    assert all(text(f"compare.col_{name}", language) for name in COLUMNS)
