"""The catalogue: every sentence that a person reads on a screen, in Dutch and English side by side.

One TOML file a room (`documents.toml`, `app.toml`, ...). A key is `room.name`; a text may hold `{placeholders}`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("nl", "en")


@cache
def _room(room: str) -> dict[str, dict[str, str]]:
    source = files(__name__).joinpath(f"{room}.toml")
    return tomllib.loads(source.read_text("utf-8"))


def text(key: str, language: str, /, **values: object) -> str:
    """The text under `key` (`room.name`) in `language` (`nl` or `en`), with its placeholders filled.

    Raises KeyError when the catalogue has no such key: that is a bug, held by a test.
    """
    room, _, name = key.partition(".")
    template = _room(room)[name][language]
    return template.format(**values) if values else template
