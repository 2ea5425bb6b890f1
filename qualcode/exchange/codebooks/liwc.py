"""LIWC dictionaries (.dic): numbered names between two lines with %, then a word a line with the numbers of its names."""

from __future__ import annotations

import re
from collections import defaultdict

from qualcode.errors import UsageError
from qualcode.exchange.codebooks.plain import PlainBook, PlainCode, check_counts, clean, decoded
from qualcode.exchange.codebooks.words import Losses, gathered

HOLDS = ("words",)
SEPARATOR = " > "  # the form is flat: a path is written as a name
_NAME = re.compile(r"([\t ]*)(\d{1,9})[\t ]+(\S.*)")


def allowed(word: str) -> bool:
    """LIWC knows * only at the end of a word, and no lone *."""
    return all("?" not in piece and "*" not in piece[:-1] and piece != "*" for piece in word.split())


def read(data: bytes, file: str) -> PlainBook:
    """A dictionary as a codebook; names below each other by indent or by `a > b`. Raises UsageError when it has no two lines with %."""
    lines = decoded(data, file).splitlines()
    borders = [number for number, line in enumerate(lines) if line.strip() == "%"]
    if len(borders) < 2 or any(line.strip() for line in lines[: borders[0]]):
        raise UsageError("exchange.liwc_form", file=file)
    losses: Losses = defaultdict(list)
    paths = _paths(lines[borders[0] + 1 : borders[1]], losses)
    words: dict[str, list[str]] = defaultdict(list)
    total = 0
    for line in lines[borders[1] + 1 :]:
        if not line.strip():
            continue
        word, numbers = _entry(line.strip())
        known = [number for number in numbers if number in paths]
        if not word or not known or len(known) < len(numbers):
            losses["exchange.loss_lines"].append(clean(line))
        for number in known if word else ():
            words[number].append(word)
        total += len(known)
        check_counts(len(paths), total, file)
    codes: dict[tuple[str, ...], list[str]] = {}
    for number, path in paths.items():
        codes.setdefault(path, []).extend(words[number])
    return PlainBook("", tuple(PlainCode(path, words=tuple(dict.fromkeys(own))) for path, own in codes.items()), tuple(gathered(losses)))


def write(book: PlainBook) -> bytes:
    """The dictionary as UTF-8 text with tabs."""
    numbers: dict[str, list[int]] = defaultdict(list)
    head = ["%"]
    for number, code in enumerate(book.codes, start=1):
        head.append(f"{number}\t{SEPARATOR.join(code.path)}")
        for word in code.words:
            numbers[word].append(number)
    body = ["\t".join([word, *map(str, given)]) for word, given in sorted(numbers.items())]
    return "\n".join([*head, "%", *body, ""]).encode("utf-8")


def _entry(line: str) -> tuple[str, list[str]]:
    """The word or phrase of a line and its numbers; without tabs, the numbers at the end."""
    pieces = line.split("\t") if "\t" in line else line.split(" ")
    pieces = [piece.strip() for piece in pieces if piece.strip()]
    last = len(pieces)
    while last > 1 and pieces[last - 1].isdecimal():
        last -= 1
    if "\t" in line:
        last = 1
    return clean(" ".join(pieces[:last])), pieces[last:]


def _paths(lines: list[str], losses: Losses) -> dict[str, tuple[str, ...]]:
    """Number -> path of each name."""
    paths: dict[str, tuple[str, ...]] = {}
    above: list[tuple[int, tuple[str, ...]]] = []
    for line in lines:
        if not line.strip():
            continue
        found = _NAME.fullmatch(line.rstrip())
        if found is None or found.group(2) in paths:
            losses["exchange.loss_lines"].append(clean(line))
            continue
        indent = len(found.group(1))
        above = [one for one in above if one[0] < indent]
        own = tuple(piece for piece in map(clean, found.group(3).split(SEPARATOR)) if piece)
        path = (*above[-1][1], *own) if above else own
        paths[found.group(2)] = path
        above.append((indent, path))
    return paths
