"""Which files a command is about: files and folders named by a person, folders walked in sorted order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode.documents import SUFFIXES
from qualcode.errors import UsageError

TABLE_SUFFIXES = (".csv", ".xlsx", ".jsonl")  # survey answers; read only when a text column is named


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read. name: the argument joined with the relative path by `/`, as outputs call the document."""

    name: str
    path: Path


@dataclass(frozen=True)
class Listing:
    """The inputs in order, and what was passed over in folders, by reason (`hidden`, `own`, `suffix`, `table`)."""

    inputs: tuple[Input, ...]
    skipped: Counter[str]


def list_inputs(arguments: Sequence[str], *, outputs: Collection[Path] = ()) -> Listing:
    """Lists the files of all arguments. outputs: files of ours that a folder may hold and that are no input.

    A file that is named is always an input, also one that turns out unreadable. Raises UsageError when a folder is missing or nothing is left.
    """
    own = {path.absolute() for path in outputs}
    found: list[Input] = []
    skipped: Counter[str] = Counter()
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            for file in sorted(path.rglob("*"), key=lambda file: file.relative_to(path).parts):
                if file.is_dir():
                    continue
                reason = _skip_reason(file, path, own)
                if reason:
                    skipped[reason] += 1
                else:
                    found.append(Input(f"{_written(argument)}/{file.relative_to(path).as_posix()}", file))
        elif not path.exists() and path.suffix.lower() not in SUFFIXES:
            raise UsageError("workflows.missing_input", path=argument)
        else:
            found.append(Input(_written(argument), path))
    if not found:
        raise UsageError("workflows.no_input", suffixes=", ".join(sorted(SUFFIXES)))
    return Listing(tuple(found), skipped)


def _written(argument: str) -> str:
    return Path(argument).as_posix() if argument.strip("/\\") else argument


def _skip_reason(file: Path, root: Path, own: set[Path]) -> str:
    parts = file.relative_to(root).parts
    if any(part.startswith(".") for part in parts) or any(part.endswith(".qualcode") for part in parts[:-1]):
        return "hidden"
    if file.absolute() in own:
        return "own"
    suffix = file.suffix.lower()
    if suffix in TABLE_SUFFIXES:
        return "table"
    return "" if suffix in SUFFIXES else "suffix"
