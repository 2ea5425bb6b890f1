"""Agreement between the coders of a project, and from plain tables."""

from __future__ import annotations

import csv
import io
import uuid
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from qualcode.cli import main
from qualcode.errors import AnalysisError, UsageError
from qualcode.model import Operation
from qualcode.store import ProjectStore
from qualcode.workflows.agreement import AGREEMENT_COLUMNS, agreement_of_table, coded_together
from qualcode.workflows.project_units import unit_table


def one(table: pd.DataFrame, measure: str, code: str = "", coders: str | None = None) -> pd.Series:
    found = table[(table["measure"] == measure) & (table["code"] == code)]
    if coders is not None:
        found = found[found["coders"] == coders]
    return found.iloc[0]


def decide(store: ProjectStore, coder: str, decisions: dict[int, str | None]) -> None:
    """decisions: number of a unit in the table of units -> code, or None for nothing here."""
    units = unit_table(store)
    operations = []
    for number, code in decisions.items():
        unit = units.iloc[number]
        operations.append(
            Operation(
                id=str(uuid.uuid4()), action="add" if code else "nothing_here", document_id=unit["document_id"], start=int(unit["start"]),
                end=int(unit["end"]), code=code,
            )
        )  # fmt: skip
    acks = store.apply(operations, coder=store.person(coder), all_or_none=True)
    assert all(ack.ok for ack in acks)


@pytest.fixture
def two_coders(project: ProjectStore) -> ProjectStore:
    """Anna and Bram saw units 1 to 6, and differ on 3 (a sub-code against nothing); Anna alone saw 0, Bram alone 7."""
    onder, kracht, sub = (
        code.id for code in (_theme(project, "van onderop"), _theme(project, "eigen kracht"), _subcode(project, "van onderop"))
    )
    decide(project, "Anna", {0: onder, 1: onder, 2: None, 3: sub, 4: None, 5: kracht, 6: None})
    decide(project, "Bram", {1: onder, 2: None, 3: None, 4: None, 5: kracht, 6: None, 7: kracht})
    return project


def _theme(store: ProjectStore, name: str):  # type: ignore[no-untyped-def]
    from qualcode.workflows.projects import project_codebook

    return next(code for code in project_codebook(store).themes if code.name == name)


def _subcode(store: ProjectStore, theme: str):  # type: ignore[no-untyped-def]
    from qualcode.workflows.projects import project_codebook

    book = project_codebook(store)
    return next(code for code in book.codes if code.parent is not None and book.theme(code.id).name == theme)


def test_only_units_that_all_have_seen_count(two_coders: ProjectStore) -> None:
    found = coded_together(two_coders)
    assert found.coders == ("Anna", "Bram")
    assert len(found.units) == 6
    assert one(found.table(draws=20), "percent_agreement")["value"] == pytest.approx(5 / 6)
    assert one(found.table(draws=20), "prevalence", "van onderop", "Anna")["value"] == pytest.approx(2 / 6)


def test_a_subcode_rolls_up_into_its_theme_or_stands_apart(two_coders: ProjectStore) -> None:
    assert set(coded_together(two_coders).used_codes) == {"van onderop", "eigen kracht"}
    assert _subcode(two_coders, "van onderop").path in coded_together(two_coders, subcodes=True).used_codes


def test_a_disagreement_names_its_place_and_who_said_what(two_coders: ProjectStore) -> None:
    rows = coded_together(two_coders).disagreements()
    unit = unit_table(two_coders).iloc[3]
    assert len(rows) == 1
    row = rows.iloc[0]
    assert (row["document"], row["start"], row["end"], row["block"]) == (unit["document"], unit["start"], unit["end"], unit["block"])
    assert (row["code"], row["yes"], row["no"]) == ("van onderop", "Anna", "Bram")


def test_two_by_two_and_confusion_count_every_unit_once(two_coders: ProjectStore) -> None:
    found = coded_together(two_coders)
    table = found.two_by_two().set_index("code")
    assert (table.sum(axis=1) == 6).all()
    assert table.loc["van onderop"].tolist() == [1, 1, 0, 4]
    confusion = found.confusion()
    assert confusion.loc["van onderop", ""] == 1
    assert confusion.loc["", ""] == 3
    assert int(confusion.to_numpy().sum()) == 6


def test_the_machine_is_a_coder_who_saw_everything(two_coders: ProjectStore) -> None:
    found = coded_together(two_coders, coders=["Anna"], machine="rules")
    assert found.coders == ("Anna", "machine (regels)")
    assert len(found.units) == 7
    assert found.accepted == {"Anna": 0.0}


def test_a_rejected_suggestion_is_a_unit_that_was_seen(project: ProjectStore) -> None:
    suggestion = project.suggestions()[0]
    anna = project.person("Anna")
    project.apply([Operation(id=str(uuid.uuid4()), action="reject", suggestion=suggestion.id)], coder=anna)
    found = coded_together(project, machine="both")
    assert len(found.units) == 1
    assert one(found.table(draws=0), "percent_agreement")["value"] == 0


def test_codings_taken_from_suggestions_are_told(project: ProjectStore) -> None:
    anna = project.person("Anna")
    project.apply([Operation(id=str(uuid.uuid4()), action="accept", suggestion=one.id) for one in project.suggestions()], coder=anna)
    found = coded_together(project, machine="both")
    assert found.accepted == {"Anna": 1.0}
    assert one(found.table(draws=0), "percent_agreement")["value"] == 1


def test_one_coder_nobody_together_and_unknown_names_are_sentences(project: ProjectStore) -> None:
    with pytest.raises(AnalysisError, match="needs two coders"):
        coded_together(project)
    decide(project, "Anna", {0: None})
    decide(project, "Bram", {1: None})
    with pytest.raises(AnalysisError, match="No unit was seen by all"):
        coded_together(project)
    with pytest.raises(AnalysisError, match="no coder 'Chris'"):
        coded_together(project, coders=["Anna", "Chris"])


# --- plain tables ------------------------------------------------------------------------------------------------

KRIPPENDORFF = ("1 2 3 3 2 1 4 1 2 - - -", "1 2 3 3 2 2 4 1 2 5 - 3", "- 3 3 3 2 3 4 2 2 5 1 -", "1 2 3 3 2 4 4 1 2 5 1 -")


def rows_of(coders: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [
        (str(unit), "ABCD"[coder], "" if value == "-" else value)
        for coder, row in enumerate(coders)
        for unit, value in enumerate(row.split(), 1)
    ]  # fmt: skip


def write(path: Path, rows: list[tuple[str, ...]], header: tuple[str, ...] = ("unit", "coder", "value"), delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, delimiter=delimiter)
        table.writerow(header)
        table.writerows(rows)
    return path


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.7434), ("ordinal", 0.8154), ("interval", 0.8491), ("ratio", 0.7974)], ids=lambda one: str(one)
)
def test_the_command_gives_krippendorffs_values_from_a_table(
    level: str, alpha: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Source: Krippendorff (2011), examples C and D."""
    file = write(tmp_path / "k.csv", rows_of(KRIPPENDORFF))
    assert main(["agreement", str(file), "--level", level, "--bootstrap", "200"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == AGREEMENT_COLUMNS
    row = next(one for one in rows if one["measure"] == f"krippendorff_alpha_{level}")
    assert float(row["value"]) == pytest.approx(alpha, abs=5e-5)
    assert (row["coders"], row["n"], row["reason"]) == ("A, B, C, D", "11", "")
    assert float(row["low"]) < alpha < float(row["high"]) + 1e-9


def test_csv_xlsx_and_json_lines_say_the_same(tmp_path: Path) -> None:
    rows = rows_of(KRIPPENDORFF)
    comma = write(tmp_path / "a.csv", rows)
    semicolon = write(tmp_path / "b.csv", rows, header=("Eenheid", "Codeur", "Waarde"), delimiter=";")
    book = openpyxl.Workbook()
    book.active.append(["unit", "coder", "value"])
    for unit, coder, value in rows:
        book.active.append([int(unit), coder, int(value) if value else None])
    book.save(tmp_path / "c.xlsx")
    lines = [f'{{"unit": {unit}, "coder": "{coder}", "value": {value or "null"}}}' for unit, coder, value in rows]
    (tmp_path / "d.jsonl").write_text("\n".join(lines), "utf-8")
    tables = [agreement_of_table(file, draws=50)[0] for file in (comma, semicolon, tmp_path / "c.xlsx", tmp_path / "d.jsonl")]
    assert all(table.equals(tables[0]) for table in tables)


def test_several_rows_of_a_unit_and_coder_are_a_set(tmp_path: Path) -> None:
    """Own data; alpha with MASI .4473684 by nltk 3.10."""
    rows = [("1", "x", "a"), ("1", "y", "a"), ("2", "x", "a"), ("2", "x", "b"), ("2", "y", "a"), ("3", "x", "b"), ("3", "y", "c")]
    rows += [("4", "x", "b"), ("4", "x", "c"), ("4", "y", "b"), ("4", "y", "c")]
    table, _ = agreement_of_table(write(tmp_path / "s.csv", rows), draws=0)
    assert one(table, "krippendorff_alpha_masi")["value"] == pytest.approx(0.4473684, abs=5e-8)
    assert one(table, "krippendorff_alpha_jaccard")["value"] == pytest.approx(0.4568966, abs=5e-8)
    assert one(table, "percent_agreement", "c")["value"] == 0.75


def test_nothing_is_a_value_and_a_gap_is_none(tmp_path: Path) -> None:
    file = write(
        tmp_path / "s.csv",
        [("1", "x", "a"), ("1", "y", "niets"), ("2", "x", "niets"), ("2", "y", "niets"), ("3", "x", "a"), ("3", "y", "")],
    )
    table, _ = agreement_of_table(file, level="set", nothing="niets", draws=0)
    assert one(table, "percent_agreement")["n"] == 2
    assert one(table, "percent_agreement")["value"] == 0.5
    assert set(table["code"]) == {"", "a"}


def test_documents_are_what_is_drawn(tmp_path: Path) -> None:
    rows = [(str(unit), coder, str(unit % 2), f"d{unit // 5}") for unit in range(20) for coder in "xy"]
    header = ("unit", "coder", "value", "document")
    _, resampling = agreement_of_table(write(tmp_path / "d.csv", rows, header=header))
    assert resampling.clusters == 4
    same_name = [("1", coder, "a", document) for coder in "xy" for document in ("d1", "d2")]
    table, _ = agreement_of_table(write(tmp_path / "e.csv", same_name, header=header), draws=0)
    assert set(table["n"]) == {2}


def test_krippendorffs_continuum_can_be_checked_from_a_table_of_spans(tmp_path: Path) -> None:
    """Source: Krippendorff (2019), fig. 12.11: .510 and .413."""
    figure = {
        "Alex": "0-7:1 7-13:2 30-32:5 32-37:6 37-44:6 44-60:7", "Paul": "0-7:1 7-13:3 13-21:5 32-44:6",
        "Suzan": "0-7:1 7-13:4 13-21:5 32-37:6 37-41:6 41-44:6",
    }  # fmt: skip
    rows = [(*place.split(":")[0].split("-"), coder, place.split(":")[1]) for coder, places in figure.items() for place in places.split()]
    table, _ = agreement_of_table(write(tmp_path / "u.csv", rows, header=("start", "end", "coder", "value")))
    assert one(table, "alpha_u_nominal")["value"] == pytest.approx(0.50998, abs=5e-6)
    assert one(table, "alpha_u_binary")["value"] == pytest.approx(0.41360, abs=5e-6)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("unit,coder\n1,x\n", "no column value"),
        ("unit,coder,value\n", "no rows"),
        ("unit,coder,value\n1,x,a\n2,x,b\n", "needs two coders"),
        ("", "no column unit, coder, value"),
    ],
    ids=["no value", "no rows", "one coder", "empty"],
)
def test_a_table_that_cannot_be_used_is_a_sentence(content: str, part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "t.csv"
    file.write_text(content, "utf-8")
    assert main(["agreement", str(file)]) == 2
    said = capsys.readouterr()
    assert part in said.err
    assert said.out == ""


def test_wrong_levels_and_values_are_sentences(tmp_path: Path) -> None:
    file = write(tmp_path / "t.csv", [("1", "x", "a"), ("1", "x", "b"), ("1", "y", "a")])
    with pytest.raises(AnalysisError, match="several values"):
        agreement_of_table(file, level="nominal")
    words = write(tmp_path / "w.csv", [("1", "x", "veel"), ("1", "y", "2")])
    with pytest.raises(AnalysisError, match="'veel', which is no number"):
        agreement_of_table(words, level="interval")
    (tmp_path / "w.pdf").write_bytes(b"%PDF")
    with pytest.raises(UsageError, match="no table"):
        agreement_of_table(tmp_path / "w.pdf")
    (tmp_path / "w.xlsx").write_bytes(b"geen zip")
    with pytest.raises(UsageError, match="cannot be read"):
        agreement_of_table(tmp_path / "w.xlsx")


def test_the_command_compares_a_project_and_writes_files_without_formulas(
    two_coders: ProjectStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    two_coders.apply([], coder=two_coders.person("=Anna"))
    decide(two_coders, "=Chris", {1: None, 2: None})
    out, where = tmp_path / "o.csv", tmp_path / "d.csv"
    arguments = ["agreement", str(two_coders.folder), "--coders", "=Chris", "Anna", "--out", str(out), "--disagreements", str(where)]
    assert main([*arguments, "--bootstrap", "20"]) == 0
    assert "2 units" in capsys.readouterr().err
    assert "'=Chris, Anna" in out.read_text("utf-8-sig")
    assert "'=Chris" in where.read_text("utf-8-sig")
    assert main(["agreement", str(two_coders.folder), "--coders", "Niemand"]) == 2
    assert "no coder 'Niemand'" in capsys.readouterr().err


def test_reasons_are_sentences_in_the_users_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "t.csv", [("1", "x", "a"), ("1", "y", "a"), ("2", "x", "a"), ("2", "y", "a")])
    monkeypatch.setenv("QUALCODE_LANGUAGE", "nl")
    assert main(["agreement", str(file)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    kappa = next(row for row in rows if row["measure"] == "cohen_kappa")
    assert kappa["value"] == ""
    assert "iedereen gaf overal hetzelfde antwoord" in kappa["reason"]
