"""Agreement between the coders of a project, persons and machine, on units and on spans; and from a plain table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import pandas as pd

from qualcode.analysis import code_units
from qualcode.analysis.agreement import (
    AGREEMENT_COLUMNS,
    DRAWS,
    FEW_CLUSTERS,
    TABLE_LEVELS,
    Ratings,
    Resampling,
    Stretch,
    TableLevel,
    agreement_table,
    confusion,
    disagreements,
    guessed_level,
    ratings_from_rows,
    span_agreement_table,
    stretches_from_rows,
    two_by_two,
)
from qualcode.errors import AnalysisError
from qualcode.model import SuggestionState
from qualcode.segmentation import reading_text
from qualcode.store import ProjectStore
from qualcode.texts import text
from qualcode.workflows.coded_tables import read_coded_table
from qualcode.workflows.compare import write_frame
from qualcode.workflows.project_units import unit_table
from qualcode.workflows.projects import project_codebook

Machine = Literal["", "rules", "classifier", "both"]
MACHINES: tuple[Machine, ...] = ("rules", "classifier", "both")
PLACE_COLUMNS = ("document_id", "document", "block", "start", "end", "speaker", "code", "yes", "no")
_SPANS = ("document_id", "start", "end", "code", "theme", "stance", "coder")
_REJECTED: tuple[SuggestionState, ...] = ("rejected",)
_SEEN = ""  # as a code: seen, and nothing of this there

__all__ = [
    "AGREEMENT_COLUMNS", "DRAWS", "FEW_CLUSTERS", "MACHINES", "TABLE_LEVELS", "CodedTogether", "Machine", "agreement_of_table", "coded_together", "coders_with_work",
    "in_words", "with_text", "write_agreement",
]  # fmt: skip


@dataclass(frozen=True)
class CodedTogether:
    """What all of some coders have seen.

    units: one row a unit, as `unit_table` gives them, in the order of `ratings`. ratings: of sets of codes, clustered by document. stretches: the same text
    as unbroken pieces with the spans of each coder. codes: names, in the codebook's order. accepted: coder -> share of that coder's codings there which
    were accepted from a suggestion, so that they were not made independently of the machine.
    """

    units: pd.DataFrame
    ratings: Ratings
    stretches: tuple[Stretch, ...]
    codes: tuple[str, ...]
    accepted: dict[str, float]

    @property
    def coders(self) -> tuple[str, ...]:
        """The names, in the order in which they were asked for."""
        return self.ratings.coders

    @cached_property
    def used_codes(self) -> tuple[str, ...]:
        """The codes that at least one of them gave."""
        used = {code for value in self.ratings.values if isinstance(value, frozenset) for code in value}
        return tuple(code for code in self.codes if code in used)

    def table(self, *, draws: int = DRAWS, seed: int = 0, pairs: bool = False, spans: bool = True) -> pd.DataFrame:
        """AGREEMENT_COLUMNS: sets of all codes, then each code that somebody gave, then spans (n in characters)."""
        resampling = Resampling(self.ratings.cluster_count, draws, seed)
        found = agreement_table(self.ratings, "set", resampling, codes=self.used_codes, pairs=pairs)
        if not spans:
            return found
        return pd.concat([found, span_agreement_table(self.stretches, self.coders, resampling, codes=self.used_codes)], ignore_index=True)

    def disagreements(self) -> pd.DataFrame:
        """Where they differ about a code, in the order of the text: PLACE_COLUMNS; yes and no are names."""
        found = disagreements(self.ratings, self.used_codes).join(self.units, on="unit")
        return found[list(PLACE_COLUMNS)].sort_values(["document", "start", "code"], kind="stable").reset_index(drop=True)

    def write_disagreements(self, file: Path) -> int:
        """Writes them (csv, xlsx, jsonl, parquet), without ids; returns the number of rows."""
        return write_frame(self.disagreements().drop(columns="document_id"), file)

    def two_by_two(self) -> pd.DataFrame:
        """For two coders: units where both gave a code, only the one, only the other, neither."""
        return two_by_two(self.ratings, self.used_codes)

    def confusion(self) -> pd.DataFrame:
        """For two coders: what the second gave where the first gave a code; '' is nothing."""
        return confusion(self.ratings, self.used_codes)


def coders_with_work(store: ProjectStore) -> list[str]:
    """Names of the persons who decided anything on a document that is there, in the order in which they came."""
    busy = {coding.coder for coding in store.codings()} | {decision.coder for decision in store.decisions() if decision.action == "reject"}
    return [coder.name for coder in store.coders() if coder.kind == "person" and coder.id in busy]


def coded_together(
    store: ProjectStore,
    *,
    coders: Sequence[str] = (),
    machine: Machine = "",
    subcodes: bool = False,
    interviewers: bool = True,
    headings: bool = True,
) -> CodedTogether:
    """The units that each of the coders has seen: coded, marked as nothing here, or left without what was proposed there (a suggestion rejected).

    coders: names of persons, all who coded when empty. machine: whose suggestions count as one more coder, who has seen every document that a run could
    reach. subcodes: each code apart; else the themes, into which sub-codes roll up. Raises AnalysisError when there are not two coders, a name is unknown, or
    no unit was seen by all.
    """
    names = _chosen(store, coders, machine)
    codebook = project_codebook(store)
    paths = {code.id: (code.path if subcodes else codebook.theme(code.id).name) for code in codebook.codes}
    codes = tuple(dict.fromkeys(paths[code.id] for code in codebook.codes if subcodes or code.parent is None))
    units = unit_table(store)
    if not interviewers:
        units = units[units["speaker_role"] != "interviewer"]
    if not headings:
        units = units[units["kind"] != "heading"]
    spans, accepted = _person_spans(store, names, paths)
    if machine:
        spans = pd.concat([spans, _machine_spans(store, machine, paths)], ignore_index=True)
        names = (*names, text(f"agreement.machine_{machine}", store.settings().get("language", "nl")))
        spans.loc[spans["coder"] == machine, "coder"] = names[-1]
    marked = code_units(units, spans)
    seen = {name: set(marked.loc[marked["coder"] == name, "unit"]) for name in names}
    if machine:
        seen[names[-1]] |= set(units.index[units["document_id"].isin(_reached(store, machine))])
    together = units[[all(unit in seen[name] for name in names) for unit in units.index]]
    if together.empty:
        raise AnalysisError("agreement.nothing_together", names=", ".join(names))
    sets: dict[tuple[object, str], set[str]] = {}
    for unit, code, coder in marked.loc[marked["code"] != _SEEN, ["unit", "code", "coder"]].itertuples(index=False):
        sets.setdefault((unit, coder), set()).add(code)
    rows = [[frozenset(sets.get((unit, name), ())) for name in names] for unit in together.index]
    ratings = Ratings.of(rows, coders=names, clusters=list(together["document_id"]))
    return CodedTogether(together.reset_index(drop=True), ratings, _stretches(together, spans, names), codes, accepted)


def with_text(store: ProjectStore, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `CodedTogether.disagreements` with the reading text of each unit in `text`."""
    texts = {document_id: store.document(document_id).text for document_id in rows["document_id"].unique()}
    places = zip(rows["document_id"], rows["start"], rows["end"], strict=True)
    return rows.assign(text=[reading_text(texts[document], start, end).text for document, start, end in places])


def agreement_of_table(
    file: Path,
    *,
    level: TableLevel | None = None,
    coders: Sequence[str] = (),
    nothing: str = "",
    missing: Collection[str] = (),
    length: int | None = None,
    per_code: bool = False,
    pairs: bool = False,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[pd.DataFrame, Resampling]:
    """Agreement from a plain table (see `read_coded_table`): AGREEMENT_COLUMNS, and the draws that its intervals rest on.

    level: guessed when None (`set` when a coder gave a unit several values, else `nominal`). nothing: the value that means "seen, nothing here". per_code: also
    each value of a nominal level (a set level always has them). length: of the text, for spans. Raises UsageError or AnalysisError.
    """
    rows, spans = read_coded_table(file, missing=missing)
    if spans:
        stretches, names = stretches_from_rows(rows, length=length, coders=coders)
        resampling = Resampling(len(stretches), draws, seed)
        codes = sorted({str(code) for one in stretches for found in one.spans for _, _, code in found})
        return span_agreement_table(stretches, names, resampling, codes=codes), resampling
    level = level or guessed_level(rows)
    ratings = ratings_from_rows(rows, level, nothing=nothing, coders=coders)
    resampling = Resampling(ratings.cluster_count, draws, seed)
    members = {code for value in ratings.values for code in (value if isinstance(value, frozenset) else (value,))}
    wanted = sorted(members, key=str) if level == "set" or (level == "nominal" and per_code) else []
    return agreement_table(ratings, level, resampling, codes=wanted, pairs=pairs), resampling


def write_agreement(table: pd.DataFrame, file: Path, language: str) -> int:
    """Writes a table of agreement (csv, xlsx, jsonl, parquet) with its reasons as sentences; an undefined number is an empty cell. Returns the rows."""
    return write_frame(in_words(table, language), file)


def in_words(table: pd.DataFrame, language: str) -> pd.DataFrame:
    """A table of agreement with its reasons as sentences."""
    return table.assign(reason=[text(key, language) if key else "" for key in table["reason"]])


# --- whose spans ---------------------------------------------------------------------------------------------


def _chosen(store: ProjectStore, wanted: Sequence[str], machine: Machine) -> tuple[str, ...]:
    known = coders_with_work(store)
    by_name = {name.casefold(): name for name in known}
    missing = [name for name in wanted if name.casefold() not in by_name]
    if missing:
        raise AnalysisError("agreement.coder_unknown", name=missing[0], known=", ".join(known) or "-")
    names = tuple(dict.fromkeys(by_name[name.casefold()] for name in wanted)) or tuple(known)
    if len(names) + bool(machine) < 2:
        raise AnalysisError("agreement.few_coders_project", names=", ".join(names) or "-")
    return names


def _person_spans(store: ProjectStore, names: Sequence[str], paths: dict[str, str]) -> tuple[pd.DataFrame, dict[str, float]]:
    """What persons coded or saw, and the share of each one's codings that was accepted from a suggestion."""
    ids = {coder.name: coder.id for coder in store.coders() if coder.kind == "person"}
    rows: list[tuple[object, ...]] = []
    accepted = {}
    for name in names:
        codings = [one for one in store.codings(coder=ids[name]) if one.code is None or one.code in paths]
        for one in codings:
            code = _SEEN if one.code is None else paths[one.code]
            rows.append((one.document_id, one.start, one.end, code, code, one.stance, name))
        for left in store.suggestions(coder=ids[name], states=_REJECTED):
            rows.append((left.document_id, left.suggestion.unit_start, left.suggestion.unit_end, _SEEN, _SEEN, "", name))
        with_code = [one for one in codings if one.code is not None]
        accepted[name] = sum(one.origin is not None for one in with_code) / len(with_code) if with_code else 0.0
    return pd.DataFrame(rows, columns=list(_SPANS)), accepted


def _machine_spans(store: ProjectStore, machine: Machine, paths: dict[str, str]) -> pd.DataFrame:
    """What the machine proposes now, whatever people decided on it."""
    rows = [
        (one.document_id, one.suggestion.start, one.suggestion.end, paths[one.suggestion.code], paths[one.suggestion.code], one.suggestion.stance, machine)
        for one in store.suggestions()
        if one.suggestion.code in paths and (machine == "both" or machine in one.suggestion.coder.split("+"))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(_SPANS))


def _reached(store: ProjectStore, machine: Machine) -> set[str]:
    """Ids of the documents that a run could reach: there when the last one began, or with a suggestion."""
    kinds = {coder.id: coder.kind for coder in store.coders()}
    times = [
        run.time for run in store.runs() if machine == "both" or machine == kinds.get(run.coder) or run.options.get("coder") in (machine, "both")
    ]  # fmt: skip
    if not times:
        raise AnalysisError("agreement.no_run")
    return {one.id for one in store.documents() if one.imported <= max(times)} | {one.document_id for one in store.suggestions()}


def _stretches(units: pd.DataFrame, spans: pd.DataFrame, names: Sequence[str]) -> tuple[Stretch, ...]:
    """Blocks that follow each other are one piece of text, with the spans that lie in it."""
    spans = spans[spans["code"] != _SEEN]
    by_place: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for document, start, end, code, coder in spans[["document_id", "start", "end", "code", "coder"]].itertuples(index=False):
        by_place.setdefault((document, coder), []).append((int(start), int(end), code))
    found: list[Stretch] = []
    for cluster, (document, group) in enumerate(units.groupby("document_id", sort=False)):
        ordered = group.sort_values("block")
        pieces = (ordered["block"].diff() != 1).cumsum()
        for _, piece in ordered.groupby(pieces):
            start, end = int(piece["start"].min()), int(piece["end"].max())
            inside = tuple([one for one in by_place.get((str(document), name), []) if one[0] < end and one[1] > start] for name in names)
            found.append(Stretch(cluster, start, end, inside))
    return tuple(found)
