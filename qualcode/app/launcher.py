"""Starts the app so that nothing leaves this machine: loopback only, no telemetry, no foreign request, no file in the home directory."""

from __future__ import annotations

import _thread
import os
import socket
import sys
import threading
import time
import urllib.request
import webbrowser
from pathlib import Path
from typing import Any

from qualcode.app.launch import Launch, set_launch
from qualcode.errors import QualcodeError, UsageError
from qualcode.texts import LANGUAGES, text
from qualcode.workflows.projects import open_project

ADDRESS = "127.0.0.1"
FIRST_PORT, PORTS_TRIED = 8501, 100
MAX_UPLOAD = 100  # MB, as documents.MAX_BYTES
WRONG_USE = 2
_SECONDS_TO_START = 120.0
SCRIPT = Path(__file__).parent / "script" / "main.py"


def serve(project: str = "", *, port: int = 0, browser: bool = True, page: str = "", end_with_input: bool = False) -> int:
    """Serves the app until it is interrupted; returns 0, or 2 with one sentence when it cannot start.

    port 0: 8501, or the next one that is free. page: name of the page to begin on. end_with_input: stop when standard input ends, which is when the program
    that started this one is gone.
    """
    try:
        folder = _project_folder(project)
        chosen = free_port(port)
    except QualcodeError as error:
        sys.stderr.write(f"{error.sentence(_language())}\n")
        return WRONG_USE
    set_launch(Launch(project=folder, page=page))
    address = f"http://{ADDRESS}:{chosen}/{page}"
    threading.Thread(target=_announce, args=(chosen, address, browser), daemon=True).start()
    if end_with_input:
        threading.Thread(target=_stop_with_input, daemon=True).start()
    try:
        _run(chosen)
    except KeyboardInterrupt:
        return 0
    except SystemExit as left:  # Streamlit's way to say that it cannot start: somebody took the port just now
        sys.stderr.write(f"{text('app.cannot_start', _language(), port=chosen)}\n")
        return WRONG_USE if left.code else 0
    return 0


def config(port: int) -> dict[str, Any]:
    """Streamlit's options for our app. What a user's own Streamlit settings say to these is overruled."""
    return {
        "server.address": ADDRESS,
        "server.port": port,
        "server.allowedHosts": [ADDRESS, "localhost"],
        "server.baseUrlPath": "",
        "server.headless": True,
        "server.enableCORS": True,
        "server.enableXsrfProtection": True,
        "server.enableStaticServing": False,
        "server.fileWatcherType": "none",
        "server.maxUploadSize": MAX_UPLOAD,
        "browser.gatherUsageStats": False,
        "browser.serverAddress": ADDRESS,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "global.developmentMode": False,
        "global.disableWidgetStateDuplicationWarning": True,
        "logger.hideWelcomeMessage": True,
        **theme(),
    } | {name: value for name, value in _IF_KNOWN.items() if _is_option(name)}


# Options that not every Streamlit has. A full collection of garbage after each run costs more than the run itself.
_IF_KNOWN: dict[str, Any] = {
    "runner.postScriptGC": False,
    "server.enableAgentApi": False,
    "logger.enableRich": False,
    "client.showErrorLinks": False,
    "theme.paddingTop": "0.75rem",
    "theme.paddingBottom": "3rem",
}


def theme() -> dict[str, Any]:
    """A sober look for long days, light and dark as the system says."""
    light = {"primaryColor": "#1F5F8B", "backgroundColor": "#FFFFFF", "secondaryBackgroundColor": "#F3F5F7", "textColor": "#1D2329"}
    dark = {"primaryColor": "#6FB1DD", "backgroundColor": "#15191D", "secondaryBackgroundColor": "#1F252B", "textColor": "#E3E7EA"}
    common = {
        "theme.font": "sans-serif",
        "theme.baseFontSize": 15,
        "theme.baseRadius": "small",
        "theme.headingFontSizes": ["1.7rem", "1.35rem", "1.15rem", "1rem", "1rem", "0.9rem"],
        "theme.headingFontWeights": [600, 600, 600, 600, 600, 600],
    }
    return (
        common
        | {f"theme.light.{name}": value for name, value in light.items()}
        | {f"theme.dark.{name}": value for name, value in dark.items()}
    )


def free_port(wanted: int) -> int:
    """The port to use: `wanted` when it is free, or the first free one from 8501 on when it is 0. Raises UsageError."""
    if wanted == 0:
        found = next((port for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED) if _is_free(port)), None)
        if found is None:
            raise UsageError("app.no_port", first=FIRST_PORT, last=FIRST_PORT + PORTS_TRIED - 1)
        return found
    if not 1 <= wanted <= 65535:
        raise UsageError("app.port_number", port=wanted)
    if not _is_free(wanted):
        raise UsageError("app.port_taken", port=wanted)
    return wanted


def _run(port: int) -> None:
    import streamlit
    from starlette.middleware import Middleware

    from qualcode.app.headers import SafeHeaders
    from qualcode.app.quiet import hide_messages

    hide_messages()
    app = streamlit.App(SCRIPT, middleware=[Middleware(SafeHeaders)], on_script_error=_show_bug)
    app.run(config=config(port))


def _show_bug(error: Exception) -> bool:
    from qualcode.app.problems import show_bug  # not before the server is there: it brings the app's caches along

    return show_bug(error)


def _is_option(name: str) -> bool:
    import streamlit.config

    # asking for its value would read all options before ours are set
    return name in getattr(streamlit.config, "_config_options_template", {})


def _project_folder(project: str) -> str:
    """The folder of a project that can be opened, '' for none. Raises ProjectError before anything is started."""
    if not project:
        return ""
    with open_project(project) as store:
        return str(store.folder.absolute())


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was left a moment ago is free
        try:
            probe.bind((ADDRESS, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def _announce(port: int, address: str, browser: bool) -> None:
    """Says the address when the server answers, not before, and opens the browser on it."""
    until = time.monotonic() + _SECONDS_TO_START
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # loopback is never behind a proxy
    while time.monotonic() < until:
        try:
            with opener.open(f"http://{ADDRESS}:{port}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    break
        except OSError:
            time.sleep(0.1)
    else:
        return
    sys.stdout.write(f"{text('app.running', _language(), address=address)}\n")
    sys.stdout.flush()
    if browser:
        webbrowser.open(address)


def _stop_with_input() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    _thread.interrupt_main()


def _language() -> str:
    """The language of the terminal, as for every command: QUALCODE_LANGUAGE, else English."""
    wanted = os.environ.get("QUALCODE_LANGUAGE", "").lower()[:2]
    return wanted if wanted in LANGUAGES else "en"
