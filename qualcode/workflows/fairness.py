"""What suggestions do to a coder: how often they are accepted, and how far coder and machine agree with suggestions in sight and without.

A unit counts as coded without suggestions when it was blind (see `workflows.blind`) at the moment of the coder's first decision on it; its codes are those
that the coder gave before deciding on any suggestion in it. A second code that a coder gives to such a unit after the suggestions came into sight, without
accepting one, cannot be told from one that was found alone. Source of the concern: Beck et al. (2025), arXiv 2509.08514.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from qualcode.analysis.agreement import DRAWS, Ratings, Resampling, agreement_table
from qualcode.codebook import Codebook
from qualcode.model import Coder, Decision, DocumentSummary
from qualcode.store import Blinding, ProjectStore
from qualcode.store.blinding import Span, carried
from qualcode.workflows.blind import to_code_blind
from qualcode.workflows.projects import project_codebook
from qualcode.workflows.review import document_and_blocks

FAIRNESS_COLUMNS = (
    "theme", "shown_units", "shown_kappa", "shown_low", "shown_high", "shown_proposed", "shown_confirmed",
    "blind_units", "blind_kappa", "blind_low", "blind_high", "blind_proposed", "blind_confirmed",
)  # fmt: skip
ALL_THEMES = ""
_LEFT: tuple[str, ...] = ("undo", "remove")


@dataclass(frozen=True)
class FairnessReport:
    """How one coder works with the machine.

    accepted, rejected, open: suggestions that the coder can see. blind_units: units that are blind now and to be coded; blind_done: those of them that the
    coder has coded. agreement: FAIRNESS_COLUMNS, first all themes (theme ''), then each that was given or proposed: over the units with suggestions in sight
    (shown) and over those coded without (blind): kappa of coder and machine (of a theme: Cohen's; of all: Krippendorff's alpha on sets, MASI) with a 95 %
    interval by document, in how many of them the machine proposes the theme, and in how many of those the coder gives it too; NaN where undefined.
    """

    coder: str
    percent: float
    blind_units: int
    blind_done: int
    accepted: int
    rejected: int
    open: int
    agreement: pd.DataFrame

    @property
    def acceptance(self) -> float:
        """The share of the decided suggestions that were accepted; NaN when none was decided."""
        decided = self.accepted + self.rejected
        return self.accepted / decided if decided else float("nan")


@dataclass
class _Seen:
    """Units of one kind: what the coder and what the machine say, and the document each belongs to."""

    coder: list[frozenset[str]] = field(default_factory=list)
    machine: list[frozenset[str]] = field(default_factory=list)
    document: list[str] = field(default_factory=list)

    def add(self, coder: Iterable[str], machine: Iterable[str], document: str) -> None:
        self.coder.append(frozenset(coder))
        self.machine.append(frozenset(machine))
        self.document.append(document)


def fairness(store: ProjectStore, coder: Coder, *, draws: int = DRAWS, seed: int = 0) -> FairnessReport:
    """Measures what suggestions do to a coder, over the whole project. store: whole, or as this coder may see it."""
    codebook = project_codebook(store)
    blinding = store.blinding()
    shown, blind = _Seen(), _Seen()
    to_do = done = 0
    for summary in store.documents():
        found = _of_document(store, summary, coder, codebook, blinding)
        to_do += found.to_do
        done += found.done
        if not found.machine:
            continue  # the machine did not go over this document
        for unit, first in found.first.items():
            seen = blind if first.blind else shown
            given = first.codes if first.blind else found.own.get(unit, frozenset())
            seen.add(given, found.machine.get(unit, frozenset()), summary.id)
    progress = store.progress(coder.id)
    share = blinding.share
    return FairnessReport(
        coder=coder.name,
        percent=share.percent if share else 0.0,
        blind_units=to_do,
        blind_done=done,
        accepted=sum(one.accepted for one in progress),
        rejected=sum(one.rejected for one in progress),
        open=sum(one.open for one in progress),
        agreement=_agreement(shown, blind, codebook, draws, seed),
    )


# --- one document --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _First:
    """The coder's first judgement of a unit. codes: themes given before any suggestion in it was decided on."""

    blind: bool
    codes: frozenset[str]


@dataclass(frozen=True)
class _Document:
    first: Mapping[Span, _First]
    own: Mapping[Span, frozenset[str]]
    machine: Mapping[Span, frozenset[str]]
    to_do: int
    done: int


def _of_document(store: ProjectStore, summary: DocumentSummary, coder: Coder, codebook: Codebook, blinding: Blinding) -> _Document:
    _, blocks = document_and_blocks(store, summary)
    units = [(block.start, block.end) for block in blocks]
    proposals = [(one.suggestion.start, one.suggestion.end, one.suggestion.code) for one in store.suggestions(summary.id)]
    codings = store.codings(summary.id, coder=coder.id)
    decisions = [one for one in store.decisions(summary.id, coder=coder.id) if one.layer == "own" and one.start is not None]
    first = _first_judgements(units, decisions, summary, blinding, codebook)
    share = blinding.share
    blind_now = frozenset(unit for unit in units if share is not None and share.has(summary.sha256, *unit))
    asked = {units[number] for number in to_code_blind(blocks, blind_now)}
    return _Document(
        first=first,
        own=_themes(units, [(one.start, one.end, one.code) for one in codings], codebook),
        machine=_themes(units, proposals, codebook),
        to_do=len(asked),
        done=sum(unit in first and first[unit].blind for unit in asked),
    )


def _themes(units: Sequence[Span], spans: Sequence[tuple[int, int, str | None]], codebook: Codebook) -> dict[Span, frozenset[str]]:
    """Unit -> names of the themes on it; a unit that was only seen has none."""
    found: dict[Span, set[str]] = {}
    for number, unit in carried(units, [(start, end) for start, end, _ in spans]):
        found.setdefault(unit, set()).update(_theme(codebook, spans[number][2]))
    return {unit: frozenset(codes) for unit, codes in found.items()}


def _theme(codebook: Codebook, code: str | None) -> Iterator[str]:
    if code is not None and codebook.find_code(code) is not None:
        yield codebook.theme(code).name


def _first_judgements(
    units: Sequence[Span], decisions: Sequence[Decision], summary: DocumentSummary, blinding: Blinding, codebook: Codebook
) -> dict[Span, _First]:  # fmt: skip
    by_unit: dict[Span, list[Decision]] = {}
    for number, unit in carried(units, [(one.start or 0, one.end or 0) for one in decisions]):
        by_unit.setdefault(unit, []).append(decisions[number])
    return {unit: _first(unit, sorted(made, key=lambda one: one.time), summary, blinding, codebook) for unit, made in by_unit.items()}


def _first(unit: Span, made: Sequence[Decision], summary: DocumentSummary, blinding: Blinding, codebook: Codebook) -> _First:
    share = blinding.share_at(made[0].time)
    blind = share is not None and share.has(summary.sha256, *unit) and made[0].action not in ("accept", "reject")
    live: dict[str, str | None] = {}
    for one in made:
        if one.action in ("accept", "reject"):
            break
        if one.action in _LEFT and one.coding is not None:
            live.pop(one.coding, None)
        elif one.coding is not None:
            live[one.coding] = one.code
    return _First(blind, frozenset(name for code in live.values() for name in _theme(codebook, code)))


# --- numbers -------------------------------------------------------------------------------------------------


def _agreement(shown: _Seen, blind: _Seen, codebook: Codebook, draws: int, seed: int) -> pd.DataFrame:
    used = {theme for seen in (shown, blind) for one in (*seen.coder, *seen.machine) for theme in one}
    themes = [ALL_THEMES, *(theme.name for theme in codebook.themes if theme.name in used)]
    tables = [_kappas(seen, themes[1:], draws, seed) for seen in (shown, blind)]
    rows = []
    for theme in themes:
        row: list[object] = [theme]
        for seen, kappas in zip((shown, blind), tables, strict=True):
            proposed, confirmed = _confirmed(seen, theme)
            row += [len(seen.document), *kappas.get(theme, (float("nan"),) * 3), proposed, confirmed]
        rows.append(row)
    return pd.DataFrame(rows, columns=list(FAIRNESS_COLUMNS))


def _kappas(seen: _Seen, themes: Sequence[str], draws: int, seed: int) -> dict[str, tuple[float, float, float]]:
    """Theme -> (value, low, high)."""
    if not seen.document:
        return {}
    ratings = Ratings.of(list(zip(seen.coder, seen.machine, strict=True)), coders=("coder", "machine"), clusters=seen.document)
    table = agreement_table(ratings, "set", Resampling(ratings.cluster_count, draws, seed), codes=themes)
    wanted = table[(table["measure"] == "cohen_kappa") | ((table["code"] == "") & (table["measure"] == "krippendorff_alpha_masi"))]
    return {str(row["code"]): (float(row["value"]), float(row["low"]), float(row["high"])) for row in wanted.to_dict("records")}


def _confirmed(seen: _Seen, theme: str) -> tuple[int, int]:
    """(units on which the machine proposes the theme, those of them on which the coder gives it too); of all themes: proposals, not units."""
    pairs = list(zip(seen.coder, seen.machine, strict=True))
    if theme == ALL_THEMES:
        return sum(len(machine) for _, machine in pairs), sum(len(coder & machine) for coder, machine in pairs)
    return sum(theme in machine for _, machine in pairs), sum(theme in machine and theme in coder for coder, machine in pairs)
