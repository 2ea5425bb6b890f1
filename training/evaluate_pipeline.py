"""Figures of a pipeline on both UD test sets: from raw text (its own tokens and sentences) and, for tags and lemmas, from gold tokens.

    python training/evaluate_pipeline.py MODEL WORK [--out figures.json]

MODEL: a folder that spaCy loads. WORK: what prepare_treebank.py wrote. Raw text is that of the test documents (ten sentences each for running text). Morphology is compared
without the features that the training data leaves out; lemmas against the dictionary form that prepare_treebank.py describes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.training import Example

import qualcode.pipeline.base
import qualcode.pipeline.hybrid  # noqa: F401 (registers the factory when the package is not installed)

SHOWN = ("token_acc", "pos_acc", "tag_acc", "morph_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f")


def scores(nlp: spacy.Language, gold: list[Doc], *, own_tokens: bool) -> dict[str, float]:
    examples = []
    for reference in gold:
        if own_tokens:
            predicted = nlp(reference.text)
        else:
            predicted = Doc(nlp.vocab, words=[token.text for token in reference], spaces=[bool(token.whitespace_) for token in reference])
            for _, component in nlp.pipeline:
                predicted = component(predicted)
        examples.append(Example(predicted, reference))
    found = nlp.evaluate([]) if not examples else spacy.scorer.Scorer(nlp).score(examples)
    return {name: round(100 * found[name], 2) for name in SHOWN if found.get(name) is not None}


def main(model: str, work: Path, out: Path | None) -> None:
    nlp = spacy.load(model)
    figures = {}
    for name in ("alpino", "lassysmall"):
        gold = list(DocBin().from_disk(work / f"test-{name}.spacy").get_docs(nlp.vocab))
        figures[name] = {"raw": scores(nlp, gold, own_tokens=True), "gold_tokens": scores(nlp, gold, own_tokens=False)}
        print(name, json.dumps(figures[name]))
    if out:
        out.write_text(json.dumps(figures, indent=1), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[4]) if len(sys.argv) > 4 else None)
