"""The report: its numbers are those of the project, nothing in it runs or is fetched, and names go when that was asked."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest

from qualcode.cli import main
from qualcode.errors import AnalysisError, OutputError
from qualcode.export.report import Grid, Heading, Paragraph, Picture, Quotation, Report
from qualcode.model import Document, Operation
from qualcode.store import ProjectStore
from qualcode.workflows.project_units import unit_table
from qualcode.workflows.projects import new_project
from qualcode.workflows.report import ReportOptions, report_bytes, report_content, write_report
from qualcode.workflows.report.pseudonyms import Pseudonyms
from qualcode.workflows.suggest import suggest_codings

EVIL = "<script>alert(1)</script> <img src=http://evil.test/x.png onerror=alert(1)> \" ' & ]]>"


class Page(HTMLParser):
    """What a page holds: tags with their attributes, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture
def reviewed(project: ProjectStore) -> ProjectStore:
    """Anna and Bram went through every unit; they differ on one, and Anna took one suggestion over."""
    first, second = project.person("Anna"), project.person("Bram")
    suggestion = project.suggestions()[0]
    project.apply([Operation(id=str(uuid.uuid4()), action="accept", suggestion=suggestion.id)], coder=first)
    for coder in (first, second):
        operations = []
        for number, unit in enumerate(unit_table(project).itertuples()):
            if coder is first and (unit.start, unit.document_id) == (suggestion.suggestion.unit_start, suggestion.document_id):
                continue
            code = "eigen-kracht" if "eigen kracht" in project.document(unit.document_id).text[unit.start : unit.end] else None
            code = "van-onderop" if number == 1 and coder is first else code
            operations.append(
                Operation(
                    id=str(uuid.uuid4()), action="add" if code else "nothing_here", document_id=unit.document_id, start=int(unit.start), end=int(unit.end),
                    code=code,
                )
            )  # fmt: skip
        acks = project.apply(operations, coder=coder)
        assert all(ack.ok for ack in acks), [ack.error for ack in acks]
    return project


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_report_has_its_chapters_and_both_methods_paragraphs_with_the_real_numbers(language: str, reviewed: ProjectStore) -> None:
    report = report_content(reviewed, ReportOptions(language))
    chapters = [block.text for block in report.blocks if isinstance(block, Heading) and block.level == 1]
    assert len(chapters) == 8
    paragraphs = [block.text for block in report.blocks if isinstance(block, Paragraph)]
    units, words = len(unit_table(reviewed)), int(unit_table(reviewed)["words"].sum())
    assert any(f"Het corpus van 2 documenten ({words} woorden)" in text and f"in {units} eenheden" in text for text in paragraphs)
    assert any(f"The corpus of 2 documents ({words} words)" in text and f"into {units} units" in text for text in paragraphs)
    codings = len([one for one in reviewed.codings() if one.code])
    assert any(f"2 persons made {codings} codings" in text for text in paragraphs)
    assert any(isinstance(block, Picture) for block in report.blocks)
    assert any(isinstance(block, Quotation) for block in report.blocks)


def test_the_page_holds_pictures_and_no_script_and_asks_nobody_for_anything(reviewed: ProjectStore) -> None:
    source = report_bytes(reviewed, ".html", ReportOptions("nl")).decode("utf-8")
    page = Page(source)
    names = {tag for tag, _ in page.tags}
    assert names.isdisjoint({"script", "link", "iframe", "object", "embed", "form", "base"})
    addresses = [
        value for _, attributes in page.tags for name, value in attributes.items() if name in ("src", "href", "srcset", "action", "data")
    ]
    assert addresses
    assert all(value and value.startswith(("data:image/svg+xml;base64,", "#c")) for value in addresses)
    assert "default-src 'none'" in source
    assert not re.search(r"url\(|@import", source)


def test_text_from_the_project_is_text_in_both_formats(project: ProjectStore) -> None:
    text = f"Bewoner {EVIL}: Wij hebben het buurthuis zelf overgenomen {EVIL}, de bewoners doen alles zonder de gemeente en dat gaat heel goed.\n"
    project.add_document(Document(name=f"{EVIL}.txt", text=text, variables={"type": EVIL, EVIL: "x"}))
    suggest_codings(project)
    page = Page(report_bytes(project, ".html", ReportOptions("nl")).decode("utf-8"))
    tags = {tag for tag, _ in page.tags}
    assert "script" not in tags
    assert all("onerror" not in attributes for _, attributes in page.tags)
    assert "<script>alert(1)</script>" in "".join(page.text)
    document = docx.Document(io.BytesIO(report_bytes(project, ".docx", ReportOptions("nl"))))
    shown = "\n".join(
        [*(one.text for one in document.paragraphs), *(cell.text for table in document.tables for row in table.rows for cell in row.cells)]
    )
    assert "<script>alert(1)</script>" in shown


def test_the_word_document_has_headings_tables_and_pictures_with_words_for_who_cannot_see_them(reviewed: ProjectStore) -> None:
    data = report_bytes(reviewed, ".docx", ReportOptions("en"))
    document = docx.Document(io.BytesIO(data))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings[0] == "Corpus"
    assert "Methods paragraph" in headings
    assert len(document.tables) >= 6
    assert len(document.inline_shapes) >= 2
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert 'TargetMode="External"' not in "".join(
            archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".rels")
        )


def test_quotations_are_left_out_or_exact(reviewed: ProjectStore) -> None:
    plain = [block for block in report_content(reviewed, ReportOptions("nl")).blocks if isinstance(block, Quotation)]
    everything = " ".join(" ".join(reviewed.document(one.id).text.split()) for one in reviewed.documents())
    assert plain
    assert all(" ".join(block.text.split()) in everything for block in plain)
    none = report_content(reviewed, ReportOptions("nl", "none"))
    assert not any(isinstance(block, Quotation) for block in none.blocks)
    shown = report_bytes(reviewed, ".html", ReportOptions("nl", "none")).decode("utf-8")
    assert all(block.text not in shown for block in plain)


def test_suggestions_are_called_proposals_and_one_coder_is_said(project: ProjectStore) -> None:
    shown = "".join(Page(report_bytes(project, ".html", ReportOptions("en")).decode("utf-8")).text)
    assert "these are proposals, not results" in shown
    assert "No two persons coded the same units" in shown
    assert "No person has coded yet" in shown


def test_undefined_agreement_is_a_reason_in_the_table(project: ProjectStore) -> None:
    """Both gave nothing anywhere: no theme, so no row and no wrong number."""
    for name in ("Anna", "Bram"):
        operations = [
            Operation(id=str(uuid.uuid4()), action="nothing_here", document_id=unit.document_id, start=int(unit.start), end=int(unit.end))
            for unit in unit_table(project).itertuples()
        ]
        project.apply(operations, coder=project.person(name))
    shown = "".join(Page(report_bytes(project, ".html", ReportOptions("en")).decode("utf-8")).text)
    assert "no theme varied enough" in shown
    assert "nan" not in shown.lower().split()


def test_a_report_by_command_and_what_it_refuses(
    reviewed: ProjectStore, tmp_path: Path, codebook_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "verslag.html"
    assert main(["report", str(reviewed.folder), "--out", str(out), "--language", "nl", "--by", "jaar"]) == 0
    assert "Thema's naar jaar" in out.read_text("utf-8").replace("&#x27;", "'")
    assert main(["report", str(reviewed.folder), "--out", str(tmp_path / "verslag.pdf")]) == 2
    assert ".html, .docx" in capsys.readouterr().err
    assert main(["report", str(reviewed.folder), "--out", str(out), "--by", "nietes"]) == 2
    assert "nietes" in capsys.readouterr().err
    with new_project(tmp_path / "leeg", codebook_file) as empty:
        with pytest.raises(AnalysisError, match="nothing to report"):
            report_bytes(empty, ".html", ReportOptions("en"))
        with pytest.raises(OutputError):
            write_report(empty, tmp_path / "niet" / "x.html", ReportOptions("en"))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_tables_are_as_wide_as_their_headers(reviewed: ProjectStore) -> None:
    report: Report = report_content(reviewed, ReportOptions("nl"))
    grids = [block for block in report.blocks if isinstance(block, Grid)]
    assert grids
    assert all(len(row) == len(grid.header) for grid in grids for row in grid.rows)


# --- names -------------------------------------------------------------------------------------------------------


@pytest.fixture
def masked() -> Callable[[str], str]:
    ordinary = {"maar", "wij", "de", "het", "kom", "gemeente", "bewoners", "volgens", "toen", "en", "roos", "dat", "bel", "zie"}
    names = Pseudonyms(
        ["Dhr. Smeets", "Fatima el Amrani", "Interviewer", "R1"], lambda word: word in ordinary, lambda number: f"naam {number}", lambda kind: kind
    )  # fmt: skip
    return names.mask


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Toen kwam Fatima, en dhr. Smeets ook.", "Toen kwam [naam 1], en dhr. [naam 2] ook."),
        ("Wij zagen Fatima el Amrani. Amrani zei niets.", "Wij zagen [naam 1]. [naam 1] zei niets."),
        ("Zahra kwam. Maar Jan de Vries niet, en Jan dus ook niet.", "[naam 1] kwam. Maar [naam 2] niet, en [naam 2] dus ook niet."),
        ("En J.P. van den Berg belde.", "En [naam 1] belde."),
        ("De Gemeente en de WMO zeggen dat.", "De Gemeente en de WMO zeggen dat."),
        ("Bel 06-12345678, mail jan@x.nl of kom naar 3011 AB.", "Bel [telephone], mail [email] of kom naar [postcode]."),
        ("dat zei smeets.", "dat zei [naam 1]."),
        ("Zie https://voorbeeld.test/Jan of www.x.nl", "Zie [address] of [address]"),
        ("", ""),
    ],
    ids=["speakers", "part of a full name", "sentence start", "initials", "ordinary capitals", "contact", "known name small", "web", "empty"],
)  # fmt: skip
def test_names_become_labels(text: str, expected: str, masked: Callable[[str], str]) -> None:
    assert masked(text) == expected


def test_one_name_has_one_label_through_all_quotations_and_speakers() -> None:
    names = Pseudonyms(["Dhr. Smeets", "Koos"], lambda word: word in ("zei", "dat"), lambda number: f"naam {number}", lambda kind: kind)
    assert names.speaker("Dhr. Smeets") == "[naam 1]"
    assert names.mask("Dat zei Koos tegen Smeets.") == "Dat zei [naam 2] tegen [naam 1]."
    assert names.speaker("Koos") == "[naam 2]"
    assert names.speaker("Interviewer") == "Interviewer"
    assert names.speaker("R1") == "R1"


def test_a_pseudonymised_report_names_no_speaker_and_no_document(tmp_path: Path, codebook_file: Path) -> None:
    text = (
        "Interviewer: Hoe ging dat?\n\nTruus Wiersma: Wij hebben met Henk-Jan Bolhuis het buurthuis zelf overgenomen, zonder de gemeente, en dat gaat al jaren "
        "goed hier.\n\nHenk-Jan Bolhuis: Truus en ik doen het als bewoners helemaal zelf en wij beslissen samen in het buurthuis over alles.\n"
    )
    with new_project(tmp_path / "namen", codebook_file) as store:
        store.add_document(Document(name="gesprek-wiersma.txt", text=text))
        suggest_codings(store)
        page = "".join(Page(report_bytes(store, ".html", ReportOptions("nl", "pseudonyms")).decode("utf-8")).text)
        plain = "".join(Page(report_bytes(store, ".html", ReportOptions("nl")).decode("utf-8")).text)
    assert "Wiersma" in plain
    assert re.findall(r"wiersma|truus|bolhuis|henk", page, re.IGNORECASE) == []
    assert "[naam 1]" in page


@pytest.mark.parametrize(
    ("coder", "said"), [("rules", "A rule-based coder ("), ("classifier", "A trained classifier (model "), ("both", "A rule-based coder (")]
)
def test_the_methods_paragraph_says_which_machine_worked(coder: str, said: str, project: ProjectStore) -> None:
    suggest_codings(project, coder=coder)
    model = project.runs()[-1].model
    text = next(
        block.text
        for block in report_content(project, ReportOptions("en")).blocks
        if isinstance(block, Paragraph) and "The corpus of" in block.text
    )
    assert said in text
    assert (f"trained classifier (model {model[:12]}" in text) if model else "classifier" not in text
