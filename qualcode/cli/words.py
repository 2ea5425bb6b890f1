"""Words to standard error, in the user's language."""

from __future__ import annotations

import os
import sys

from qualcode.texts import LANGUAGES, text


def language() -> str:
    """`nl` or `en`: the environment variable QUALCODE_LANGUAGE, else English."""
    wanted = os.environ.get("QUALCODE_LANGUAGE", "").lower()[:2]
    return wanted if wanted in LANGUAGES else "en"


def say(words: str) -> None:
    """One line to standard error."""
    print(words, file=sys.stderr)


def say_text(key: str, /, **values: object) -> None:
    """A text of the catalogue to standard error."""
    say(text(key, language(), **values))


def say_about(name: str, key: str, /, **values: object) -> None:
    """A text of the catalogue about one document to standard error, the document named before it."""
    say(f"{name}: {text(key, language(), **values)}")
