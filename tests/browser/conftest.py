"""A real server and a real browser: the app as a user starts it, on a project made for the test."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from qualcode.app.session import account
from qualcode.workflows.projects import open_project

sys.path.insert(0, str(Path(__file__).parent.parent / "app"))  # coding_sample

# No background traffic of the browser itself.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
# Streamlit's own index.html holds one inline script, which the app's Content-Security-Policy refuses; nothing depends on it. And it looks for its
# server below the address of a page first (/coderen/_stcore/health) before it looks at the root.
KNOWN_NOISE = re.compile(r"inline script.*Content Security Policy|404 \(Not Found\) \S+/\w+/_stcore/(health|host-config)$", re.DOTALL)
START_SECONDS = 60


def required() -> bool:
    return os.environ.get("QUALCODE_REQUIRE_BROWSER") == "1"


def chromium() -> str | None:
    named = os.environ.get("QUALCODE_CHROMIUM")
    if named:
        return named
    return next((path for name in ("chromium", "chromium-browser", "google-chrome", "chrome") if (path := shutil.which(name))), None)


def give_up(reason: str) -> None:
    if required():
        pytest.fail(f"QUALCODE_REQUIRE_BROWSER=1, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        give_up('Playwright is not installed: pip install "qualcode[test]"')
    program = chromium()
    if program is None:
        give_up("there is no Chromium on this machine (QUALCODE_CHROMIUM can name one)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of a fresh browser profile; what it complains of in the console fails the test.

    `server_is_away = True` lets it complain of the lost connection.
    """
    with watched_page(browser) as opened:
        yield opened


@pytest.fixture
def other_page(browser: Any) -> Iterator[Any]:
    """A page of a second person's browser."""
    with watched_page(browser) as opened:
        yield opened


@contextmanager
def watched_page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on(
        "console", lambda message: complaints.append(f"{message.text} {message.location['url']}") if message.type == "error" else None
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.server_is_away = False
    yield opened
    context.close()
    lost = (
        re.compile(
            "ERR_CONNECTION|ERR_EMPTY_RESPONSE|WebSocket|disconnected from server|No response received when attempting to reach|server is not responding"
        )
        if opened.server_is_away
        else re.compile(r"(?!)")
    )
    assert [text for text in complaints if not KNOWN_NOISE.search(text) and not lost.search(text)] == []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class App:
    """The app in a process of its own; it can be stopped and started again on the same address."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.folder, self.log = folder, log
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "qualcode.app", "--project", str(self.folder), "--port", str(self.port), "--no-browser"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=2) as answer:
                    if answer.read().strip() == b"ok":
                        return
            except OSError:
                time.sleep(0.1)
        pytest.fail(f"the app did not start: {self.log.read_text('utf-8', 'replace')[-3000:]}")

    def kill(self) -> None:
        """Ends it at once, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def confirm_coder(folder: Path) -> None:
    with open_project(folder) as store:
        name = next((coder.name for coder in store.coders() if coder.kind == "person"), "Proefcodeur")
        store.person(name)
        store.set_setting(f"coder:{account()}", name)


@pytest.fixture
def start_app(tmp_path: Path) -> Iterator[Callable[..., App]]:
    started: list[App] = []

    def start(folder: Path, *, confirmed: bool = True) -> App:
        """confirmed: somebody said before who codes, so that no browser is asked."""
        if confirmed:
            confirm_coder(folder)
        app = App(folder, tmp_path / "server.log")
        app.start()
        started.append(app)
        return app

    yield start
    for app in started:
        app.kill()
