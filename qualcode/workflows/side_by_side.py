"""One document, two or more coders and the machine side by side, unit by unit, with where they differ and how far they agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from qualcode.analysis.agreement import cohen_kappa, krippendorff_alpha
from qualcode.codebook import Codebook
from qualcode.model import Coder, Coding, Document, DocumentSummary, Segment, Stance
from qualcode.segmentation import reading_text
from qualcode.store import ProjectStore, whole
from qualcode.store.blinding import Span, carried, units_with
from qualcode.workflows.blind import hidden_blocks
from qualcode.workflows.projects import project_codebook
from qualcode.workflows.review import document_and_blocks

MACHINE = "machine"  # among the ids of coders
Verdict = Literal["same", "partly", "different", "unseen", "hidden"]
VERDICTS: tuple[Verdict, ...] = ("same", "partly", "different", "unseen", "hidden")
DISAGREE: tuple[Verdict, ...] = ("partly", "different")


@dataclass(frozen=True, slots=True)
class GivenCode:
    """A code that somebody gave in a unit. path: as written in the codebook. start, end: its span in the stored text."""

    code: str
    path: str
    stance: Stance
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What one coder made of a unit. seen: coded it, marked it as nothing here, or rejected what was proposed there."""

    given: tuple[GivenCode, ...] = ()
    seen: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """Ids of the codes."""
        return frozenset(one.code for one in self.given)


@dataclass(frozen=True, slots=True)
class SideRow:
    """A unit. number: from 1 in its document. cells: one a column. consensus: None while nothing was decided.

    verdict: `same` (codes and stances), `partly` (some codes alike, or only the stance differs), `different`, `unseen` (not by all), or `hidden`: it is for
    this coder to code blind first, and the cells of the others are left empty.
    """

    number: int
    segment: Segment
    text: str
    cells: tuple[Cell, ...]
    consensus: Cell | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ThemeAgreement:
    """How far the columns agree on one theme, over the units that all of them have seen. kappa: Cohen's of two, Krippendorff's alpha of more; NaN when undefined.

    given: in how many of the n units each column gave the theme. alike: share of the units on which all say the same.
    """

    theme: str
    n: int
    given: tuple[int, ...]
    alike: float
    kappa: float


@dataclass(frozen=True)
class SideBySide:
    """A document side by side. columns: ids of coders, or MACHINE. names: what they are called."""

    document: DocumentSummary
    columns: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[SideRow, ...]
    themes: tuple[ThemeAgreement, ...]

    def disagreements(self) -> tuple[SideRow, ...]:
        """The rows on which the columns differ."""
        return tuple(row for row in self.rows if row.verdict in DISAGREE)


def coders_of(store: ProjectStore, document_id: str) -> list[Coder]:
    """The persons who decided something in a document, as far as the coder of this view may know, in the order in which they came."""
    busy = {one.coder for one in store.decisions(document_id) if one.layer == "own"}
    return [coder for coder in store.coders() if coder.kind == "person" and coder.id in busy]


def side_by_side(
    store: ProjectStore, summary: DocumentSummary, columns: Sequence[str], *, machine_name: str = MACHINE, by_theme: bool = False
) -> SideBySide:
    """Puts coders (ids, or MACHINE for what it proposes now) side by side.

    store: as the coder who looks may see it. by_theme: sub-codes count as their theme when units are compared.
    """
    document, blocks = document_and_blocks(store, summary)
    codebook = project_codebook(store)
    units = [(block.start, block.end) for block in blocks]
    hidden = hidden_blocks(store, summary, blocks)
    names = {coder.id: coder.name for coder in store.coders()} | {MACHINE: machine_name}
    cells = [_column(store, summary, codebook, units, column) for column in columns]
    agreed = _cells(units, store.codings(summary.id, layer="consensus"), codebook, ())
    rows = []
    for number, block in enumerate(blocks):
        unit = units[number]
        own = tuple(column.get(unit, Cell()) for column in cells)
        verdict: Verdict = "hidden" if unit in hidden else _verdict(own, codebook if by_theme else None)
        shown = tuple(Cell() for _ in own) if verdict == "hidden" else own
        rows.append(
            SideRow(number + 1, block, _reading(document, block), shown, None if verdict == "hidden" else agreed.get(unit), verdict)
        )
    together = [row for row in rows if row.verdict not in ("unseen", "hidden")]
    themes = tuple(_theme_agreement(theme.id, theme.name, together, codebook) for theme in codebook.themes)
    return SideBySide(
        summary, tuple(columns), tuple(names.get(one, one) for one in columns), tuple(rows), tuple(one for one in themes if any(one.given))
    )  # fmt: skip


def _column(store: ProjectStore, summary: DocumentSummary, codebook: Codebook, units: Sequence[Span], column: str) -> dict[Span, Cell]:
    if column != MACHINE:
        left = [
            (one.unit_start, one.unit_end) for one in store.suggestion_places(summary.id, coder=column) if one.state == "rejected"
        ]  # fmt: skip
        return _cells(units, store.codings(summary.id, coder=column), codebook, left)
    proposed = [one.suggestion for one in store.suggestions(summary.id)]
    given = [GivenCode(one.code, _path(codebook, one.code), one.stance, one.start, one.end) for one in proposed]
    found = _by_unit(units, given)
    reached = bool(proposed) or any(run.time >= summary.imported for run in whole(store).runs())
    return {unit: Cell(tuple(found.get(unit, ())), seen=reached) for unit in units}


def _cells(units: Sequence[Span], codings: Iterable[Coding], codebook: Codebook, left: Iterable[Span]) -> dict[Span, Cell]:
    """The units that somebody did something with. left: places that were seen and left without a code."""
    codings = list(codings)
    given = [GivenCode(one.code, _path(codebook, one.code), one.stance, one.start, one.end) for one in codings if one.code is not None]
    found = _by_unit(units, given)
    seen = units_with(units, [*((one.start, one.end) for one in codings), *left])
    return {unit: Cell(tuple(found.get(unit, ())), seen=True) for unit in seen}


def _by_unit(units: Sequence[Span], given: Iterable[GivenCode]) -> dict[Span, list[GivenCode]]:
    found: dict[Span, list[GivenCode]] = {}
    ordered = sorted(given, key=lambda one: (one.start, one.end, one.path))
    for number, unit in carried(units, [(one.start, one.end) for one in ordered]):
        found.setdefault(unit, []).append(ordered[number])
    return found


def _verdict(cells: Sequence[Cell], codebook: Codebook | None) -> Verdict:
    if len(cells) < 2 or not all(cell.seen for cell in cells):
        return "unseen"
    sets = [_as_themes(cell.codes, codebook) for cell in cells]
    if all(one == other for one, other in pairwise(sets)):
        stances = [{(code, one.stance) for one in cell.given for code in _as_themes([one.code], codebook)} for cell in cells]
        return "same" if all(one == other for one, other in pairwise(stances)) else "partly"
    return "partly" if frozenset.intersection(*sets) else "different"


def _as_themes(codes: Iterable[str], codebook: Codebook | None) -> frozenset[str]:
    if codebook is None:
        return frozenset(codes)
    return frozenset(codebook.theme(code).id if codebook.find_code(code) else code for code in codes)


def _theme_agreement(theme: str, name: str, rows: Sequence[SideRow], codebook: Codebook) -> ThemeAgreement:
    values = [[theme in _as_themes(cell.codes, codebook) for cell in row.cells] for row in rows]
    given = tuple(sum(column) for column in zip(*values, strict=True)) if values else ()
    alike = sum(len(set(row)) == 1 for row in values) / len(values) if values else float("nan")
    if not values:
        return ThemeAgreement(name, 0, (), alike, float("nan"))
    first_two = list(zip(*values, strict=True))
    kappa = cohen_kappa(first_two[0], first_two[1]) if len(first_two) == 2 else krippendorff_alpha(values)
    return ThemeAgreement(name, len(values), given, alike, kappa)


def _path(codebook: Codebook, code: str) -> str:
    found = codebook.find_code(code)
    return found.path if found else code


def _reading(document: Document, block: Segment) -> str:
    return reading_text(document, block.start, block.end).text


def counts_of(rows: Iterable[SideRow]) -> Mapping[Verdict, int]:
    """How many rows have each verdict."""
    found = dict.fromkeys(VERDICTS, 0)
    for row in rows:
        found[row.verdict] += 1
    return found
