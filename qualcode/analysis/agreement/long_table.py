"""Ratings and spans from a plain table, one row a unit, coder and value."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from qualcode.analysis.agreement.ratings import Ratings
from qualcode.analysis.agreement.tables import TableLevel
from qualcode.analysis.agreement.unitizing import Span, Stretch
from qualcode.errors import AnalysisError

Row = Mapping[str, str]


def guessed_level(rows: Sequence[Row]) -> TableLevel:
    """`set` when a coder gave one unit several values, else `nominal`."""
    seen: dict[tuple[str, ...], str] = {}
    for row in rows:
        key = (row.get("document", ""), row["unit"], row["coder"])
        if row["value"] != "" and seen.setdefault(key, row["value"]) != row["value"]:
            return "set"
    return "nominal"


def ratings_from_rows(rows: Sequence[Row], level: TableLevel, *, nothing: str = "", coders: Sequence[str] = ()) -> Ratings:
    """Ratings from rows with `unit, coder, value` and perhaps `document`.

    An empty value is as no row: the coder did not code the unit. Several values of a unit and coder are a set (level `set`), and `nothing` is the value that
    stands for the empty set. A unit belongs to its document: the same name in two documents is two units. coders: which, in which order; all when empty.
    Raises AnalysisError when a value is no number where it must be, a unit has several values where it may have one, or there are not two coders.
    """
    names = _coders([row["coder"] for row in rows if row["value"] != ""], coders)
    has_documents = any(row.get("document") for row in rows)
    given: dict[tuple[str, str], dict[str, list[str]]] = {}
    for row in rows:
        if row["value"] != "" and row["coder"] in names:
            given.setdefault((row.get("document", ""), row["unit"]), {}).setdefault(row["coder"], []).append(row["value"])
    units = [[_value(by_coder.get(name), level, unit, name, nothing) for name in names] for (_, unit), by_coder in given.items()]
    clusters = [document for document, _ in given] if has_documents else None
    return Ratings.of(units, coders=names, clusters=clusters)


def stretches_from_rows(
    rows: Sequence[Row], *, length: int | None = None, coders: Sequence[str] = ()
) -> tuple[list[Stretch], tuple[str, ...]]:
    """Stretches from rows with `start, end, coder, value` (offsets, end exclusive) and perhaps `document`; with them the coders' names.

    length: of the text, when the last span does not reach its end; only for one document. Raises AnalysisError when offsets are no numbers or not in order.
    """
    names = _coders([row["coder"] for row in rows], coders)
    spans: dict[str, dict[str, list[Span]]] = {}
    for row in rows:
        here = spans.setdefault(row.get("document", ""), {})
        if row["value"] != "" and row["coder"] in names:
            here.setdefault(row["coder"], []).append((*_offsets(row), row["value"]))
    if length is not None and len(spans) > 1:
        raise AnalysisError("agreement.length_of_one")
    stretches = []
    for number, by_coder in enumerate(spans.values()):
        last = max((end for found in by_coder.values() for _, end, _ in found), default=0)
        if length is not None and length < last:
            raise AnalysisError("agreement.length_short", length=length, last=last)
        of_coders = tuple(by_coder.get(name, []) for name in names)
        stretches.append(Stretch(number, 0, last if length is None else length, of_coders))
    return stretches, names


def _coders(found: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    known = tuple(dict.fromkeys(found))
    missing = [name for name in wanted if name not in known]
    if missing:
        raise AnalysisError("agreement.coder_unknown", name=missing[0], known=", ".join(known) or "-")
    names = tuple(dict.fromkeys(wanted)) or known
    if len(names) < 2:
        raise AnalysisError("agreement.few_coders", names=", ".join(names) or "-")
    return names


def _value(values: Sequence[str] | None, level: TableLevel, unit: str, coder: str, nothing: str) -> Hashable | None:
    if values is None:
        return None
    if level == "set":
        return frozenset(value for value in values if value != nothing)
    if len(set(values)) > 1:
        raise AnalysisError("agreement.several_values", unit=unit, coder=coder, values=", ".join(sorted(set(values))))
    if level == "nominal":
        return values[0]
    try:
        return float(values[0].replace(",", "."))
    except ValueError:
        raise AnalysisError("agreement.no_number", unit=unit, coder=coder, value=values[0], level=level) from None


def _offsets(row: Row) -> tuple[int, int]:
    try:
        start, end = int(row["start"]), int(row["end"])
    except ValueError:
        raise AnalysisError("agreement.no_offsets", start=row["start"], end=row["end"], coder=row["coder"]) from None
    if not 0 <= start < end:
        raise AnalysisError("agreement.no_offsets", start=row["start"], end=row["end"], coder=row["coder"])
    return start, end
