"""Training on a project and measuring on it: what is learned from, what is not, and what the commands say."""

from __future__ import annotations

import io
import json
import pickle
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from animal_project import OTHER, PARAGRAPHS, animal_project, paragraphs

from qualcode.cli import main
from qualcode.coders.classifier import load_model
from qualcode.errors import AnalysisError, CoderError
from qualcode.store import ProjectStore
from qualcode.workflows.coded_material import project_material
from qualcode.workflows.evaluate import evaluate_project
from qualcode.workflows.model_card import coded_so_far, present_model
from qualcode.workflows.projects import open_project, project_codebook
from qualcode.workflows.suggest import suggest_codings
from qualcode.workflows.train import TrainReport, train_project


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ProjectStore, TrainReport]]:
    with animal_project(tmp_path_factory.mktemp("dieren") / "dieren") as store:
        suggest_codings(store, coder="rules")
        yield store, train_project(store, alone=True)


def test_the_model_lies_in_the_project_and_knows_its_themes(trained: tuple[ProjectStore, TrainReport]) -> None:
    store, report = trained
    assert report.file.parent == store.folder / "models"
    model = load_model(report.file)
    assert model.labels == ("dieren", "weer")
    assert model.card["units"] == {"project": 4 * PARAGRAPHS}
    assert report.own == 4 * PARAGRAPHS
    found = present_model(store)
    assert found is not None
    assert (found.own, found.sha256) == (True, model.sha256)


def test_a_card_names_no_document_and_quotes_no_text(trained: tuple[ProjectStore, TrainReport]) -> None:
    card = json.dumps(dict(trained[1].model.card))
    assert "d0.txt" not in card
    assert not any(words in card for words, _ in paragraphs(0))


def test_seen_nothing_here_is_a_true_negative_and_an_open_suggestion_is_nothing(trained: tuple[ProjectStore, TrainReport]) -> None:
    store, _ = trained
    material = {document.name: document for document in project_material(store, project_codebook(store))}
    given = [labels for document in material.values() for labels in document.labels.values()]
    assert sum(not labels for labels in given) == sum(code is None for seed in range(4) for _, code in paragraphs(seed))
    # d4.txt has suggestions of the rules only
    open_ones = [one for one in store.suggestions() if one.state == "open"]
    uncoded = next(document.id for document in store.documents() if document.name == "d4.txt")
    assert any(one.document_id == uncoded for one in open_ones)
    assert "d4.txt" not in material


def test_what_is_counted_as_coded_is_what_is_learned_from(trained: tuple[ProjectStore, TrainReport]) -> None:
    counted = coded_so_far(trained[0])
    card = trained[1].model.card
    assert (counted.units, counted.documents) == (4 * PARAGRAPHS, 4)
    assert dict(counted.with_theme) == card["with_theme"]
    assert counted.enough_alone
    assert counted.few
    assert not counted.fits_bundled


def test_measuring_warns_that_the_model_was_trained_on_these_documents(trained: tuple[ProjectStore, TrainReport]) -> None:
    store, _ = trained
    found = evaluate_project(store)
    assert found.seen == 4
    macro = found.quality[found.quality["theme"] == "macro"].set_index("coder")["f1"]
    assert macro["both"] > 0.9
    assert macro["rules"] < macro["classifier"]
    assert set(found.calibration["theme"]) == {"dieren", "weer"}
    # every row of the confusion is a unit where people and proposals differ, with its place
    for row in found.confusion.itertuples():
        document = next(one for one in store.documents() if one.name == row.document)
        assert store.document(document.id).text[row.start : row.end] == row.text
        assert row.coded != row.proposed


def test_both_propose_a_theme_that_no_rule_names_and_say_which_words_weighed(trained: tuple[ProjectStore, TrainReport]) -> None:
    store, report = trained
    suggest_codings(store, coder="both", model=report.file)
    fresh = next(document.id for document in store.documents() if document.name == "d4.txt")
    found = [one.suggestion for one in store.suggestions(fresh) if one.suggestion.code == "weer"]
    assert len(found) >= 0.8 * sum(code == "weer" for _, code in paragraphs(4))
    assert all(one.coder == "classifier" and one.features for one in found)


@pytest.mark.parametrize(("documents", "key"), [(1, "coders.too_few_coded"), (0, "coders.too_few_coded")])
def test_too_little_is_refused(documents: int, key: str, tmp_path: Path) -> None:
    with animal_project(tmp_path / "klein", documents=2, coded=documents) as store, pytest.raises(CoderError) as problem:
        train_project(store, alone=True)
    assert problem.value.key == key
    assert list((tmp_path / "klein.qualcode" / "models").glob("*.qcmodel")) == []


def test_nothing_coded_cannot_be_measured(tmp_path: Path) -> None:
    with animal_project(tmp_path / "leeg", documents=1, coded=0) as store, pytest.raises(AnalysisError):
        evaluate_project(store)


# --- the commands ------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(trained: tuple[ProjectStore, TrainReport], tmp_path: Path) -> Path:
    copy = tmp_path / "kopie.qualcode"
    shutil.copytree(trained[0].folder, copy)
    return copy


def _malicious(path: Path, touched: Path) -> Path:
    """A pickle that would make a file when loaded, in the place of a model's array."""

    class Runs:
        def __reduce__(self) -> tuple[object, ...]:
            return (Path.touch, (touched,))

    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("model.json", json.dumps({"format": 1, "bits": 18, "labels": ["dieren"], "stances": [], "card": {}}))
        archive.writestr("codebook.yaml", "format: 1")
        archive.writestr("thresholds.npy", io.BytesIO(pickle.dumps(Runs())).getvalue())
    return path


def test_train_and_evaluate_do_their_work_and_say_what_flatters(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", str(folder), "--alone", "--quiet"]) == 0
    out, said = capsys.readouterr()
    assert out.startswith("source,theme,units")
    assert str(4 * PARAGRAPHS) in said
    assert len(list((folder / "models").glob("*.qcmodel"))) == 2
    assert main(["evaluate", str(folder), "--quiet", "--confusion", str(folder.parent / "verschil.csv")]) == 0
    out, said = capsys.readouterr()
    assert out.splitlines()[0].startswith("coder,part,theme")
    assert "4 " in said
    assert (folder.parent / "verschil.csv").read_text("utf-8-sig").startswith("document,unit,start")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["train"], id="train without anything"),
        pytest.param(["train", "--codebook", "x.yaml", "--out", "m.qcmodel"], id="train without a corpus"),
        pytest.param(["train", "--codebook", "x.yaml", "--out", "m.qcmodel", "--passages", "p.jsonl"], id="passages without documents"),
        pytest.param(["train", "nergens"], id="train on a project that is not there"),
        pytest.param(["evaluate"], id="evaluate without anything"),
        pytest.param(["evaluate", "--corpus", "nergens"], id="evaluate without a codebook"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*arguments, "--quiet"]) == 2
    out, said = capsys.readouterr()
    assert out == ""
    assert len(said.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_too_little_data_is_one_sentence_and_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    animal_project(tmp_path / "klein", documents=2, coded=1).close()
    assert main(["train", str(tmp_path / "klein.qualcode"), "--alone", "--quiet"]) == 2
    out, said = capsys.readouterr()
    assert out == ""
    assert said.count("\n") == 1
    assert "20" in said


def test_a_foreign_model_file_is_refused_and_runs_nothing(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    touched = tmp_path / "uitgevoerd"
    bad = _malicious(tmp_path / "vreemd.qcmodel", touched)
    assert main(["evaluate", str(folder), "--model", str(bad), "--quiet"]) == 2
    assert "vreemd.qcmodel" in capsys.readouterr().err
    assert not touched.exists()
    bad.write_bytes(pickle.dumps({"coef": [1, 2]}))
    assert main(["evaluate", str(folder), "--model", str(bad), "--quiet"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["evaluate", str(folder), "--model", str(tmp_path / "weg.qcmodel"), "--quiet"]) == 2


def test_an_unreadable_model_in_the_project_is_passed_over(folder: Path) -> None:
    (folder / "models" / "99991231T000000Z.qcmodel").write_bytes(b"geen model")
    with open_project(folder) as store:
        found = present_model(store)
        assert found is not None
        assert found.own
        assert found.file != "99991231T000000Z.qcmodel"
        assert suggest_codings(store, coder="both").suggestions > 0


def test_sentences_of_nothing_are_not_proposed_by_the_classifier(trained: tuple[ProjectStore, TrainReport]) -> None:
    store, report = trained
    suggest_codings(store, coder="classifier", model=report.file)
    texts = {document.id: store.document(document.id).text for document in store.documents()}
    said = [
        texts[one.document_id][one.suggestion.start : one.suggestion.end]
        for one in store.suggestions()
        if one.suggestion.coder == "classifier"
    ]
    assert said
    assert sum(words in OTHER for words in said) <= 0.1 * len(said)
