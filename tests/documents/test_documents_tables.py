"""Tables of texts: one row one document, other columns its variables."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from qualcode.documents import is_own_output, is_table, read_document, table_columns, table_documents
from qualcode.documents.csv_rows import sniff_delimiter
from qualcode.errors import DocumentError
from qualcode.model import Document

sys.path.insert(0, str(Path(__file__).parent))
from samples import table_samples


def rows(path: Path, column: str = "antwoord") -> list[tuple[str, str, dict[str, str]] | str]:
    return [
        (one.name, one.text, dict(one.variables)) if isinstance(one, Document) else one.key
        for one in table_documents(path, column, name=path.name)
    ]  # fmt: skip


@pytest.mark.parametrize("name", table_samples())
def test_each_format_gives_a_document_a_row(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(table_samples()[name])
    documents = [one for one in table_documents(path, "tekst" if name.endswith("jsonl") else "antwoord") if isinstance(one, Document)]
    assert documents[0].name.endswith(f"{name}#1")
    assert documents[0].text.startswith("De bewoners")
    assert documents[0].format == path.suffix[1:]
    assert documents[0].file_sha256 is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nr;antwoord;bedrag\n1;ja;12,50\n", [("a.csv#1", "ja", {"nr": "1", "bedrag": "12,50"})]),
        ("nr,antwoord\r\n1,\"ja, zeker\"\r\n", [("a.csv#1", "ja, zeker", {"nr": "1"})]),
        ("nr\tantwoord\n1\tja; nee, of; wel\n", [("a.csv#1", "ja; nee, of; wel", {"nr": "1"})]),
        ('nr;antwoord\n1;"een\n\ntwee ""citaat"""\n2;kort\n', [("a.csv#1", 'een\n\ntwee "citaat"', {"nr": "1"}), ("a.csv#2", "kort", {"nr": "2"})]),
        ("sep=;\nnr;antwoord\n1;ja, a, b, c\n", [("a.csv#1", "ja, a, b, c", {"nr": "1"})]),
        ("antwoord;x\n;1\n  ;2\nja;3\n\nnee;4\n", [("a.csv#3", "ja", {"x": "3"}), ("a.csv#5", "nee", {"x": "4"})]),
        ("antwoord;x;y\nja;1;2;3\nnee;1\n", ["documents.row_too_long", ("a.csv#2", "nee", {"x": "1"})]),
        ("antwoord;x;x;\nja;1;2;\n", [("a.csv#1", "ja", {"x": "1", "x (2)": "2"})]),
        ("ANTWOORD \nja\n", [("a.csv#1", "ja", {})]),
        ("antwoord\n=1+1\n", [("a.csv#1", "=1+1", {})]),
        ("\ufeffantwoord;x\nja;1\n", [("a.csv#1", "ja", {"x": "1"})]),
    ],
    ids=["semicolon", "comma", "tab", "quoted line ends", "sep line", "rows without text", "ragged", "double names", "loose name", "formula", "bom"],
)  # fmt: skip
def test_csv(text: str, expected: list[object], tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode())
    assert rows(path) == expected


def test_the_guess_of_an_encoding_is_told_once_and_can_be_overruled(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("antwoord\néén\ntwee\n".encode("cp1252"))
    first, second = table_documents(path, "antwoord")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert [key for key, _ in first.warnings] == ["documents.encoding_guessed", "documents.hardly_any_text"]
    assert second.warnings == ()
    (overruled, _) = table_documents(path, "antwoord", encoding="cp850")
    assert isinstance(overruled, Document)
    assert overruled.text == "ÚÚn"


def test_a_workbook_gives_values_as_stored(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "leeg"  # type: ignore[union-attr]
    page = book.create_sheet("antwoorden")
    page.append([])
    page.append(["antwoord", "getal", "heel", "dag", "waar"])
    page.append(["ja", 2.5, 3.0, date(2024, 5, 3), True])
    out = io.BytesIO()
    book.save(out)
    path = tmp_path / "a.xlsx"
    path.write_bytes(out.getvalue())
    assert rows(path) == [("a.xlsx#1", "ja", {"getal": "2.5", "heel": "3", "dag": "2024-05-03", "waar": "true"})]


def test_json_lines_may_have_different_keys(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"antwoord": "ja", "n": 1}\n\n{"x": null, "antwoord": "nee", "lijst": [1]}\n{"x": 2}\n', encoding="utf-8")
    assert rows(path) == [("a.jsonl#1", "ja", {"n": "1"}), ("a.jsonl#2", "nee", {"lijst": "[1]"})]


def test_a_table_without_a_column_names_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("nr;antwoord\n1;ja\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="nr, antwoord") as caught:
        read_document(path)
    assert caught.value.key == "documents.table"
    with pytest.raises(DocumentError, match="nr, antwoord") as caught:
        list(table_documents(path, "tekst"))
    assert caught.value.key == "documents.no_text_column"
    assert table_columns(path) == ("nr", "antwoord")


def test_a_transcript_of_whisper_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("start\tend\ttext\n0\t1500\tHoe gaat het?\n", encoding="utf-8")
    assert not is_table(path)
    path.write_text("nr\tantwoord\n1\tja\n", encoding="utf-8")
    assert is_table(path)


@pytest.mark.parametrize(
    ("name", "text", "own"),
    [
        ("tags.csv", "\ufeffdocument,document_sha256,unit_id,unit_start\n", True),
        ("tags.errors.csv", "\ufeffdocument,reason\na,b\n", True),
        ("segments.jsonl", '{"document": "a.txt", "start": 0, "end": 5, "kind": "heading"}\n', True),
        ("tags.jsonl", '{"document": "a.txt", "document_sha256": "x"}\n', True),
        ("antwoorden.csv", "document;antwoord\n1;ja\n", False),
        ("antwoorden.jsonl", '{"document": "a", "antwoord": "ja"}\n', False),
    ],
)
def test_our_own_outputs_are_known(name: str, text: str, own: bool, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert is_own_output(path) is own


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b\n1,5;2,5\n", ";"),
        ("a,b\n1,2\n", ","),
        ("a\tb\nx, y; z\tq\n", "\t"),
        ("antwoord\nja, nee, misschien\n", ","),
        ("a|b\n1|2\n", "|"),
    ],
)
def test_the_delimiter_is_the_one_that_fits_the_rows(text: str, delimiter: str) -> None:
    assert sniff_delimiter(text) == delimiter
