"""Texts of the catalogue `team`."""

from __future__ import annotations

from qualcode.app import session
from qualcode.texts import text


def w(key: str, /, **values: object) -> str:
    """A text of the catalogue `team` in the session's language. Values are put in as they are: escape them where Markdown is read."""
    return text(f"team.{key}", session.language(), **values)


def decimal(value: float, digits: int = 2) -> str:
    """A number as people write it in the session's language; a dash when it is undefined."""
    if value != value:
        return "–"
    shown = f"{value:.{digits}f}"
    return shown.replace(".", ",") if session.language() == "nl" else shown


def percentage(value: float) -> str:
    """A share as whole per cents; a dash when it is undefined."""
    return "–" if value != value else f"{value * 100:.0f} %"
