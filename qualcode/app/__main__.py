"""`python -m qualcode.app`: the app on loopback, in this process."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from qualcode.app.launcher import serve


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the app until it is stopped; returns the exit code: 0 stopped, 2 the port is taken or the project cannot be opened."""
    parser = argparse.ArgumentParser(prog="python -m qualcode.app", description="The qualcode app on 127.0.0.1.")
    parser.add_argument("--project", default="", metavar="DIR", help="project to open")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="port on 127.0.0.1 (default: 8501, or the next one that is free)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.add_argument("--page", default="", metavar="NAME", help="page to begin on, such as les")
    parser.add_argument("--end-with-input", action="store_true", help="stop when standard input ends (for a program that starts this one)")
    options = parser.parse_args(arguments)
    return serve(
        options.project, port=options.port, browser=not options.no_browser, page=options.page, end_with_input=options.end_with_input
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
