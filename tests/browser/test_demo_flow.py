"""The main job as a newcomer does it: `qualcode demo`, decide, reload, compare, download."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from coding_browser import TIMEOUT, CodingPage

from qualcode.workflows.projects import open_project

pytestmark = pytest.mark.browser

START_SECONDS = 120


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address that `qualcode demo` prints."""
    command = [sys.executable, "-c", "import sys; from qualcode.cli import main; sys.exit(main())", "demo", "--no-browser"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8")
    found = ""
    until = time.monotonic() + START_SECONDS
    while not found and time.monotonic() < until and process.poll() is None and process.stdout:
        line = process.stdout.readline()
        found = next((word for word in line.split() if word.startswith("http://127.0.0.1:")), "")
    yield found
    process.terminate()
    process.wait(timeout=30)


def test_the_demo_from_first_look_to_the_spreadsheet(address: str, page: Any, tmp_path: Path) -> None:
    assert address, "the demo printed no address"
    root = "/".join(address.split("/")[:3])
    page.goto(address)
    page.get_by_role("button", name="Verder onder deze naam").click(timeout=TIMEOUT)
    page.get_by_text("eigen kracht").first.wait_for(timeout=TIMEOUT)

    coding = CodingPage(page, root).open("a2-int-1.txt")
    coding.press("j", "a", "j", "x")
    coding.wait_saved()
    words = page.locator(".words").nth(1).inner_text().strip()[:24].rsplit(" ", 1)[0]
    coding.select(words)
    coding.press("1")
    coding.wait_saved()
    before = (coding.chips("coding"), coding.chips("rejected"))
    assert (len(before[0]), len(before[1])) == (2, 1)

    coding.reload()
    assert (coding.chips("coding"), coding.chips("rejected")) == before
    with open_project(tmp_path / "qualcode-demo") as store:
        assert len(store.codings()) == 2
        assert store.verify() == []

    page.goto(f"{root}/vergelijken")
    page.get_by_text("Vergelijk per").wait_for(timeout=TIMEOUT)
    with page.expect_download(timeout=TIMEOUT) as waiting:
        page.get_by_role("button", name="XLSX").first.click()
    file = tmp_path / "vergelijking.xlsx"
    waiting.value.save_as(file)
    table = pd.read_excel(file)
    assert {"eigen kracht", "van onderop", "verantwoording", "welkom voelen"} <= set(table["theme"])
