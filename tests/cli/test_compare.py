"""`qualcode compare` and `qualcode concordance`, from tables of `tag` and from a project, down to what is refused."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from qualcode.analysis.contrasts import CONTRAST_COLUMNS
from qualcode.analysis.frequencies import FREQUENCY_COLUMNS
from qualcode.cli import main
from qualcode.store import ProjectStore
from qualcode.workflows.compare import comparison_variables
from qualcode.workflows.measures import MEASURES

OWN = "De bewoners hebben het buurthuis zelf overgenomen.\n\nDe eigen kracht van inwoners staat voorop.\n\nDe bus rijdt om tien uur.\n"
FROM_ABOVE = "De bus rijdt om tien uur.\n\nDe gemeente besluit over de bus.\n\nIn het jaarverslag legt de stichting verantwoording af.\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, codebook_file: Path) -> Path:
    """A folder with eight programmes, and the tables that tag made of them: four parties in 2006, four in 2012."""
    place = tmp_path_factory.mktemp("tagged")
    folder = place / "programmas"
    folder.mkdir()
    for number, party in enumerate(("aa", "bb", "cc", "dd")):
        (folder / f"{party}_2006.txt").write_text(f"Programma van {party}.\n\n" + OWN * (number + 1), "utf-8")
        (folder / f"{party}_2012.txt").write_text(f"Programma van {party}.\n\n" + FROM_ABOVE * (number + 1), "utf-8")
    given = ["tag", "programmas", "--codebook", str(codebook_file), "--quiet"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert main([*given, "--out", "tags.csv", "--units", "units.csv"]) == 0
        assert main([*given, "--out", "tags.parquet", "--units", "units.parquet"]) == 0
        assert main([*given, "--out", "tags.jsonl", "--units", "units.xlsx"]) == 0
    return place


@pytest.fixture
def tagged(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That folder, a copy of its own for each test, as the working directory."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, str]], str]:
    """(exit code, rows of the CSV on standard output, standard error)."""
    capsys.readouterr()
    code = main(["compare", *arguments])
    said = capsys.readouterr()
    return code, list(csv.DictReader(io.StringIO(said.out))), said.err


TABLES = ["--tags", "tags.csv", "--units", "units.csv", "--name-pattern", "{party}_{year}"]


def test_frequencies_from_tables_by_a_part_of_the_name(tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows, said = run(capsys, *TABLES, "--by", "year")
    assert code == 0
    assert list(rows[0]) == ["year", *FREQUENCY_COLUMNS, "source"]
    units = pd.read_csv("units.csv", encoding="utf-8-sig")
    counted = units[(units["unit_kind"] != "heading") & units["document"].str.contains("2006")]
    row = next(row for row in rows if (row["year"], row["theme"]) == ("2006", "van onderop"))
    assert (int(row["total_units"]), int(row["total_words"])) == (len(counted), counted["words"].sum())
    tags = pd.read_csv("tags.csv", encoding="utf-8-sig")
    own = tags[tags["document"].str.contains("2006") & (tags["theme"] == "van onderop")]
    assert int(row["units"]) == own.groupby(["document", "unit_id"]).ngroups > 0
    assert float(row["per_1000_words"]) == pytest.approx(1000 * int(row["units"]) / int(row["total_words"]))
    assert {one["source"] for one in rows} == {"suggestions"}
    assert "suggestions that nobody rejected" in said
    assert "fewer than 30 documents" in said


@pytest.mark.parametrize("names", [("tags.parquet", "units.parquet"), ("tags.jsonl", "units.xlsx")], ids=["parquet", "jsonl and xlsx"])
def test_the_format_of_the_tables_does_not_matter(names: tuple[str, str], tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, wanted, _ = run(capsys, *TABLES, "--by", "year")
    _, rows, _ = run(capsys, "--tags", names[0], "--units", names[1], "--name-pattern", "{party}_{year}", "--by", "year")
    assert rows == wanted


@pytest.mark.parametrize("called", ["programmas/{0}.txt", "{0}.txt", "{0}"], ids=["full name", "file name", "stem"])
def test_variables_are_joined_by_name(called: str, tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stems = [path.stem for path in sorted((tagged / "programmas").iterdir())]
    (tagged / "v.csv").write_text(
        "document;blok\n" + "".join(f"{called.format(stem)};{'nieuw' if '2012' in stem else ''}\n" for stem in stems), "utf-8"
    )
    code, rows, said = run(capsys, "--tags", "tags.csv", "--units", "units.csv", "--variables", "v.csv", "--by", "blok")
    assert code == 0
    assert {row["blok"]: row["total_documents"] for row in rows} == {"": "4", "nieuw": "4"}
    assert "4 document(s) have no value for 'blok'" in said


def test_a_name_that_fits_two_documents_is_refused(tagged: Path, codebook_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tagged / "programmas" / "oud").mkdir()
    (tagged / "programmas" / "oud" / "aa_2006.txt").write_text(OWN, "utf-8")
    assert main(["tag", "programmas", "--codebook", str(codebook_file), "--out", "t.csv", "--units", "u.csv", "--quiet"]) == 0
    (tagged / "v.csv").write_text("document,blok\naa_2006,x\n", "utf-8")
    code, _, said = run(capsys, "--tags", "t.csv", "--units", "u.csv", "--variables", "v.csv", "--by", "blok")
    assert code == 2
    assert "may be any of 2 documents" in said


def test_contrasts_state_their_family_and_are_the_same_again(tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [*TABLES, "--by", "year", "--measure", "contrasts", "--permutations", "500", "--seed", "7"]
    code, rows, said = run(capsys, *given)
    assert code == 0
    assert list(rows[0]) == [*CONTRAST_COLUMNS, "source"]
    assert {(row["group_a"], row["group_b"]) for row in rows} == {("2006", "2012")}
    family = {row["family"] for row in rows}
    assert f"these {family.pop()} tests" in said
    assert run(capsys, *given)[1] == rows


def test_one_contrast_can_be_named_and_strata_given(tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows, _ = run(
        capsys, *TABLES, "--by", "party", "--measure", "contrasts", "--contrast", "aa", "*", "--strata", "year", "--permutations", "99"
    )
    assert code == 0
    assert {(row["group_a"], row["group_b"], row["strata"]) for row in rows} == {("aa", "*", "year")}


@pytest.mark.parametrize("measure", [name for name in MEASURES if name != "prevalence"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl", ".parquet"])
def test_every_measure_is_written_in_every_format_with_a_chart(
    measure: str, suffix: str, tagged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by = ["--by", "year"] if measure in ("frequencies", "contrasts", "timeline", "stance", "keyness") else []
    out = f"uit{suffix}"
    assert main(["compare", *TABLES, *by, "--measure", measure, "--permutations", "50", "--out", out, "--chart", "uit.svg"]) == 0
    readers = {
        ".csv": lambda: pd.read_csv(out, encoding="utf-8-sig"), ".xlsx": lambda: pd.read_excel(out), ".parquet": lambda: pd.read_parquet(out),
        ".jsonl": lambda: pd.read_json(out, lines=True),
    }  # fmt: skip
    assert set(readers[suffix]()["source"]) == {"suggestions"}
    assert Path("uit.svg").read_text("utf-8").startswith("<svg")
    assert not list(tagged.glob(".*part"))


def test_two_variables_are_crossed(tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, rows, _ = run(capsys, *TABLES, "--by", "party", "--by", "year")
    assert {(row["party"], row["year"]) for row in rows} == {
        (party, year) for party in ("aa", "bb", "cc", "dd") for year in ("2006", "2012")
    }


def test_codes_can_be_counted_instead_of_themes_and_roll_up(tagged: Path, codebook_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, rows, _ = run(capsys, *TABLES, "--level", "code", "--codebook", str(codebook_file))
    counts = {row["theme"]: int(row["units"]) for row in rows}
    _, themes, _ = run(capsys, *TABLES, "--codebook", str(codebook_file))
    for row in themes:
        assert counts[row["theme"]] == int(row["units"])
        assert all(count <= counts[row["theme"]] for path, count in counts.items() if path.startswith(row["theme"] + " > "))


def test_a_group_named_like_a_formula_cannot_run(tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tagged / "v.csv").write_text("document,blok\naa_2006,=1+1\nbb_2006,@x\n", "utf-8")
    given = ["--tags", "tags.csv", "--units", "units.csv", "--variables", "v.csv", "--by", "blok"]
    _, rows, _ = run(capsys, *given)
    assert {row["blok"] for row in rows} == {"", "'=1+1", "'@x"}
    assert main(["compare", *given, "--out", "uit.xlsx"]) == 0
    sheet = openpyxl.load_workbook("uit.xlsx").active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_prevalence_takes_a_reviewed_sample(tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = pd.read_csv("units.csv", encoding="utf-8-sig")
    sample = units[units["unit_kind"] != "heading"].iloc[::2]
    codes = ["van onderop" if number % 4 == 0 else "" for number in range(len(sample))]
    sample.assign(start=sample["unit_start"], end=sample["unit_end"], code=codes)[["document", "start", "end", "code"]].to_csv(
        "gezien.csv", index=False
    )
    code, rows, said = run(capsys, *TABLES, "--measure", "prevalence", "--reviewed", "gezien.csv")
    assert code == 0
    assert {row["method"] for row in rows} == {"prediction_powered", "rogan_gladen"}
    row = next(row for row in rows if row["theme"] == "van onderop")
    assert int(row["reviewed_units"]) == len(sample) == sum(int(row[name]) for name in ("both", "machine_only", "person_only", "neither"))
    assert int(row["both"]) + int(row["person_only"]) == codes.count("van onderop")
    assert "random sample" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Name a project, or give both"),
        (["--tags", "tags.csv"], "both --tags and --units"),
        (["proef", *TABLES], "not both ways"),
        ([*TABLES, "--by", "weg"], "no variable 'weg'"),
        ([*TABLES, "--by", "year", "--by", "year"], "named twice"),
        ([*TABLES, "--by", "year", "--by", "party", "--by", "kind"], "at most two"),
        ([*TABLES, "--measure", "contrasts"], "which variable"),
        ([*TABLES, "--measure", "timeline"], "variable with years"),
        ([*TABLES, "--measure", "timeline", "--by", "party"], "a number in 'party'"),
        ([*TABLES, "--measure", "contrasts", "--by", "year", "--contrast", "2006", "1848"], "no group '1848'"),
        ([*TABLES, "--measure", "cooccurrence", "--within", "ver"], "--within ver"),
        ([*TABLES, "--measure", "prevalence"], "--reviewed FILE"),
        ([*TABLES, "--measure", "keyness", "--target", "niets"], "'niets'"),
        ([*TABLES, "--source", "codings"], "suggestions only"),
        ([*TABLES, "--permutations", "0", "--measure", "contrasts", "--by", "year"], "too few"),
        ([*TABLES, "--out", "uit.doc"], "uit.doc"),
        ([*TABLES, "--chart", "uit.gif"], ".svg"),
        (["--tags", "units.csv", "--units", "tags.csv"], "words"),
        (["--tags", "weg.csv", "--units", "units.csv"], "weg.csv"),
        (["--tags", "tags.csv", "--units", "kapot.csv"], "kapot.csv"),
        (["--tags", "tags.csv", "--units", "leeg.csv"], "no rows"),
        (["--tags", "tags.csv", "--units", "half.csv"], "are not in half.csv"),
        (["--tags", "tags.csv", "--units", "dubbel.csv"], "twice"),
        (["--tags", "tags.csv", "--units", "letters.csv"], "no whole number"),
    ],
    ids=lambda given: " ".join(given)[-60:] if isinstance(given, list) else "",
)
def test_wrong_use_is_one_sentence_and_nothing_is_written(
    arguments: list[str], says: str, tagged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (tagged / "units.csv").read_text("utf-8-sig").splitlines(keepends=True)
    (tagged / "kapot.csv").write_bytes(b"\xff\xfe\x00kapot")
    (tagged / "leeg.csv").write_text(lines[0], "utf-8")
    (tagged / "half.csv").write_text("".join(lines[:4]), "utf-8")
    (tagged / "dubbel.csv").write_text("".join([*lines, lines[1]]), "utf-8")
    cells = lines[1].rstrip("\n").split(",")
    (tagged / "letters.csv").write_text("".join([lines[0], ",".join([*cells[:-1], "veel"]) + "\n", *lines[2:]]), "utf-8")
    code, rows, said = run(capsys, *arguments)
    assert (code, rows) == (2, [])
    assert says in said
    assert "Traceback" not in said
    assert not list(tagged.glob("uit.*"))


def test_one_document_is_counted_and_says_why_there_is_no_interval(
    tagged: Path, codebook_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["tag", "programmas/aa_2006.txt", "--codebook", str(codebook_file), "--out", "t.csv", "--units", "u.csv", "--quiet"])
    code, rows, _ = run(capsys, "--tags", "t.csv", "--units", "u.csv")
    assert code == 0
    assert {(row["per_1000_low"], row["reason"]) for row in rows} == {("", "one_cluster")}


# --- from a project -------------------------------------------------------------------------------------------


def test_a_project_is_compared_by_its_variables_and_by_coder(project: ProjectStore, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(project.folder)
    code, rows, said = run(capsys, folder, "--by", "type", "--source", "suggestions")
    assert code == 0
    assert {row["type"] for row in rows} == {"interview", "beleid"}
    assert "interviewers say, and headings" in said
    _, by_coder, _ = run(capsys, folder, "--by", "coder", "--source", "suggestions")
    assert len({row["coder"] for row in by_coder}) == 1
    _, none, said = run(capsys, folder)
    assert {row["units"] for row in none} == {"0"}
    assert "reviewed codings only" in said


def test_two_coders_of_a_project_are_swapped_within_documents(
    project: ProjectStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = next(one for one in project.documents() if "nota" in one.name)
    for name, code in (("An", "eigen kracht"), ("Bo", "")):
        (tmp_path / f"{name}.csv").write_text(f"document,start,end,code\n{document.name},15,100,{code}\n", "utf-8")
        assert main(["codings", "import", str(project.folder), str(tmp_path / f"{name}.csv"), "--coder", name]) == 0
    code, rows, said = run(capsys, str(project.folder), "--by", "coder", "--measure", "contrasts", "--permutations", "50")
    assert code == 0
    assert {(row["design"], row["group_a"], row["total_a"] == row["total_b"]) for row in rows} == {("within", "An", True)}
    assert {row["theme"]: (row["hits_a"], row["hits_b"]) for row in rows}["eigen kracht"] == (
        "1",
        "0",
    )  # who saw and found nothing is a coder too
    assert "swapped within documents" in said


def test_sentences_and_typical_words_of_a_project(project: ProjectStore, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(project.folder)
    code, rows, _ = run(capsys, folder, "--source", "suggestions", "--measure", "cooccurrence", "--sentences", "--within", "2")
    assert code == 0
    assert {row["counted_in"] for row in rows} == {"sentences"}
    assert int(rows[0]["total"]) > int(run(capsys, folder, "--source", "suggestions", "--measure", "cooccurrence")[1][0]["total"])
    code, words, _ = run(capsys, folder, "--source", "suggestions", "--measure", "keyness")
    assert code == 0
    assert all(float(row["log_ratio"]) > 0 for row in words)


# --- concordance ----------------------------------------------------------------------------------------------


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, str]], str]:
    capsys.readouterr()
    code = main(["concordance", *arguments])
    said = capsys.readouterr()
    return code, list(csv.DictReader(io.StringIO(said.out))), said.err


def test_a_concordance_of_files_gives_every_hit_with_exact_offsets(tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows, said = lines(capsys, "programmas", "over+nemen")
    assert code == 0
    assert len(rows) == 1 + 2 + 3 + 4
    assert "10 hit(s) in 4 of 8 document(s)" in said
    for row in rows:
        text = (tagged / row["document"]).read_text("utf-8")
        assert text[int(row["start"]) : int(row["end"])] == row["hit"] == "overgenomen"
        assert row["left"].endswith("het buurthuis zelf")


@pytest.mark.parametrize(("sort", "column"), [("left", "left"), ("right", "right")])
def test_lines_are_sorted_by_the_words_beside_the_hit(sort: str, column: str, tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, rows, _ = lines(capsys, "programmas", "de", "--sort", sort)
    key = [tuple(reversed(row[column].lower().split())) if sort == "left" else tuple(row[column].lower().split()) for row in rows]
    first = ["".join(letter for letter in (one[0] if one else "") if letter.isalnum()) for one in key]
    assert first == sorted(first)
    assert len(set(first)) > 2


def test_a_concordance_of_a_project_knows_its_lists(project: ProjectStore, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows, _ = lines(capsys, str(project.folder), "<bewoners> ..6 over+nemen")
    assert code == 0
    assert [row["hit"] for row in rows] == ["bewoners hebben het buurthuis zelf overgenomen"]
    assert rows[0]["speaker"] == "Bewoner"


def test_a_concordance_is_written_as_json_lines(tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["concordance", "programmas", "eigen kracht", "--out", "uit.jsonl"]) == 0
    first = json.loads(Path("uit.jsonl").read_text("utf-8").splitlines()[0])
    assert (first["hit"], first["speaker"], first["page"]) == ("eigen kracht", "", None)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["programmas", "(half"], "(half"), (["programmas", "<weg>"], "weg"), (["weg", "bus"], "weg"), (["programmas", "*"], "any word")],
    ids=["unclosed", "unknown list", "no folder", "everything"],
)
def test_a_query_that_cannot_be_read_is_one_sentence(
    arguments: list[str], says: str, tagged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, rows, said = lines(capsys, *arguments)
    assert (code, rows) == (2, [])
    assert says in said


def test_themes_are_compared_by_who_speaks_and_what_is_known_of_them(project: ProjectStore, capsys: pytest.CaptureFixture[str]) -> None:
    document = next(one for one in project.documents() if "buurt" in one.name)
    anna = project.add_person("Anna")
    project.set_person_variables(anna, {"leeftijd": "65+"})
    project.set_speaker_person(document.id, "Bewoner", anna)
    _, rows, _ = run(capsys, str(project.folder), "--by", "leeftijd", "--source", "suggestions")
    assert {row["leeftijd"]: row["total_units"] for row in rows}["65+"] == "3"
    code, _, _ = run(capsys, str(project.folder), "--by", "person", "--source", "suggestions", "--cluster", "person")
    assert code == 0
    assert {"person", "leeftijd"} <= set(comparison_variables(project))
