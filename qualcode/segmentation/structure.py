"""What kind of block each group of lines is: heading, article, list item, table row or paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.model import BlockKind
from qualcode.segmentation.furniture import is_page_number, masked
from qualcode.segmentation.labels import is_form_head, label_key
from qualcode.segmentation.lines import ends_sentence, first_letter
from qualcode.segmentation.listmarks import ARTICLE, MARKDOWN_HEADING, chapter, number_depth
from qualcode.segmentation.paragraphs import MAX_HEADING_WORDS, Group, can_head

_FURNITURE_TIMES = 5
_MAX_HEADING_LINES = 3
_COLON_HEADING_WORDS = 3
_LIST_OF_LINES = 4  # so many short lines one after another are a list, a table of contents or a colophon, and no headings
_CONTENTS_LINE = re.compile(r".*(?:\.{3,}|\s\.(?:\s\.)+|…{2,}|\t)\s*\d{1,3}$", re.DOTALL)
_SENTENCE_INSIDE = re.compile(r"[a-zë)][.!?][\"'”’]?\s+[\"'“‘(]?[A-Z(]|,[\"”] ")  # two sentences, or words about a quotation
_TRAILING_NUMBER = re.compile(r"[^\W\d_][)?!.,]*\s+\d{1,3}(?:[,\s]+\d{1,3})*$")
_DATE = re.compile(r"(?:\w+,?\s+)?\d{1,2}\s+[a-z]{3,9}\.?\s+\d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_VERB = re.compile(
    r"\b(?:wil|willen|vindt|vinden|kiest|kiezen|moet|moeten|is|zijn|wordt|worden|kan|kunnen|betekent|heeft|hebben|pleit|stelt|gaat|zal|zullen|doen)\b"
)
_ARTICLE_ENDS = re.compile(r"(?:toelichting|algemene toelichting|bijlage|ondertekening|aldus)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A span with its kind; level for headings. The first form of a segment, before speakers, pages and words are known."""

    start: int
    end: int
    kind: BlockKind
    level: int | None = None


def classify(text: str, groups: Sequence[Group], *, followed: bool = False) -> list[Block]:
    """The blocks of groups of lines that no speaker says. followed: something comes after the last group."""
    repeated = _furniture(text, groups)
    heads = [
        group.kind is None and group.start not in repeated and _heads(text, groups, index, followed=followed)
        for index, group in enumerate(groups)
    ]
    _unhead_lists(text, groups, heads)
    blocks: list[Block] = []
    in_article = False
    for index, group in enumerate(groups):
        body = text[group.start : group.end]
        article = _article(body) if group.kind in (None, "heading", "list_item") else None
        numbered = group.mark is not None and (group.mark.style in ("1.", "1)", "(1)") or group.mark.style.startswith("."))
        block = Block(group.start, group.end, group.kind or "paragraph", group.level)
        if article is not None:
            block = Block(group.start, group.end, article, (group.level or 3) if article == "heading" else None)
            in_article = True
        elif group.kind == "heading" or heads[index]:
            block = block if group.kind else _heading(text, group)
            in_article = False
        elif group.kind == "list_item" or (group.kind is None and group.mark is not None):
            block = replace(block, kind="article" if in_article and numbered else "list_item")
        elif group.kind is None and group.row:
            block = replace(block, kind="table_row")
        elif group.kind is None and in_article and group.start not in repeated and not is_page_number(body):
            in_article = not _ARTICLE_ENDS.match(body)
            block = replace(block, kind="article" if in_article else "paragraph")
        blocks.append(block)
    return blocks


def _article(body: str) -> BlockKind | None:
    """`heading` for `Artikel 5 Weigeringsgronden`, `article` for an article with its text behind it, None for anything else."""
    found = ARTICLE.match(body) if body[:1] in "Aa" and body[:3] != "art" else None
    if found is None:
        return None
    rest = found.group("rest").strip()
    if not rest:
        return "heading"
    if found.group("stop") is None and not (rest[0].isupper() or rest[0] in "([‘'\"“\n"):
        return None  # "Artikel 5 van de Grondwet blijft"
    short = len(rest.split()) < MAX_HEADING_WORDS and not ends_sentence(body) and rest[-1] not in ";,:"
    return "heading" if short else "article"


def _heading(text: str, group: Group) -> Block:
    body = text[group.start : group.end]
    marked = MARKDOWN_HEADING.match(body)
    if marked:
        end = group.start + len(body.rstrip("# "))
        return Block(group.start + marked.end(), max(end, group.start + marked.end() + 1), "heading", len(marked.group("marks")))
    named = chapter(body)
    if named:
        return Block(
            group.start, group.end, "heading", 1 if named.group("word").casefold() in ("hoofdstuk", "deel", "bijlage", "titel") else 2
        )
    return Block(group.start, group.end, "heading", number_depth(body) or (1 if body.isupper() else 2))


def _heads(text: str, groups: Sequence[Group], index: int, *, followed: bool) -> bool:
    """Whether a group is a heading: short, no end of a sentence, begins with a capital or a number, and longer text follows."""
    group = groups[index]
    if group.row:
        return False
    body = text[group.start : group.end]
    if MARKDOWN_HEADING.match(body) and group.lines == 1:
        return True
    if group.lines > _MAX_HEADING_LINES or not can_head(body) or _closes(body) or is_page_number(body):
        return False
    if (
        _DATE.fullmatch(body)
        or (group.mark is not None and number_depth(body) is None)
        or _CONTENTS_LINE.fullmatch(body)
        or ("\t" in body.strip() and "|" in body)
    ):
        return False
    if _is_form_line(body) or _in_contents(text, groups, index):
        return False
    if body[0] in "([" and body[-1] in ")]":
        return False
    following = groups[index + 1] if index + 1 < len(groups) else None
    if following is None:
        return followed
    if chapter(body):
        return True
    if body[-1] == ":":
        return (
            len(body.split()) <= _COLON_HEADING_WORDS
            and not _VERB.search(body)
            and following.mark is None
            and following.end - following.start > len(body)
        )
    if _SENTENCE_INSIDE.search(body[group.mark.length if group.mark else 0 :]):
        return False
    if group.mark is not None and not _numbers_heading(text, groups, index):
        return False
    if group.mark is not None and following.mark is not None and following.mark.style == group.mark.style:
        return following.end - following.start > 3 * len(body) and number_depth(body) is not None and group.mark.style.startswith(".")
    return True


def _is_form_line(body: str) -> bool:
    """`Datum: 3 mei`, `I: interviewer`: a head of a form with its value, no heading of a text."""
    head, colon, value = body.partition(":")
    return bool(colon and value.strip()) and len(head) <= 40 and is_form_head(label_key(head))


def _numbers_heading(text: str, groups: Sequence[Group], index: int) -> bool:
    """Whether a numbered line is a heading and not the last item of a list: a capital after the number, and no item with the number before
    directly above it."""
    group = groups[index]
    mark = group.mark
    assert mark is not None
    words = text[group.start + mark.length : group.end]
    if not first_letter(words).isupper() or (mark.style[0] == "A" and ("," in words or "." in words)):
        return False
    above = groups[index - 1].mark if index else None
    return not (above is not None and above.style == mark.style and above.value == mark.value - 1 and not mark.style.startswith("."))


def _in_contents(text: str, groups: Sequence[Group], index: int) -> bool:
    """Whether a line ends in a page number as the line above or below it does: a table of contents or an index."""
    near = [groups[at] for at in (index - 1, index, index + 1) if 0 <= at < len(groups)]
    numbered = [
        group.end - group.start <= 160 and bool(_TRAILING_NUMBER.search(text[max(group.start, group.end - 12) : group.end]))
        for group in near
    ]
    own = 0 if index == 0 else 1
    return numbered[own] and sum(numbered) > 1


def _closes(body: str) -> bool:
    """Whether a line ends as a sentence or a list item does; a question or exclamation may still be a heading."""
    return body[-1] in ".;,…" or (ends_sentence(body) and body.rstrip("\"'”’»)]}*_")[-1:] == ".")


def _unhead_lists(text: str, groups: Sequence[Group], heads: list[bool]) -> None:
    """Takes away headings in long rows of short lines (contents, lists of names, verses), except the last when text follows it."""
    at = 0
    while at < len(groups):
        run = at
        while run < len(groups) and heads[run]:
            run += 1
        if run - at >= _LIST_OF_LINES:
            for index in range(at, run):
                body = text[groups[index].start : groups[index].end]
                last = index == run - 1 and run < len(groups)
                titled = body.startswith("#") or (last and groups[run].end - groups[run].start > 80)
                heads[index] = titled or (index == 0 and groups[index].start == groups[0].start)
        at = max(run, at + 1)


def _furniture(text: str, groups: Sequence[Group]) -> set[int]:
    """Starts of short lines that stand all over a document but for their figures: running headers and footers."""
    keys = {
        group.start: masked(text[group.start : group.end])
        for group in groups
        if group.lines == 1 and group.end - group.start <= 100 and group.mark is None
    }
    counts = Counter(keys.values())
    return {start for start, key in keys.items() if counts[key] >= _FURNITURE_TIMES or (counts[key] > 2 and "#" in key)}
