"""Several coders in one project: who one is, two at once, blind units, coding apart, side by side and a consensus."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from coding_browser import TIMEOUT, CodingPage, say_who
from coding_sample import INTERVIEW, make_project
from conftest import App

from qualcode.store import ALL_DOCUMENTS, ProjectStore
from qualcode.workflows.projects import open_project

pytestmark = pytest.mark.browser
ROW = 35  # pixels of a row in a table of Streamlit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "proef.qualcode"
    make_project(made, paragraphs=60).close()
    return made


@pytest.fixture
def app(folder: Path, browser: Any, start_app: Callable[..., App]) -> App:
    return start_app(folder, confirmed=False)


@pytest.fixture
def store(folder: Path) -> Iterator[ProjectStore]:
    with open_project(folder) as opened:
        yield opened


def as_coder(page: Any, app: App, name: str, document: str = "gesprek.txt") -> CodingPage:
    page.goto(f"{app.address}/coderen?document={document}")
    say_who(page, name)
    page.get_by_test_id("block").first.wait_for(timeout=TIMEOUT)
    return CodingPage(page, app.address)


def refresh(coding: CodingPage) -> None:
    """What others did comes into sight at the next run of the page."""
    coding.reload()


def by(store: ProjectStore, name: str, layer: str = "own") -> dict[str, str | None]:
    """Coded words -> code of one coder."""
    coder = store.find_person(name)
    assert coder is not None
    return {INTERVIEW[one.start : one.end]: one.code for one in store.codings(coder=coder.id, layer=layer)}  # type: ignore[arg-type]


def test_a_browser_is_asked_once_who_codes_also_over_reload_and_restart(app: App, page: Any, other_page: Any, store: ProjectStore) -> None:
    coding = as_coder(page, app, "Anna")
    assert [coder.name for coder in store.coders() if coder.kind == "person"] == ["Anna"]
    store.person("Bram")
    coding.reload()  # several coders now, but this browser said who it is
    assert page.get_by_text("Codeur: Anna").count() == 1
    other_page.goto(f"{app.address}/documenten")
    say_who(other_page, "Bram")
    assert other_page.get_by_text("Codeur: Bram").count() == 1
    other_page.goto(f"{app.address}/coderen?document=gesprek.txt")
    for one in (page, other_page):  # a server that goes while a page is still loading leaves half a page
        one.get_by_test_id("block").first.wait_for(timeout=TIMEOUT)
        one.wait_for_load_state("networkidle")
        one.server_is_away = True
    app.kill()
    app.start()
    coding.reload()
    assert page.get_by_text("Codeur: Anna").count() == 1
    page.get_by_text("Codeur: Anna").click()
    page.get_by_test_id("stPopoverBody").get_by_text("Bram", exact=True).click()
    page.get_by_text("Codeur: Bram").wait_for(timeout=TIMEOUT)


def test_two_coders_at_once_both_decisions_stay_and_each_sees_the_others(app: App, page: Any, other_page: Any, store: ProjectStore) -> None:
    store.person("Bram")
    anna, bram = as_coder(page, app, "Anna"), as_coder(other_page, app, "Bram")
    anna.press("j", "a")  # tegenmacht
    bram.press("j", "x")
    anna.press("j", "x")  # zelfbeheer or what comes next
    bram.press("j", "a")
    anna.wait_saved()
    bram.wait_saved()
    decisions = {coder.name: [one.action for one in store.decisions(coder=coder.id)] for coder in store.coders() if coder.kind == "person"}
    assert decisions == {"Anna": ["accept", "reject"], "Bram": ["reject", "accept"]}
    refresh(anna)
    refresh(bram)
    for mine, name in ((anna, "Bram"), (bram, "Anna")):
        other = mine.page.get_by_test_id("chip-other")
        assert other.count() == 1
        assert name in other.inner_text()
    other = anna.page.get_by_test_id("chip-other")
    other.click()
    anna.page.get_by_text("Codering van Bram").wait_for(timeout=TIMEOUT)
    anna.press("x")  # nothing of another can be taken away
    anna.page.wait_for_timeout(400)
    assert len(store.decisions()) == 4
    anna.page.get_by_text("Ook coderingen van anderen").click()
    anna.page.get_by_test_id("chip-other").first.wait_for(state="detached", timeout=TIMEOUT)
    assert store.verify() == []


def test_blind_units_show_nothing_until_they_are_coded(app: App, page: Any, store: ProjectStore) -> None:
    anna = store.person("Anna")
    store.arrange("blind_share", {"percent": 100, "seed": "s"}, coder=anna.id)
    coding = as_coder(page, app, "Anna")
    assert coding.chips("suggestion") == []
    assert coding.page.get_by_test_id("chip-blind").count() == 4
    assert coding.page.get_by_test_id("progress").inner_text().startswith("0 van 0 beslist")
    assert "2 passages van dit document codeert u blind" in page.locator("body").inner_text()
    coding.press("j")
    coding.page.locator(".block.here").filter(has_text="keukentafel").wait_for()  # the queue passes over the interviewer
    coding.press("a")
    coding.page.get_by_test_id("live").filter(has_text="blind gecodeerd").wait_for(state="attached")
    coding.press("1")  # van onderop, on the whole turn
    coding.wait_saved()
    coding.page.get_by_test_id("chip-suggestion").first.wait_for(timeout=TIMEOUT)
    assert sorted(coding.chips("suggestion")) == ["tegenmacht", "zelfbeheer"]
    coding.open("gesprek.txt")
    coding.press(".", ".", ".", "n")
    coding.wait_saved()
    coding.page.get_by_test_id("chip-suggestion").nth(3).wait_for(timeout=TIMEOUT)
    assert coding.chips("suggestion")[2:] == ["welkom voelen", "verantwoording"]
    page.goto(f"{app.address}/codeurs?view=blind")
    page.get_by_text("2 / 62").wait_for(timeout=TIMEOUT)  # what respondents say here, and the 60 paragraphs of the other document
    page.get_by_text("Kappa, blind").first.wait_for(state="attached", timeout=TIMEOUT)


def code_apart(app: App, page: Any, other_page: Any) -> tuple[CodingPage, CodingPage]:
    """Anna and Bram both code the same interview, neither seeing the other."""
    anna, bram = as_coder(page, app, "Anna"), as_coder(other_page, app, "Bram")
    anna.press("j", "a", "j", "a", "j", "t")
    anna.press("m")
    page.get_by_test_id("memo-field").fill("alleen voor Anna")
    page.keyboard.press("Control+Enter")
    bram.press("j", "a", "j", "x", "j", "v")
    anna.wait_saved()
    bram.wait_saved()
    return anna, bram


def test_coding_apart_hides_everything_until_both_release_then_they_compare_and_decide(
    app: App, page: Any, other_page: Any, store: ProjectStore, tmp_path: Path
) -> None:
    store.arrange("double_coding", {"documents": ALL_DOCUMENTS}, coder=store.person("Anna").id)
    store.person("Bram")
    _, bram = code_apart(app, page, other_page)
    refresh(bram)
    assert bram.page.get_by_test_id("chip-other").count() == 0
    assert "los van elkaar gecodeerd" in other_page.locator("body").inner_text()
    assert "alleen voor Anna" not in other_page.content()
    other_page.goto(f"{app.address}/codeurs?document=gesprek.txt")
    other_page.get_by_text("van de anderen wordt niets getoond").wait_for(timeout=TIMEOUT)
    assert "Anna" not in other_page.locator("[data-testid=stMultiSelect]").inner_text()

    release(page, app)
    other_page.reload()
    other_page.get_by_text("van de anderen wordt niets getoond").wait_for(timeout=TIMEOUT)  # one alone opens nothing
    release(other_page, app)

    other_page.goto(f"{app.address}/codeurs?document=gesprek.txt")
    other_page.get_by_text("Overeenstemming over dit document").wait_for(timeout=TIMEOUT)
    assert "Anna" in other_page.locator("[data-testid=stMultiSelect]").inner_text()
    assert re.search(r"≠ anders: 0|≈ deels: [12]", other_page.locator("body").inner_text())
    choose_row(other_page, 0)
    other_page.get_by_text("Wat voor deze passage geldt").wait_for(timeout=TIMEOUT)
    other_page.get_by_role("button", name="Overnemen: Anna").click()
    other_page.get_by_role("textbox", name="Notitie: waarom").fill("Anna las verder")
    other_page.get_by_role("button", name="Dit geldt").click()
    other_page.get_by_text(re.compile("Beslist: passage")).wait_for(timeout=TIMEOUT)
    agreed = store.codings(layer="consensus")
    assert {one.code for one in agreed} == {"tegenmacht", "zelfbeheer"}
    assert {one.reason for one in store.decisions() if one.layer == "consensus"} == {"Anna las verder"}
    assert store.verify() == []
    other_page.screenshot(path=tmp_path / "consensus.png", full_page=True)

    other_page.wait_for_timeout(1500)
    if not other_page.get_by_text("Wat voor deze passage geldt").count():
        choose_row(other_page, 0)
    other_page.get_by_text("Anna las verder").first.wait_for(timeout=TIMEOUT)
    other_page.wait_for_load_state("networkidle")
    other_page.get_by_role("button", name="Mijn laatste beslissing terugnemen").click()
    other_page.get_by_text("Uw laatste beslissing is teruggenomen").wait_for(timeout=TIMEOUT)
    assert store.codings(layer="consensus") == []
    assert len(by(store, "Anna")) == 3
    assert store.verify() == []


def release(page: Any, app: App) -> None:
    page.goto(f"{app.address}/codeurs?view=apart")
    page.get_by_role("heading", name="Vrijgeven").wait_for(timeout=TIMEOUT)
    box = page.get_by_role("combobox", name="Document om vrij te geven")
    box.click()
    page.get_by_role("option", name="gesprek.txt").click()
    page.get_by_role("button", name="Mijn werk vrijgeven").click()
    page.get_by_role("button", name="Ja, vrijgeven").click()
    page.get_by_text("Vrijgegeven: gesprek").wait_for(timeout=TIMEOUT)


def choose_row(page: Any, number: int) -> None:
    table = page.locator("[data-testid=stDataFrame]").last
    table.scroll_into_view_if_needed()
    page.wait_for_timeout(800)  # the canvas of the table draws itself
    box = table.bounding_box()
    page.mouse.click(box["x"] + 14, box["y"] + ROW * (number + 1) + ROW / 2)
