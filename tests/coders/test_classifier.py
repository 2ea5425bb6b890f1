"""The trained classifier: training, file, scores, reasons."""

from __future__ import annotations

import io
import pickle
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from animal_project import ANIMALS, CODEBOOK, OTHER, WEATHER
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from qualcode.codebook import Codebook, parse_codebook
from qualcode.coders.classifier import ClassifierCoder, CodedUnits, TrainingOptions, TrainingResult, load_model, save_model, train_model
from qualcode.coders.classifier.features import count_rows, piece_columns, tokens, weigh, word_columns
from qualcode.coders.classifier.linear import TextRows
from qualcode.coders.classifier.training import best_threshold
from qualcode.coders.combined import CombinedCoder
from qualcode.coders.rules import RuleCoder
from qualcode.errors import CoderError
from qualcode.model import Document
from qualcode.pipeline import Pipeline, load_pipeline
from qualcode.segmentation import make_units, segment_document


def coded(name: str, seed: int) -> CodedUnits:
    """A document of 24 paragraphs in random order, coded by what they are about."""
    draw = np.random.default_rng(seed)
    lines = (
        [(line, {"dieren": "voor"}) for line in ANIMALS] + [(line, {"weer": "tegen"}) for line in WEATHER] + [(line, {}) for line in OTHER]
    )
    chosen = [lines[int(at)] for at in draw.integers(0, len(lines), 24)]
    document = Document(name, "\n\n".join(line for line, _ in chosen))
    units = make_units(document, segment_document(document))
    assert len(units) == 24
    return CodedUnits(name, name, document.text, units, {number: labels for number, (_, labels) in enumerate(chosen)}, "proef")


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return parse_codebook(CODEBOOK)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return load_pipeline("base")


@pytest.fixture(scope="module")
def trained(codebook: Codebook, pipeline: Pipeline) -> TrainingResult:
    return train_model([coded(f"{seed}.txt", seed) for seed in range(6)], codebook, pipeline, TrainingOptions(folds=3, members=1))


def test_learns_themes_with_and_without_rules(trained: TrainingResult, codebook: Codebook, pipeline: Pipeline) -> None:
    fresh = coded("nieuw.txt", 99)
    coder = ClassifierCoder(trained.model, codebook, pipeline)
    scored = coder.scores(fresh.units, fresh.text, list(RuleCoder(codebook, pipeline).suggest(fresh.units, fresh.text)))
    truth = np.array([["dieren" in fresh.labels[at], "weer" in fresh.labels[at]] for at in range(24)])
    assert (scored.proposed == truth).mean() > 0.95
    assert ((scored.scores >= 0) & (scored.scores <= 1)).all()


def test_the_same_seed_gives_the_same_model(trained: TrainingResult, codebook: Codebook, pipeline: Pipeline) -> None:
    again = train_model([coded(f"{seed}.txt", seed) for seed in range(6)], codebook, pipeline, TrainingOptions(folds=3, members=1))
    assert again.model.sha256 == trained.model.sha256


def test_out_of_fold_scores_never_come_from_a_model_that_saw_the_group(codebook: Codebook, pipeline: Pipeline) -> None:
    """Labels that are noise within documents cannot be predicted when documents are left out; they could if folds split them."""
    documents = []
    for seed in range(6):
        one = coded(f"{seed}.txt", seed)
        draw = np.random.default_rng(1000 + seed)
        random_labels = {at: ({"weer": "voor"} if draw.random() < 0.5 else {}) for at in range(24)}
        documents.append(replace(one, labels=random_labels))
    result = train_model(documents, codebook, pipeline, TrainingOptions(folds=6, members=1))
    agreement = ((result.scores[:, 1] >= 0.5) == result.truth[:, 1]).mean()
    assert agreement < 0.65


def test_a_file_gives_back_the_same_model(trained: TrainingResult, tmp_path: Path) -> None:
    model = replace(trained.model, card={"seed": 0, "naam": "proef"})
    save_model(model, tmp_path / "a.qcmodel")
    again = load_model(tmp_path / "a.qcmodel")
    assert again.sha256 == model.sha256
    assert dict(again.card) == {"seed": 0, "naam": "proef"}
    save_model(again, tmp_path / "b.qcmodel")
    assert (tmp_path / "a.qcmodel").read_bytes() == (tmp_path / "b.qcmodel").read_bytes()


class _Runs:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.path,)


def test_a_file_with_a_pickle_inside_is_refused_and_runs_nothing(trained: TrainingResult, tmp_path: Path) -> None:
    save_model(trained.model, tmp_path / "goed.qcmodel")
    harm = tmp_path / "harm"
    array = np.empty(1, dtype=object)
    array[0] = _Runs(harm)
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=True)
    with zipfile.ZipFile(tmp_path / "goed.qcmodel") as source, zipfile.ZipFile(tmp_path / "kwaad.qcmodel", "w") as target:
        for name in source.namelist():
            target.writestr(name, buffer.getvalue() if name == "thresholds.npy" else source.read(name))
    with pytest.raises(CoderError) as error:
        load_model(tmp_path / "kwaad.qcmodel")
    assert error.value.key == "coders.model_unreadable"
    (tmp_path / "kaal.qcmodel").write_bytes(pickle.dumps(_Runs(harm)))
    with pytest.raises(CoderError):
        load_model(tmp_path / "kaal.qcmodel")
    assert not harm.exists()


@pytest.mark.parametrize("name", ["thresholds.npy", "linear.words.npy", "network.w1.npy", "model.json", "codebook.yaml"])
def test_a_file_without_a_part_is_refused(trained: TrainingResult, tmp_path: Path, name: str) -> None:
    save_model(trained.model, tmp_path / "goed.qcmodel")
    with zipfile.ZipFile(tmp_path / "goed.qcmodel") as source, zipfile.ZipFile(tmp_path / "half.qcmodel", "w") as target:
        for member in source.namelist():
            if member != name:
                target.writestr(member, source.read(member))
    with pytest.raises(CoderError):
        load_model(tmp_path / "half.qcmodel")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bom.qcmodel", "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("model.json", b" " * (65 * 1024 * 1024))
    with pytest.raises(CoderError) as error:
        load_model(tmp_path / "bom.qcmodel")
    assert error.value.key == "coders.model_too_large"


def test_the_parts_of_words_add_up_to_the_score(trained: TrainingResult) -> None:
    model = trained.model
    for text in (*ANIMALS, *WEATHER, *OTHER):
        words = tokens(text)
        score = model.linear.score(model.weighing.apply(TextRows.of([words])))[0]
        for label in range(2):
            parts = model.linear.contributions(words, model.weighing, label)
            assert sum(parts.values()) + model.linear.bias[label] == pytest.approx(score[label], abs=1e-4)


def test_reasons_name_the_words_of_the_theme(trained: TrainingResult, codebook: Codebook, pipeline: Pipeline) -> None:
    document = Document("a.txt", "De poes slaapt in de mand.")
    units = make_units(document, segment_document(document))
    coder = ClassifierCoder(trained.model, codebook, pipeline)
    scored = coder.scores(units, document.text, [[]])
    assert any(word in ("poes", "slaapt", "mand", "onze") for word, _ in coder.reasons(units[0], scored, 0, 0))


def test_both_keep_the_rule_and_the_score(trained: TrainingResult, codebook: Codebook, pipeline: Pipeline) -> None:
    document = Document("a.txt", "De hond van de buren liep door de tuin.\n\nHet regende vanmorgen weer pijpenstelen.")
    units = make_units(document, segment_document(document))
    rules = RuleCoder(codebook, pipeline)
    combined = CombinedCoder(codebook, rules, ClassifierCoder(trained.model, codebook, pipeline))
    (animal,), (weather,) = combined.suggest(units, document.text)[0]
    assert (animal.coder, animal.rule, document.text[animal.start : animal.end]) == ("rules+classifier", "hond", "hond")
    assert animal.score is not None
    assert animal.features
    assert (weather.coder, weather.start, weather.end, weather.rule) == ("classifier", units[1].segment.start, units[1].segment.end, "")


def test_empty_and_wordless_documents_get_scores(trained: TrainingResult, codebook: Codebook, pipeline: Pipeline) -> None:
    coder = ClassifierCoder(trained.model, codebook, pipeline)
    assert coder.scores([], "", []).scores.shape == (0, 2)
    document = Document("a.txt", "… 😀 —")
    units = make_units(document, segment_document(document))
    assert np.isfinite(coder.scores(units, document.text, [[] for _ in units]).scores).all()


@pytest.mark.parametrize(("labels", "key"), [({}, "coders.too_few_coded"), ({at: {} for at in range(24)}, "coders.nothing_coded")])
def test_too_little_to_learn_from_is_said(codebook: Codebook, pipeline: Pipeline, labels: dict[int, dict[str, str]], key: str) -> None:
    with pytest.raises(CoderError) as error:
        train_model([replace(coded(f"{seed}.txt", seed), labels=labels) for seed in range(6)], codebook, pipeline)
    assert error.value.key == key


def test_one_document_is_too_few_to_measure_on(codebook: Codebook, pipeline: Pipeline) -> None:
    with pytest.raises(CoderError) as error:
        train_model([replace(coded(f"{seed}.txt", seed), group="zelfde") for seed in range(6)], codebook, pipeline)
    assert error.value.key == "coders.too_few_groups"


@given(st.lists(st.text("abcde ?é", max_size=40), min_size=1, max_size=6))
def test_weighed_counts_are_those_of_scikit_learn(texts: list[str]) -> None:
    """Without collisions of hashes both give the same similarities between texts."""
    cut = [tokens(text) for text in texts]
    if not any(cut):
        return
    rows = count_rows([piece_columns(one) for one in cut])
    ours = weigh(rows, np.ones(rows.shape[1], dtype=np.float32))
    theirs = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, use_idf=False).fit_transform(
        [" ".join(one) for one in cut]
    )
    np.testing.assert_allclose((ours @ ours.T).toarray(), (theirs @ theirs.T).toarray(), atol=1e-4)


@given(st.lists(st.tuples(st.integers(1, 1000).map(lambda one: one / 1000), st.booleans()), min_size=1, max_size=30))
def test_the_threshold_is_the_lowest_within_the_slack_of_the_highest_f1(pairs: list[tuple[float, bool]]) -> None:
    scores, truth = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])

    def f1(cut: float) -> float:
        proposed = scores >= cut
        return 2 * float((proposed & truth).sum()) / max(1, int(proposed.sum() + truth.sum()))

    if truth.any() and len(set(scores.tolist())) == len(scores):
        highest = max(f1(cut) for cut in scores)
        assert f1(best_threshold(scores, truth, slack=0.0)) == pytest.approx(highest)
        assert f1(best_threshold(scores, truth, slack=0.1)) >= 0.9 * highest - 1e-9
        assert best_threshold(scores, truth, slack=0.1) <= best_threshold(scores, truth, slack=0.0)


@given(st.text(max_size=60))
def test_columns_fit_any_text(text: str) -> None:
    words = tokens(text)
    assert len(word_columns(words)) == max(0, 2 * len(words) - 1)
    assert all(0 <= column < 1 << 18 for column in (*word_columns(words), *piece_columns(words)))
