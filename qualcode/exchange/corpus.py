"""The corpus format: plain texts, each with its codings beside it as JSON lines, readable without this program.

`NAME.txt` holds the text (UTF-8, LF). `NAME.codings.jsonl` holds a header line (`format, document, document_sha256, coder, units`) and one line a unit
(`unit, start, end, kind, speaker, codes: [{code, stance}], hard`), every unit once, in order; a second coder's lie in `NAME.codings.B.jsonl`. `variables.csv`
in the corpus folder has one row a text. Offsets are `[start, end)` in code points of the text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import QualcodeError, UsageError
from qualcode.model import STANCES

FORMAT = 1
FIRST_CODER = "A"


@dataclass(frozen=True, slots=True)
class CorpusUnit:
    """A coded unit. codes: (code, stance) pairs, empty when it carries no theme. hard: a careful coder could doubt."""

    number: int
    start: int
    end: int
    kind: str
    speaker: str | None
    codes: tuple[tuple[str, str], ...]
    hard: bool


@dataclass(frozen=True)
class CodedText:
    """A text of a corpus as one coder coded it. name: path in the corpus folder with `/`."""

    name: str
    text: str
    coder: str
    units: tuple[CorpusUnit, ...]


@dataclass(frozen=True)
class Corpus:
    """All texts of a folder, as every coder coded them, and what is wrong with the files (one error each)."""

    texts: tuple[CodedText, ...]
    problems: tuple[QualcodeError, ...]

    def by_coder(self, coder: str = FIRST_CODER) -> tuple[CodedText, ...]:
        """The texts that one coder coded."""
        return tuple(one for one in self.texts if one.coder == coder)


def read_corpus(folder: Path) -> Corpus:
    """Reads a corpus folder with its sub-folders. Raises UsageError when there is no such folder or no coded text in it."""
    if not folder.is_dir():
        raise UsageError("exchange.corpus_missing", folder=str(folder))
    texts: list[CodedText] = []
    problems: list[QualcodeError] = []
    for path in sorted(folder.rglob("*.txt")):
        codings = sorted(path.parent.glob(f"{path.stem}.codings*.jsonl"))
        if not codings and path.name != "demo.txt":
            problems.append(UsageError("exchange.corpus_uncoded", file=path.relative_to(folder).as_posix()))
        for file in codings:
            text = _read_one(folder, path, file, problems)
            if text is not None:
                texts.append(text)
    if not texts:
        raise UsageError("exchange.corpus_empty", folder=str(folder))
    return Corpus(tuple(texts), tuple(problems))


def write_coded_text(folder: Path, coded: CodedText) -> None:
    """Writes a text and its codings below a corpus folder; the text only when it is not there yet."""
    path = folder / coded.name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_bytes(coded.text.encode("utf-8"))
    suffix = "" if coded.coder == FIRST_CODER else f".{coded.coder}"
    header = {
        "format": FORMAT, "document": path.name, "document_sha256": _sha256(coded.text), "coder": coded.coder, "units": len(coded.units),
    }  # fmt: skip
    lines = [header, *(_unit_record(unit) for unit in coded.units)]
    content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.with_name(f"{path.stem}.codings{suffix}.jsonl").write_bytes(content.encode("utf-8"))


def _unit_record(unit: CorpusUnit) -> dict[str, object]:
    codes = [{"code": code, "stance": stance} for code, stance in unit.codes]
    return {
        "unit": unit.number, "start": unit.start, "end": unit.end, "kind": unit.kind, "speaker": unit.speaker, "codes": codes, "hard": unit.hard,
    }  # fmt: skip


def _read_one(folder: Path, path: Path, file: Path, problems: list[QualcodeError]) -> CodedText | None:
    name = file.relative_to(folder).as_posix()
    try:
        text = path.read_bytes().decode("utf-8")
        rows = [json.loads(line) for line in file.read_bytes().decode("utf-8").splitlines() if line.strip()]
        header, units = rows[0], tuple(_unit(row) for row in rows[1:])
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        problems.append(
            UsageError("exchange.corpus_unreadable", file=name, reason=str(error).splitlines()[0] if str(error) else repr(error))
        )
        return None
    found = list(_faults(name, text, header, units))
    problems += found
    return None if any(problem.key == "exchange.corpus_hash" for problem in found) else CodedText(
        path.relative_to(folder).as_posix(), text, str(header.get("coder", FIRST_CODER)), units
    )  # fmt: skip


def _unit(row: dict[str, object]) -> CorpusUnit:
    codes = row["codes"]
    assert isinstance(codes, list)
    return CorpusUnit(
        number=int(str(row["unit"])),
        start=int(str(row["start"])),
        end=int(str(row["end"])),
        kind=str(row["kind"]),
        speaker=None if row["speaker"] is None else str(row["speaker"]),
        codes=tuple((str(code["code"]), str(code["stance"])) for code in codes),
        hard=bool(row["hard"]),
    )


def _faults(name: str, text: str, header: dict[str, object], units: Sequence[CorpusUnit]) -> Iterator[QualcodeError]:
    if header.get("format") != FORMAT:
        yield UsageError("exchange.corpus_format", file=name, known=FORMAT, written=header.get("format", "-"))
    if header.get("document_sha256") != _sha256(text):
        yield UsageError("exchange.corpus_hash", file=name)
        return
    if header.get("units") != len(units) or [unit.number for unit in units] != list(range(1, len(units) + 1)):
        yield UsageError("exchange.corpus_numbers", file=name)
    last = 0
    covered: list[tuple[int, int]] = []
    for unit in units:
        if not last <= unit.start < unit.end <= len(text) or text[unit.start : unit.end].strip() != text[unit.start : unit.end]:
            yield UsageError("exchange.corpus_span", file=name, unit=unit.number)
        last = max(last, unit.end)
        covered.append((unit.start, unit.end))
        if any(stance not in STANCES for _, stance in unit.codes):
            yield UsageError("exchange.corpus_stance", file=name, unit=unit.number)
        if len({code for code, _ in unit.codes}) < len(unit.codes):
            yield UsageError("exchange.corpus_code_twice", file=name, unit=unit.number)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
