"""The app as a process: it is where it says, for this machine only, keeps to itself, and ends without a word."""

from __future__ import annotations

import base64
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from qualcode.app.headers import HEADERS
from qualcode.app.launcher import SCRIPT, config, free_port
from qualcode.errors import UsageError

SECONDS = 90
DOOR = SCRIPT.parents[3] / "app.py"


class Running:
    """The app in a process of its own, with a home directory of its own."""

    def __init__(self, home: Path, *arguments: str, command: tuple[str, ...] = ("-m", "qualcode.app")) -> None:
        home.mkdir(exist_ok=True)
        self.home = home
        source = str(SCRIPT.parents[3])
        environment = os.environ | {
            "HOME": str(home), "USERPROFILE": str(home), "XDG_CONFIG_HOME": str(home), "XDG_CACHE_HOME": str(home), "PYTHONPATH": source, "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        environment.pop("QUALCODE_LANGUAGE", None)
        self.process = subprocess.Popen(
            [sys.executable, *command, *arguments], cwd=home, env=environment, text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def line(self) -> str:
        """The first line on standard output."""
        assert self.process.stdout is not None
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=lambda: lines.put(self.process.stdout.readline()), daemon=True).start()  # type: ignore[union-attr]
        return lines.get(timeout=SECONDS)

    def end(self) -> tuple[int, str, str]:
        """(exit code, rest of standard output, standard error) once it has ended."""
        out, error = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, out, error


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, int]]:
    app = Running(tmp_path_factory.mktemp("home"), "--no-browser", "--end-with-input", "--port", str(unused_port()))
    line = app.line()
    try:
        yield app, int(line.split("http://127.0.0.1:")[1].split("/")[0])
    finally:
        app.process.kill()
        app.process.wait()


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_address_is_printed_when_the_server_answers(running: tuple[Running, int]) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{running[1]}/_stcore/health", timeout=10) as answer:
        assert answer.read() == b"ok"


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/les", "/not-there.js"])
def test_every_answer_carries_the_headers_that_keep_the_page_to_itself(path: str, running: tuple[Running, int]) -> None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{running[1]}{path}", timeout=10) as answer:
            found = answer.headers
    except urllib.error.HTTPError as refused:
        found = refused.headers
    assert {name: found.get_all(name) for name in HEADERS} == {name: [value] for name, value in HEADERS.items()}
    assert "frame-ancestors 'none'" in HEADERS["content-security-policy"]
    assert "default-src 'self'" in HEADERS["content-security-policy"]


def test_no_other_address_of_this_machine_answers(running: tuple[Running, int]) -> None:
    others = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # nothing is sent; it tells which address would be used
        others.add(str(probe.getsockname()[0]))
    others = {address for address in others if not address.startswith("127.") and address != "::1"}
    if not others:
        pytest.skip("this machine has no address but loopback")
    for address in others:
        with (
            pytest.raises(OSError, match=r"refused|unreachable|timed out|timeout"),
            socket.create_connection((address, running[1]), timeout=3),
        ):
            pass


@pytest.mark.parametrize(("host", "welcome"), [("127.0.0.1", True), ("localhost", True), ("evil.test", False)])
def test_a_page_that_takes_another_name_gets_no_connection(host: str, welcome: bool, running: tuple[Running, int]) -> None:
    port = running[1]
    key = base64.b64encode(os.urandom(16)).decode()
    asked = (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: http://{host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(asked.encode())
        status = connection.recv(100).split(b"\r\n")[0]
    assert (b" 101 " in status) is welcome, status


def test_nothing_is_written_at_home_and_it_ends_with_its_input(tmp_path: Path) -> None:
    app = Running(tmp_path / "home", "--no-browser", "--end-with-input", "--page", "les", "--port", str(unused_port()))
    assert app.line().rstrip().split(" - ")[0].endswith("/les")
    assert app.process.stdin is not None
    app.process.stdin.close()
    app.process.stdin = None
    code, out, error = app.end()
    assert (code, out) == (0, "")
    assert "Traceback" not in error
    assert error == ""
    assert list(app.home.rglob("*")) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that reaches one process of a console alone")
def test_ctrl_c_ends_it_with_0_and_without_a_traceback(tmp_path: Path) -> None:
    app = Running(tmp_path / "home", "--no-browser", "--port", str(unused_port()))
    app.line()
    app.process.send_signal(signal.SIGINT)
    code, out, error = app.end()
    assert (code, out, error) == (0, "", "")


def test_a_taken_port_gives_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, out, error = Running(tmp_path / "home", "--no-browser", "--port", str(port)).end()
    assert (code, out) == (2, "")
    assert error.count("\n") == 1
    assert str(port) in error


def test_a_project_that_is_none_gives_one_sentence(tmp_path: Path) -> None:
    code, out, error = Running(tmp_path / "home", "--no-browser", "--project", str(tmp_path / "nergens")).end()
    assert (code, out) == (2, "")
    assert error.count("\n") == 1
    assert "nergens.qualcode" in error


def test_without_a_port_the_next_free_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as first:
        first.bind(("127.0.0.1", 0))
        first.listen()
        taken = first.getsockname()[1]
        monkeypatch.setattr("qualcode.app.launcher.FIRST_PORT", taken)
        assert free_port(0) > taken
        with pytest.raises(UsageError):
            free_port(taken)


@pytest.mark.parametrize("port", [-1, 65536, 99999])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(UsageError):
        free_port(port)


def test_the_options_are_known_and_safe() -> None:
    import streamlit.config

    options = config(8501)
    assert set(options) <= set(streamlit.config._config_options_template)
    assert options["server.address"] == "127.0.0.1"
    assert options["browser.gatherUsageStats"] is False
    assert options["client.showErrorDetails"] == "none"


# --- the other door: streamlit run app.py ---


@pytest.mark.skipif(not DOOR.is_file(), reason="app.py lies in the repository only")
@pytest.mark.parametrize(
    ("options", "lets_in"),
    [
        ({"server.address": "127.0.0.1", "browser.gatherUsageStats": False}, True),
        ({"server.address": None, "browser.gatherUsageStats": False}, False),
        ({"server.address": "0.0.0.0", "browser.gatherUsageStats": False}, False),
        ({"server.address": "127.0.0.1", "browser.gatherUsageStats": True}, False),
    ],
    ids=["safe", "any address by default", "any address", "usage data"],
)
def test_the_other_door_opens_only_when_nothing_can_get_out(
    options: dict[str, object], lets_in: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit import config as streamlit_config
    from streamlit.testing.v1 import AppTest

    from qualcode.app import launch

    launch.set_launch(launch.Launch())
    real = streamlit_config.get_option
    monkeypatch.setattr(streamlit_config, "get_option", lambda name: options[name] if name in options else real(name))
    monkeypatch.setattr("streamlit.get_option", streamlit_config.get_option)
    app = AppTest.from_file(str(DOOR), default_timeout=60).run()
    assert not app.exception
    assert bool(app.title) is lets_in
    assert len(app.error) == (0 if lets_in else 1)


def test_the_command_takes_the_app_down_with_it(tmp_path: Path) -> None:
    starter = "import sys; from qualcode.cli import main; sys.exit(main())"
    port = unused_port()
    command = Running(tmp_path / "home", "app", "--no-browser", "--port", str(port), command=("-c", starter))
    assert f":{port}/" in command.line()
    command.process.kill()
    command.process.wait()
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return
        threading.Event().wait(0.1)
    pytest.fail("the app goes on after the command that started it")
