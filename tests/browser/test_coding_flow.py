"""The coding page in a real browser: nothing is lost, nothing is shifted, all of it by mouse or by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from coding_browser import CodingPage
from coding_sample import INTERVIEW, make_project
from conftest import App

from qualcode.store import ProjectStore
from qualcode.workflows.projects import open_project

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "proef.qualcode"
    make_project(made).close()
    return made


@pytest.fixture
def app(folder: Path, browser: Any, start_app: Callable[[Path], App]) -> App:
    return start_app(folder)


@pytest.fixture
def coding(app: App, page: Any) -> CodingPage:
    return CodingPage(page, app.address).open("gesprek.txt")


@pytest.fixture
def store(folder: Path) -> Iterator[ProjectStore]:
    with open_project(folder) as opened:
        yield opened


def coded(store: ProjectStore) -> dict[str, str | None]:
    """The coded words of the database -> code."""
    return {INTERVIEW[one.start : one.end]: one.code for one in store.codings()}


def test_overlapping_suggestions_are_all_on_the_card_of_their_place(coding: CodingPage) -> None:
    coding.click("nu beheren")
    assert sorted(coding.entries()) == ["van onderop > tegenmacht", "van onderop > zelfbeheer"]
    card = coding.page.get_by_test_id("panel")
    assert "Voorstel van regel" in card.inner_text()
    assert "tegenmacht-1" in card.inner_text()
    assert 'houding tegen, door "niet"' in card.inner_text()
    assert "Het wordt afgezet tegen de gemeente." in card.text_content()


def test_accept_reject_and_undo_by_keys_are_in_the_database_and_survive_a_reload(coding: CodingPage, store: ProjectStore) -> None:
    coding.press("j", "a", "x", "t")  # tegenmacht accepted, zelfbeheer rejected, welkom voelen accepted with a stance
    coding.wait_saved()
    words = "De gemeente wilde de sleutel niet geven, maar nu beheren we het"
    assert coded(store) == {words: "tegenmacht", "Iedereen kan binnenlopen": "welkom"}
    assert {one.code: one.stance for one in store.codings()} == {"tegenmacht": "tegen", "welkom": "tegen"}
    coding.press("u")
    coding.page.get_by_test_id("live").filter(has_text="Ongedaan gemaakt: de codering welkom voelen").wait_for(state="attached")
    coding.reload()
    assert coding.chips("coding") == ["tegenmacht"]
    assert coding.chips("rejected") == ["zelfbeheer"]
    assert coding.chips("suggestion") == ["welkom voelen", "verantwoording"]
    assert coding.page.get_by_test_id("progress").inner_text() == "2 van 4 beslist · coderingen: 1 · niets hier: 0"
    coding.press("Shift+U")
    coding.wait_saved()
    assert "Iedereen kan binnenlopen" in coded(store)
    assert coding.page.locator("mark.origin").count() == 2


def test_a_mouse_selection_beside_emoji_is_exact(coding: CodingPage, store: ProjectStore) -> None:
    coding.select("aan de keukentafel")
    coding.page.get_by_test_id("palette-search").fill("welk")
    coding.press("Enter")
    coding.select("𝕏 veel rust")
    coding.press("1")
    coding.select("koffie, ook wie")
    coding.press("3")
    coding.wait_saved()
    assert coded(store) == {"aan de keukentafel": "welkom", "𝕏 veel rust": "van-onderop", "koffie, ook wie": "verantwoording"}
    coding.reload()
    assert coding.chips("coding") == ["welkom voelen", "van onderop", "verantwoording"]


def test_a_sloppy_selection_grows_to_whole_words_and_alt_keeps_it_as_it_is(coding: CodingPage, store: ProjectStore) -> None:
    coding.select("eukentaf")
    coding.press("1")
    coding.page.keyboard.down("Alt")
    coding.select("offie")
    coding.page.keyboard.up("Alt")
    coding.press("1")
    coding.wait_saved()
    assert set(coded(store)) == {"keukentafel", "offie"}


def test_a_finger_selects_too_and_no_keyboard_covers_the_text(coding: CodingPage, store: ProjectStore) -> None:
    coding.touch("aan de keuken")
    coding.page.get_by_test_id("palette").wait_for()
    assert coding.page.evaluate("() => document.activeElement.shadowRoot?.activeElement?.tagName") != "INPUT"
    coding.page.get_by_test_id("option").filter(has_text="verantwoording").click()
    coding.wait_saved()
    assert coded(store) == {"aan de keukentafel": "verantwoording"}


def test_coding_by_keyboard_only(coding: CodingPage, store: ProjectStore) -> None:
    coding.press(".", "s", "ArrowDown", "ArrowDown", "4")  # the third sentence of R1's first turn; the cursor stays for a second code
    coding.press("ArrowLeft", "ArrowLeft", "Enter")  # without the full stop, without the last word
    coding.page.get_by_test_id("palette-search").wait_for()
    coding.page.keyboard.type("verant")
    coding.press("Enter", "q")
    coding.press(".", "n")
    coding.wait_saved()
    assert coded(store) == {
        "Dat geeft 𝕏 veel rust.": "zelfbeheer", "Dat geeft 𝕏 veel": "verantwoording", "En voelt iedereen zich daar thuis?": None,
    }  # fmt: skip
    assert coding.chips("nothing") == ["niets hier"]


def test_a_selection_over_two_turns_codes_both_and_one_undo_takes_both_back(coding: CodingPage, store: ProjectStore) -> None:
    boxes = [coding.page.get_by_test_id("words").nth(index).bounding_box() for index in (0, 1)]
    coding.page.mouse.move(boxes[0]["x"] + 2, boxes[0]["y"] + 12)
    coding.page.mouse.down()
    coding.page.mouse.move(boxes[1]["x"] + 100, boxes[1]["y"] + 12, steps=4)
    coding.page.mouse.up()
    coding.press("2")
    coding.wait_saved()
    assert len(coded(store)) == 2
    assert all(not words.startswith("[") and "R1" not in words for words in coded(store))
    coding.press("u")
    coding.page.get_by_test_id("live").filter(has_text="Ongedaan gemaakt").wait_for(state="attached")
    assert coded(store) == {}


def test_memos_are_written_listed_and_kept(coding: CodingPage, store: ProjectStore) -> None:
    coding.press("j", "m")
    coding.page.get_by_test_id("memo-field").fill("jk1x: hier twijfel ik <b>nog</b>")
    coding.press("Control+Enter")
    coding.wait_saved()
    assert [memo.text for memo in store.memos()] == ["jk1x: hier twijfel ik <b>nog</b>"]
    assert store.decisions() == []
    coding.reload()
    coding.page.get_by_test_id("tab-memos").click()
    assert "hier twijfel ik <b>nog</b>" in coding.page.get_by_test_id("memo").inner_text()


def test_another_code_and_a_stance_for_a_suggestion(coding: CodingPage, store: ProjectStore) -> None:
    coding.press("j", "e")
    coding.page.keyboard.type("verant")
    coding.press("Enter")
    coding.wait_saved()
    (made,) = store.codings()
    assert (made.code, made.origin is not None) == ("verantwoording", True)


def test_accept_reject_and_remove_by_buttons(coding: CodingPage, store: ProjectStore) -> None:
    coding.page.get_by_test_id("chip-suggestion").first.click()
    coding.do("accept")
    coding.do("reject")
    coding.wait_saved()
    assert len(store.codings()) == 1
    coding.page.get_by_test_id("chip-coding").first.click()
    coding.do("remove")
    coding.page.get_by_test_id("chip-coding").first.wait_for(state="detached")
    coding.wait_saved()
    assert store.codings() == []
    coding.page.get_by_test_id("tool-undo").click()
    coding.page.get_by_test_id("chip-coding").first.wait_for()


def test_keys_are_left_alone_while_somebody_types(coding: CodingPage, store: ProjectStore) -> None:
    coding.press("j")
    coding.page.get_by_role("combobox").first.click()
    coding.page.keyboard.type("axnu")
    coding.page.keyboard.press("Escape")
    coding.page.wait_for_timeout(300)
    assert store.decisions() == []


def test_j_goes_on_to_the_next_page_with_an_open_suggestion(coding: CodingPage) -> None:
    coding.open("beleid.txt")
    coding.press("j", "j", "j", "j")
    coding.page.locator(".block.here").filter(has_text="Paragraaf 40").wait_for()
    assert "page=2" in coding.page.url
    assert coding.page.locator("mark.active").count() == 1
    coding.press("k")
    coding.page.locator(".block.here").filter(has_text="Paragraaf 30").wait_for()


def test_the_filter_shows_only_passages_with_open_suggestions(coding: CodingPage) -> None:
    coding.open("beleid.txt")
    coding.page.get_by_text("Alleen passages met open voorstellen").click()
    coding.page.get_by_test_id("block").nth(7).wait_for(state="detached")
    assert coding.page.get_by_test_id("block").count() == 7
    coding.press("j", "a")
    coding.wait_saved()
    assert coding.page.get_by_test_id("block").count() == 7


def test_many_quick_decisions_all_arrive(coding: CodingPage, store: ProjectStore) -> None:
    coding.open("beleid.txt")
    for _ in range(40):
        coding.press(".", "n")
    coding.wait_saved()
    noted = [one for one in store.codings() if one.code is None]
    assert len(noted) == 29  # the blocks of the page but the first: the bar stops at the last one
    assert len(store.decisions()) == 29


def test_when_the_server_dies_the_screen_says_so_and_nothing_is_lost(app: App, coding: CodingPage, store: ProjectStore) -> None:
    coding.press("j", "a")
    coding.wait_saved()
    coding.page.server_is_away = True
    app.kill()
    coding.press("x")
    unsaved = coding.page.get_by_test_id("saved").filter(has_text="niet opgeslagen (1)")
    unsaved.wait_for()
    coding.page.locator(".saved.late").wait_for()
    assert len(store.decisions()) == 1
    app.start()
    coding.wait_saved()
    assert len(store.decisions()) == 2


def test_a_tab_with_unsaved_work_asks_before_it_closes(app: App, coding: CodingPage) -> None:
    asked: list[str] = []
    coding.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    coding.page.server_is_away = True
    app.kill()
    coding.press("j", "a")
    coding.page.get_by_test_id("saved").filter(has_text="niet opgeslagen (1)").wait_for()
    coding.page.close(run_before_unload=True)
    coding.page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
