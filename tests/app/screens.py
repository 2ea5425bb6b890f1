"""Pages of the app run without a browser, and what stands on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from qualcode.app import launch, session
from qualcode.app.launcher import SCRIPT
from qualcode.app.shell import NAMES
from qualcode.errors import ProjectError
from qualcode.workflows.projects import open_project

PAGES = NAMES
_SECONDS = 90
# What Streamlit reads as Markdown: elements by their value, widgets and containers by their label.
_VALUES = ("markdown", "caption", "error", "warning", "info", "success", "toast", "subheader", "title", "header")
_LABELS = (
    "button", "button_group", "checkbox", "download_button", "expander", "file_uploader", "multiselect", "radio", "selectbox", "text_area",
    "text_input", "toggle", "page_link",
)  # fmt: skip


def open_page(folder: Path | None, page: str = "", *, coder: str = "Proefcodeur", **state: Any) -> AppTest:
    """The app on a page of a project (on the start page without one), as a new session begins.

    coder: who said so already in this session; '' when nobody did. state: session state to begin with.
    """
    launch.set_launch(launch.Launch(str(folder) if folder else "", page))
    app = AppTest.from_file(str(SCRIPT), default_timeout=_SECONDS)
    for key, value in state.items():
        app.session_state[key] = value
    if coder and folder is not None and (folder / "project.sqlite").exists():
        with suppress(ProjectError), open_project(folder) as store:
            app.session_state[session.CODER] = store.person(coder).name
    return app.run()


def words(app: AppTest) -> str:
    """Everything on the screen that is a sentence."""
    return "\n".join(shown(app))


def shown(app: AppTest) -> Iterator[str]:
    """All that Streamlit reads as Markdown."""
    for kind in _VALUES:
        yield from (str(element.value) for element in app.get(kind))
    yield from popovers(app)
    for kind in _LABELS:
        for element in app.get(kind):
            yield str(getattr(element, "label", "") or getattr(getattr(element, "proto", None), "label", ""))
            if kind in ("radio", "button_group"):  # the options of other widgets are shown as they are
                yield from _options(element, kind)


def read_as_markdown(body: str) -> str:
    """What is left for Markdown to read: without code and without what a backslash takes the meaning from."""
    without_code = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", body)
    return re.sub(r"\\[!-/:-@\[-`{-~]", "", without_code)


def button(app: AppTest, key: str) -> Any:
    """The button with this key."""
    return next(one for one in app.button if one.key == key)


def widget(app: AppTest, kind: str, key: str) -> Any:
    """The widget of a kind with this key."""
    return next(one for one in app.get(kind) if getattr(one, "key", None) == key)


def _options(element: Any, kind: str) -> list[str]:
    if kind == "radio":
        return [str(option) for option in element.options]
    return [option.content for option in element.proto.options]


def popovers(app: AppTest) -> list[str]:
    """The labels of the buttons that open something."""
    return [one.proto.popover.label for one in app.get("popover")]
