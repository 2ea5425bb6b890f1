"""What text becomes before Streamlit reads it as Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.app.escape import code_span, escape, escape_lines, escape_piece

JOINER = "\u2060"


def unescape(body: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", body).replace(JOINER, "")


@given(st.text())
def test_no_mark_of_markdown_is_left_and_no_character_is_lost(text: str) -> None:
    body = escape(text)
    assert re.sub(r"\\[!-/:-@\[-`{-~]", "", body) == re.sub(r"[!-/:-@\[-`{-~]", "", body).replace("\\", "")
    assert unescape(body) == " ".join(text.replace(JOINER, "").split()) or JOINER in text
    assert "\n" not in body


@pytest.mark.parametrize(
    "text", ["https://example.org/x", "www.example.org", "jan@example.org", ":smile:", ":material/home:", "a -> b", "a --> b", "x >= y"]
)
def test_what_plug_ins_read_after_markdown_is_broken_by_a_joiner(text: str) -> None:
    plain = re.sub(r"\\(.)", r"\1", escape(text))
    assert JOINER in plain
    assert plain.replace(JOINER, "") == text
    assert not re.search(r"https?://\w|www\.\w|\w@\w|:[\w+/-]+:|\s(->|-->|>=)\s", plain)


def test_the_space_at_the_edge_of_a_piece_stays() -> None:
    assert [escape_piece(piece) for piece in (" a b\n", "a", "  ", "")] == [" a b ", "a", " ", ""]


def test_lines_stay_lines() -> None:
    assert escape_lines("een *\n\ntwee") == "een \\*  \ntwee"


@given(st.text(alphabet="a`\\ *[", min_size=1).filter(str.strip))
def test_code_is_fenced_longer_than_any_run_in_it(text: str) -> None:
    span = code_span(text)
    fence = re.match("`+", span)
    assert fence is not None
    width = len(fence.group()) if not span.startswith("` `") else 1
    inner = span[width:-width]
    assert all(len(run) < width for run in re.findall("`+", inner))
    assert inner.strip() == " ".join(text.split())
