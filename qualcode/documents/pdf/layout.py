"""From the lines of all pages to elements in reading order: headings, paragraphs, list items, table rows, notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from qualcode.documents.pdf.lines import Line, same_row
from qualcode.documents.pdf.notes import split_notes
from qualcode.documents.pdf.order import DOUBTFUL, Block, blocks_of, in_reading_order, settled, under_their_heads
from qualcode.documents.pdf.pages import Page
from qualcode.documents.pdf.paragraphs import Columns, Measures, ends_sentence, fits_on, split_paragraphs
from qualcode.documents.pdf.tables import Table, find_tables
from qualcode.model import MarkKind

_LARGE = 1.12  # a heading by its size, beside the body
_HEADING_WORDS = 25
_BOLD_HEADING_WORDS = 15
_HEADING_LINES = 5
_LEVELS = 6
_NEXT_COLUMN = 80.0  # points; an item so much further to the right stands in another column
_BULLET = re.compile(r"\W|o|[\ue000-\uf8ff]")
_NUMBER = re.compile(r"(?:hoofdstuk\s+)?\d{1,2}\.?", re.IGNORECASE)
_CONTENTS = re.compile(r"\.{4,}|…{2,}|(?: \.){3,}")


@dataclass
class Element:
    """Lines that make one block of the text. cells: for a table row, the lines of each cell. level: depth of a heading or a list item.

    style: what its level is decided by. right: the right edge of its column.
    """

    kind: MarkKind
    lines: list[Line]
    level: int | None = None
    cells: list[list[Line]] = field(default_factory=list)
    label: str = ""
    style: tuple[float, bool] = (0.0, False)
    right: float = 0.0


@dataclass
class Layout:
    """What was found. doubtful: pages of which the order of reading is not sure."""

    elements: list[Element]
    doubtful: list[int]


def lay_out(pages: Sequence[tuple[Page, Sequence[Line]]]) -> Layout:
    """The elements of all pages; lines that are furniture are left out."""
    kept = [(page, [line for line in lines if not line.furniture]) for page, lines in pages]
    measures = Measures.of([line for _, lines in kept for line in lines])
    elements: list[Element] = []
    waiting: list[Element] = []  # notes of the page, until the paragraph that runs on is complete
    doubtful: list[int] = []
    for page, lines in kept:
        found, notes, jumps = _page_elements(page, lines, measures)
        if jumps >= DOUBTFUL:
            doubtful.append(page.number)
        if found and elements and _runs_on(elements[-1], found[0]):
            elements[-1].lines += found[0].lines
            elements[-1].right = found[0].right
            found = found[1:]
            if found:
                elements += waiting
                waiting = []
        else:
            elements += waiting
            waiting = []
        elements += found
        waiting += notes
    elements += waiting
    _set_heading_levels(elements, measures)
    _set_item_levels(elements)
    return Layout(elements, doubtful)


def body_size(lines: Sequence[Line]) -> float:
    """The size in which most letters are set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += sum(len(word.text) for word in line.words)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 10.0


def _page_elements(page: Page, lines: Sequence[Line], measures: Measures) -> tuple[list[Element], list[Element], float]:
    main = [line for line in lines if line.words[0].turn == page.turn]
    ordered, jumps = in_reading_order(main)
    ordered, note_lines = split_notes(ordered, measures.body, page.height)
    elements = _merged(_main_elements(ordered, measures))
    for turn in sorted({line.words[0].turn for line in lines} - {page.turn}):
        turned = [line for line in lines if line.words[0].turn == turn]
        elements += _merged(_main_elements(in_reading_order(turned)[0], measures))
    notes = [Element("footnote", group, label=label) for label, group in note_lines]
    return elements, notes, jumps


def _main_elements(lines: Sequence[Line], measures: Measures) -> list[list[Element]]:
    """The elements of each block, blocks in reading order."""
    blocks: list[Block] = []
    tables: dict[int, Table] = {}
    plain: list[Line] = []
    for found in find_tables(lines):
        if isinstance(found, Table):
            blocks += blocks_of(plain)
            plain = []
            blocks.append(Block(found.lines))
            tables[id(blocks[-1])] = found
        else:
            plain.append(found)
    blocks += blocks_of(plain)
    columns = Columns(lines)
    result = []
    for block in under_their_heads(settled(blocks)):
        table = tables.get(id(block))
        if table is not None:
            result.append([Element("table_row", [line for cell in row.cells for line in cell], cells=row.cells) for row in table.rows])
        else:
            groups = split_paragraphs(block.lines, columns.rights(block.lines), measures)
            result.append([_element(group, right, measures) for group, right in groups])
    return result


def _element(lines: list[Line], right: float, measures: Measures) -> Element:
    style = _heading_style(lines, measures)
    if style is not None:
        return Element("heading", lines, style=style, right=right)
    return Element("list_item" if lines[0].mark else "paragraph", lines, right=right)


def _heading_style(lines: Sequence[Line], measures: Measures) -> tuple[float, bool] | None:
    """Size and weight of a heading, None when the lines are none: larger than the body, or bold or in capitals on a line of their own."""
    text = " ".join(line.full_text for line in lines)
    words = len(text.split())
    first = lines[0]
    if words > _HEADING_WORDS or len(lines) > _HEADING_LINES or text[-1] in ";,:" or not any(map(str.isalnum, text)):
        return None
    if (first.mark and _BULLET.fullmatch(first.mark)) or _CONTENTS.search(text) or text[0].islower():
        return None
    size = max(line.size for line in lines)
    bold = all(line.bold for line in lines)
    if size >= _LARGE * measures.body and not (text[-1] == "." and words > 8):
        return round(2 * size) / 2, bold
    if text[-1] == "." or len(lines) > 2 or words > _BOLD_HEADING_WORDS or size < 0.97 * measures.body or not any(map(str.isalpha, text)):
        return None
    if bold and not measures.bold_body:
        return round(2 * size) / 2, True
    letters = sum(map(str.isalpha, text))
    return (round(2 * size) / 2, True) if text.isupper() and letters >= 6 and not first.mark else None


def _merged(blocks: Sequence[Sequence[Element]]) -> list[Element]:
    """The elements of a page in one list; a paragraph that runs on in the next column is one; a lone number goes with its heading."""
    result: list[Element] = []
    for block in blocks:
        for number, element in enumerate(block):
            last = result[-1] if result else None
            if last is not None and number == 0 and _runs_on(last, element):
                last.lines += element.lines
                last.right = element.right
            elif (
                last is not None
                and last.kind == element.kind == "heading"
                and _NUMBER.fullmatch(last.lines[-1].full_text)
                and len(last.lines) == 1
            ):
                result[-1] = Element("heading", last.lines + element.lines, style=element.style, right=element.right)
            else:
                result.append(element)
    return result


def _runs_on(last: Element, following: Element) -> bool:
    """Whether an element goes on in the first one of the next column or page."""
    if last.kind not in ("paragraph", "list_item") or following.kind != "paragraph":
        return False
    end, begin = last.lines[-1], following.lines[0]
    if not 0.92 < end.size / begin.size < 1.08 or ends_sentence(end.text) or begin.drop:
        return False
    if end.page == begin.page and same_row(end, begin):
        return False
    first = begin.text[:1]
    if end.broken or end.text[-1] in "-\u2010\u00ad":
        return first.isalnum()
    full = len(last.lines) > 1 and not fits_on(end, begin, last.right)
    return first.islower() or (full and (first.isalnum() or first in "'‘\"“(€"))


def _set_heading_levels(elements: Sequence[Element], measures: Measures) -> None:
    """Ranks the sizes of headings; a size that occurs once takes the level of the next smaller one."""
    headings = [element for element in elements if element.kind == "heading"]
    counts = Counter(element.style for element in headings)
    ranked = sorted((style for style in counts if counts[style] > 1), reverse=True) or sorted(counts, reverse=True)
    for element in headings:
        level = 1 + sum(1 for style in ranked if style > element.style)
        element.level = min(level, _LEVELS)


def _set_item_levels(elements: Sequence[Element]) -> None:
    """Depth of list items by the indents of the list that they stand in."""
    indents: list[float] = []
    page = 0
    for element in elements:
        if element.kind != "list_item":
            if element.kind != "footnote":
                indents = []
            continue
        left = element.lines[0].left
        if element.lines[0].page != page:
            page, indents = element.lines[0].page, []
        if indents and left > indents[-1] + _NEXT_COLUMN:
            indents = []
        while indents and left < indents[-1] - 4:
            indents.pop()
        if not indents or left > indents[-1] + 4:
            indents.append(left)
        element.level = len(indents)
