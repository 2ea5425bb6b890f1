"""Text that is not ours (transcripts, file names, speakers, code names) in places where Streamlit reads Markdown.

Streamlit's Markdown fetches images from anywhere, makes links, and reads `:red[...]`, `:smile:` and `$...$`. What goes through here is shown as it is.
"""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_SPACE = re.compile(r"\s+")
# Read by plug-ins that look at the text after Markdown is done with it, where a backslash is gone: links, e-mail addresses, emoji names, arrows and dashes.
_AFTERWARDS = re.compile(r"(?<=:)(?=//)|(?<=:)(?=[\w+/-]+:)|(?<=www)(?=\.)|(?<=@)(?=\w)|(?<=\s[<>~-])(?=[=>-]+\s)", re.IGNORECASE)
_JOINER = "\u2060"  # a mark without width that joins words: breaks the pattern, not the line


def escape(text: str) -> str:
    """One line of text as Markdown that shows exactly these words; runs of white space become one space."""
    flat = _SPACE.sub(" ", text).strip()
    return _PUNCTUATION.sub(r"\\\1", _AFTERWARDS.sub(_JOINER, flat))


def escape_piece(text: str) -> str:
    """As `escape`, for a piece of a running text: a space at its begin or end stays."""
    if not text.strip():
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{escape(text)}{' ' if text[-1].isspace() else ''}"


def escape_lines(text: str) -> str:
    """Several lines, each on a line of its own."""
    return "  \n".join(escape(line) for line in text.splitlines() if line.strip())


def code_span(text: str) -> str:
    """One line in the type of code."""
    flat = _SPACE.sub(" ", text).strip()
    longest = max((len(run) for run in re.findall("`+", flat)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {flat} {fence}" if flat.startswith("`") or flat.endswith("`") else f"{fence}{flat}{fence}"
