"""What a classifier sees of texts: words, word pairs and character n-grams, hashed, counted and weighted.

Features are hashed into a fixed number of columns. A model so holds no words: nobody can read a respondent's name out of a model that was trained on
confidential interviews, and the file stays small. The n-grams of a word are made once a word type, which makes scoring several times faster than making
them anew for each text (the scores stay the same).
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

BITS = 18
COLUMNS = 1 << BITS
_MASK = np.uint32(COLUMNS - 1)
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[?!]")
_DIGITS = re.compile(r"\d")
_SIZES = (3, 4, 5)

Rows: TypeAlias = Any  # scipy.sparse.csr_matrix, which has no types


def tokens(text: str) -> list[str]:
    """The words of a text as they are compared: composed Unicode, lower case, each digit as 0; `?` and `!` are words too."""
    return [_DIGITS.sub("0", token) for token in _TOKEN.findall(unicodedata.normalize("NFC", text).lower())]


def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=200_000)
def word_pieces(word: str) -> np.ndarray:
    """Columns of the character n-grams (3 to 5) of a word with a blank on both sides; n-grams do not cross words."""
    padded = f" {word} "
    pieces: list[str] = []
    for size in _SIZES:
        pieces += [padded[at : at + size] for at in range(max(1, len(padded) - size + 1))]
        if len(padded) <= size:  # a short word counts once as a whole, as in scikit-learn's char_wb
            break
    return np.fromiter((_hash(piece) for piece in pieces), dtype=np.uint32, count=len(pieces)) & _MASK


@lru_cache(maxsize=200_000)
def word_code(word: str) -> int:
    """A number for a word from which its column and those of its pairs are made."""
    return _hash("w" + word)


def word_columns(words: Sequence[str]) -> np.ndarray:
    """Columns of the words and of the pairs of neighbours."""
    codes = np.fromiter((word_code(word) for word in words), dtype=np.uint32, count=len(words))
    pairs = codes[:-1] * np.uint32(0x9E3779B1) ^ codes[1:]
    # fold the high bits in: the product's low bits alone would depend on the first word's low bits alone
    return np.concatenate([codes, pairs ^ (pairs >> np.uint32(15))]) & _MASK


def piece_columns(words: Sequence[str]) -> np.ndarray:
    """Columns of the character n-grams of all words."""
    return np.concatenate([word_pieces(word) for word in words]) if words else np.empty(0, dtype=np.uint32)


def count_rows(columns: Sequence[np.ndarray]) -> Rows:
    """One row a text with 1 + ln(count) in each column that occurs; shape (texts, COLUMNS)."""
    pointers = np.concatenate([[0], np.cumsum([len(one) for one in columns])]).astype(np.int64)
    indices = np.concatenate(columns).astype(np.int32) if len(columns) else np.empty(0, dtype=np.int32)
    rows = sparse.csr_matrix((np.ones(len(indices), dtype=np.float32), indices, pointers), shape=(len(columns), COLUMNS))
    rows.sum_duplicates()
    np.log(rows.data, out=rows.data)
    rows.data += 1
    return rows


def document_frequencies(rows: Rows) -> np.ndarray:
    """In how many rows each column occurs; shape (COLUMNS,)."""
    return np.bincount(rows.indices, minlength=COLUMNS)


def weigh(rows: Rows, idf: np.ndarray) -> Rows:
    """Rows times the inverse document frequency of their columns, scaled to length 1; columns with idf 0 are dropped."""
    rows = sparse.csr_matrix((rows.data * idf[rows.indices].astype(np.float32), rows.indices, rows.indptr), shape=rows.shape)
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    rows.data /= np.repeat(lengths, np.diff(rows.indptr)).astype(np.float32)
    return rows
