"""The base tier: spaCy's Dutch tokenizer and simplemma's dictionary forms. Always there, needs no model and no download."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import simplemma
import spacy
from spacy.language import Language
from spacy.tokens import Doc

_EMPHASIS = {"\N{COMBINING ACUTE ACCENT}", "\N{COMBINING GRAVE ACCENT}"}


@lru_cache(maxsize=200_000)
def word_lemma(word: str) -> str:
    """The dictionary form of one word without its context, lower-cased, without the `_` that marks parts of a compound."""
    return simplemma.lemmatize(word, lang="nl").replace("_", "").lower()


@lru_cache(maxsize=200_000)
def fold_accents(word: str) -> str:
    """The word without accents of emphasis (`zélf`, `één`): acute and grave only, so that `ë` and `ï` stay."""
    if word.isascii():
        return word
    kept = "".join(char for char in unicodedata.normalize("NFD", word) if char not in _EMPHASIS)
    return unicodedata.normalize("NFC", kept)


class SimplemmaLemmatizer:
    """A spaCy component that sets each token's lemma to its dictionary form by simplemma."""

    def __call__(self, doc: Doc) -> Doc:
        for token in doc:
            token.lemma_ = word_lemma(token.text.lower())
        return doc

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> SimplemmaLemmatizer:
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        """Nothing to write: the data lies in the simplemma package."""

    def from_disk(self, _path: object, **_: object) -> SimplemmaLemmatizer:
        return self


@Language.factory("qualcode_simplemma")
def make_simplemma_lemmatizer(nlp: Language, name: str) -> SimplemmaLemmatizer:
    """The factory that spaCy finds by its entry point, also when qualcode itself is not imported."""
    return SimplemmaLemmatizer()


def base_language() -> Language:
    """A fresh Dutch tokenizer with simplemma lemmas."""
    nlp = spacy.blank("nl")
    nlp.add_pipe("qualcode_simplemma")
    return nlp
