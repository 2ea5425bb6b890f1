"""Which files a command is about: files and folders named by a person, folders walked in sorted order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode.documents import SUFFIXES, TABLE_SUFFIXES, is_own_output, is_table, read_document, table_documents
from qualcode.errors import DocumentError, UsageError
from qualcode.model import Document

__all__ = ["SUFFIXES", "TABLE_SUFFIXES", "Input", "Listing", "Unread", "documents_of", "list_inputs"]


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


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or a row of a table, that gives no document, and why."""

    name: str
    error: DocumentError


def documents_of(entry: Input, *, text_column: str = "", encoding: str | None = None) -> Iterator[Document | Unread]:
    """The document in a file, or one for each row of a table whose `text_column` holds text; what cannot be read is given as such."""
    try:
        if not (text_column and is_table(entry.path)):
            yield read_document(entry.path, name=entry.name, encoding=encoding)
            return
        nothing = True
        for found in table_documents(entry.path, text_column, name=entry.name, encoding=encoding):
            nothing = False
            yield found if isinstance(found, Document) else Unread(str(found.values["file"]), found)
        if nothing:
            raise DocumentError("documents.empty_column", file=entry.name, column=text_column)
    except DocumentError as error:
        yield Unread(entry.name, error)


def list_inputs(arguments: Sequence[str], *, outputs: Collection[Path] = (), text_column: str = "") -> Listing:
    """Lists the files of all arguments. outputs: files of ours that a folder may hold and that are no input. text_column: when it is named, tables
    in folders are read too.

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
                reason = _skip_reason(file, path, own, text_column)
                if reason:
                    skipped[reason] += 1
                else:
                    found.append(Input(f"{_written(argument)}/{file.relative_to(path).as_posix()}", file))
        elif not path.exists() and path.suffix.lower() not in (*SUFFIXES, *TABLE_SUFFIXES):
            raise UsageError("workflows.missing_input", path=argument)
        else:
            found.append(Input(_written(argument), path))
    if not found:
        raise UsageError("workflows.no_input", suffixes=", ".join(sorted(SUFFIXES)))
    return Listing(tuple(found), skipped)


def _written(argument: str) -> str:
    return Path(argument).as_posix() if argument.strip("/\\") else argument


def _skip_reason(file: Path, root: Path, own: set[Path], text_column: str) -> str:
    parts = file.relative_to(root).parts
    if any(part.startswith(".") for part in parts) or any(part.endswith(".qualcode") for part in parts[:-1]):
        return "hidden"
    if file.absolute() in own:
        return "own"
    suffix = file.suffix.lower()
    if is_table(file):
        return "table" if not text_column else "own" if is_own_output(file) else ""
    return "" if suffix in SUFFIXES else "suffix"
