"""`qualcode app [PROJECT]`: the app on loopback."""

from __future__ import annotations

import argparse
import subprocess
import sys


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
    """Runs the app in a process of its own, so that the command line never loads Streamlit; returns its exit code."""
    command = [sys.executable, "-m", "qualcode.app", "--port", str(port)]
    command += ["--project", project] if project else []
    command += [] if browser else ["--no-browser"]
    command += ["--page", page] if page else []
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0
