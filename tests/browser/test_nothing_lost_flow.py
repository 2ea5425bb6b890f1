"""Nothing is lost: the server is killed, the connection goes, the page is reloaded, in the middle of quick work."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from coding_browser import TIMEOUT, CodingPage
from coding_sample import make_project
from conftest import App

from qualcode.store import ProjectStore
from qualcode.workflows.projects import open_project

pytestmark = pytest.mark.browser

DECISIONS = 200
BLOCKS = 30  # on a page, with two sentences each
SLOW = 60_000  # ms for a queue of a hundred and more to be answered on a busy machine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "proef.qualcode"
    make_project(made, paragraphs=BLOCKS).close()
    return made


@pytest.fixture
def app(folder: Path, browser: Any, start_app: Callable[..., App]) -> App:
    return start_app(folder)


@pytest.fixture
def coding(app: App, page: Any) -> CodingPage:
    return CodingPage(page, app.address).open("beleid.txt")


@pytest.fixture
def store(folder: Path) -> Iterator[ProjectStore]:
    with open_project(folder) as opened:
        yield opened


def waiting(coding: CodingPage) -> int:
    """The number that the screen says is not saved."""
    said = coding.page.get_by_test_id("saved").inner_text()
    found = re.search(r"niet opgeslagen \((\d+)\)", said)
    return int(found.group(1)) if found else 0


def decide(coding: CodingPage, number: int) -> None:
    """The number-th decision of a quick coder: a code on the next sentence, with 1 to 5 in turn."""
    if number % 5 == 0:
        coding.press("s" if number == 0 else "ArrowDown")
    coding.press(str(number % 5 + 1))


def decide_seen(coding: CodingPage, number: int) -> None:
    """As `decide`, by a coder who sees that it was taken: under Streamlit's own notice of a lost connection, seconds after it went, no key does anything."""
    coding.page.get_by_test_id("stDialog").wait_for(state="detached", timeout=SLOW)
    decide(coding, number)
    made = coding.page.get_by_test_id("chip-coding")
    if made.count() == number:
        coding.page.get_by_test_id("stDialog").wait_for(state="detached", timeout=SLOW)
        decide(coding, number)


def test_kill_in_the_middle_of_200_quick_decisions_loses_none_and_the_screen_says_so(
    app: App, coding: CodingPage, store: ProjectStore
) -> None:
    killed_after, look_after, started_after = 80, 90, 110
    coding.page.server_is_away = True
    for number in range(DECISIONS):
        if number == killed_after:
            app.kill()
        decide_seen(coding, number)
        if number == look_after:
            made, on_disk = number + 1, len(store.decisions())
            assert killed_after - 5 <= on_disk <= killed_after
            assert (
                waiting(coding) >= made - on_disk
            )  # what is not on the disk is said to be not saved, and no more than one answer was on its way
            coding.page.locator(".saved.late").wait_for(timeout=TIMEOUT)
            assert store.verify() == []
        if number == started_after:
            threading.Thread(target=app.start).start()
    coding.wait_saved(timeout=SLOW)
    log = store.decisions()
    assert len(log) == len({decision.id for decision in log}) == DECISIONS
    assert len(store.codings()) == DECISIONS
    assert store.verify() == []
    coding.reload()
    assert len(coding.chips("coding")) == DECISIONS


def test_a_reload_right_after_quick_decisions_keeps_what_was_called_saved(coding: CodingPage, store: ProjectStore) -> None:
    for number in range(25):
        decide(coding, number)
    coding.wait_saved()
    coding.reload()
    assert len(coding.chips("coding")) == len(store.decisions()) == 25
    assert store.verify() == []


def test_a_restart_of_the_server_under_an_idle_page_loses_nothing(app: App, coding: CodingPage, store: ProjectStore) -> None:
    decide(coding, 0)
    coding.wait_saved()
    coding.page.server_is_away = True
    app.kill()
    app.start()
    for number in range(1, 6):
        decide_seen(coding, number)
    coding.wait_saved(timeout=SLOW)
    assert len(store.decisions()) == 6
    assert store.verify() == []


def test_a_lost_connection_is_said_and_mended(app: App, coding: CodingPage, store: ProjectStore) -> None:
    """The server neither answers nor ends, as behind a cable that was pulled."""
    coding.page.server_is_away = True
    decide(coding, 0)
    coding.wait_saved()
    with stopped(app):
        for number in range(1, 10):
            decide(coding, number)
        coding.page.get_by_test_id("saved").filter(has_text="niet opgeslagen (9)").wait_for(timeout=TIMEOUT)
        coding.page.locator(".saved.late").wait_for(timeout=TIMEOUT)
        assert len(store.decisions()) == 1
    coding.wait_saved(timeout=SLOW)
    assert len(store.decisions()) == 10
    assert store.verify() == []


@contextmanager
def stopped(app: App) -> Iterator[None]:
    if not hasattr(signal, "SIGSTOP"):
        pytest.skip("this system cannot make a program hang")
    assert app.process is not None
    app.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        app.process.send_signal(signal.SIGCONT)
