"""`qualcode tag` as the contract says: columns, exit codes, errors file, denominators, reproducibility."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from qualcode.cli import main
from qualcode.documents import read_document
from qualcode.workflows.tag import TAG_COLUMNS, UNIT_COLUMNS

CONTRACT_COLUMNS = [
    "document",
    "document_sha256",
    "unit_id",
    "unit_start",
    "unit_end",
    "unit_kind",
    "page",
    "speaker",
    "speaker_role",
    "code",
    "theme",
    "stance",
    "coder",
    "score",
    "start",
    "end",
    "evidence",
    "rule",
    "matches",
    "features",
    "codebook_sha256",
    "run_id",
]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def tagged(texts: Path, tmp_path: Path, codebook_file: Path) -> Path:
    out = tmp_path / "tags.csv"
    arguments = [
        "tag",
        str(texts),
        "--codebook",
        str(codebook_file),
        "--out",
        str(out),
        "--units",
        str(tmp_path / "units.csv"),
        "--raw",
        "--quiet",
    ]
    assert main(arguments) == 0
    return out


def test_the_columns_are_those_of_the_contract_in_its_order(tagged: Path) -> None:
    assert list(TAG_COLUMNS) == CONTRACT_COLUMNS
    assert tagged.read_bytes().startswith(b"\xef\xbb\xbf" + ",".join(CONTRACT_COLUMNS).encode())


def test_every_row_carries_its_exact_evidence(tagged: Path, texts: Path) -> None:
    rows = rows_of(tagged)
    assert {row["theme"] for row in rows} >= {"eigen kracht", "verantwoording", "welkom voelen"}
    for row in rows:
        document = read_document(Path(row["document"]))
        assert document.sha256 == row["document_sha256"]
        assert document.text[int(row["start"]) : int(row["end"])] == row["evidence"] != ""
        assert int(row["unit_start"]) <= int(row["start"]) < int(row["end"]) <= int(row["unit_end"])
        assert row["code"].split(" > ")[0] == row["theme"]
        for match in json.loads(row["matches"]):
            assert document.text[match["start"] : match["end"]] == match["text"]


def test_units_hold_every_block_and_the_words_of_what_was_said(tagged: Path) -> None:
    units = rows_of(tagged.with_name("units.csv"))
    assert list(units[0]) == list(UNIT_COLUMNS)
    turns = [row for row in units if row["unit_kind"] == "turn"]
    assert [row["speaker_role"] for row in turns] == ["interviewer", "respondent", "interviewer", "respondent", "respondent"]
    assert next(int(row["words"]) for row in turns) == len(["Hoe", "is", "dat", "bij", "jullie", "in", "de", "straat", "gegaan"])


def test_documents_are_named_by_argument_and_relative_path(tagged: Path, texts: Path) -> None:
    names = sorted({row["document"] for row in rows_of(tagged.with_name("units.csv"))})
    assert names == [f"{texts.as_posix()}/interviews/buurt_2019.txt", f"{texts.as_posix()}/nota_2015.txt"]


def test_a_second_run_gives_the_same_bytes(tagged: Path, texts: Path, codebook_file: Path) -> None:
    first = tagged.read_bytes()
    assert main(["tag", str(texts), "--codebook", str(codebook_file), "--out", str(tagged), "--raw", "--quiet"]) == 0
    assert tagged.read_bytes() == first


def test_unreadable_documents_become_error_rows_and_exit_code_3(texts: Path, tmp_path: Path, codebook_file: Path) -> None:
    (texts / "leeg.txt").write_bytes(b"")
    (texts / "plaatje.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (texts / "kapot.docx").write_bytes(b"this is no zip")
    out = tmp_path / "tags.csv"
    assert main(["tag", str(texts), "--codebook", str(codebook_file), "--out", str(out), "--quiet"]) == 3
    errors = rows_of(tmp_path / "tags.errors.csv")
    assert sorted(Path(row["document"]).name for row in errors) == ["kapot.docx", "leeg.txt", "plaatje.txt"]
    assert all(row["reason"] and "\n" not in row["reason"] for row in errors)
    assert rows_of(out)
    for name in ("leeg.txt", "plaatje.txt", "kapot.docx"):
        (texts / name).unlink()
    assert main(["tag", str(texts), "--codebook", str(codebook_file), "--out", str(out), "--quiet"]) == 0
    assert not (tmp_path / "tags.errors.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["{texts}", "--codebook", "{book}", "--out", "{tmp}/t.ods"], "no table format"),
        (["{tmp}/nergens", "--codebook", "{book}", "--out", "{tmp}/t.csv"], "does not exist"),
        (["{tmp}/empty", "--codebook", "{book}", "--out", "{tmp}/t.csv"], "no file to read"),
        (["{texts}", "--codebook", "{tmp}/no.yaml", "--out", "{tmp}/t.csv"], "does not exist"),
        (["{texts}", "--codebook", "{other}", "--out", "{tmp}/t.csv", "--coder", "classifier"], "no trained classifier"),
        (["{texts}", "--codebook", "{book}", "--out", "{tmp}/t.csv", "--model", "{tmp}/no.qcmodel"], "no model file"),
        (["{texts}", "--codebook", "{book}", "--out", "{tmp}/t.csv", "--model", "{book}"], "not a model"),
        (["{texts}", "--codebook", "{book}", "--out", "{tmp}/t.csv", "--pipeline", "nl_nergens"], "no language pipeline"),
        (["{texts}", "--codebook", "{book}", "--out", "{tmp}/t.csv", "--units", "{tmp}/t.csv"], "another output"),
        (["{texts}", "--codebook", "{book}", "--out", "{tmp}/no/t.csv"], "folder"),
    ],
    ids=[
        "suffix",
        "missing folder",
        "no input",
        "missing codebook",
        "no classifier",
        "no model",
        "no real model",
        "no pipeline",
        "same output",
        "no output folder",
    ],
)
def test_wrong_use_is_one_sentence_and_writes_nothing(
    arguments: list[str], sentence: str, texts: Path, tmp_path: Path, codebook_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    filled = [
        argument.format(texts=texts, book=codebook_file, other=codebook_file.with_name("energietransitie.yaml"), tmp=tmp_path)
        for argument in arguments
    ]
    before = sorted(tmp_path.rglob("*"))
    assert main(["tag", *filled, "--quiet"]) == 2
    said = capsys.readouterr().err.strip()
    assert sentence in said
    assert said.count("\n") == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_a_codebook_without_rules_proposes_nothing_and_says_so(texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "kaal.yaml"
    book.write_text("format: 1\nname: kaal\ncodes:\n- id: a\n  name: alfa\n", "utf-8")
    assert main(["tag", str(texts), "--codebook", str(book), "--out", str(tmp_path / "t.csv")]) == 0
    assert "no rules" in capsys.readouterr().err
    assert rows_of(tmp_path / "t.csv") == []


@pytest.mark.parametrize("name", ['met spatie\'s "quote".txt' if os.name != "nt" else "met spatie's.txt", "emoji 😀.txt", "=cmd.txt"])
def test_odd_file_names_come_back_whole(name: str, tmp_path: Path, codebook_file: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_text("Wij gaan uit van de eigen kracht van bewoners.\n", "utf-8")
    assert main(["tag", str(folder), "--codebook", str(codebook_file), "--out", str(tmp_path / "t.jsonl"), "--quiet"]) == 0
    rows = [json.loads(line) for line in (tmp_path / "t.jsonl").read_text("utf-8").splitlines()]
    assert rows[0]["document"] == f"{folder.as_posix()}/{name}"


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet", ".jsonl"])
def test_the_same_rows_come_in_every_format(suffix: str, tagged: Path, texts: Path, codebook_file: Path) -> None:
    out = tagged.with_suffix(suffix)
    assert main(["tag", str(texts), "--codebook", str(codebook_file), "--out", str(out), "--raw", "--quiet"]) == 0
    read = {".xlsx": pd.read_excel, ".parquet": pd.read_parquet, ".jsonl": lambda path: pd.read_json(path, lines=True)}[suffix]
    table = read(out)
    assert list(table.columns) == CONTRACT_COLUMNS
    assert table["evidence"].tolist() == [row["evidence"] for row in rows_of(tagged)]


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE stands in for a full disk; Windows has none")
def test_a_disk_that_fills_up_leaves_one_sentence_and_the_old_output(tagged: Path, texts: Path, codebook_file: Path) -> None:
    before = tagged.read_bytes()
    for copy in range(12):
        shutil.copy(texts / "nota_2015.txt", texts / f"kopie_{copy}.txt")
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
        "from qualcode.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-B", "-c", script, "tag", str(texts), "--codebook", str(codebook_file), "--out", str(tagged), "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 2, done.stderr
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert tagged.read_bytes() == before
    assert not list(tagged.parent.glob(".*.part"))
