"""Codebooks to and from the forms of other tools: what a form can hold comes back, what it cannot is said, and hostile files are refused."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from codebook_samples import BOOK, QDC_NVIVO, alias_bomb, deep_qdc, zip_bomb
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from qualcode.cli import main
from qualcode.codebook import Codebook, parse_codebook
from qualcode.errors import QualcodeError
from qualcode.exchange.codebooks import FORMS, PlainBook, PlainCode, own_yaml, written_as
from qualcode.exchange.codebooks.described import described, with_description
from qualcode.workflows.bundled import bundled
from qualcode.workflows.convert_codebook import convert_codebook, foreign_codebook

SUFFIXES = {"quanteda": ".yaml", "liwc": ".dic", "csv": ".csv", "xlsx": ".xlsx", "qdc": ".qdc"}


def there_and_back(form: str) -> tuple[Codebook, set[str]]:
    """The sample codebook after a round trip, and the keys of what was lost on the way out."""
    data, losses = written_as(parse_codebook(BOOK), FORMS[form])
    back, more = foreign_codebook(data, f"Proef{SUFFIXES[form]}", form)
    assert more == []
    return back, {loss.key.removeprefix("exchange.loss_") for loss in losses}


def words(book: Codebook, code: str) -> list[str]:
    return [pattern.source for rule in book.code(code).rules for pattern in rule.find]


@pytest.mark.parametrize("form", FORMS)
def test_the_tree_comes_back_in_every_form(form: str) -> None:
    back, _ = there_and_back(form)
    assert [code.path for code in back.codes] == [code.path for code in parse_codebook(BOOK).codes]


@pytest.mark.parametrize("form", ["csv", "xlsx", "qdc"])
def test_texts_and_colours_come_back_where_the_form_holds_them(form: str) -> None:
    back, lost = there_and_back(form)
    for was, now in zip(parse_codebook(BOOK).codes, back.codes, strict=True):
        assert (now.definition, now.wel, now.niet, now.examples, now.memo) == (was.definition, was.wel, was.niet, was.examples, was.memo)
        assert (now.colour, now.codable) == (was.colour, was.codable)
        assert now.stance == ("" if form == "qdc" else was.stance)
    assert ("stance" in lost) == (form == "qdc")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_keeps_ids_and_whole_patterns_with_their_lists_written_out(form: str) -> None:
    back, lost = there_and_back(form)
    assert [code.id for code in back.codes] == ["van-onderop", "zelfbeheer", "leeg"]
    assert words(back, "zelfbeheer") == ["zelfbeheer", "=beheer", "sleutel"]
    assert words(back, "van-onderop")[3:] == [
        "(buren|mensen (uit|van) de straat) ..4 samen",
        "over+nemen",
        "(buren|mensen (uit|van) de straat)",
    ]
    assert lost == {"parts", "sentences"}


def test_a_dictionary_keeps_words_globs_and_phrases_and_says_what_it_lost() -> None:
    back, lost = there_and_back("quanteda")
    assert set(words(back, "van-onderop")) == {
        "van onderop", "*initiatief*", "buurtbudget*", "wijkbudget*", "overnemen", "buren", "mensen uit de straat", "mensen van de straat",
    }  # fmt: skip
    assert words(back, "zelfbeheer") == ["zelfbeheer", "beheer"]
    assert lost == {
        "exceptions", "conditions", "distance", "verb", "forms", "sentences", "definition", "wel", "niet", "examples", "memo", "colour", "codable", "stance",
    }  # fmt: skip


def test_liwc_keeps_stars_at_the_end_only() -> None:
    back, lost = there_and_back("liwc")
    assert "*initiatief*" not in words(back, "van-onderop")
    assert "buurtbudget*" in words(back, "van-onderop")
    assert "glob" in lost


def test_every_loss_has_a_sentence_in_both_languages() -> None:
    for form in FORMS.values():
        for loss in written_as(parse_codebook(BOOK), form)[1]:
            assert str(loss.count) in loss.sentence("nl")
            assert loss.examples[0] in loss.sentence("en")


# --- REFI-QDA --------------------------------------------------------------------------------------------------


def test_a_qdc_has_no_empty_container_and_the_same_guid_each_time() -> None:
    data, _ = written_as(parse_codebook(BOOK), FORMS["qdc"])
    root = etree.fromstring(data)
    assert etree.QName(root).namespace == "urn:QDA-XML:codebook:1.0"
    assert [etree.QName(child).localname for child in root] == ["Codes"]
    codes = list(root.iter("{*}Code"))
    assert all(node.get("guid") == node.get("guid").upper() and node.get("name") for node in codes)
    assert [node.get("isCodable") for node in codes] == ["false", "true", "true"]
    assert [node.get("color") for node in codes] == ["#E69F00", None, None]
    assert all(node.text for node in root.iter("{*}Description"))
    assert [etree.QName(child).localname for child in codes[0]] == ["Description", "Code"]
    assert data == written_as(parse_codebook(BOOK), FORMS["qdc"])[0]


def test_a_qdc_of_another_tool_is_read_leniently() -> None:
    book, losses = foreign_codebook(QDC_NVIVO.encode("utf-8"), "x.qdc", "qdc")
    assert [(code.path, code.colour, code.definition) for code in book.codes] == [
        ("Zorg", "#00aa00", "Alles over zorg."),
        ("Zorg > a › b", "", ""),
        ("Zorg > a › b > code 3", "", ""),
    ]
    assert {(loss.key, loss.count) for loss in losses} == {
        ("exchange.loss_sets", 1),
        ("exchange.loss_names", 2),
        ("exchange.loss_twice", 1),
    }


def test_codes_nested_deeper_than_a_codebook_holds_are_moved_up_and_named() -> None:
    book, losses = foreign_codebook(deep_qdc(40), "x.qdc", "qdc")
    assert len(book.codes) == 40
    assert max(code.path.count(" > ") for code in book.codes) == 19
    assert [(loss.key, loss.count) for loss in losses] == [("exchange.loss_levels", 20)]


# --- other people's files --------------------------------------------------------------------------------------

FOREIGN = {
    "taguette": ("csv", "tag,description,number of highlights,number of documents\nzorg.thuis,Hulp thuis,3,1\n", [("zorg.thuis", "Hulp thuis", [])]),
    "semicolons_of_dutch_excel": ("csv", "\ufeffNaam;Definitie;Woorden\nzorg;Hulp;hulp*\n", [("zorg", "Hulp", ["hulp*"])]),
    "parent_column": ("csv", "parent,name\n,zorg\nzorg,thuis\n", [("zorg", "", []), ("zorg > thuis", "", [])]),
    "quanteda_flat": ("quanteda", "zorg: [hulp*, nee, 1.0]\nleeg: []\n", [("zorg", "", ["hulp*", "nee", "1.0"]), ("leeg", "", [])]),
    "quanteda_nested": ("quanteda", "A:\n  '': [p]\n  B: [q, r s]\n", [("A", "", ["p"]), ("A > B", "", ["q", "r s"])]),
    "quanteda_mixed_list": ("quanteda", "A:\n- p\n- B: [q]\n", [("A", "", ["p"]), ("A > B", "", ["q"])]),
    "liwc": ("liwc", "%\n1\tzorg\n2\tgeld\n%\nhulp*\t1\nsubsidie\t1\t2\n", [("zorg", "", ["hulp*", "subsidie"]), ("geld", "", ["subsidie"])]),
    "liwc_indented_and_spaces": ("liwc", "%\n1 A\n\t2 B\n%\nte hulp  2\nx 1 2\n", [("A", "", ["x"]), ("A > B", "", ["te hulp", "x"])]),
}  # fmt: skip


@pytest.mark.parametrize(("form", "text", "expected"), FOREIGN.values(), ids=FOREIGN)
def test_a_file_of_another_tool_becomes_a_codebook(form: str, text: str, expected: list[tuple[str, str, list[str]]]) -> None:
    book, _ = foreign_codebook(text.encode("utf-8"), f"x{SUFFIXES[form]}", form)
    assert [(code.path, code.definition, words(book, code.id)) for code in book.codes] == expected


def test_what_could_not_be_read_is_counted() -> None:
    _, losses = foreign_codebook(b"%\n1\tzorg\n%\nhulp\t1\nfout\t9\n(02 134)125/464\nx:)\t1\n", "x.dic", "liwc")
    assert {(loss.key, loss.examples) for loss in losses} == {
        ("exchange.loss_lines", ("fout\t9", "(02 134)125/464")),
        ("exchange.loss_unreadable", ("x:)",)),
    }


def test_letters_of_older_windows_files_are_right() -> None:
    book, _ = foreign_codebook("%\n1\tpatiënten\n%\ncafé\t1\n".encode("cp1252"), "x.dic", "liwc")
    assert [(code.name, words(book, code.id)) for code in book.codes] == [("patiënten", ["café"])]


# --- hostile files ---------------------------------------------------------------------------------------------

DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
HOSTILE = {
    "doctype": ("qdc", f'<?xml version="1.0"?>{DOCTYPE}<CodeBook><Codes><Code name="&e;"/></Codes></CodeBook>'.encode(), "qdc_doctype"),
    "truncated_xml": ("qdc", b"<CodeBook>\n<Codes>", "qdc_damaged"),
    "depth_bomb": ("qdc", deep_qdc(100_000), "qdc_damaged"),
    "other_xml": ("qdc", b"<html/>", "qdc_form"),
    "no_xml": ("qdc", b"", "qdc_damaged"),
    "zip_bomb": ("xlsx", zip_bomb(), "codebook_large"),
    "no_workbook": ("xlsx", b"PK\x03\x04 geen zip", "table_damaged"),
    "no_name_column": ("csv", b"a,b\n1,2\n", "table_form"),
    "empty_table": ("csv", b"", "table_form"),
    "only_a_header": ("csv", b"path\n", "codebook_empty"),
    "binary": ("liwc", b"%\x00\x01", "codebook_no_text"),
    "no_liwc": ("liwc", b"hulp\t1\n", "liwc_form"),
    "yaml_list": ("quanteda", b"- a\n- b\n", "quanteda_form"),
    "alias_bomb": ("quanteda", alias_bomb(12).encode(), "codebook_many"),
    "yaml_that_holds_itself": ("quanteda", b"a: &a [{b: *a}]\n", "bad_yaml"),
    "yaml_too_deep": ("quanteda", b"{a: " * 200 + b"[x]" + b"}" * 200, "codebook_deep"),
    "bad_yaml": ("quanteda", b"a: [b\n", "bad_yaml"),
}


@pytest.mark.parametrize(("form", "data", "key"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_or_wrong_file_is_refused_with_a_sentence(form: str, data: bytes, key: str) -> None:
    with pytest.raises(QualcodeError) as refused:
        foreign_codebook(data, f"boos{SUFFIXES[form]}", form)
    assert refused.value.key.endswith(f".{key}")
    assert "boos" in refused.value.sentence("nl")
    assert "passwd" not in refused.value.sentence("en")


def test_cells_that_a_spreadsheet_would_calculate_are_texts() -> None:
    book = parse_codebook(BOOK)
    rows = list(csv.DictReader(io.StringIO(written_as(book, FORMS["csv"])[0].decode("utf-8-sig"))))
    assert rows[2]["definition"] == "'=SOM(A1)"
    sheet = openpyxl.load_workbook(io.BytesIO(written_as(book, FORMS["xlsx"])[0])).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}


# --- properties ------------------------------------------------------------------------------------------------

_line = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
_name = _line.map(lambda text: text.replace(">", "›"))
_code = st.builds(
    PlainCode,
    path=st.lists(_name, min_size=1, max_size=3).map(tuple),
    definition=st.just("") | _line,
    wel=st.lists(_line, max_size=2).map(tuple),
    niet=st.lists(_line, max_size=2).map(tuple),
    memo=st.just("") | _line,
    codable=st.booleans(),
)


@given(st.lists(_code, min_size=1, max_size=6))
def test_any_codes_become_a_sound_codebook_with_all_their_names(codes: list[PlainCode]) -> None:
    yaml, _ = own_yaml(PlainBook("", tuple(codes)), "proef")
    paths = {code.path.casefold() for code in parse_codebook(yaml).codes}
    assert {" > ".join(code.path).casefold() for code in codes} <= paths


@given(_code)
def test_a_description_of_ours_is_taken_apart_again(code: PlainCode) -> None:
    heads = {"Wel:", "Niet:", "Voorbeelden:", "Memo:"}
    if heads & {code.definition, code.memo}:
        return
    assert with_description(PlainCode(code.path, codable=code.codable), described(code)) == replace(code, examples=())


# --- the command -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", SUFFIXES.values())
@pytest.mark.parametrize("name", ["nieuw-welzijn.yaml", "energietransitie.yaml"])
def test_the_shipped_codebooks_go_out_and_come_back(name: str, suffix: str, tmp_path: Path) -> None:
    out, back = tmp_path / f"uit{suffix}", tmp_path / "terug.yaml"
    gone = convert_codebook(bundled("codebooks", name), out)
    assert gone.losses
    come = convert_codebook(out, back)
    assert (come.codes, come.written) == (gone.codes, "qualcode")
    assert [loss.key for loss in come.losses] == []
    assert parse_codebook(back.read_text("utf-8")).codes


def test_the_command_tells_each_loss_and_the_forms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.yaml").write_text(BOOK, "utf-8")
    assert main(["codebook", "convert", str(tmp_path / "b.yaml"), str(tmp_path / "b.qdc")]) == 0
    said = capsys.readouterr().err
    assert "not taken along: this form holds no rules; 4 left behind: vo-1" in said
    assert "read as qualcode, written as qdc" in said


@pytest.mark.parametrize(
    ("source", "target", "piece"),
    [
        ("b.yaml", "b.docx", ".qdc"),
        ("b.yaml", "nergens/b.qdc", "nergens"),
        ("niets.qdc", "x.yaml", "niets.qdc"),
        ("b.txt", "x.yaml", ".qdc"),
    ],
)
def test_a_wrong_name_is_said_and_nothing_is_written(
    source: str, target: str, piece: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b.yaml").write_text(BOOK, "utf-8")
    (tmp_path / "b.txt").write_text(BOOK, "utf-8")
    before = sorted(tmp_path.rglob("*"))
    assert main(["codebook", "convert", str(tmp_path / source), str(tmp_path / target)]) == 2
    assert piece in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before
