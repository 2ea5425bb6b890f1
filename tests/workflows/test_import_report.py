"""Import: tables row by row, what was recognised in each file, comments as memos, documents that say nearly the same."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from qualcode.errors import DocumentError
from qualcode.store import ProjectStore
from qualcode.workflows.import_documents import import_documents
from qualcode.workflows.import_report import describe
from qualcode.workflows.inputs import list_inputs
from qualcode.workflows.projects import new_project
from qualcode.workflows.uploads import Upload, import_uploads, preview_upload, upload_columns

POLICY = "\n\n".join(
    f"De gemeente wil in wijk {number} dat bewoners zelf het buurthuis beheren en daar samen afspraken over maken." for number in range(12)
)
TABLE = "nr;antwoord;wijk\n1;Wij doen het zelf;Noord\n2;nee;Zuid\n3;nee;Noord\n4;;Zuid\n"


@pytest.fixture
def store(tmp_path: Path, codebook_file: Path) -> ProjectStore:
    return new_project(tmp_path / "p", codebook_file)


def commented() -> bytes:
    document = docx.Document()
    document.add_heading("Verslag", level=1)
    paragraph = document.add_paragraph("De bewoners ")
    run = paragraph.add_run("doen het zelf")
    paragraph.add_run(" en dat gaat goed met elkaar in de wijk, zegt de gemeente in dit verslag van het gesprek.")
    document.add_comment(run, text="Mooi citaat", author="Sanne")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_each_row_of_a_table_becomes_a_document_with_its_variables(store: ProjectStore, tmp_path: Path) -> None:
    (tmp_path / "enquete_2024.csv").write_text(TABLE, encoding="utf-8")
    report = import_documents(store, [str(tmp_path / "enquete_2024.csv")], text_column="antwoord", name_pattern="{soort}_{jaar}")
    assert report.failed == ()
    documents = {document.name: dict(document.variables) for document in store.documents()}
    same = {"soort": "enquete", "jaar": "2024"}
    assert documents == {
        "enquete_2024.csv#1": {"nr": "1", "wijk": "Noord", **same},
        "enquete_2024.csv#2": {"nr": "2", "wijk": "Zuid", **same},
        "enquete_2024.csv#3": {"nr": "3", "wijk": "Noord", **same},  # the same answer as number 2: answers may be alike
    }
    (file,) = report.files
    assert (file.name, file.format, file.documents, file.failed) == ("enquete_2024.csv", "csv", 3, 0)


def test_tables_in_a_folder_are_passed_over_until_a_column_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    (folder / "a.txt").write_text(POLICY, encoding="utf-8")
    (folder / "b.csv").write_text(TABLE, encoding="utf-8")
    (folder / "tags.csv").write_text("\ufeffdocument,document_sha256,unit_id\n", encoding="utf-8")
    without = list_inputs([str(folder)])
    assert [entry.path.name for entry in without.inputs] == ["a.txt"]
    assert without.skipped == {"table": 2}
    named = list_inputs([str(folder)], text_column="antwoord")
    assert [entry.path.name for entry in named.inputs] == ["a.txt", "b.csv"]
    assert named.skipped == {"own": 1}


def test_a_table_that_is_named_without_a_column_is_an_error_that_names_its_columns(store: ProjectStore, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    report = import_documents(store, [str(tmp_path / "a.csv")])
    ((name, error),) = report.failed
    assert (name, error.key) == ("a.csv", "documents.table")
    assert "nr, antwoord, wijk" in str(error)


def test_the_report_says_what_was_recognised(store: ProjectStore, tmp_path: Path) -> None:
    (tmp_path / "nota.docx").write_bytes(commented())
    (tmp_path / "oud.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "wit.txt").write_bytes("één wijk ".encode("cp1252") * 30)
    report = import_documents(store, [str(tmp_path / name) for name in ("nota.docx", "oud.doc", "wit.txt")])
    nota, old, windows = report.files
    assert (nota.format, nota.language, nota.documents, nota.comments, nota.turns) == ("docx", "nl", 1, 1, 0)
    assert nota.words == 24
    assert old.error is not None
    assert old.documents == 0
    assert windows.encoding == "cp1252"
    assert next(key for key, _ in windows.warnings) == "documents.encoding_guessed"
    assert describe(nota, "nl") == "docx, Nederlands; 24 woorden; 1 opmerking als memo bewaard"
    assert "24 words" in describe(nota, "en")


def test_comments_become_memos_of_their_authors(store: ProjectStore, tmp_path: Path) -> None:
    (tmp_path / "nota.docx").write_bytes(commented())
    import_documents(store, [str(tmp_path / "nota.docx")])
    (memo,) = store.memos()
    (document,) = store.documents()
    assert memo.text == "Mooi citaat"
    assert memo.coder == store.person("Sanne").id
    assert store.document(document.id).text[memo.start : memo.end] == "doen het zelf"


def test_a_document_that_says_nearly_the_same_is_warned_of(store: ProjectStore, tmp_path: Path) -> None:
    (tmp_path / "een.txt").write_text(POLICY, encoding="utf-8")
    import_documents(store, [str(tmp_path / "een.txt")])
    (tmp_path / "twee.txt").write_text(POLICY.replace("wijk 3", "buurt 3"), encoding="utf-8")
    (tmp_path / "ander.txt").write_text(
        "\n".join(f"Hier staat iets heel anders over sport en muziek in zaal {number}." for number in range(12)), encoding="utf-8"
    )
    report = import_documents(store, [str(tmp_path / "twee.txt"), str(tmp_path / "ander.txt")])
    warned = {document.name: [(key, values) for key, values in document.warnings] for document in report.imported}
    ((key, values),) = warned["twee.txt"]
    assert key == "workflows.nearly_the_same"
    assert values["other"] == "een.txt"
    assert 80 <= int(str(values["percent"])) < 100
    assert warned["ander.txt"] == []


def test_one_bad_file_stops_nothing_and_nothing_of_it_comes_in(store: ProjectStore, tmp_path: Path) -> None:
    uploads = [Upload("stuk.docx", b"PK\x03\x04rommel"), Upload("goed.txt", POLICY.encode()), Upload("ook.csv", TABLE.encode())]
    report = import_uploads(store, uploads, text_column="antwoord")
    assert [name for name, _ in report.failed] == ["stuk.docx"]
    assert [file.name for file in report.files if file.documents] == ["goed.txt", "ook.csv"]
    assert len(store.documents()) == 4


def test_the_columns_of_uploaded_tables_are_offered(store: ProjectStore) -> None:
    uploads = [
        Upload("a.csv", TABLE.encode()),
        Upload("b.txt", b"x"),
        Upload("c.csv", b"\x00\x01"),
        Upload("d.csv", b"antwoord,extra\nja,1\n"),
    ]
    assert upload_columns(store, uploads) == ("nr", "antwoord", "wijk", "extra")


def test_a_preview_shows_the_file_as_it_will_be_and_imports_nothing(store: ProjectStore) -> None:
    preview = preview_upload(store, Upload("verslag.docx", commented()))
    assert preview.report.comments == 1
    assert preview.blocks[0] == ("heading", "", "Verslag")
    assert store.documents() == []
    with pytest.raises(DocumentError):
        preview_upload(store, Upload("a.csv", TABLE.encode()))
    preview = preview_upload(store, Upload("a.csv", TABLE.encode()), text_column="antwoord")
    assert preview.blocks[0] == ("paragraph", "", "Wij doen het zelf")
