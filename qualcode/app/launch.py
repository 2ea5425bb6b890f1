"""What the app was started with: one frozen record for the whole process, read by every session."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Launch:
    """project: folder that a new session opens, '' for none. page: name of the page on which a new session begins, '' for the usual one."""

    project: str = ""
    page: str = ""


_launch = Launch()


def launch() -> Launch:
    """What holds now."""
    return _launch


def set_launch(given: Launch) -> None:
    """Sets what new sessions begin with; called once by the launcher."""
    global _launch
    _launch = given


def remember_project(folder: str) -> None:
    """Makes a project the one that new sessions open: a browser that reloads is a new session."""
    set_launch(replace(_launch, project=folder))
