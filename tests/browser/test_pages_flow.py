"""What only a real browser does on the other pages: cells that are filled, a question before deleting, a click on a bar, files that come down."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from conftest import App

from qualcode.model import Document, Operation
from qualcode.store import ProjectStore
from qualcode.workflows.projects import open_project
from qualcode.workflows.suggest import suggest_codings

pytestmark = pytest.mark.browser
TIMEOUT = 20_000  # ms
ROW = 33  # pixels of a row in a table


@pytest.fixture
def folder(project: ProjectStore) -> Path:
    """Interview and policy text, both coded once by Anna."""
    for document in project.documents():
        text = project.document(document.id).text
        start = text.index("De ")
        project.apply([Operation(f"o-{document.id}", "add", document.id, start, start + 60, "eigen-kracht")], coder=project.person("Anna"))
    return project.folder


@pytest.fixture
def app(folder: Path, browser: Any, start_app: Callable[[Path], App]) -> App:
    return start_app(folder)


@pytest.fixture
def store(folder: Path) -> Iterator[ProjectStore]:
    with open_project(folder) as opened:
        yield opened


def test_variables_are_edited_in_the_table_and_saved(app: App, page: Any, store: ProjectStore) -> None:
    page.goto(f"{app.address}/documenten")
    page.get_by_text("Kenmerken", exact=True).click()
    table = page.get_by_test_id("stDataFrame")
    page.get_by_text("Klik in een cel").wait_for(timeout=TIMEOUT)
    page.wait_for_timeout(1000)  # the canvas of the table draws itself
    box = table.bounding_box()
    for row, year in ((0, "1999"), (1, "2001")):
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + ROW * (row + 1) + ROW / 2)
        page.wait_for_timeout(250)
        page.keyboard.type(year, delay=50)
        page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    assert [document.variables["jaar"] for document in store.documents()] == ["2019", "2015"]
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("2 waarde(n) opgeslagen.").wait_for(timeout=TIMEOUT)
    assert [document.variables["jaar"] for document in store.documents()] == ["1999", "2001"]


def test_a_speaker_is_named_in_the_table_and_saved_with_the_button(app: App, page: Any, store: ProjectStore) -> None:
    page.goto(f"{app.address}/sprekers")
    table = page.get_by_test_id("stDataFrame")
    table.wait_for(timeout=TIMEOUT)
    page.wait_for_timeout(1000)
    box = table.bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + ROW + ROW / 2)  # the document of the first label; its person is five cells to the right
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.type("Sanne", delay=50)
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("1 label(s) opgeslagen.").wait_for(timeout=TIMEOUT)
    assert [(one.label, one.person) for one in store.all_speakers()] == [("Interviewer", "Sanne")]


def test_a_document_with_codings_is_deleted_after_a_question(app: App, page: Any, store: ProjectStore) -> None:
    page.goto(f"{app.address}/documenten")
    table = page.get_by_test_id("stDataFrame")
    table.wait_for(timeout=TIMEOUT)
    page.wait_for_timeout(1000)
    box = table.bounding_box()
    page.mouse.click(box["x"] + 16, box["y"] + ROW + ROW / 2)
    page.get_by_role("button", name="Verwijderen (1)").click()
    page.get_by_text("In 1 daarvan is gewerkt").wait_for(timeout=TIMEOUT)
    page.get_by_role("dialog").get_by_role("button", name="Verwijderen").click()
    page.get_by_text("Verwijderd", exact=True).click(timeout=TIMEOUT)
    page.get_by_role("button", name="Terugzetten").wait_for(timeout=TIMEOUT)
    assert len(store.documents()) == 1
    page.get_by_role("button", name="Terugzetten").click()
    page.get_by_text("Verwijderd", exact=True).wait_for(state="detached", timeout=TIMEOUT)
    assert len(store.documents()) == 2
    assert len(store.codings()) == 2


def test_a_click_on_a_bar_brings_its_passages_and_the_sheet_comes_down(app: App, page: Any) -> None:
    page.goto(f"{app.address}/vergelijken")
    page.get_by_text("alleen coderingen van mensen").wait_for(timeout=TIMEOUT)
    page.locator(".mark-rect path").first.click(timeout=TIMEOUT)
    page.get_by_text("1 passage(s)").wait_for(timeout=TIMEOUT)
    page.get_by_text("Openen bij Coderen").wait_for(timeout=TIMEOUT)
    for button, opens in (("XLSX downloaden", "PK"), ("Passages downloaden (CSV)", "\ufeffdocument")):
        with page.expect_download(timeout=TIMEOUT) as waiting:
            page.get_by_role("button", name=button).click()
        content = Path(waiting.value.path()).read_bytes()
        assert content.decode("utf-8", "replace").startswith(opens)
        if opens == "PK":
            sheet = openpyxl.load_workbook(io.BytesIO(content)).active
            assert [cell.value for cell in sheet[1]][:3] == ["type", "theme", "units"]
    page.get_by_text("Openen bij Coderen").first.click()
    page.wait_for_url(re.compile(r"/coderen\?.*document="), timeout=TIMEOUT)
    page.get_by_test_id("block").first.wait_for(timeout=TIMEOUT)


def test_a_dropped_file_is_imported(app: App, page: Any, store: ProjectStore, tmp_path: Path) -> None:
    file = tmp_path / "straat & 'plein' 😀.txt"
    file.write_text("De bewoners beheren de tuin zelf.\n", "utf-8")
    page.goto(f"{app.address}/documenten")
    page.get_by_text("Inlezen", exact=True).first.click()
    page.locator("input[type=file]").first.set_input_files(str(file))
    page.get_by_role("button", name="1 bestand(en) inlezen").click(timeout=TIMEOUT)
    page.get_by_text("1 document(en) ingelezen.").wait_for(timeout=TIMEOUT)
    assert file.name in [document.name for document in store.documents()]


EVIL = "![x](http://evil.test/x.png) <img src=http://evil.test/y.png onerror=alert(1)> <script>alert(1)</script> [k](javascript:alert(1)) welkom"


def test_nothing_is_fetched_from_elsewhere_whatever_the_texts_and_names_say(app: App, page: Any, store: ProjectStore) -> None:
    store.add_document(Document(name=f"{EVIL}.txt", text=f"Ik voel me hier welkom. {EVIL}\n", variables={"type": EVIL, EVIL: "1"}))
    suggest_codings(store)
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith((app.address, "data:", "blob:")) else None)
    page.on("dialog", lambda dialog: (foreign.append(dialog.message), dialog.dismiss()))
    for name in ("les", "documenten", f"coderen?document={quote(EVIL)}.txt", "vergelijken", "codeboek", "project"):
        page.goto(f"{app.address}/{name}")
        page.get_by_test_id("stPopover").first.wait_for(timeout=TIMEOUT)
        page.wait_for_timeout(700)
    page.goto(f"{app.address}/les")
    page.get_by_role("textbox").fill(f"Welkom. {EVIL}")
    page.get_by_role("button", name="Kijk wat de regels").click()
    page.get_by_text("onerror=alert").first.wait_for(timeout=TIMEOUT)
    assert foreign == []
