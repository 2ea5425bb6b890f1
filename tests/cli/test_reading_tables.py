"""The commands that read tables, as the contract says: `path#n`, tables passed over without a column, `--encoding`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from qualcode.cli import main

TABLE = "nr;antwoord;wijk\n1;De bewoners doen het zelf. Wij nemen het over.;Noord\n2;;Zuid\n3;De bus komt om tien voor half negen.;Noord\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    folder = tmp_path / "map"
    folder.mkdir()
    (folder / "enquete.csv").write_text(TABLE, encoding="utf-8")
    (folder / "los.txt").write_text("De gemeente gaat uit van de eigen kracht van inwoners.", encoding="utf-8")
    return folder / "enquete.csv"


def test_tag_reads_each_row_as_a_document(table: Path, tmp_path: Path, codebook_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, units = tmp_path / "tags.csv", tmp_path / "units.csv"
    arguments = ["tag", str(table.parent), "--codebook", str(codebook_file), "--out", str(out), "--units", str(units), "--pipeline", "base"]
    assert main(arguments) == 0
    assert "1 table(s) passed over" in capsys.readouterr().err
    assert main([*arguments, "--text-column", "antwoord"]) == 0
    assert "3 document" in capsys.readouterr().err
    with units.open(encoding="utf-8-sig", newline="") as stream:
        found = {row["document"] for row in csv.DictReader(stream)}
    assert found == {f"{table.as_posix()}#1", f"{table.as_posix()}#3", f"{table.parent.as_posix()}/los.txt"}


def test_tag_of_a_named_table_without_a_column_is_an_error_row(table: Path, tmp_path: Path, codebook_file: Path) -> None:
    out = tmp_path / "tags.csv"
    assert main(["tag", str(table), "--codebook", str(codebook_file), "--out", str(out), "--pipeline", "base", "--quiet"]) == 3
    with (tmp_path / "tags.errors.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["document"] == table.as_posix()
    assert "nr, antwoord, wijk" in row["reason"]


def test_segments_of_a_table(table: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["segments", str(table), "--text-column", "antwoord", "--unit", "sentence"]) == 0
    rows = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert [(row["document"].rpartition("/")[2], row["text"]) for row in rows] == [
        ("enquete.csv#1", "De bewoners doen het zelf."),
        ("enquete.csv#1", "Wij nemen het over."),
        ("enquete.csv#3", "De bus komt om tien voor half negen."),
    ]
    assert main(["segments", str(table), "--text-column", "tekst"]) == 3
    assert b"nr, antwoord, wijk" in capfdbinary.readouterr().err


def test_import_says_what_it_recognised(table: Path, tmp_path: Path, codebook_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = str(tmp_path / "p.qualcode")
    assert main(["new", project, "--codebook", str(codebook_file)]) == 0
    assert main(["import", project, str(table), str(table.parent / "los.txt"), "--text-column", "antwoord"]) == 0
    said = capsys.readouterr().err
    assert "enquete.csv: csv, utf-8, " in said
    assert "2 documents, 17 words" in said
    assert "los.txt: txt, utf-8, " in said


def test_an_encoding_overrules_the_guess(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("één".encode("cp850"))
    assert main(["text", str(path), "--encoding", "cp850"]) == 0
    assert capfdbinary.readouterr().out.decode("utf-8") == "één"
