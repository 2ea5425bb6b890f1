"""The language tiers: which is taken, what each promises, and that no text breaks them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import PipelineError
from qualcode.pipeline import fold_accents, load_pipeline, tiers
from qualcode.pipeline.hybrid import hybrid_lemma
from qualcode.pipeline.tiers import BASE_FOLDER, OWN_FOLDER, pipeline_folder

SHIPPED = ("nl_qualcode_sm", "base")
TEXTS = ["", " ", "\n", "Bewoners nemen het buurthuis over.", "😀 één 𝕏 e\u0301 \u2028 …", "a" * 500]


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("text", TEXTS)
def test_tokens_and_white_space_are_the_text(name: str, text: str) -> None:
    doc = load_pipeline(name).nlp(text)
    assert doc.text == text
    assert "".join(token.text_with_ws for token in doc) == text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_the_trained_tier(text: str) -> None:
    for found in load_pipeline("nl_qualcode_sm").token_lemmas([text]):
        assert all(text[start:end].strip() for start, end, _ in found)


def test_auto_takes_the_first_tier_that_is_there() -> None:
    available = [tier.name for tier in tiers() if tier.available]
    assert available[-2:] == list(SHIPPED)
    assert load_pipeline().name == available[0]


def test_every_pipeline_is_stamped_with_name_version_and_hash() -> None:
    stamps = {name: load_pipeline(name).stamp for name in SHIPPED}
    assert all(stamp.split()[0] == name and len(stamp.split()) == 3 for name, stamp in stamps.items())
    assert load_pipeline("base").stamp == stamps["base"]


def test_an_installed_package_of_the_official_name_is_taken_first(tmp_path: Path) -> None:
    package = tmp_path / "nl_core_news_sm"
    shutil.copytree(OWN_FOLDER, package / "model")
    meta = json.loads((package / "model" / "meta.json").read_text("utf-8"))
    (package / "model" / "meta.json").write_text(json.dumps({**meta, "name": "core_news_sm", "version": "3.8.0"}), "utf-8")
    (package / "__init__.py").write_text(
        "from pathlib import Path\nfrom spacy.util import load_model_from_path\n__version__ = '3.8.0'\n"
        "def load(**overrides):\n    return load_model_from_path(Path(__file__).parent / 'model', **overrides)\n",
        "utf-8",
    )
    (tmp_path / "nl_core_news_sm-3.8.0.dist-info").mkdir()
    (tmp_path / "nl_core_news_sm-3.8.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: nl_core_news_sm\nVersion: 3.8.0\n", "utf-8"
    )
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\nfrom qualcode.pipeline import load_pipeline, tiers\n"
        "p = load_pipeline(); print(p.name, p.version, tiers()[0].version, len(p.nlp('De bewoners.')))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["nl_core_news_sm", "3.8.0", "3.8.0", "3"], done.stderr


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("nl_core_news_sm", "spaCy's release page"), ("nl_nergens", "no language pipeline nl_nergens"), ("/geen/map", "no language pipeline")],
)
def test_what_is_missing_is_said_in_one_sentence(name: str, sentence: str) -> None:
    if name == "nl_core_news_sm" and tiers()[0].available:
        pytest.skip("nl_core_news_sm is installed here")
    with pytest.raises(PipelineError, match=sentence):
        load_pipeline(name)


def test_a_pipeline_for_another_language_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "en")
    with pytest.raises(PipelineError, match="not for Dutch"):
        load_pipeline(str(tmp_path / "en"))


def test_the_trained_tier_finds_the_particle_of_a_separable_verb() -> None:
    doc = load_pipeline("nl_qualcode_sm").nlp("De bewoners nemen in maart het buurthuis over.")
    particle = next(token for token in doc if token.text == "over")
    assert (particle.dep_, particle.head.text) == ("compound:prt", "nemen")


@pytest.mark.parametrize(
    ("form", "learned", "pos", "lemma"),
    [
        ("bewonersinitiatief", "bewonersinitiatiev", "NOUN", "bewonersinitiatief"),
        ("huizen", "huis", "NOUN", "huis"),
        ("Jansen", "Jansen", "PROPN", "Jansen"),
        ("s", "", "NOUN", "s"),
    ],
)
def test_a_lemma_that_is_no_word_is_mended(form: str, learned: str, pos: str, lemma: str) -> None:
    assert hybrid_lemma(form, learned, pos) == lemma


def test_accents_of_emphasis_go_and_letters_stay() -> None:
    assert [fold_accents(word) for word in ("zélf", "één", "coördinatie", "ideeën", "à")] == ["zelf", "een", "coördinatie", "ideeën", "a"]


def test_the_shipped_folders_are_small_and_licensed() -> None:
    size = sum(file.stat().st_size for file in OWN_FOLDER.rglob("*") if file.is_file())
    assert size < 10_000_000
    assert "CC BY-SA 4.0" in (OWN_FOLDER / "LICENSE").read_text("utf-8")
    assert pipeline_folder("base") == BASE_FOLDER
