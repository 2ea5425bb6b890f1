"""The lemmatiser of the trained tier: what the model says when that is a word, else the dictionary, else the longest known tail of a compound.

A trained lemmatiser cuts endings off by rules that it learned, and invents words on compounds it never saw (`bewonersinitiatiev`). A dictionary does not invent, but knows
no context. Measured on the UD test sets by training/evaluate_pipeline.py.
"""

from __future__ import annotations

from functools import lru_cache

import simplemma
from spacy.language import Language
from spacy.tokens import Doc

_MIN_TAIL = 4  # letters; shorter tails of a compound are chance
_MIN_HEAD = 2
_KEEP = frozenset({"PROPN", "PUNCT", "NUM", "SYM", "X", "SPACE"})


@lru_cache(maxsize=200_000)
def is_word(word: str) -> bool:
    """Whether the dictionary knows the word, as written or in lower case."""
    # the learned trees may cut a word down to nothing
    return bool(word) and bool(simplemma.is_known(word, lang="nl") or simplemma.is_known(word.lower(), lang="nl"))


@lru_cache(maxsize=200_000)
def hybrid_lemma(form: str, learned: str, pos: str) -> str:
    """The lemma of a word. form: as written. learned: the lemma by the trained model. pos: its universal part of speech."""
    if pos in _KEEP:
        return learned
    lower = form.lower()
    if is_word(learned):
        return learned
    looked_up = _look_up(lower)
    if looked_up != lower or is_word(lower):
        return looked_up
    for at in range(_MIN_HEAD, len(lower) - _MIN_TAIL + 1):
        tail = lower[at:]
        if is_word(tail):
            learned_tail = learned[at:]
            return lower[:at] + (learned_tail if is_word(learned_tail) else _look_up(tail))
    return learned or lower


def _look_up(word: str) -> str:
    return str(simplemma.lemmatize(word, lang="nl")).replace("_", "")


class HybridLemmatizer:
    """A spaCy component after a trainable lemmatiser: mends its lemmas."""

    def __call__(self, doc: Doc) -> Doc:
        for token in doc:
            token.lemma_ = hybrid_lemma(token.text, token.lemma_, token.pos_)
        return doc

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> HybridLemmatizer:
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        """Nothing to write: the data lies in the simplemma package."""

    def from_disk(self, _path: object, **_: object) -> HybridLemmatizer:
        return self


@Language.factory("qualcode_hybrid_lemmatizer")
def make_hybrid_lemmatizer(nlp: Language, name: str) -> HybridLemmatizer:
    """The factory that spaCy finds by its entry point."""
    return HybridLemmatizer()
