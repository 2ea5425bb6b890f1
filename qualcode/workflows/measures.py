"""The measures of `qualcode compare` and of the page: one table each, from one basis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
import pandas as pd

from qualcode.analysis.clusters import GROUP_JOINT, Measure, group_values
from qualcode.analysis.coded_units import code_units
from qualcode.analysis.concordance import words_of
from qualcode.analysis.contrasts import Pairing, theme_contrasts
from qualcode.analysis.cooccurrence import Within, cooccurrence
from qualcode.analysis.frequencies import theme_frequencies
from qualcode.analysis.keyness import typical_words
from qualcode.analysis.matrix import code_by_document
from qualcode.analysis.permutation import PERMUTATIONS, SEED
from qualcode.analysis.portrait import PARTS, document_portrait
from qualcode.analysis.sequence import theme_sequence
from qualcode.analysis.stance import theme_stance
from qualcode.analysis.timeline import theme_timeline
from qualcode.errors import UsageError
from qualcode.model import Segment
from qualcode.segmentation import reading_text, split_sentences
from qualcode.workflows.comparison_basis import ALWAYS, Basis, Level, roll_up

__all__ = [
    "MEASURES",
    "RATES",
    "SEED",
    "Level",
    "Measure",
    "MeasureOptions",
    "MeasureResult",
    "Within",
    "run_measure",
    "unit_words",
    "year_variables",
]

MEASURES = ("frequencies", "contrasts", "timeline", "cooccurrence", "sequence", "stance", "keyness", "matrix", "portrait", "prevalence")
RATES: tuple[Measure, ...] = get_args(Measure)
MOST_WORDS = 50  # typical words shown for each theme or group


@dataclass(frozen=True, slots=True)
class MeasureOptions:
    """What was asked.

    by: variables that make the groups. level: count themes or codes. rate: what contrasts and trends compare. contrasts: pairs of groups or a way of pairing.
    within, sentences: how near counts as together, in units or sentences. year: the timeline's variable. target: theme, or group of `by`, whose words keyness
    seeks ('' = each). most: typical words for each target. parts: pieces of a portrait.
    """

    by: tuple[str, ...] = ()
    level: Level = "theme"
    rate: Measure = "per_1000_words"
    contrasts: Sequence[tuple[str, str]] | Pairing = "auto"
    cluster: str = "document_id"
    strata: str = ""
    permutations: int = PERMUTATIONS
    seed: int = SEED
    within: Within = "same"
    sentences: bool = False
    year: str = ""
    target: str = ""
    most: int = MOST_WORDS
    parts: int = PARTS


@dataclass(frozen=True)
class MeasureResult:
    """A table and what must be said beside it: catalogue keys with their values. units: those that were counted (by coder: once a coder)."""

    name: str
    table: pd.DataFrame
    notes: tuple[tuple[str, dict[str, object]], ...]
    basis: Basis


def run_measure(basis: Basis, name: str, options: MeasureOptions) -> MeasureResult:
    """The table of a measure of MEASURES (prevalence: see `workflows.prevalence`). Raises AnalysisError or UsageError in one sentence when it cannot be made."""
    if options.permutations < 1:
        raise UsageError("compare.permutations", given=options.permutations)
    basis.checked([*options.by, *([options.strata] if options.strata else []), *([options.year] if options.year else [])])
    if len(set(options.by)) < len(options.by):
        raise UsageError("compare.by_twice", variable=options.by[0])
    if options.cluster != "document_id":
        basis.checked([options.cluster])
    if "coder" in options.by or options.cluster == "coder":
        basis = basis.by_coder()
    basis = basis.at_level(options.level)
    table = _TABLES[name](basis, options)
    return MeasureResult(name, table.assign(source=basis.source), _notes(basis, name, options, table), basis)


def _frequencies(basis: Basis, options: MeasureOptions) -> pd.DataFrame:
    return theme_frequencies(basis.units, basis.coded, basis.themes, by=options.by, cluster=options.cluster)


def _contrasts(basis: Basis, options: MeasureOptions) -> pd.DataFrame:
    return theme_contrasts(
        basis.units, basis.coded, basis.themes, by=options.by, contrasts=options.contrasts, measure=options.rate, cluster=options.cluster,
        strata=options.strata, permutations=options.permutations, seed=options.seed,
    )  # fmt: skip


def _timeline(basis: Basis, options: MeasureOptions) -> pd.DataFrame:
    year = options.year or (options.by[0] if options.by else "")
    if not year:
        raise UsageError("compare.timeline_needs_year")
    return theme_timeline(
        basis.units, basis.coded, basis.themes, year=year, by=[name for name in options.by if name != year], measure=options.rate,
        cluster=options.cluster, permutations=options.permutations, seed=options.seed,
    )  # fmt: skip


def _cooccurrence(basis: Basis, options: MeasureOptions) -> pd.DataFrame:
    units, coded = sentence_basis(basis, options.level) if options.sentences else (basis.units, basis.coded)
    return _grouped(
        units, options.by, lambda own: cooccurrence(own, coded, basis.themes, within=options.within, seed=options.seed)
    ).assign(counted_in="sentences" if options.sentences else "units")  # fmt: skip


def _sequence(basis: Basis, options: MeasureOptions) -> pd.DataFrame:
    # questions are interviewers' turns: all units take part here, whatever the other measures leave out
    return _grouped(basis.all_units, options.by, lambda own: theme_sequence(own, basis.coded, basis.themes))


def _stance(basis: Basis, options: MeasureOptions) -> pd.DataFrame:
    return theme_stance(basis.units, basis.coded, basis.themes, by=options.by, cluster=options.cluster)


def _matrix(basis: Basis, options: MeasureOptions) -> pd.DataFrame:
    column = options.by[0] if options.by else "document"
    table = code_by_document(basis.units, basis.coded, basis.themes, column=column)
    return table.rename(columns={"document": column})


def _portrait(basis: Basis, options: MeasureOptions) -> pd.DataFrame:
    return document_portrait(basis.units, basis.coded, basis.themes, parts=options.parts)


def _keyness(basis: Basis, options: MeasureOptions) -> pd.DataFrame:
    """Words of the units with a theme against all other units, or (with `by`) of one group against the others."""
    units = basis.units
    words = unit_words(basis)
    if options.by:
        names = group_values(units, options.by).agg(GROUP_JOINT.join, axis=1)
        targets = {str(name): (names == name).to_numpy() for name in sorted(names.unique()) if name}
    else:
        targets = {theme: units.index.isin(basis.coded.loc[basis.coded["theme"] == theme, "unit"]) for theme in basis.themes}
    if options.target and options.target not in targets:
        raise UsageError("compare.no_target", target=options.target, known=", ".join(list(targets)[:30]))
    chosen = {name: side for name, side in targets.items() if options.target in ("", name)}
    tables = [
        typical_words(words, units["document_id"].tolist(), side).query("log_ratio > 0").head(options.most).assign(target_name=name)
        for name, side in chosen.items()
    ]
    table = pd.concat(tables, ignore_index=True)
    return table[["target_name", *(column for column in table.columns if column != "target_name")]]


_TABLES: dict[str, Callable[[Basis, MeasureOptions], pd.DataFrame]] = {
    "frequencies": _frequencies,
    "contrasts": _contrasts,
    "timeline": _timeline,
    "cooccurrence": _cooccurrence,
    "sequence": _sequence,
    "stance": _stance,
    "keyness": _keyness,
    "matrix": _matrix,
    "portrait": _portrait,
}


def _grouped(units: pd.DataFrame, by: Sequence[str], table: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """A measure of all units, or of each group apart with the columns of `by` in front."""
    if not by:
        return table(units)
    values = group_values(units, by)
    keys = sorted({tuple(key) for key in values.drop_duplicates().itertuples(index=False, name=None)})
    parts = []
    for key in keys:
        own = units[np.logical_and.reduce([(values[name] == value).to_numpy() for name, value in zip(by, key, strict=True)])]
        made = table(own)
        parts.append(pd.concat([pd.DataFrame({name: [value] * len(made) for name, value in zip(by, key, strict=True)}), made], axis=1))
    return pd.concat(parts, ignore_index=True)


def unit_words(basis: Basis) -> list[list[str]]:
    """The words of each counted unit, lower-cased, of its reading text."""
    found: dict[object, list[str]] = {}
    for document_id, group in basis.units.groupby("document_id", sort=False):
        document = basis.read(str(document_id))
        for unit, start, end in zip(group.index, group["start"], group["end"], strict=True):
            found[unit] = words_of(reading_text(document, int(start), int(end)).text)
    return [found[unit] for unit in basis.units.index]


def sentence_basis(basis: Basis, level: Level = "theme") -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sentences of the counted units in the place of units, and which code each of them carries (contract 3: half of the shorter overlaps)."""
    parts = []
    columns = [str(name) for name in basis.units.columns if name not in ("start", "end", "words")]
    for document_id, group in basis.units.groupby("document_id", sort=False):
        document = basis.read(str(document_id))
        for row, start, end in zip(group[columns].itertuples(index=False, name=None), group["start"], group["end"], strict=True):
            kind = row[columns.index("kind")]
            for one in split_sentences(document, Segment(int(start), int(end), kind)):
                parts.append((*row, one.start, one.end, one.words))
    sentences = pd.DataFrame(parts, columns=[*columns, "start", "end", "words"])
    coded = code_units(sentences, basis.spans)
    return sentences, coded if level == "theme" else roll_up(coded)


def year_variables(basis: Basis) -> list[str]:
    """Variables of which at least half of the given values are numbers: a timeline can run over them. Years first."""
    found = []
    for name in (one for one in basis.variables() if one not in ALWAYS):
        values = group_values(basis.all_units, [name])[name].drop_duplicates()
        values = values[values != ""]
        numbers = pd.to_numeric(values, errors="coerce").dropna()
        if len(values) and 2 * len(numbers) >= len(values):
            found.append((not numbers.between(1000, 2999).all(), name))
    return [name for _, name in sorted(found)]


def _notes(basis: Basis, name: str, options: MeasureOptions, table: pd.DataFrame) -> tuple[tuple[str, dict[str, object]], ...]:
    """What was counted and left out, the family of tests, and what makes the numbers weak."""
    notes: list[tuple[str, dict[str, object]]] = [
        (f"compare.counted_{basis.source}", {"units": len(basis.units), "documents": int(basis.units["document_id"].nunique())})
    ]
    left_out = [key for key, kept in (("interviewers", basis.interviewers), ("headings", basis.headings)) if not kept]
    if left_out and name != "sequence":
        notes.append((f"compare.left_out_{'_'.join(left_out)}", {}))
    for variable in options.by:
        values = group_values(basis.units, [variable])[variable]
        lost = int(basis.units.loc[values == "", "document_id"].nunique())
        if lost:
            notes.append(("compare.without_value", {"variable": variable, "documents": lost}))
    if name == "contrasts" and len(table):
        family = int(table["family"].iloc[0])
        notes.append(("compare.family", {"tests": family, "permutations": options.permutations, "seed": options.seed}))
        if (table["design"] == "within").any():
            notes.append(("compare.swapped_within", {}))
    if name == "timeline" and len(table):
        notes.append(("compare.family_trend", {"tests": int(table["trend_family"].iloc[0]), "permutations": options.permutations}))
    for warning in sorted({part for cell in table.get("warnings", pd.Series(dtype=str)) for part in str(cell).split(";") if part}):
        count = int(table["warnings"].astype(str).str.split(";").map(lambda parts, wanted=warning: wanted in parts).sum())
        notes.append((f"compare.warning_{warning}", {"rows": count}))
    return tuple(notes)
