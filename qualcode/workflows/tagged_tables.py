"""The basis of a comparison from what `qualcode tag` wrote: a table of codes, a table of units, and variables of the documents."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd

from qualcode.codebook import load_codebook
from qualcode.documents import read_document
from qualcode.errors import UsageError
from qualcode.model import Document
from qualcode.workflows.comparison_basis import SPAN_COLUMNS, Basis, make_basis
from qualcode.workflows.import_documents import compile_name_pattern, read_variables
from qualcode.workflows.project_units import UNIT_COLUMNS

TAGS_NEEDED = ("document", "unit_id", "code", "theme")
TAGS_READ = (*TAGS_NEEDED, "stance", "coder", "start", "end")
UNITS_NEEDED = ("document", "unit_id", "unit_start", "unit_end", "unit_kind", "words")
UNITS_READ = (*UNITS_NEEDED, "document_sha256", "page", "speaker", "speaker_role")
_GUARDED = ("'=", "'+", "'-", "'@", "'\t", "'\r")  # what the CSV and XLSX writers put a ' before


def tables_basis(
    tags: Path,
    units: Path,
    *,
    variables: Path | None = None,
    name_pattern: str = "",
    codebook: Path | None = None,
    interviewers: bool = False,
    headings: bool = False,
) -> tuple[Basis, tuple[str, ...]]:
    """The basis, and the rows of the variables table that name no document.

    tags, units: CSV, XLSX, JSON lines or Parquet of one run of `qualcode tag`. variables: a CSV with a column `document` (full name, file name or stem).
    name_pattern: such as `{party}_{year}`, read from each document's stem. codebook: gives the order of themes, and those that never occur; else the
    themes that do occur, by name. Raises UsageError: a table cannot be read, lacks columns, or the two are of different runs.
    """
    unit_rows = _units(units)
    unmatched = _join_variables(unit_rows, variables, name_pattern)
    tag_rows = read_columns(tags, TAGS_NEEDED, TAGS_READ)
    place = pd.Series(unit_rows.index, index=pd.MultiIndex.from_arrays([unit_rows["document"], unit_rows["_unit_id"]]))
    at = place.reindex(pd.MultiIndex.from_arrays([tag_rows["document"], tag_rows["unit_id"]])).to_numpy()
    lost = int(np.isnan(at).sum()) if len(at) else 0
    if lost:
        first = tag_rows.loc[np.isnan(at), "document"].iloc[0]
        raise UsageError("compare.tags_without_unit", tags=tags.name, units=units.name, count=lost, document=first)
    coded = pd.DataFrame(
        {"unit": at.astype(int), "code": tag_rows["code"], "theme": tag_rows["theme"], "stance": tag_rows["stance"], "coder": tag_rows["coder"]}
    )  # fmt: skip
    coded = coded[coded["code"] != ""].drop_duplicates(["unit", "code", "coder"]).reset_index(drop=True)
    themes, paths = _codes(coded, codebook)
    spans = _spans(tag_rows, unit_rows, at)
    hashes = dict(zip(unit_rows["document"], unit_rows["_sha256"], strict=True))
    all_units = unit_rows.drop(columns=["_unit_id", "_sha256"])
    basis = make_basis(
        all_units, spans, interviewers=interviewers, headings=headings, coded=coded, themes=themes, paths=paths, source="suggestions",
        read=lambda name: _document(name, hashes.get(name, "")), coders={name: name for name in sorted(coded["coder"].unique())},
    )  # fmt: skip
    return basis, unmatched


def _codes(coded: pd.DataFrame, codebook: Path | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if codebook is None:
        return tuple(sorted(coded["theme"].unique())), tuple(sorted(coded["code"].unique()))
    book = load_codebook(codebook)
    paths, themes = tuple(code.path for code in book.codes), tuple(theme.name for theme in book.themes)
    strange = sorted(set(coded["code"]) - set(paths))
    if strange:
        raise UsageError("compare.tags_other_codebook", codebook=codebook.name, codes=", ".join(strange[:5]))
    return themes, paths


def _units(path: Path) -> pd.DataFrame:
    rows = read_columns(path, UNITS_NEEDED, UNITS_READ)
    if rows.empty:
        raise UsageError("compare.table_empty", file=path.name)
    twice = rows.duplicated(["document", "unit_id"])
    if twice.any():
        first = rows[twice].iloc[0]
        raise UsageError("compare.unit_twice", file=path.name, unit=first["unit_id"], document=first["document"])
    start, end, words = (_whole(rows[name], path, name) for name in ("unit_start", "unit_end", "words"))
    made = {
        "document_id": rows["document"], "document": rows["document"], "block": rows.groupby("document", sort=False).cumcount(), "start": start, "end": end,
        "kind": rows["unit_kind"], "speaker": rows["speaker"], "speaker_role": rows["speaker_role"], "words": words, "page": rows["page"], "time": None,
        "_unit_id": rows["unit_id"], "_sha256": rows["document_sha256"],
    }  # fmt: skip
    return pd.DataFrame(made)


def _whole(column: pd.Series[str], path: Path, name: str) -> pd.Series[int]:
    numbers = pd.to_numeric(column, errors="coerce")
    wrong = numbers.isna() | (numbers < 0) | (numbers % 1 != 0)
    if wrong.any():
        raise UsageError(
            "compare.not_a_number", file=path.name, column=name, value=str(column[wrong].iloc[0]), row=int(np.flatnonzero(wrong)[0]) + 2
        )
    return numbers.astype(int)


def _spans(tags: pd.DataFrame, units: pd.DataFrame, at: np.ndarray) -> pd.DataFrame:
    """Codings as spans: the evidence where the table has it, else the unit."""
    owner = units.loc[at.astype(int)] if len(at) else units.iloc[:0]
    start, end = pd.to_numeric(tags["start"], errors="coerce").to_numpy(), pd.to_numeric(tags["end"], errors="coerce").to_numpy()
    whole = np.isnan(start) | np.isnan(end) if len(tags) else np.zeros(0, bool)
    values = (
        owner["document"].to_numpy(), np.where(whole, owner["start"], start).astype(int), np.where(whole, owner["end"], end).astype(int),
        tags["code"].to_numpy(), tags["theme"].to_numpy(), tags["stance"].to_numpy(), tags["coder"].to_numpy(),
    )  # fmt: skip
    return pd.DataFrame(dict(zip(SPAN_COLUMNS, values, strict=True)))


# --- variables of the documents ------------------------------------------------------------------------------


def _join_variables(units: pd.DataFrame, variables: Path | None, name_pattern: str) -> tuple[str, ...]:
    """Adds a column a variable to `units`; returns the rows of the table that name no document. A table wins over a name."""
    pattern = compile_name_pattern(name_pattern) if name_pattern else None
    documents = list(dict.fromkeys(units["document"]))
    values: dict[str, dict[str, str]] = {name: {} for name in documents}
    for name in documents if pattern else ():
        found = pattern.fullmatch(PurePosixPath(name).stem) if pattern else None
        values[name].update(found.groupdict() if found else {})
    unmatched = []
    if variables is not None:
        keys = _keys(documents)
        for row, given in read_variables(variables).items():
            named = keys.get(row.casefold(), [])
            if len(named) > 1:
                raise UsageError("compare.document_unclear", file=variables.name, row=row, count=len(named), documents=", ".join(named[:3]))
            if named:
                values[named[0]].update(given)
            else:
                unmatched.append(row)
    for name in sorted({name for given in values.values() for name in given}):
        if name in UNIT_COLUMNS or name == "coder":
            raise UsageError("compare.variable_taken", name=name)
        units[name] = units["document"].map({document: given.get(name, "") for document, given in values.items()})
    return tuple(unmatched)


def _keys(documents: Sequence[str]) -> Mapping[str, list[str]]:
    """What a row may call a document: its full name; else its file name or stem, which several may share."""
    full: dict[str, list[str]] = {}
    partly: dict[str, list[str]] = {}
    for name in documents:
        full.setdefault(name.casefold(), []).append(name)
        path = PurePosixPath(name)
        for key in {path.name.casefold(), path.stem.casefold()}:
            partly.setdefault(key, []).append(name)
    return {**partly, **full}


# --- reading -------------------------------------------------------------------------------------------------


def read_columns(path: Path, needed: Sequence[str], wanted: Sequence[str]) -> pd.DataFrame:
    """The wanted columns of a table as text, '' where there is nothing; a wanted column that is not needed may be absent."""
    wanted_set = set(wanted)
    try:
        frame = _frame(path, wanted_set)
    except UnicodeDecodeError:
        raise UsageError("compare.table_not_utf8", file=path.name) from None
    except OSError as error:
        raise UsageError("compare.table_unreadable", file=path.name, reason=error.strerror or str(error)) from None
    except (
        ValueError
    ) as error:  # what pandas raises for a table that is not one (its ParserError, EmptyDataError, ArrowInvalid are ValueErrors)
        raise UsageError("compare.table_unreadable", file=path.name, reason=str(error).splitlines()[0]) from None
    missing = [name for name in needed if name not in frame.columns]
    if missing:
        raise UsageError("compare.table_columns", file=path.name, missing=", ".join(missing))
    for name in wanted:
        if name not in frame.columns:
            frame[name] = ""
    frame = frame[list(wanted)]
    if path.suffix.lower() in (".csv", ".xlsx"):
        for name in frame.columns:
            guarded = frame[name].str.startswith(_GUARDED)
            if guarded.any():
                frame[name] = frame[name].where(~guarded, frame[name].str[1:])
    return frame


def _frame(path: Path, wanted: set[str]) -> pd.DataFrame:
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", usecols=lambda name: name in wanted)
    if suffix == ".parquet":
        return _as_text(pd.read_parquet(path), wanted)
    if suffix == ".jsonl":
        return _as_text(pd.read_json(path, lines=True, dtype=False), wanted)
    if suffix == ".xlsx":
        return pd.read_excel(path, dtype=str, keep_default_na=False)
    raise UsageError("compare.table_suffix", file=path.name)


def _as_text(frame: pd.DataFrame, wanted: set[str]) -> pd.DataFrame:
    def shown(value: object) -> str:
        if value is None or value != value:
            return ""
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

    return pd.DataFrame({name: [shown(value) for value in frame[name]] for name in frame.columns if name in wanted})


def _document(name: str, sha256: str) -> Document:
    """The document that was tagged, read again. Raises UsageError when it is not there any more or has changed."""
    path = Path(name)
    if not path.is_file():
        raise UsageError("compare.text_gone", document=name)
    document = read_document(path, name=name)
    if sha256 and hashlib.sha256(document.text.encode("utf-8")).hexdigest() != sha256:
        raise UsageError("compare.text_changed", document=name)
    return document
