"""The small commands: text, segments, explain, pipeline, and a project by command from beginning to end."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from qualcode.cli import main
from qualcode.cli.main import COMMANDS

SEGMENT_KEYS = ["document", "start", "end", "kind", "speaker", "speaker_role", "time", "time_end", "page", "guessed", "words", "text"]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert "usage: qualcode" in capsys.readouterr().out


def test_text_prints_the_stored_text_and_adds_nothing(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffEén regel\r\nen nog een 😀".encode())
    assert main(["text", str(path)]) == 0
    assert capfdbinary.readouterr().out == "Eén regel\nen nog een 😀".encode()


def test_segments_are_json_lines_with_all_keys_and_exact_slices(texts: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = texts / "interviews" / "buurt_2019.txt"
    for unit in ("block", "sentence"):
        assert main(["segments", str(path), "--unit", unit]) == 0
        rows = [json.loads(line) for line in capfdbinary.readouterr().out.decode().splitlines()]
        text = path.read_text("utf-8")
        assert all(list(row) == SEGMENT_KEYS for row in rows)
        assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)
        assert {row["kind"] for row in rows} == ({"turn"} if unit == "block" else {"sentence"})


def test_a_file_that_cannot_be_read_is_named_and_the_rest_comes_out(texts: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (texts / "leeg.txt").write_bytes(b"")
    assert main(["segments", str(texts / "leeg.txt"), str(texts / "nota_2015.txt")]) == 3
    said = capfd.readouterr()
    assert "leeg.txt" in said.err
    assert "eigen kracht" in said.out


def test_explain_says_which_rule_fired_and_which_was_blocked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "b.yaml"
    book.write_text(
        "format: 1\nname: b\ncodes:\n- id: ek\n  name: eigen kracht\n  exceptions: [op eigen kracht ~4 boot]\n  rules:\n  - {id: r1, find: eigen kracht}\n",
        "utf-8",
    )
    assert main(["explain", "De boot kwam op eigen kracht. Zij leunt op haar eigen kracht.", "--codebook", str(book), "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["rule"], row["outcome"], row["by"]) for row in rows] == [("r1", "blocked", "op eigen kracht ~4 boot"), ("r1", "fired", "")]
    assert {"code", "rule", "start", "end", "stance"} <= set(rows[0])


def test_the_pipeline_folder_opens_without_qualcode(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pipeline", "--path"]) == 0
    nlp = spacy.load(capsys.readouterr().out.strip())
    assert nlp("Bewoners")[0].lemma_


def test_a_project_by_command_from_beginning_to_end(
    texts: Path, tmp_path: Path, codebook_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = str(tmp_path / "wijken")
    assert main(["new", project, "--codebook", str(codebook_file)]) == 0
    assert main(["import", project, str(texts), "--name-pattern", "{soort}_{jaar}", "--quiet"]) == 0
    assert main(["suggest", project, "--quiet"]) == 0
    codings = tmp_path / "codings.csv"
    text = (texts / "nota_2015.txt").read_text("utf-8")
    start = text.index("De gemeente gaat")
    rows = [
        ("nota_2015.txt", start, start + 40, "eigen kracht", "voor"),
        ("nota_2015.txt", text.index("De subsidie"), text.index(" per jaar"), "", ""),
    ]
    with codings.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("document", "start", "end", "code", "stance"), *rows])
    assert main(["codings", "import", project, str(codings), "--coder", "Anna"]) == 0
    assert main(["codings", "import", project, str(codings), "--coder", "Anna"]) == 0
    assert main(["codings", "export", project, str(tmp_path / "out.csv"), "--coder", "Anna"]) == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        back = [(row["document"], int(row["start"]), int(row["end"]), row["code"], row["stance"]) for row in csv.DictReader(stream)]
    assert back == sorted(rows, key=lambda row: row[1])
    capsys.readouterr()
    assert main(["compare", project, "--by", "jaar"]) == 0
    table = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert {(row["jaar"], row["units"]) for row in table if row["theme"] == "eigen kracht"} == {("2015", "1"), ("2019", "0")}
    assert main(["verify", project]) == 0


@pytest.mark.parametrize(
    ("row", "piece"),
    [
        ("nergens.txt,0,5,eigen kracht,voor", "nergens.txt"),
        ("nota_2015.txt,0,99999,eigen kracht,voor", "not inside"),
        ("nota_2015.txt,0,5,geen code,voor", "geen code"),
        ("nota_2015.txt,0,5,eigen kracht,pro", "pro"),
        ("nota_2015.txt,x,5,eigen kracht,voor", "start/end"),
    ],
)
def test_a_wrong_row_of_codings_is_named_and_nothing_comes_in(
    row: str, piece: str, texts: Path, tmp_path: Path, codebook_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = str(tmp_path / "p")
    assert main(["new", project, "--codebook", str(codebook_file)]) == 0
    assert main(["import", project, str(texts), "--quiet"]) == 0
    table = tmp_path / "c.csv"
    table.write_text(f"document,start,end,code,stance\nnota_2015.txt,0,14,eigen kracht,voor\n{row}\n", "utf-8")
    capsys.readouterr()
    assert main(["codings", "import", project, str(table), "--coder", "Anna"]) == 2
    assert piece in capsys.readouterr().err
    assert main(["codings", "export", project, str(tmp_path / "o.csv")]) == 0
    assert (tmp_path / "o.csv").read_text("utf-8-sig").count("\n") == 1


def test_a_project_that_exists_is_not_overwritten(
    texts: Path, tmp_path: Path, codebook_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = str(tmp_path / "p")
    assert main(["new", project, "--codebook", str(codebook_file)]) == 0
    assert main(["new", project, "--codebook", str(codebook_file)]) == 2
    assert main(["import", str(tmp_path / "q"), str(texts)]) == 2
    assert main(["import", project, str(texts), str(texts / "nota_2015.txt"), "--quiet"]) == 3


def test_help_does_not_wait_for_the_language_libraries() -> None:
    script = "import sys; from qualcode.cli import main\ntry: main(['--version'])\nexcept SystemExit: pass\nprint(sorted({'spacy', 'streamlit', 'pandas', 'sqlalchemy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
