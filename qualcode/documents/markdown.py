"""Markdown: the text stays as it is in the file, markup included; headings, list items and table rows are marked."""

from __future__ import annotations

import re

from qualcode.documents.cleaning import blank_forbidden, forbidden_count, normal_lines
from qualcode.documents.content import Content
from qualcode.documents.decoding import decode
from qualcode.documents.txt import encoding_warnings
from qualcode.model import Mark

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]+(?P<title>\S.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:(?P<first>=+)|(?P<second>-{2,}))[ \t]*$")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}$")
_ROW_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_FRONT = re.compile(r"-{3,}[ \t]*$")


def read_markdown(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """The text of the file with marks for headings (level), list items (level by indent) and table rows; code and front matter are text."""
    decoded = decode(data, file=file, encoding=encoding)
    text = normal_lines(decoded.text)
    controls = forbidden_count(text)
    text = blank_forbidden(text)
    return Content(text, tuple(_marks(text)), decoded.encoding, controls, encoding_warnings(decoded))


def _lines(text: str) -> list[tuple[int, str]]:
    lines = []
    at = 0
    for line in text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    return lines


def _marks(text: str) -> list[Mark]:
    lines = _lines(text)
    marks: list[Mark] = []
    fence = ""
    code_start = 0
    in_table = False
    index = _after_front_matter(lines)
    while index < len(lines):
        line = lines[index][1]
        fenced = _FENCE.match(line)
        if fence:
            if fenced and fenced.group("fence").startswith(fence):
                fence = ""
                marks += _code(text, code_start, lines[index][0])
        elif fenced:
            fence = fenced.group("fence")
            code_start = lines[index][0] + len(line) + 1
        elif "|" in line and (in_table or (index + 1 < len(lines) and _ROW_RULE.match(lines[index + 1][1]))):
            in_table = True
            mark = _row(*lines[index])
            marks += [mark] if mark is not None else []
            index += 1
            continue
        else:
            mark, taken = _mark_at(lines, index)
            if mark is not None:
                marks.append(mark)
            index += taken - 1
        in_table = False
        index += 1
    return marks


def _code(text: str, start: int, end: int) -> list[Mark]:
    """What stands between two fences, as one paragraph: its `#` and `-` are no headings and items."""
    body = text[start:end].strip()
    begin = text.index(body, start) if body else start
    return [Mark(begin, begin + len(body), "paragraph")] if body else []


def _after_front_matter(lines: list[tuple[int, str]]) -> int:
    """The line after a YAML head (`---` ... `---`) at the very top, 0 when there is none."""
    if not lines or not _FRONT.match(lines[0][1]) or len(lines) < 2 or ":" not in lines[1][1]:
        return 0
    for index, (_, line) in enumerate(lines[1:60], start=1):
        if _FRONT.match(line) or line.rstrip() == "...":
            return index + 1
    return 0


def _mark_at(lines: list[tuple[int, str]], index: int) -> tuple[Mark | None, int]:
    """The mark that begins on a line, and how many lines it takes."""
    start, line = lines[index]
    below = lines[index + 1][1] if index + 1 < len(lines) else ""
    above = lines[index - 1][1] if index else ""
    atx = _ATX.match(line)
    if atx:
        return Mark(start + atx.start("title"), start + atx.end("title"), "heading", level=len(atx.group("marks"))), 1
    under = _UNDERLINE.match(below)
    if under and line.strip() and not above.strip() and not _ITEM.match(line) and "|" not in line and len(line) <= 120:
        body = line.strip()
        begin = start + line.index(body)
        return Mark(begin, begin + len(body), "heading", level=1 if under.group("first") else 2), 2
    item = _ITEM.match(line)
    if item and not _RULE.match(line):
        end, taken = _item_end(lines, index)
        begin = start + item.end("indent")
        return Mark(begin, end, "list_item", level=1 + len(item.group("indent").expandtabs(4)) // 2), taken
    return None, 1


def _item_end(lines: list[tuple[int, str]], index: int) -> tuple[int, int]:
    """Where an item ends: it runs on over lines until a blank line, another item, a heading or a fence."""
    last = index
    while last + 1 < len(lines):
        line = lines[last + 1][1]
        if not line.strip() or _ITEM.match(line) or _ATX.match(line) or _FENCE.match(line) or _RULE.match(line):
            break
        last += 1
    start, line = lines[last]
    return start + len(line.rstrip()), last - index + 1


def _row(start: int, line: str) -> Mark | None:
    if _ROW_RULE.match(line):
        return None
    body = line.strip()
    begin = start + line.index(body)
    return Mark(begin, begin + len(body), "table_row")
