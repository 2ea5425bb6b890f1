"""Makes the pictures of docs/images from the demo project: every page but "project", light, 1440 wide.

python docs/make_screenshots.py            (needs Chromium and `pip install -e ".[test]"`; QUALCODE_CHROMIUM names a browser that is not found)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
SIZE = {"width": 1440, "height": 900}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PAGES = (
    "les",
    "documenten",
    "sprekers",
    "coderen",
    "codeurs",
    "overeenstemming",
    "vergelijken",
    "codeboek",
    "classifier",
)  # not "project": it shows where the project lies on this machine


def picture(page: Page, root: str, name: str) -> None:
    page.goto(f"{root}/{name}" + ("?document=a2-int-1.txt" if name == "coderen" else ""))
    if name == "coderen":
        page.get_by_test_id("block").first.wait_for()
        for key in "jaj":
            page.keyboard.press(key)
    page.wait_for_timeout(6000)  # charts and fonts
    page.screenshot(path=IMAGES / f"{name}.png")


def main() -> None:
    program = os.environ.get("QUALCODE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", "import sys; from qualcode.cli import main; sys.exit(main())", "demo", "--no-browser"]
        server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        try:
            assert server.stdout is not None
            address = next(word for line in server.stdout for word in line.split() if word.startswith("http://127.0.0.1:"))
            root = "/".join(address.split("/")[:3])
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
                page = browser.new_page(viewport=SIZE, locale="nl-NL")
                page.goto(root)
                page.get_by_role("textbox").fill("Anna")
                page.get_by_role("button", name="Verder onder deze naam").click()
                page.get_by_test_id("stPopover").first.wait_for()
                for name in PAGES:
                    picture(page, root, name)
                browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
