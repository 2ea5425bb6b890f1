"""quanteda dictionaries in YAML: names with lists of words, or with more names below; words of a name that also has names below stand under ''."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from qualcode.codebook.plain_yaml import plain_yaml
from qualcode.errors import UsageError
from qualcode.exchange.codebooks.plain import PlainBook, PlainCode, check_counts, clean, decoded

HOLDS = ("words",)
MOST_LEVELS = 100


def allowed(word: str) -> bool:
    """quanteda's globs are ours: * and ? anywhere."""
    return bool(word)


def read(data: bytes, file: str) -> PlainBook:
    """A dictionary as a codebook. Raises CodebookError (no YAML), UsageError (no dictionary, too many or too deep)."""
    whole = plain_yaml(decoded(data, file), file)
    if not isinstance(whole, dict) or not whole:
        raise UsageError("exchange.quanteda_form", file=file)
    codes: list[PlainCode] = []
    words = 0
    for code in _codes(whole, (), file):
        words += len(code.words)
        codes.append(code)
        check_counts(len(codes), words, file)
    return PlainBook("", tuple(codes))


def write(book: PlainBook) -> bytes:
    """The dictionary as UTF-8 YAML."""
    from ruamel.yaml import YAML

    whole: dict[str, Any] = {}
    places: dict[tuple[str, ...], dict[str, Any]] = {(): whole}
    for code in book.codes:
        places[code.path] = places[code.path[:-1]].setdefault(code.path[-1], {})
        if code.words:
            places[code.path][""] = list(code.words)
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(_leaves(whole), stream)
    return stream.getvalue().encode("utf-8")


def _leaves(names: dict[str, Any]) -> Any:
    """A name without names below is just its list."""
    if set(names) <= {""}:
        return names.get("", [])
    return {name: below if name == "" else _leaves(below) for name, below in names.items()}


def _codes(names: dict[Any, Any], above: tuple[str, ...], file: str) -> Iterator[PlainCode]:
    if len(above) > MOST_LEVELS:
        raise UsageError("exchange.codebook_deep", file=file, most=MOST_LEVELS)
    for written, below in names.items():
        name = clean(written)
        if not name and above:
            continue  # the words of the name above
        path = (*above, name)
        words: list[str] = []
        deeper: list[dict[Any, Any]] = []
        for entry in below if isinstance(below, list) else [below]:
            if isinstance(entry, dict):
                deeper.append(entry)
                own = entry.get("", [])
                words += [clean(word) for word in (own if isinstance(own, list) else [own]) if isinstance(word, str)]
            elif isinstance(entry, str):
                words.append(clean(entry))
            else:
                raise UsageError("exchange.quanteda_form", file=file)
        yield PlainCode(path, words=tuple(word for word in dict.fromkeys(words) if word))
        for one in deeper:
            yield from _codes(one, path, file)
