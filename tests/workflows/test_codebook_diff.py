"""Two versions of a codebook: what is said otherwise, what the rules code otherwise on texts, and taking a version into a project."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from qualcode.cli import main
from qualcode.codebook import parse_codebook
from qualcode.errors import UsageError
from qualcode.model import Operation
from qualcode.store import ProjectStore
from qualcode.workflows.codebook_diff import CodebookDiff, diff_codebooks
from qualcode.workflows.projects import project_codebook

OLD = """format: 1
name: Proef
lists:
  buren: [buren, buurtgenoten]
codes:
- id: welkom
  name: welkom voelen
  definition: Mensen voelen zich op hun plaats.
  wel: [binnenlopen]
  rules:
  - {id: w-welkom, find: ["welkom"], examples: [Welkom!]}
  - {id: w-thuis, find: [thuisvoelen]}
- id: samen
  name: samen doen
  rules:
  - {id: s-buren, find: ["<buren> & samen"]}
- id: weg
  name: gaat weg
  rules:
  - {id: g-bus, find: [bus]}
"""
NEW = """format: 1
name: Proef
lists:
  buren: [buren, bewoners]
  dieren: [hond]
codes:
- id: welkom
  name: welkom voelen
  definition: Mensen voelen zich welkom en op hun plaats.
  wel: [binnenlopen, een praatje]
  rules:
  - {id: w-welkom, find: ["welkom"], not: ["welkom bij"], stance: tegen, examples: [Welkom!]}
- id: samen
  name: samen doen
  rules:
  - {id: s-buren, find: ["<buren> & samen"]}
  - {id: s-nieuw, find: [gezamenlijk]}
- id: nieuw
  name: komt erbij
  definition: Iets nieuws.
"""
TEXT = """Welkom bij dit gesprek over de buurt.

Ik ben hier altijd welkom, zegt zij.

De bewoners doen het samen, en de buurtgenoten ook.

De buurtgenoten doen het samen.

De bus komt om tien uur.

De buren doen het samen.
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str, str]:
    """Both codebooks and a folder with one text."""
    (tmp_path / "oud.yaml").write_text(OLD, "utf-8")
    (tmp_path / "nieuw.yaml").write_text(NEW, "utf-8")
    folder = tmp_path / "teksten"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    return str(tmp_path / "oud.yaml"), str(tmp_path / "nieuw.yaml"), str(folder)


def compared(*inputs: str) -> CodebookDiff:
    return diff_codebooks(parse_codebook(OLD), parse_codebook(NEW), inputs=inputs, pipeline="base")


def test_what_is_said_otherwise_is_named_part_by_part() -> None:
    changes = {(row.what, row.code, row.rule, row.part): (row.before, row.after) for row in compared().changes}
    assert changes == {
        ("code_changed", "welkom voelen", "", "definition"): (
            "Mensen voelen zich op hun plaats.",
            "Mensen voelen zich welkom en op hun plaats.",
        ),
        ("code_changed", "welkom voelen", "", "wel"): ("", "een praatje"),
        ("code_added", "komt erbij", "", "definition"): ("", "Iets nieuws."),
        ("code_removed", "gaat weg", "", "definition"): ("", ""),
        ("rule_changed", "welkom voelen", "w-welkom", "not"): ("", "welkom bij"),
        ("rule_changed", "welkom voelen", "w-welkom", "stance"): ("", "tegen"),
        ("rule_removed", "welkom voelen", "w-thuis", "find"): ("thuisvoelen", ""),
        ("rule_added", "samen doen", "s-nieuw", "find"): ("", "gezamenlijk"),
        ("rule_removed", "gaat weg", "g-bus", "find"): ("bus", ""),
        ("list_changed", "", "", "buren"): ("buurtgenoten", "bewoners"),
        ("list_added", "", "", "dieren"): ("", "hond"),
    }


def test_a_code_whose_words_or_lists_changed_makes_its_codings_stale() -> None:
    assert compared().redefined == ("welkom voelen", "samen doen")


def test_only_the_order_of_entries_is_a_difference_too() -> None:
    turned = OLD.replace("[buren, buurtgenoten]", "[buurtgenoten, buren]")
    (row,) = diff_codebooks(parse_codebook(OLD), parse_codebook(turned)).changes
    assert (row.before, row.after) == ("buren | buurtgenoten", "buurtgenoten | buren")


def test_a_moved_rule_is_named_with_both_codes() -> None:
    moved = OLD.replace("  - {id: w-thuis, find: [thuisvoelen]}\n", "").replace(
        "  - {id: s-buren,", "  - {id: w-thuis, find: [thuisvoelen]}\n  - {id: s-buren,"
    )
    (row,) = diff_codebooks(parse_codebook(OLD), parse_codebook(moved)).changes
    assert (row.what, row.rule, row.part, row.before, row.after) == ("rule_changed", "w-thuis", "code", "welkom voelen", "samen doen")


def test_a_codebook_beside_itself_shows_nothing(files: tuple[str, str, str]) -> None:
    same = diff_codebooks(parse_codebook(OLD), parse_codebook(OLD), inputs=[files[2]], pipeline="base")
    assert (same.rows, same.redefined, same.same) == ((), (), 6)


def test_codings_gained_lost_and_changed_stand_with_their_passages(files: tuple[str, str, str]) -> None:
    diff = compared(files[2])
    found = {(row.what, row.code, row.passage): (row.before, row.after) for row in diff.codings}
    assert found == {
        ("coding_lost", "welkom voelen", "Welkom bij dit gesprek over de buurt."): ("w-welkom (voor)", ""),
        ("coding_changed", "welkom voelen", "Ik ben hier altijd welkom, zegt zij."): ("w-welkom (voor)", "w-welkom (tegen)"),
        ("coding_changed", "samen doen", "De bewoners doen het samen, en de buurtgenoten ook."): (
            "s-buren (voor)",
            "s-buren (voor)",
        ),
        ("coding_lost", "samen doen", "De buurtgenoten doen het samen."): ("s-buren (voor)", ""),
        ("coding_lost", "gaat weg", "De bus komt om tien uur."): ("g-bus (voor)", ""),
    }
    assert (diff.documents, diff.units, diff.same) == (1, 6, 1)
    assert diff.counts["welkom voelen", "coding_lost"] == 1
    assert all(TEXT[row.start : row.end] == row.evidence for row in diff.codings)


def test_the_other_way_round_what_was_lost_is_gained(files: tuple[str, str, str]) -> None:
    back = diff_codebooks(parse_codebook(NEW), parse_codebook(OLD), inputs=[files[2]], pipeline="base")
    gained = {row.passage for row in back.codings if row.what == "coding_gained"}
    assert gained == {row.passage for row in compared(files[2]).codings if row.what == "coding_lost"}


def test_a_folder_without_texts_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        compared(str(tmp_path))


def test_the_command_prints_or_writes_the_same_rows(
    files: tuple[str, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, folder = files
    assert main(["codebook", "diff", old, new, "--corpus", folder, "--pipeline", "base", "--quiet"]) == 0
    said = capsys.readouterr()
    printed = list(csv.DictReader(said.out.splitlines(), delimiter="\t"))
    assert "welkom voelen: 0 coding(s) gained, 1 lost, 1 changed." in said.err
    out = tmp_path / "verschil.csv"
    assert main(["codebook", "diff", old, new, "--corpus", folder, "--pipeline", "base", "--quiet", "--out", str(out)]) == 0
    assert capsys.readouterr().out == ""
    with out.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.DictReader(stream)) == printed
    assert len(printed) == 16


def test_the_command_says_when_a_text_could_not_be_read(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    old, new, folder = files
    (Path(folder) / "leeg.txt").write_bytes(b"")
    assert main(["codebook", "diff", old, new, "--corpus", folder, "--pipeline", "base", "--quiet"]) == 3
    assert "leeg.txt" in capsys.readouterr().err


def test_update_shows_first_and_changes_only_with_yes(project: ProjectStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = project_codebook(project)
    theme = old.themes[0]
    anna = project.person("Anna")
    document = project.documents()[0]
    add = Operation(id="een", action="add", document_id=document.id, start=0, end=20, code=theme.id)
    assert project.apply([add], coder=anna)[0].ok
    file = tmp_path / "nieuw.yaml"
    file.write_text(old.yaml.replace("  definition: >-\n    Mensen", "  definition: >-\n    Alle mensen", 1), "utf-8")
    folder = str(project.folder)
    assert main(["codebook", "update", folder, str(file), "--quiet"]) == 0
    said = capsys.readouterr()
    assert "1 coding(s) of persons will then be stale" in said.err
    assert "code_changed\teigen kracht\t\tdefinition" in said.out
    assert len(project.codebook_versions()) == 1
    assert main(["codebook", "update", folder, str(file), "--quiet", "--no-texts", "--yes"]) == 0
    assert "version 2; 1 coding(s)" in capsys.readouterr().err
    assert len(project.codebook_versions()) == 2
    assert main(["codebook", "update", folder, str(file), "--quiet", "--yes"]) == 0
    assert "already" in capsys.readouterr().err
    assert len(project.codebook_versions()) == 2
