"""The index finds what a plain reading of the rule language finds: random patterns on random words, evaluated in two ways."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from hypothesis import given, settings
from hypothesis import strategies as st
from rules_samples import found

from qualcode.codebook import Pattern, PatternError, parse_pattern
from qualcode.codebook.patterns import Near, Phrase, Word

# Words without a dictionary form, so that the plain reading needs no lemmatiser, and too long to be taken for initials ("Xx.").
WORDS = ["aba", "abx", "bca", "bcx", "cab", "xyx"]
TESTS = ["aba", "=bca", "ab*", "*x", "*b*", "c?b", "*"]

atoms = st.sampled_from(TESTS) | st.lists(st.sampled_from(TESTS[:6]), min_size=2, max_size=3).map(lambda words: f"({'|'.join(words)})")
sequences = st.lists(atoms | atoms.map(lambda atom: f"({atom.strip('()')})?"), min_size=1, max_size=3).map(" ".join)
ordered = st.lists(st.tuples(st.integers(0, 3), sequences), max_size=2).flatmap(
    lambda rest: sequences.map(lambda first: first + "".join(f" ..{gap} {more}" for gap, more in rest))
)
nears = st.lists(st.tuples(st.integers(0, 4), ordered), max_size=2).flatmap(
    lambda rest: ordered.map(lambda first: first + "".join(f" ~{gap} {more}" for gap, more in rest))
)
patterns = st.lists(nears, min_size=1, max_size=2).map(" & ".join)
texts = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join), min_size=1, max_size=3)

Span = tuple[int, int]


def parsed(source: str, lists: dict[str, list[str]]) -> Pattern | PatternError:
    try:
        return parse_pattern(source, lists)
    except PatternError as error:
        return error


def fits(test: Word, word: str) -> bool:
    return test.kind == "any" or (fnmatchcase(word, test.text) if test.kind == "glob" else word == test.text)


def phrase_spans(phrase: Phrase, words: list[str]) -> Iterator[Span]:
    """Every way to fill the slots in order."""

    def fill(index: int, at: int) -> Iterator[int]:
        if not any(fits(test, words[at]) for test in phrase.slots[index]):
            return
        if index + 1 == len(phrase.slots):
            yield at
            return
        for following in range(at + 1, min(at + 2 + phrase.gaps[index], len(words))):
            yield from fill(index + 1, following)

    for first in range(len(words)):
        for last in fill(0, first):
            yield first, last


def near_spans(near: Near, words: list[str]) -> set[Span]:
    chains: set[Span] = set()
    for index, group in enumerate(near.groups):
        spans = {span for part in group if isinstance(part, Phrase) for span in phrase_spans(part, words)}
        if index == 0:
            chains = spans
            continue
        reach = near.distances[index - 1]
        chains = {
            (min(one[0], other[0]), max(one[1], other[1]))
            for one in chains
            for other in spans
            if one != other and max(other[0] - one[1], one[0] - other[1]) - 1 <= reach
        }
    return chains


def fires(pattern: Pattern, sentence: str) -> bool:
    return all(near_spans(near, sentence.split()) for near in pattern.nears)


@settings(max_examples=400)
@given(patterns, texts)
def test_the_index_and_a_plain_reading_agree(source: str, sentences: list[str]) -> None:
    pattern = parsed(source, {})
    if isinstance(pattern, PatternError):
        assert pattern.key in ("codebook.pattern_matches_everything", "codebook.pattern_absent", "codebook.pattern_too_many")
        return
    text = "".join(f"{sentence.capitalize()}. " for sentence in sentences).strip()
    expected = [sentence for sentence in sentences if fires(pattern, sentence)]
    hits = found([source], text)
    if ".." in source and "~" in source:
        # a phrase with gaps counts with its nearest words only: in a chain with ~ a plain reading may find more, never less
        assert expected or not hits
    else:
        assert bool(hits) == bool(expected)
    for hit in hits:  # each hit holds all that the pattern asks for
        assert fires(pattern, hit.lower())


@given(st.text(alphabet="ab *?=()|<>+~.&-'3", max_size=20))
def test_any_text_is_a_pattern_or_a_problem_with_a_name(source: str) -> None:
    pattern = parsed(source, {"a": ["b"], "b": ["a b", "<a>"]})
    if isinstance(pattern, PatternError):
        assert pattern.key.startswith("codebook.")
    else:
        assert all(group for near in pattern.nears for group in near.groups)
