"""Markdown keeps its text; the marks say what is a heading, an item, a row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.documents.content import Content
from qualcode.documents.markdown import read_markdown
from qualcode.model import Document
from qualcode.segmentation import segment_document

TEXT = """---
title: Nota
---

# Nota wonen #

Inleiding
---------

Tekst met **nadruk**.

- eerste punt
  loopt door
- tweede
    1. genest

| Post | Bedrag |
|:-----|-------:|
| Huur | 12.000 |

```
# geen kop
- geen punt
```

***
Slot van de nota.
"""


def read(text: str) -> Content:
    return read_markdown(text.encode("utf-8"), file="a.md")


def test_the_text_is_that_of_the_file() -> None:
    assert read(TEXT).text == TEXT


def test_marks_of_headings_items_and_rows() -> None:
    found = [(mark.kind, mark.level, TEXT[mark.start : mark.end]) for mark in read(TEXT).marks]
    assert found == [
        ("heading", 1, "Nota wonen"),
        ("heading", 2, "Inleiding"),
        ("list_item", 1, "- eerste punt\n  loopt door"),
        ("list_item", 1, "- tweede"),
        ("list_item", 3, "1. genest"),
        ("table_row", None, "| Post | Bedrag |"),
        ("table_row", None, "| Huur | 12.000 |"),
        ("paragraph", None, "# geen kop\n- geen punt"),
    ]


def test_blocks_of_marked_text() -> None:
    blocks = segment_document(Document("a.md", TEXT, read(TEXT).marks))
    assert [block.kind for block in blocks if block.kind != "paragraph"] == ["heading", "heading", *["list_item"] * 3, *["table_row"] * 2]
    said = [TEXT[block.start : block.end] for block in blocks]
    assert "Nota wonen" in said
    assert "Tekst met **nadruk**." in said


def test_bold_labels_are_turns_and_headings_stay_headings() -> None:
    text = "# Gesprek\n\n**I:** Hoe gaat het?\n\n**R:** Goed.\n\n## Deel twee\n\n**I:** En thuis?\n\n**R:** Ook.\n"
    blocks = segment_document(Document("a.md", text, read(text).marks))
    assert [(block.kind, block.speaker, text[block.start : block.end]) for block in blocks] == [
        ("heading", None, "Gesprek"),
        ("turn", "I", "Hoe gaat het?"),
        ("turn", "R", "Goed."),
        ("heading", None, "Deel twee"),
        ("turn", "I", "En thuis?"),
        ("turn", "R", "Ook."),
    ]


def test_an_open_fence_or_front_matter_without_end_does_not_crash() -> None:
    assert read("```\n# a\n").marks == ()
    assert [mark.kind for mark in read("---\ntitle: x\n\n# Kop\n").marks] == ["heading"]


@given(st.lists(st.sampled_from([*"ab #-*_|`~=+1.) \n\t", "# ", "- ", "---\n", "```\n", "|-|\n", "\n\n"]), max_size=80).map("".join))
def test_any_markdown_gives_marks_inside_the_text(text: str) -> None:
    content = read("x" + text)
    assert content.text == "x" + text
    for mark in content.marks:
        assert content.text[mark.start : mark.end].strip() == content.text[mark.start : mark.end] != ""
