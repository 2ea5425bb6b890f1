"""Running headers, footers and page numbers: lines at the edge of the page that come back at the same height, page after page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from qualcode.documents.pdf.lines import Line
from qualcode.documents.pdf.pages import Page

_ZONE = 0.12  # share of the page's height at its top and at its bottom
_SHARE = 0.3  # of the pages with text
_MIN_PAGES = 3
_LARGE = 1.15  # a line so much larger than the body is a heading, unless it comes back on most pages
_LARGE_SHARE = 0.6
_MAX_WORDS = 20
_RUNNING_WORDS = 4  # a shorter line at the edge is no running text
_HEIGHT = 4.0  # points; heights nearer than this are the same
_SMALL = 0.95  # beside the body
_HEADER_WORDS = 8  # a line of the body's size with more words is no section name
_SLOT_REPEATS = 0.6  # share of the lines at one height that come back: then the others there are running headers too
_NUMBER = re.compile(
    r"[-–—|•\s]*(?:(?:pagina|pag\.?|blz\.?|bladzijde|page|p\.)\s*[|:]?\s*)?(?P<number>\d{1,4})(?:\s*(?:van|of|/|\|)\s*\d{1,4})?[-–—|•\s]*"
    r"|(?P<roman>[ivxl]{1,7})",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """A line with its figures made alike, for comparing."""
    return re.sub(r"\d+", "#", " ".join(text.casefold().split()))


def mark_furniture(pages: Sequence[tuple[Page, Sequence[Line]]], body_size: float) -> None:
    """Sets `furniture` on the lines that are running headers, running footers or page numbers."""
    with_text = [(page, lines) for page, lines in pages if lines]
    edges = [(page, line) for page, lines in with_text for line in lines if _at_edge(page, line)]
    need = max(_MIN_PAGES, _SHARE * len(with_text))
    _mark_repeated(edges, need, len(with_text), body_size)
    _mark_slots(edges, need, body_size)
    for page, lines in with_text:
        _keep_body(page, lines)
    _mark_numbers(with_text, edges)
    _mark_turned(with_text, need)


def _at_edge(page: Page, line: Line) -> bool:
    """At the top or the bottom of the page (text that runs another way: anywhere), and short."""
    if len(line.words) > _MAX_WORDS or line.words[0].turn != page.turn:
        return False
    middle = (line.top + line.bottom) / 2
    return middle < _ZONE * page.height or middle > (1 - _ZONE) * page.height


def _slot(page: Page, line: Line) -> tuple[str, int, float]:
    """The place of a line: which edge, its height there in steps, its size. Odd pages of another height count from the same edge."""
    from_bottom = (line.top + line.bottom) / 2 > page.height / 2
    height = page.height - line.bottom if from_bottom else line.top
    return ("bottom" if from_bottom else "top"), round(height / _HEIGHT), round(line.size, 1)


def _near(slot: tuple[str, int, float]) -> list[tuple[str, int, float]]:
    edge, step, size = slot
    return [(edge, step - 1, size), slot, (edge, step + 1, size)]


def _mark_repeated(edges: Sequence[tuple[Page, Line]], need: float, pages: int, body_size: float) -> None:
    seen: defaultdict[tuple[object, ...], set[int]] = defaultdict(set)
    for page, line in edges:
        seen[(*_slot(page, line), masked(line.full_text))].add(page.number)
    for page, line in edges:
        text = masked(line.full_text)
        numbers: set[int] = set()
        for slot in _near(_slot(page, line)):
            numbers |= seen.get((*slot, text), set())
        large = line.size > _LARGE * body_size and text != "#"
        if len(numbers) >= (max(need, _LARGE_SHARE * pages) if large else need):
            line.furniture = True


def _mark_slots(edges: Sequence[tuple[Page, Line]], need: float, body_size: float) -> None:
    """Running headers that name the section: at one height on many pages, most of them the same on at least two pages."""
    slots: defaultdict[tuple[str, int, float], list[tuple[Page, Line]]] = defaultdict(list)
    for page, line in edges:
        slots[_slot(page, line)].append((page, line))
    for members in slots.values():
        if len({page.number for page, _ in members}) < need:
            continue
        counts = Counter(masked(line.full_text) for _, line in members)
        repeated = sum(count for count in counts.values() if count > 1)
        if repeated < _SLOT_REPEATS * len(members) or any(line.size > _LARGE * body_size for _, line in members):
            continue
        if any(line.size > _SMALL * body_size and len(line.words) > _HEADER_WORDS for _, line in members):
            continue
        for page, line in members:
            if (counts[masked(line.full_text)] > 1 or not _closes(line)) and _outside(page, line, members):
                line.furniture = True


def _keep_body(page: Page, lines: Sequence[Line]) -> None:
    """Takes back what is the first or last line of running text: a line of the same size follows at the usual distance."""
    inward = sorted((line for line in lines if line.words[0].turn == page.turn), key=lambda line: line.top)
    half = page.height / 2
    changed = True
    while changed:
        changed = False
        for number, line in enumerate(inward):
            if not line.furniture or len(line.words) < _RUNNING_WORDS:
                continue
            beyond = inward[number + 1 : number + 9] if line.top < half else inward[max(0, number - 8) : number]
            if any(not other.furniture and _follows_closely(line, other) for other in beyond):
                line.furniture = False
                changed = True


def _follows_closely(line: Line, other: Line) -> bool:
    distance = abs(other.top - line.top)
    overlap = min(line.right, other.right) - max(line.left, other.left)
    return 0.5 * line.size < distance < 1.6 * line.size and 0.95 < line.size / other.size < 1.05 and line.bold == other.bold and overlap > 0


def _closes(line: Line) -> bool:
    return line.text.rstrip()[-1:] in ".!?;:,-" or line.broken


def _outside(page: Page, line: Line, members: Sequence[tuple[Page, Line]]) -> bool:
    """Whether a line stands as far out as a header does: in the outer part of the edge."""
    middle = (line.top + line.bottom) / 2
    return min(middle, page.height - middle) < 0.1 * page.height


def _mark_numbers(pages: Sequence[tuple[Page, Sequence[Line]]], edges: Sequence[tuple[Page, Line]]) -> None:
    """Page numbers wherever they stand at the edge: those that run on with the pages. Works from two pages on."""
    numbered = []
    for page, line in edges:
        found = _NUMBER.fullmatch(line.full_text.strip())
        if found:
            number = int(found.group("number")) if found.group("number") else _roman(found.group("roman"))
            numbered.append((page, line, number - page.number))
    steps = Counter(step for _, _, step in numbered)
    for _, line, step in numbered:
        if steps[step] >= max(2, 0.2 * len(pages)):
            line.furniture = True


def _roman(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}[sign] for sign in numeral.casefold()]
    return sum(-value if any(value < later for later in values[place + 1 :]) else value for place, value in enumerate(values))


def _mark_turned(pages: Sequence[tuple[Page, Sequence[Line]]], need: float) -> None:
    """Tabs in the margin and stamps across the page: text that runs another way and comes back at the same place."""
    seen: defaultdict[tuple[object, ...], set[int]] = defaultdict(set)
    turned = [(page, line) for page, lines in pages for line in lines if line.words[0].turn != page.turn]
    keys = {id(line): (masked(line.full_text), round(line.top / 10), round(line.left / 10)) for _, line in turned}
    for page, line in turned:
        seen[keys[id(line)]].add(page.number)
    for _, line in turned:
        if len(seen[keys[id(line)]]) >= need:
            line.furniture = True
