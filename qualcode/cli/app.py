"""`qualcode app [PROJECT]`: the app on loopback."""

from __future__ import annotations

import argparse
import subprocess
import sys

STOP_SECONDS = 15


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT", nargs="?", default="")
    add_server_arguments(parser)


def add_server_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that `app` and `demo` share."""
    parser.add_argument("--port", type=int, default=0, metavar="N", help="port on 127.0.0.1 (default: 8501, or the next one that is free)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")


def run(options: argparse.Namespace) -> int:
    return serve(options.project, port=options.port, browser=not options.no_browser)


def serve(project: str, *, port: int, browser: bool, page: str = "") -> int:
    """Runs the app in a process of its own, so that the command line never loads Streamlit; returns its exit code.

    The app holds the other end of a pipe: when this process is gone, however that came, the app stops too.
    """
    command = [sys.executable, "-m", "qualcode.app", "--port", str(port), "--end-with-input"]
    command += ["--project", project] if project else []
    command += [] if browser else ["--no-browser"]
    command += ["--page", page] if page else []
    with subprocess.Popen(command, stdin=subprocess.PIPE) as app:
        try:
            return app.wait()
        except KeyboardInterrupt:  # the app got it too, from the same terminal
            pass
        if app.stdin:
            app.stdin.close()
        try:
            return app.wait(timeout=STOP_SECONDS)
        except (KeyboardInterrupt, subprocess.TimeoutExpired):
            app.kill()
            return 0
