"""Labels that are spelled in several ways but seem to name one speaker, each group with its reason; a person decides."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import combinations

from qualcode.segmentation.labels import word_lists

_MAX_COMPARED = 300  # labels; with more of them typing errors are not looked for
_MIN_TYPED = 5  # letters of a label in which one wrong letter is a typing error
_RARE = 3  # a slip is at least so many times rarer than what it stands for
_PARTS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBERED = re.compile(r"(?P<word>.*?[^\W\d_]\.?)[\s._#-]*(?:nr\.?\s*)?0*(?P<number>\d{1,3})?$")


@dataclass(frozen=True, slots=True)
class SameSpeaker:
    """Labels that seem to be one, the most used first. reason: catalogue key; values fill its placeholders."""

    labels: tuple[str, ...]
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)


def same_speakers(turns: Mapping[str, int]) -> list[SameSpeaker]:
    """The groups of labels of one document that seem to name one speaker. turns: label -> how often it is used.

    Four reasons, the surest first: only capitals, spaces and punctuation differ; short forms of one word with one number; one name in another
    order, with or without a title or organisation, or a part of just one longer name; one letter differs and one of the two is rare.
    """
    labels = sorted(turns, key=lambda label: (-turns[label], label))
    leader = {label: label for label in labels}
    reasons: dict[str, str] = {}
    for first, second, reason in _pairs(labels, turns):
        one, other = _lead(leader, first), _lead(leader, second)
        if one != other:
            kept, gone = sorted((one, other), key=labels.index)
            leader[gone] = kept
            reasons[kept] = reasons.get(kept) or reasons.get(gone) or reason
    groups: dict[str, list[str]] = {}
    for label in labels:
        groups.setdefault(_lead(leader, label), []).append(label)
    return [SameSpeaker(tuple(group), reasons[first]) for first, group in groups.items() if len(group) > 1]


def full_name(label: str) -> frozenset[str]:
    """The parts of a name of two or more words, in any order, without title and organisation; empty for anything else.

    Equal for `Anna de Vries`, `de Vries, Anna` and `Vries, Anna de (WELZIJN)`.
    """
    parts = _name_parts(label)
    return parts if len(parts - word_lists()["particles"]) >= 2 and not any(part.isdigit() for part in parts) else frozenset()


def _lead(leader: dict[str, str], label: str) -> str:
    while leader[label] != label:
        label = leader[label]
    return label


def _pairs(labels: Sequence[str], turns: Mapping[str, int]) -> Iterator[tuple[str, str, str]]:
    for reason, key in (("same_letters", _letters), ("same_word", _word_and_number), ("same_name", full_name), ("same_name", _titled)):
        first: dict[object, str] = {}
        for label in labels:
            found = key(label)
            if found:
                if found in first:
                    yield first[found], label, f"segmentation.{reason}"
                first.setdefault(found, label)
    names = {label: full_name(label) for label in labels if full_name(label)}
    for label in labels:
        parts = _name_parts(label)
        telling = parts - word_lists()["particles"]
        if label not in names and telling and not any(part.isdigit() or len(part) < 3 for part in telling):
            longer = {names[other] for other in names if parts <= names[other]}
            if len(longer) == 1:
                (whole,) = longer
                yield next(other for other in names if names[other] == whole), label, "segmentation.part_of_name"
    if len(labels) <= _MAX_COMPARED:
        for one, other in combinations(labels, 2):
            if turns[one] >= _RARE * turns[other] and _one_letter_apart(_letters(one), _letters(other)):
                yield one, other, "segmentation.typing_error"


def _letters(label: str) -> str:
    """Letters and figures alone, small, without leading zeros."""
    plain = unicodedata.normalize("NFKC", label).casefold()
    return "".join(re.sub(r"^0+(?=\d)", "", run) for run in re.findall(r"\d+|[^\W\d_]+", plain))


def _word_and_number(label: str) -> tuple[str, str] | None:
    """(whole word, number) of a label made of a known word; None for a name."""
    found = _NUMBERED.fullmatch(" ".join(unicodedata.normalize("NFKC", label).casefold().replace("_", " ").split()).rstrip("."))
    if found is None:
        return None
    whole = _short_forms().get(found.group("word").rstrip(". "))
    return (whole, found.group("number") or "") if whole else None


@cache
def _short_forms() -> dict[str, str]:
    words = tomllib.loads(files(__package__).joinpath("short_forms.toml").read_text("utf-8"))["words"]
    return {form: group[0] for group in words for form in group}


def _titled(label: str) -> tuple[str, frozenset[str]] | None:
    """(whole title, parts of the name) of `Mevr. de Gier`; None without a title."""
    title, _, rest = label.casefold().partition(" ")
    bare = title.rstrip(".")
    parts = _name_parts(rest)
    return (_short_forms().get(bare, bare), parts) if bare in word_lists()["titles"] and parts else None


def _name_parts(label: str) -> frozenset[str]:
    plain = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", unicodedata.normalize("NFKC", label))
    return frozenset(part for part in map(str.casefold, _PARTS.findall(plain)) if part not in word_lists()["titles"])


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter was changed, left out, put in, or two neighbours swapped; figures must be the same."""
    if min(len(one), len(other)) < _MIN_TYPED or abs(len(one) - len(other)) > 1 or re.findall(r"\d", one) != re.findall(r"\d", other):
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    swapped = len(a) > 1 and len(a) == len(b) and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return bool(a or b) and (a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped)
