"""Can a corpus be trusted: is it whole, is it varied, do its coders agree?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from qualcode.analysis.agreement import cohen_kappa, krippendorff_alpha
from qualcode.analysis.near_duplicates import near_duplicates
from qualcode.errors import QualcodeError, UsageError
from qualcode.exchange.corpus import FIRST_CODER, CodedText, Corpus, CorpusUnit, read_corpus
from qualcode.workflows.import_documents import read_variables

# The words that name a theme outright: what a plain keyword list would look for. A unit of the theme without any of these is what coders are needed for.
THEME_WORDS = {
    "eigen kracht": r"eigen[ -]kracht|zelfredzaam|samenredzaam|eigen regie|eigen verantwoordelijkheid|redzaamheid",
    "van onderop": r"van ?onderop|bottom[ -]?up|burgerinitiatie|bewonersinitiatie|buurtinitiatie|zelfbeheer|zelforganisatie|buurtrecht|bewonersbedrijf|burger aan zet|van bovenaf",
    "verantwoording": r"verantwoording|verantwoorden|prestatieafspra|target|indicator|monitor|effectmeting|subsidie-?eis|rapportage|registratiedruk|jaarverslag|audit",
    "welkom voelen": r"welkom|thuis ?voel|voel\w* (?:\w+ ){0,3}thuis|gastvrij|laagdrempelig|erbij horen|buitengesloten|huiskamer|tweede thuis|drempel",
}
MIN_UNITS_WORDS = 8  # words; shorter passages ("Ja, dat klopt.") are alike in any text


@dataclass(frozen=True)
class CorpusReport:
    """What a check found.

    counts: texts, units, words, units with a theme, hard units. themes: theme -> stance -> units. keyword_share: theme -> share of its units that hold one of
    the words that name it; `''` for units with any theme. duplicates: (place, place, similarity). agreement: theme -> (kappa, alpha, units of both
    coders, of the first, of the second). second_units: units that a second coder coded.
    """

    problems: tuple[QualcodeError, ...]
    counts: dict[str, int]
    kinds: dict[str, int]
    themes: dict[str, dict[str, int]]
    keyword_share: dict[str, float]
    duplicates: tuple[tuple[str, str, float], ...]
    repeated_sentences: int
    agreement: dict[str, tuple[float, float, int, int, int]]
    second_units: int


def check_corpus(folder: Path) -> CorpusReport:
    """Checks format, offsets, hashes, coverage and variables; counts themes, keywords, near-duplicates and agreement. Raises UsageError without a corpus."""
    corpus = read_corpus(folder)
    texts = corpus.by_coder()
    problems = [*corpus.problems, *_uncovered(texts), *_variables(folder, texts)]
    units = [(one, unit) for one in texts for unit in one.units]
    words = [len(re.findall(r"\w+", one.text[unit.start : unit.end])) for one, unit in units]
    agreement, second_units = _agreement(corpus)
    return CorpusReport(
        problems=tuple(problems),
        counts={
            "texts": len(texts),
            "units": len(units),
            "words": sum(words),
            "with_theme": sum(bool(unit.codes) for _, unit in units),
            "several_themes": sum(len(unit.codes) > 1 for _, unit in units),
            "hard": sum(unit.hard for _, unit in units),
        },
        kinds=dict(Counter(unit.kind for _, unit in units).most_common()),
        themes=_themes(unit for _, unit in units),
        keyword_share=_keyword_share(units),
        duplicates=tuple(_duplicates(units, words)),
        repeated_sentences=_repeated_sentences(texts),
        agreement=agreement,
        second_units=second_units,
    )


def _uncovered(texts: Sequence[CodedText]) -> Iterator[QualcodeError]:
    """Text outside all units that is no label, time, list mark or markup: a unit that nobody coded."""
    outside = re.compile(
        r"(?:\*\*)?[\[(#]?[\d:.,-]*[\])#]?\s*(?:\*\*)?(?:[^\W\d_][^:\n]{0,40}:(?:\*\*)?)?\s*(?:[-*•–]|\w{1,3}[.)])?\s*[\[(#]*[\d:.,-]*[\])#]*"
    )
    for one in texts:
        last = 0
        for unit in [*one.units, None]:
            start = len(one.text) if unit is None else unit.start
            for piece in one.text[last:start].split("\n"):
                if piece.strip() and outside.fullmatch(piece.strip()) is None:
                    yield UsageError("workflows.corpus_uncovered", file=one.name, piece=piece.strip()[:60])
            last = start if unit is None else unit.end


def _variables(folder: Path, texts: Sequence[CodedText]) -> Iterator[QualcodeError]:
    """Every text has a row in its corpus's variables.csv."""
    for root in sorted({folder / PurePosixPath(one.name).parts[0] if not (folder / "variables.csv").exists() else folder for one in texts}):
        file = root / "variables.csv"
        if not file.exists():
            yield UsageError("workflows.corpus_no_variables", file=file.as_posix())
            continue
        rows = {row.casefold() for row in read_variables(file)}
        for one in texts:
            path = PurePosixPath(one.name)
            inside = root == folder or path.parts[0] == root.name
            if inside and not {path.name.casefold(), path.stem.casefold(), one.name.casefold()} & rows:
                yield UsageError("workflows.corpus_no_row", file=one.name)


def _themes(units: Iterable[CorpusUnit]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for unit in units:
        for code, stance in unit.codes:
            counts.setdefault(code, Counter())[stance] += 1
    return {code: dict(counts[code]) for code in sorted(counts)}


def _keyword_share(units: Sequence[tuple[CodedText, CorpusUnit]]) -> dict[str, float]:
    patterns = {theme: re.compile(words, re.IGNORECASE) for theme, words in THEME_WORDS.items()}
    hits: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for one, unit in units:
        passage = one.text[unit.start : unit.end]
        named = [theme for theme, _ in unit.codes if theme in patterns and patterns[theme].search(passage)]
        for theme, _ in unit.codes:
            totals[theme] += 1
            hits[theme] += theme in named
        totals[""] += bool(unit.codes)
        hits[""] += bool(named)
    return {theme: hits[theme] / count for theme, count in totals.items() if count}


def _duplicates(units: Sequence[tuple[CodedText, CorpusUnit]], words: Sequence[int]) -> Iterator[tuple[str, str, float]]:
    long = [pair for pair, count in zip(units, words, strict=True) if count >= MIN_UNITS_WORDS]
    place: Callable[[int], str] = lambda at: f"{long[at][0].name} unit {long[at][1].number}"  # noqa: E731
    for pair in near_duplicates([one.text[unit.start : unit.end] for one, unit in long]):
        yield place(pair.first), place(pair.second), pair.similarity


def _repeated_sentences(texts: Sequence[CodedText]) -> int:
    """Sentences of eight words and more that stand in the corpus twice."""
    sentences: Counter[str] = Counter()
    for one in texts:
        for piece in re.split(r"(?<=[.!?])\s+|\n+", one.text):
            key = " ".join(re.findall(r"\w+", piece.lower()))
            if key.count(" ") >= MIN_UNITS_WORDS - 1:
                sentences[key] += 1
    return sum(count - 1 for count in sentences.values() if count > 1)


def _agreement(corpus: Corpus) -> tuple[dict[str, tuple[float, float, int, int, int]], int]:
    first = {one.name: one for one in corpus.by_coder()}
    pairs: list[tuple[CorpusUnit, CorpusUnit]] = []
    for one in corpus.texts:
        if one.coder == FIRST_CODER or one.name not in first:
            continue
        same_span = {(unit.start, unit.end): unit for unit in first[one.name].units}
        pairs += [(same_span[unit.start, unit.end], unit) for unit in one.units if (unit.start, unit.end) in same_span]
    if not pairs:
        return {}, 0
    themes = sorted({code for both in pairs for unit in both for code, _ in unit.codes})
    table = {}
    for theme in themes:
        values = [tuple(any(code == theme for code, _ in unit.codes) for unit in both) for both in pairs]
        mine, theirs = [one for one, _ in values], [other for _, other in values]
        both_yes = sum(one and other for one, other in values)
        table[theme] = (cohen_kappa(mine, theirs), krippendorff_alpha(values), both_yes, sum(mine), sum(theirs))
    return table, len(pairs)
