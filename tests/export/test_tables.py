"""Table files: formats, guards against spreadsheets, and that a failed table leaves nothing behind."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import OutputError
from qualcode.export import SUFFIXES, write_table
from qualcode.export import xlsx as xlsx_format

COLUMNS = ("document", "start", "score", "text")
ROWS = [
    {"document": "a.txt", "start": 0, "score": 0.25, "text": "=HYPERLINK(1)"},
    {"document": "b.txt", "start": 7, "score": None, "text": "één\nregel; \"twee\""},
]  # fmt: skip


def read_back(path: Path) -> pd.DataFrame:
    if path.suffix == ".csv":
        return pd.read_csv(path, encoding="utf-8-sig")
    if path.suffix == ".xlsx":
        return pd.read_excel(path)
    return pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_json(path, lines=True)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_table_comes_back_as_written(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"t{suffix}"
    assert write_table(path, COLUMNS, ROWS, raw=True) == 2
    back = read_back(path)
    assert list(back.columns) == list(COLUMNS)
    assert back["start"].tolist() == [0, 7]
    assert back["text"].tolist() == [row["text"] for row in ROWS]
    assert pd.isna(back["score"][1])


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("cell", ["=1+1", "+31", "-x", "@SUM", "\tx", "\rx"])
def test_a_spreadsheet_never_calculates_a_cell(tmp_path: Path, suffix: str, cell: str) -> None:
    path = tmp_path / f"t{suffix}"
    write_table(path, ("text",), [{"text": cell}])
    text = path.read_bytes().decode("utf-8-sig") if suffix == ".csv" else ""
    back = next(csv.DictReader(io.StringIO(text, newline="")))["text"] if suffix == ".csv" else pd.read_excel(path, dtype=str)["text"][0]
    assert back.replace("_x000D_", "\r") == f"'{cell}"


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_formats_that_calculate_nothing_carry_no_guard(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"t{suffix}"
    write_table(path, ("text",), [{"text": "=1+1"}])
    assert read_back(path)["text"].tolist() == ["=1+1"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_table_that_fails_halfway_leaves_the_old_file_and_no_part(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"t{suffix}"
    path.write_bytes(b"old")

    def rows() -> Iterator[dict[str, object]]:
        yield ROWS[0]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_table(path, COLUMNS, rows())
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_an_unknown_suffix_names_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"t\.ods.*\.csv, \.jsonl, \.xlsx, \.parquet"):
        write_table(tmp_path / "t.ods", COLUMNS, ROWS)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="does not exist"):
        write_table(tmp_path / "no" / "t.csv", COLUMNS, ROWS)


def test_a_cell_that_a_sheet_does_not_hold_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="32767 characters and 'text' in row 2"):
        write_table(tmp_path / "t.xlsx", COLUMNS, [ROWS[0], {"text": "x" * 32_768}])
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_holds_are_refused_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_format, "MAX_ROWS", 3)
    with pytest.raises(OutputError, match="at most 3 rows"):
        write_table(tmp_path / "t.xlsx", COLUMNS, ROWS * 2)
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=50)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r"), max_size=20), max_size=5))
def test_any_text_survives_csv_and_json_lines(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("t")
    rows = [{"text": text} for text in texts]
    write_table(folder / "t.csv", ("text",), rows, raw=True)
    write_table(folder / "t.jsonl", ("text",), rows)
    with (folder / "t.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["text"] for row in csv.DictReader(stream)] == texts or "\x00" in "".join(texts)
    lines = (folder / "t.jsonl").read_text("utf-8").split("\n")[:-1]
    assert [json.loads(line)["text"] for line in lines] == texts
