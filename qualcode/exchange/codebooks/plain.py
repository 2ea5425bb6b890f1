"""What all forms of a codebook have in common: codes in a tree with texts and words; and what a form could not hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualcode.codebook import Codebook
from qualcode.errors import UsageError
from qualcode.texts import text

MAX_BYTES = 20_000_000  # of a file that is read
MAX_CODES = 20_000
MAX_WORDS = 500_000
MOST_SHOWN = 5  # examples in a sentence about a loss

# fields of a code besides name and place; `words` are the patterns of its rules
FIELDS = ("definition", "wel", "niet", "examples", "memo", "colour", "codable", "stance", "words")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that did not come along. key: of its sentence, which tells the number and the first examples."""

    key: str
    count: int
    examples: tuple[str, ...] = ()

    def sentence(self, language: str) -> str:
        """The sentence in `nl` or `en`."""
        shown = ", ".join(self.examples[:MOST_SHOWN]) + (", …" if len(self.examples) > MOST_SHOWN else "")
        return text(self.key, language, count=self.count, examples=shown)


@dataclass(frozen=True, slots=True)
class PlainCode:
    """A code as any form has it. path: names from the root down. words: patterns that find it, each as written."""

    path: tuple[str, ...]
    definition: str = ""
    wel: tuple[str, ...] = ()
    niet: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    memo: str = ""
    colour: str = ""
    codable: bool = True
    stance: str = ""
    words: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class PlainBook:
    """A codebook as any form has it, a parent before its children; `losses`: what was left behind on the way here."""

    name: str
    codes: tuple[PlainCode, ...]
    losses: tuple[Loss, ...] = ()


def plain_codes(codebook: Codebook, words: dict[str, tuple[str, ...]]) -> tuple[PlainCode, ...]:
    """The codes of a codebook without its rules. words: id of a code -> what stands for its rules."""
    paths: dict[str | None, tuple[str, ...]] = {None: ()}
    made = []
    for code in codebook.codes:
        paths[code.id] = (*paths[code.parent], code.name)
        made.append(
            PlainCode(
                path=paths[code.id],
                definition=code.definition,
                wel=code.wel,
                niet=code.niet,
                examples=code.examples,
                memo=code.memo,
                colour=code.colour,
                codable=code.codable,
                stance=code.stance,
                words=words.get(code.id, ()),
                id=code.id,
            )
        )
    return tuple(made)


def losses_of(codes: Sequence[PlainCode], holds: Iterable[str]) -> list[Loss]:
    """One loss for each field that some code fills and the form cannot hold."""
    found = []
    for name in FIELDS:
        filled = [" > ".join(code.path) for code in codes if getattr(code, name) != (name == "codable" or type(getattr(code, name))())]
        if name not in holds and filled:
            found.append(Loss(f"exchange.loss_{name}", len(filled), tuple(filled)))
    return found


def clean(value: object) -> str:
    """A text without characters that no file can hold, without spaces around it."""
    return _CONTROLS.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n")).strip()


def decoded(data: bytes, file: str) -> str:
    """The text of a file: UTF-8, else the code page of older Windows programs. Raises UsageError when it is too large or no text."""
    check_size(data, file)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data:
        raise UsageError("exchange.codebook_no_text", file=file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def check_size(data: bytes, file: str) -> None:
    """Raises UsageError when a file is larger than any codebook."""
    if len(data) > MAX_BYTES:
        raise UsageError("exchange.codebook_large", file=file, limit=MAX_BYTES // 1_000_000)


def check_counts(codes: int, words: int, file: str) -> None:
    """Raises UsageError when a file holds more codes or words than any codebook (aliases and nested lists can make many out of few)."""
    if codes > MAX_CODES or words > MAX_WORDS:
        raise UsageError("exchange.codebook_many", file=file, codes=MAX_CODES, words=MAX_WORDS)
