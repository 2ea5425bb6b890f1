"""A yardstick for classifiers: a plain word and character TF-IDF with a linear SVM, no tuning, on a coded corpus and on its held-out part.

    python benchmarks/plain_model.py corpora/nieuw-welzijn corpora/heldout

Prints F1 per theme by document-grouped cross-validation on the first folder, and of a model trained on all of it on the second; beside them a list of
the words that name a theme outright. Fixed seed; scikit-learn's defaults but for C = 1.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score, precision_score, recall_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from qualcode.exchange.corpus import read_corpus
from qualcode.workflows.check_corpus import THEME_WORDS

THEMES = tuple(THEME_WORDS)


def units_of(folder: Path) -> tuple[list[str], np.ndarray, list[str], list[str]]:
    """Texts of the units, labels (units x themes), the document of each, and its kind (interviews or beleid)."""
    texts, labels, documents, genres = [], [], [], []
    for coded in read_corpus(folder).by_coder():
        for unit in coded.units:
            texts.append(coded.text[unit.start : unit.end])
            carried = {code for code, _ in unit.codes}
            labels.append([theme in carried for theme in THEMES])
            documents.append(coded.name)
            genres.append("interviews" if "interview" in coded.name else "beleid")
    return texts, np.array(labels), documents, genres


def model():
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2)
    return make_pipeline(make_union(words, characters), LinearSVC(C=1.0, class_weight="balanced", random_state=0))


def report(title: str, truth: np.ndarray, predicted: np.ndarray) -> None:
    print(title)
    for column, theme in enumerate(THEMES):
        t, p = truth[:, column], predicted[:, column]
        print(
            f"  {theme:16} n {t.sum():5d}  P {precision_score(t, p, zero_division=0):.3f}  R {recall_score(t, p):.3f}  F1 {f1_score(t, p):.3f}"
        )
    scores = [f1_score(truth[:, column], predicted[:, column]) for column in range(len(THEMES))]
    print(f"  macro F1 {np.mean(scores):.3f} on {len(truth)} units")


def by_genre(title: str, truth: np.ndarray, predicted: np.ndarray, genres: list[str]) -> None:
    report(title, truth, predicted)
    for genre in sorted(set(genres)):
        chosen = np.array([one == genre for one in genres])
        scores = [f1_score(truth[chosen, column], predicted[chosen, column]) for column in range(len(THEMES))]
        print(f"  {genre}: macro F1 {np.mean(scores):.3f} on {chosen.sum()} units")


def main(train_folder: str, test_folder: str) -> None:
    texts, labels, documents, genres = units_of(Path(train_folder))
    test_texts, test_labels, _, test_genres = units_of(Path(test_folder))
    keywords = [re.compile(THEME_WORDS[theme], re.IGNORECASE) for theme in THEMES]
    named = np.array([[bool(pattern.search(text)) for pattern in keywords] for text in test_texts])
    by_genre(f"keywords, held out ({test_folder})", test_labels, named, test_genres)
    folds = GroupKFold(n_splits=10)
    across = np.column_stack(
        [cross_val_predict(model(), texts, labels[:, c], groups=documents, cv=folds, n_jobs=2) for c in range(len(THEMES))]
    )
    by_genre(f"grouped cross-validation ({train_folder})", labels, across, genres)
    held_out = np.column_stack([model().fit(texts, labels[:, c]).predict(test_texts) for c in range(len(THEMES))])
    by_genre(f"trained on all of it, held out ({test_folder})", test_labels, held_out, test_genres)


if __name__ == "__main__":
    main(*sys.argv[1:3])
