"""The tiers behind one `load_pipeline`: spaCy's own model when installed, else the trained pipeline that ships, else the base that always works."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import is_package

from qualcode.errors import PipelineError
from qualcode.pipeline.base import base_language, word_lemma
from qualcode.pipeline.hybrid import make_hybrid_lemmatizer  # noqa: F401 (registers the factory where the package is not installed)

OFFICIAL = "nl_core_news_sm"
OWN = "nl_qualcode_sm"
BASE = "base"
OWN_FOLDER = Path(__file__).parent / "nl_qualcode_sm"
BASE_FOLDER = Path(__file__).parent / "nl_qualcode_base"
_BATCH = 128  # texts; the study measured 64-256 as the plateau


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier: its name, whether it is there, and its version ('' when it is not)."""

    name: str
    available: bool
    version: str = ""


@dataclass(frozen=True)
class Pipeline:
    """A loaded pipeline. name, version, sha256: what is stamped on every run. contextual: its lemmas depend on the sentence."""

    name: str
    version: str
    sha256: str
    nlp: Language
    contextual: bool

    @property
    def stamp(self) -> str:
        """Name, version and the start of the hash, as runs record it."""
        return f"{self.name} {self.version} {self.sha256[:12]}"

    def word_lemma(self, word: str) -> str:
        """The dictionary form of a lower-cased word without its context."""
        return word_lemma(word)

    def token_lemmas(self, texts: Iterable[str]) -> Iterator[list[tuple[int, int, str]]]:
        """For each text its tokens as (start, end, lower-cased lemma), by the whole pipeline; offsets are of the text."""
        for doc in self.nlp.pipe(texts, batch_size=_BATCH):
            yield [(token.idx, token.idx + len(token), token.lemma_.replace("_", "").lower()) for token in doc if not token.is_space]


def tiers() -> tuple[Tier, ...]:
    """All tiers in the order in which `auto` takes them."""
    installed = is_package(OFFICIAL)
    official = Tier(OFFICIAL, installed, version(OFFICIAL) if installed else "")
    meta = OWN_FOLDER / "meta.json"
    own = Tier(OWN, meta.exists(), json.loads(meta.read_text("utf-8"))["version"] if meta.exists() else "")
    return (official, own, Tier(BASE, True, version("simplemma")))


def load_pipeline(name: str = "auto") -> Pipeline:
    """Loads a tier by name, any installed spaCy package, or a folder that spaCy reads; `auto` takes the first tier that is there.

    Raises PipelineError when it is not there, cannot be loaded, or is not Dutch.
    """
    if name == "auto":
        name = next(tier.name for tier in tiers() if tier.available)
    if name == BASE:
        nlp = base_language()
        return Pipeline(BASE, version("simplemma"), _hash(nlp, version("spacy")), nlp, contextual=False)
    source = str(OWN_FOLDER) if name == OWN else name
    if not (is_package(source) or Path(source).is_dir()):
        key = "pipeline.official_missing" if name == OFFICIAL else "pipeline.missing"
        raise PipelineError(key, name=name, tiers=", ".join(tier.name for tier in tiers() if tier.available))
    try:
        nlp = spacy.load(source)
    except (OSError, ValueError) as error:
        raise PipelineError("pipeline.unloadable", name=name, reason=str(error).splitlines()[0]) from None
    if nlp.lang != "nl":
        raise PipelineError("pipeline.not_dutch", name=name, language=nlp.lang)
    shown = f"{nlp.meta.get('lang', '')}_{nlp.meta.get('name', '')}"
    return Pipeline(shown, str(nlp.meta.get("version", "")), _hash(nlp, ""), nlp, contextual=True)


def pipeline_folder(name: str = "auto") -> Path:
    """A folder that `spacy.load` takes for this tier."""
    pipeline = load_pipeline(name)
    return BASE_FOLDER if pipeline.name == BASE else Path(pipeline.nlp.path or name)


def _hash(nlp: Language, extra: str) -> str:
    """A hash of what decides the results: configuration and metadata (with the model's version), not the weights' bytes."""
    meta = {key: nlp.meta.get(key) for key in ("lang", "name", "version", "spacy_git_version")}
    content = json.dumps([nlp.config.to_str(), meta, extra], sort_keys=True)
    return hashlib.sha256(content.encode("utf-8")).hexdigest()
