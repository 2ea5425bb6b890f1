"""The pages on real small projects: they come up in both languages, do what their buttons say, and never show text as anything but text."""

from __future__ import annotations

import importlib.metadata
import io
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from screens import PAGES, button, open_page, popovers, read_as_markdown, shown, widget, words

from qualcode.app import launch
from qualcode.model import Document, Operation
from qualcode.store import ProjectStore
from qualcode.workflows.codebook_view import read_codebook
from qualcode.workflows.compare import compare_themes
from qualcode.workflows.downloads import comparison_bytes, passages_bytes
from qualcode.workflows.projects import new_project, open_project
from qualcode.workflows.suggest import suggest_codings

EVIL = "![x](http://evil.test/x.png) <img src=http://evil.test/y.png> <script>alert(1)</script> [k](javascript:alert(1)) :red[rood] **vet** `c` $x$"
EVIL_NAME = EVIL.replace(">", "")  # the name of a code holds no '>', which separates the parts of its path
NEEDS_INSTALL = "Streamlit finds the text component only in an installed qualcode: pip install -e ."


def installed() -> bool:
    try:
        importlib.metadata.distribution("qualcode")
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


@pytest.fixture
def folder(project: ProjectStore) -> Path:
    return project.folder


@pytest.fixture
def empty(tmp_path: Path, codebook_file: Path) -> Path:
    with new_project(tmp_path / "leeg", codebook_file) as store:
        return store.folder


def test_every_page_has_a_file_and_a_title_in_both_languages() -> None:
    here = Path(launch.__file__).parent / "pages"
    assert {path.stem for path in here.glob("*.py")} == set(PAGES)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_comes_up_in_both_languages(page: str, language: str, folder: Path) -> None:
    if page == "coderen" and not installed():
        pytest.skip(NEEDS_INSTALL)
    app = open_page(folder, page, language=language)
    assert not app.exception
    assert not app.error
    assert any(label.startswith("Codeur:" if language == "nl" else "Coder:") for label in popovers(app))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_an_empty_project_says_what_to_do_next(page: str, empty: Path) -> None:
    app = open_page(empty, page)
    assert not app.exception
    assert not app.error
    if page not in ("codeboek", "project", "documenten"):
        assert [one.value for one in app.info] != []


def test_a_new_session_comes_on_documents_when_nothing_else_was_asked(folder: Path) -> None:
    assert "2 documenten" in words(open_page(folder))


# --- start, project ----------------------------------------------------------------------------------------------


def test_without_a_project_every_page_is_the_start_page() -> None:
    for page in PAGES:
        app = open_page(None, page)
        assert not app.exception
        assert [title.value for title in app.title] == ["qualcode"]


def test_a_project_is_made_on_the_start_page_and_opened(tmp_path: Path) -> None:
    app = open_page(None)
    widget(app, "text_input", "new_name").set_value("Mijn wijk / 1")
    widget(app, "text_input", "new_place").set_value(str(tmp_path))
    button(app, "new_button").click()
    app.run()
    assert not app.exception
    assert not app.error
    made = tmp_path / "Mijn wijk - 1.qualcode"
    with open_project(made) as store:
        assert store.settings()["name"] == "Mijn wijk / 1"
    assert launch.launch().project == str(made)
    app.text_input(key="who_name").set_value("Anna")
    button(app, "who_confirm").click()
    app.run()
    assert app.get("file_uploader")


def test_a_project_is_not_made_over_another(tmp_path: Path, folder: Path) -> None:
    app = open_page(None)
    widget(app, "text_input", "new_name").set_value("proef")
    widget(app, "text_input", "new_place").set_value(str(tmp_path))
    button(app, "new_button").click()
    app.run()
    assert "staat al iets" in app.error[0].value
    with open_project(folder) as store:
        assert len(store.documents()) == 2


@pytest.mark.parametrize("trouble", ["gone", "no project", "damaged"])
def test_a_project_that_cannot_be_opened_gives_one_sentence_and_the_start_page(trouble: str, folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / f"{trouble}.qualcode"
    if trouble == "no project":
        copy.mkdir()
    elif trouble == "damaged":
        shutil.copytree(folder, copy)
        (copy / "project.sqlite").write_bytes(b"geen database" * 1000)
    app = open_page(copy, "vergelijken")
    assert not app.exception
    assert len(app.error) == 1
    assert [title.value for title in app.title] == ["qualcode"]


def test_the_first_session_asks_who_codes_and_only_confirming_makes_a_coder(folder: Path) -> None:
    app = open_page(folder, "project", coder="")
    assert "Wie codeert er?" in words(app)
    assert popovers(app) == []
    with open_project(folder) as store:
        assert [coder for coder in store.coders() if coder.kind == "person"] == []
    app.text_input(key="who_name").set_value("  Anna   de Wit ")
    button(app, "who_confirm").click()
    app.run()
    assert "Codeur: Anna de Wit" in popovers(app)
    with open_project(folder) as store:
        assert [coder.name for coder in store.coders() if coder.kind == "person"] == ["Anna de Wit"]
    widget(app, "button_group", "language_field").set_value("en")
    app.run()
    again = open_page(folder, "project", coder="")
    assert "Coder: Anna de Wit" in popovers(again)


def test_with_several_coders_every_session_asks_and_offers_them(folder: Path) -> None:
    open_page(folder, "project", coder="Anna")
    open_page(folder, "project", coder="Bram")
    app = open_page(folder, "project", coder="")
    assert "Wie codeert er?" in words(app)
    next(one for one in app.button if one.label == "Bram").click()
    app.run()
    assert "Codeur: Bram" in popovers(app)
    widget(app, "button_group", "coder_other").set_value("Anna")
    app.run()
    assert "Codeur: Anna" in popovers(app)


def test_a_coder_without_a_name_is_refused(folder: Path) -> None:
    app = open_page(folder, "project", coder="")
    app.text_input(key="who_name").set_value("   ")
    button(app, "who_confirm").click()
    app.run()
    assert not app.exception
    assert len(app.error) == 1
    assert popovers(app) == []


def test_backup_and_check_say_what_they_found(folder: Path) -> None:
    app = open_page(folder, "project")
    button(app, "backup").click()
    app.run()
    assert "backups/" in read_as_markdown(app.success[0].value.replace("\\", ""))
    assert list((folder / "backups").glob("*-manual.sqlite.bak"))
    button(app, "verify").click()
    app.run()
    assert app.success[0].value.startswith("In orde")


def test_codings_come_in_from_a_table_and_wrong_rows_are_named(folder: Path) -> None:
    app = open_page(folder, "project")
    good = b"document,start,end,code,stance\nnota_2015.txt,0,14,eigen kracht,voor\n"
    for content, said in ((good, "1 codering"), (good + b"nergens.txt,0,5,eigen kracht,voor\n", "nergens")):
        app.get("file_uploader")[-1].set_value(("mijn.csv", content, "text/csv"))
        widget(app, "text_input", "codings_by").set_value("Bert")
        next(one for one in app.button if one.label == "Inlezen").click()
        app.run()
        assert said in words(app)
    assert "mijn" in app.error[0].value
    with open_project(folder) as store:
        assert len(store.codings()) == 1


# --- documents -----------------------------------------------------------------------------------------------------


def test_files_are_imported_through_the_page_with_a_report_for_each(empty: Path) -> None:
    app = open_page(empty, "documenten")
    app.get("file_uploader")[0].set_value([
        ("gesprek_2020.txt", b"Interviewer: Hoe gaat het?\n\nR: Wij hebben het buurthuis overgenomen.\n", "text/plain"),
        ("leeg.txt", b"", "text/plain"),
        ("plaatje.txt", b"\x89PNG\r\n\x1a\n" + bytes(50), "text/plain"),
        ("oud.doc", b"\xd0\xcf\x11\xe0", "application/msword"),
    ])  # fmt: skip
    app.get("file_uploader")[1].set_value(("kenmerken.csv", b"document;type\ngesprek_2020.txt;interview\nander;x\n", "text/csv"))
    widget(app, "text_input", "import_pattern_0").set_value("{soort}_{jaar}")
    app.run()
    button(app, "import_button").click()
    app.run()
    assert not app.exception
    said = words(app).replace("\\", "")
    assert "1 document(en) ingelezen" in said
    assert "3 bestand(en) niet ingelezen" in said
    for piece in ("leeg.txt", "plaatje.txt", "oud.doc", ".docx"):
        assert piece in said
    assert [text.value for text in app.text] == ["ander"]
    with open_project(empty) as store:
        (document,) = store.documents()
        assert document.name == "gesprek_2020.txt"
        assert document.variables == {"type": "interview", "soort": "gesprek", "jaar": "2020"}
    assert not list((empty / "cache").glob("upload-*"))


def test_a_folder_of_this_machine_is_imported_with_its_paths(empty: Path, texts: Path) -> None:
    app = open_page(empty, "documenten", import_source="folder")
    widget(app, "text_input", "import_folder_0").set_value(f'"{texts}"')
    app.run()
    button(app, "import_button").click()
    app.run()
    assert not app.exception
    with open_project(empty) as store:
        assert [document.name for document in store.documents()] == ["interviews/buurt_2019.txt", "nota_2015.txt"]


@pytest.mark.parametrize(
    ("variables", "pattern", "piece"),
    [(b"naamloos;x\n1;2\n", "", "kolom"), (b"document;x\na\n", "", "regel 2"), (None, "zonder accolades", "naampatroon")],
    ids=["no document column", "a short row", "a pattern without variables"],
)
def test_wrong_variables_stop_the_import_before_it_begins(variables: bytes | None, pattern: str, piece: str, empty: Path) -> None:
    app = open_page(empty, "documenten")
    app.get("file_uploader")[0].set_value([("a.txt", b"De bewoners doen het zelf.", "text/plain")])
    if variables:
        app.get("file_uploader")[1].set_value(("k.csv", variables, "text/csv"))
    widget(app, "text_input", "import_pattern_0").set_value(pattern)
    app.run()
    button(app, "import_button").click()
    app.run()
    assert piece in app.error[0].value
    with open_project(empty) as store:
        assert store.documents() == []


def test_suggestions_are_made_for_the_documents_that_are_ticked(empty: Path) -> None:
    with open_project(empty) as store:
        for name in ("a.txt", "b.txt"):
            store.add_document(Document(name=name, text=f"De gemeente gaat uit van de eigen kracht van inwoners ({name})."))
    app = open_page(empty, "documenten", document_table={"selection": {"rows": [1], "columns": [], "cells": []}})
    button(app, "suggest").click()
    app.run()
    assert not app.exception
    with open_project(empty) as store:
        names = {document.id: document.name for document in store.documents()}
        assert {names[one.document_id] for one in store.suggestions()} == {"b.txt"}


def code_something(folder: Path, coder: str = "Anna") -> str:
    """A coding in the policy text; returns the document's id."""
    with open_project(folder) as store:
        document = next(one for one in store.documents() if one.name == "nota_2015.txt")
        start = store.document(document.id).text.index("De gemeente gaat")
        operation = Operation("o-1", "add", document.id, start, start + 60, "eigen-kracht", "voor")
        assert store.apply([operation], coder=store.person(coder))[0].ok
        return document.id


def test_before_a_document_with_codings_goes_the_page_says_that_they_stay(folder: Path) -> None:
    code_something(folder)  # by another coder than who deletes
    app = open_page(folder, "documenten", document_table={"selection": {"rows": [1], "columns": [], "cells": []}})
    button(app, "delete").click()
    app.run()
    assert "In 1 daarvan is gewerkt" in words(app)
    with open_project(folder) as store:
        assert len(store.documents()) == 2


def test_a_deleted_document_comes_back_with_its_codings(folder: Path) -> None:
    document_id = code_something(folder)
    with open_project(folder) as store:
        store.delete_document(document_id, confirm=True)
    app = open_page(folder, "documenten", view="deleted")
    button(app, f"restore_{document_id}").click()
    app.run()
    assert not app.exception
    with open_project(folder) as store:
        assert len(store.documents()) == 2
        assert len(store.codings()) == 1


def test_speakers_are_listed_with_the_guessed_role(folder: Path) -> None:
    app = open_page(folder, "sprekers")
    table = app.dataframe[0].value
    assert dict(zip(table["label"], table["guessed"], strict=True)) == {"Interviewer": "interviewer", "Bewoner": "respondent"}


# --- lesson --------------------------------------------------------------------------------------------------------


def test_the_lesson_shows_a_passage_with_its_evidence_and_steps_to_the_next(folder: Path) -> None:
    app = open_page(folder, "les")
    first = words(app)
    assert "-background[**" in first
    assert "sloeg aan op" in first
    widget(app, "button_group", "lesson_theme").set_value("verantwoording")
    app.run()
    button(app, "lesson_next").click()
    app.run()
    assert not app.exception
    assert words(app) != first


def test_a_sentence_of_the_class_is_explained(folder: Path) -> None:
    app = open_page(folder, "les")
    app.text_area[0].set_value("De bewoners hebben het buurthuis zelf overgenomen. De auto kwam op eigen kracht thuis.")
    app.run()
    said = words(app).replace("\\", "")
    assert 'slaat aan op "' in said
    assert "overgenomen" in said
    assert "houdt zich in" in said
    assert "uitzondering" in said
    with open_project(folder) as store:
        assert all("auto kwam" not in store.document(one.id).text for one in store.documents())


# --- comparison ------------------------------------------------------------------------------------------------------


def test_a_comparison_says_what_was_counted_and_gives_every_denominator(folder: Path) -> None:
    code_something(folder)
    app = open_page(folder, "vergelijken")
    assert "alleen coderingen van mensen" in words(app)
    assert "wat interviewers zeggen en koppen" in words(app)
    table = app.dataframe[0].value
    rows = {(row["by type"], row["theme"]): row for _, row in table.iterrows()}
    policy = rows["beleid", "eigen kracht"]
    assert (policy["units"], policy["total_units"], policy["total_documents"]) == (1, 3, 1)
    assert policy["share_of_units"] == pytest.approx(33.3)
    assert rows["interview", "eigen kracht"]["units"] == 0
    assert all("klein aantal" in note and "minder dan 30 documenten" in note for note in table["note"])


def test_the_passages_behind_a_number_are_shown_with_a_way_to_the_coding_page(folder: Path) -> None:
    app = open_page(folder, "vergelijken", compare_source="suggestions", compare_theme="verantwoording", compare_group="interview")
    assert not app.exception
    assert "voorstellen die niemand verwierp" in words(app)
    assert "verantwoording afleggen aan de subsidiegever" in words(app)
    (link,) = app.get("page_link")
    assert "buurt_2019.txt" in link.proto.query_string
    assert "page=1" in link.proto.query_string


def test_a_comparison_is_downloaded_as_a_sheet(folder: Path) -> None:
    code_something(folder)
    with open_project(folder) as store:
        found = compare_themes(store, by=["type"])
        sheet = openpyxl.load_workbook(io.BytesIO(comparison_bytes(store, found, ".xlsx"))).active
        header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        passages = passages_bytes(store, found, ".csv", theme="eigen kracht").decode("utf-8-sig")
        assert not list((store.folder / "cache").glob("download-*"))
    assert header[:2] == ["type", "theme"]
    assert header[-1] == "source"
    assert {row[-1] for row in rows} == {"codings"}
    assert "eigen kracht van inwoners" in passages
    app = open_page(folder, "vergelijken")
    assert {one.key for one in app.get("download_button")} >= {"download_csv", "download_xlsx"}


# --- codebook ---------------------------------------------------------------------------------------------------------


def test_a_codebook_with_mistakes_is_refused_with_the_line_of_each(folder: Path) -> None:
    app = open_page(folder, "codeboek", codebook_view="replace")
    bad = b"format: 1\nname: x\nkleur: rood\ncodes:\n- id: a\n  name: a\n- id: a\n  name: b\n"
    app.get("file_uploader")[0].set_value(("fout.yaml", bad, "application/yaml"))
    app.run()
    said = app.error[0].value.replace("\\", "")
    assert "fout.yaml, regel 3" in said
    assert "fout.yaml, regel 7" in said
    with open_project(folder) as store:
        assert len(store.codebook_versions()) == 1


def test_a_codebook_is_replaced_after_one_saw_what_changes(folder: Path) -> None:
    code_something(folder)
    app = open_page(folder, "codeboek", codebook_view="replace")
    new = b"format: 1\nname: ander\ncodes:\n- id: nieuw\n  name: nieuwe code\n"
    app.get("file_uploader")[0].set_value(("ander.yaml", new, "application/yaml"))
    app.run()
    assert "1 nieuw" in words(app)
    assert "eigen kracht vervalt, maar er zijn 1 codering" in app.warning[0].value
    button(app, "replace_yes").click()
    app.run()
    assert not app.exception
    with open_project(folder) as store:
        assert len(store.codebook_versions()) == 2
        assert len(store.codings()) == 1


def test_the_rules_of_a_code_can_be_read(folder: Path) -> None:
    app = open_page(folder, "codeboek")
    said = words(app)
    assert "ek\\-eigen\\-kracht" in said
    assert "zoekt `" in said


# --- text is only ever text ---------------------------------------------------------------------------------------------


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A project in which every name and text tries to be something else."""
    book = f"""format: 1
name: "{EVIL}"
codes:
- id: een
  name: "{EVIL_NAME}"
  definition: "{EVIL}"
  wel: ["{EVIL}"]
  niet: ["{EVIL}"]
  examples: ["{EVIL}"]
  memo: "{EVIL}"
  rules:
  - id: r
    find: [welkom, "(a|b)* c"]
    examples: ["welkom {EVIL}"]
- id: twee
  name: twee
"""
    codebook = read_codebook(book.encode(), "b.yaml")
    with new_project(tmp_path / "kwaad", codebook, name=EVIL) as store:
        text = f"Interviewer: {EVIL}\n\n{EVIL[:9]}: Welkom! {EVIL}\n\nInterviewer: En?\n\nR1: Ik voel me welkom. {EVIL}\n"
        warned = Document(
            name=f"{EVIL}.txt",
            text=text,
            variables={EVIL: EVIL, "type": EVIL},
            warnings=(("documents.encoding_guessed", {"encoding": EVIL}),),
        )
        store.add_document(warned)
        suggest_codings(store)
        return store.folder


STATES: list[tuple[str, dict[str, Any]]] = [
    ("les", {"lesson_sentence": f"Welkom. {EVIL}"}),
    ("documenten", {}),
    ("documenten", {"view": "variables"}),
    *(("sprekers", {"speakers_view": view}) for view in ("labels", "same", "people", "file")),
    ("documenten", {"document_table": {"selection": {"rows": [0], "columns": [], "cells": []}}}),
    ("vergelijken", {"compare_source": "suggestions", "compare_theme": EVIL_NAME}),
    ("codeboek", {}),
    ("codeboek", {"codebook_view": "versions"}),
    *(("codeurs", {"team_view": view, "coder": EVIL}) for view in ("compare", "apart", "blind")),
    ("project", {"coder": EVIL}),
]


@pytest.mark.parametrize(("page", "state"), STATES, ids=[f"{page}-{'-'.join(state) or 'plain'}" for page, state in STATES])
def test_hostile_names_and_texts_are_shown_as_they_are(page: str, state: dict[str, Any], hostile: Path) -> None:
    app = open_page(hostile, page, **state)
    assert not app.exception
    bodies = list(shown(app))
    assert any("evil" in body for body in bodies)
    for body in bodies:
        for token in ("![", "<img", "<script", "](http", "](javascript", ":red[rood", "$x$", "**vet**"):
            assert token not in read_as_markdown(body), body


def test_the_check_for_hostile_text_can_fail() -> None:
    assert "![" in read_as_markdown(EVIL)
    assert "<img" in read_as_markdown(EVIL)
