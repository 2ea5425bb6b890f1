"""Corpora: the bundled ones are sound, a corpus opens as a project and comes back the same, and a damaged one is named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from qualcode.cli import main
from qualcode.errors import UsageError
from qualcode.exchange.corpus import read_corpus
from qualcode.workflows.bundled import bundled
from qualcode.workflows.check_corpus import check_corpus
from qualcode.workflows.corpus_project import export_corpus, open_corpus

THEMES = {"eigen kracht", "van onderop", "verantwoording", "welkom voelen"}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Two texts of the bundled corpus, one of them coded twice."""
    source = bundled("corpora", "nieuw-welzijn")
    target = tmp_path / "klein"
    for name in ("interviews/a2-int-5", "beleid/b1-bel-2"):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        for suffix in (".txt", ".codings.jsonl", ".codings.B.jsonl"):
            shutil.copy(source / f"{name}{suffix}", target / f"{name}{suffix}")
    (target / "beleid" / "b1-bel-2.codings.B.jsonl").unlink()
    rows = (source / "variables.csv").read_text("utf-8").splitlines()
    (target / "variables.csv").write_text(
        "\n".join([rows[0], *(row for row in rows if row.startswith(("a2-int-5.", "b1-bel-2.")))]) + "\n", "utf-8"
    )
    return target


@pytest.mark.parametrize("name", ["nieuw-welzijn", "heldout"])
def test_the_bundled_corpora_are_sound(name: str) -> None:
    report = check_corpus(bundled("corpora", name))
    assert [problem.sentence("en") for problem in report.problems] == []
    assert set(report.themes) == THEMES
    assert 0.35 < report.counts["with_theme"] / report.counts["units"] < 0.6
    assert report.keyword_share[""] < 1 / 3
    assert report.repeated_sentences == 0
    assert [pair for pair in report.duplicates if pair[2] > 0.5] == []
    assert all(kappa > 0.8 for kappa, *_ in report.agreement.values())


def test_the_corpora_are_as_large_and_varied_as_they_promise() -> None:
    both = [check_corpus(bundled("corpora", name)) for name in ("nieuw-welzijn", "heldout")]
    assert sum(report.counts["units"] for report in both) >= 6000
    assert sum(report.second_units for report in both) >= 600
    names = [one.name for name in ("nieuw-welzijn", "heldout") for one in read_corpus(bundled("corpora", name)).by_coder()]
    assert sum(name.startswith("interviews/") for name in names) >= 40
    assert sum(name.startswith("beleid/") for name in names) >= 40


def test_a_corpus_opens_as_a_project_and_comes_back_the_same(small: Path, tmp_path: Path, codebook_file: Path) -> None:
    before = {one.name.rsplit("/", 1)[-1]: one for one in read_corpus(small).by_coder()}
    with open_corpus(small, tmp_path / "project", codebook_file) as store:
        assert {one.name for one in store.coders() if one.kind == "person"} == {"A", "B"}
        assert {document.variables["type"] for document in store.documents()} == {"interview", "beleid"}
        assert store.verify() == []
        export_corpus(store, tmp_path / "terug", coder="A")
    after = {one.name: one for one in read_corpus(tmp_path / "terug").by_coder()}
    assert set(after) == set(before)
    for name, one in after.items():
        assert one.text == before[name].text
        assert [(unit.start, unit.end, set(unit.codes)) for unit in one.units] == [
            (unit.start, unit.end, set(unit.codes)) for unit in before[name].units
        ]
    assert check_corpus(tmp_path / "terug").problems == ()


def test_a_document_that_is_not_finished_is_no_corpus_yet(small: Path, tmp_path: Path, codebook_file: Path) -> None:
    with open_corpus(small, tmp_path / "project", codebook_file) as store:
        unfinished = next(one for one in store.codings() if one.code is None)
        from qualcode.model import Coder, Operation

        person = next(one for one in store.coders() if one.id == unfinished.coder)
        store.apply([Operation(id="weg", action="remove", coding=unfinished.id)], coder=Coder(person.id, person.name, person.kind))
        with pytest.raises(UsageError, match="1 unit"):
            export_corpus(store, tmp_path / "terug", coder=person.name)
        assert not (tmp_path / "terug").exists()
        assert export_corpus(store, tmp_path / "terug", coder=person.name, read_all=True) >= 1


def test_a_text_that_changed_after_coding_is_named(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = small / "beleid" / "b1-bel-2.txt"
    path.write_text(path.read_text("utf-8").replace("gemeente", "provincie", 1), "utf-8")
    assert main(["corpus", "check", str(small)]) == 3
    assert "changed after it was coded" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda rows: rows[:5] + rows[6:], "numbered"),
        (lambda rows: [*rows[:3], {**rows[3], "end": rows[3]["end"] + 400}, *rows[4:]], "not in order"),
        (lambda rows: [*rows[:3], {**rows[3], "codes": [{"code": "eigen kracht", "stance": "pro"}]}, *rows[4:]], "stance"),
    ],
    ids=["a unit is missing", "a span overlaps", "an unknown stance"],
)
def test_a_damaged_codings_file_is_named(small: Path, change, sentence: str) -> None:  # type: ignore[no-untyped-def]
    path = small / "beleid" / "b1-bel-2.codings.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    path.write_text("".join(json.dumps(row) + "\n" for row in change(rows)), "utf-8")
    assert any(sentence in problem.sentence("en") for problem in check_corpus(small).problems)


def test_a_codebook_without_the_codes_of_the_corpus_makes_no_project(small: Path, tmp_path: Path) -> None:
    book = tmp_path / "ander.yaml"
    book.write_text("format: 1\nname: ander\ncodes:\n- id: a\n  name: alfa\n", "utf-8")
    with pytest.raises(UsageError, match="eigen kracht"):
        open_corpus(small, tmp_path / "project", book)
    assert not (tmp_path / "project.qualcode").exists()
