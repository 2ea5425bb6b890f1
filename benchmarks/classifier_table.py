"""How good rules and classifier are on texts of writers that neither has seen, cold and after some units of a new project are coded.

    python benchmarks/classifier_table.py corpora/nieuw-welzijn corpora/heldout [--passages training/programmes/codings.jsonl --documents DIR]

Cold: trained on the first folder (and the passages), measured on the second. Warm: three times a third of the second folder's documents is put aside for
measuring; from the others documents are drawn at random until 100, 300 and 600 units are coded, and the classifier is trained with these added.
Prints macro F1 over the four themes for all, policy texts and interviews. Fixed seeds.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

from qualcode.analysis.classification import proposal_quality
from qualcode.codebook import Codebook, load_codebook
from qualcode.coders.classifier import ClassifierCoder, ClassifierModel, CodedUnits, train_model
from qualcode.coders.rules import RuleCoder
from qualcode.pipeline import Pipeline, load_pipeline
from qualcode.workflows.coded_material import corpus_material, passages_material
from qualcode.workflows.train import OWN_WEIGHT

SIZES = (0, 100, 300, 600)
SPLITS = 3
KINDS = ("", "beleid", "interviews")


def proposals(documents: list[CodedUnits], codebook: Codebook, pipeline: Pipeline, model: ClassifierModel | None) -> tuple[np.ndarray, ...]:
    """Truth, proposals of the rules, of the classifier, and the document of each coded unit."""
    rules = RuleCoder(codebook, pipeline)
    coder = ClassifierCoder(model, codebook, pipeline) if model else None
    themes = [theme.id for theme in codebook.themes]
    truth, by_rule, by_model, names = [], [], [], []
    for document in documents:
        found = list(rules.suggest(document.units, document.text))
        scored = coder.scores(document.units, document.text, found) if coder else None
        for number, given in sorted(document.labels.items()):
            truth.append([theme in given for theme in themes])
            by_rule.append([any(codebook.theme(one.code).id == theme for one in found[number]) for theme in themes])
            by_model.append(scored.proposed[number] if scored else [False] * len(themes))
            names.append(document.name)
    return np.array(truth), np.array(by_rule), np.array(by_model), np.array(names, dtype=object)


def macro(truth: np.ndarray, proposed: np.ndarray, names: np.ndarray, codebook: Codebook) -> dict[str, float]:
    result = {}
    for kind in KINDS:
        rows = np.array([kind in name for name in names])
        if rows.any():
            table = proposal_quality(truth[rows], proposed[rows], [theme.name for theme in codebook.themes], names[rows], draws=2)
            result[kind or "all"] = float(table["f1"].iloc[-1])
    return result


def show(title: str, figures: dict[str, float]) -> None:
    print(f"{title:44}" + "  ".join(f"{kind} {value:.3f}" for kind, value in figures.items()), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("heldout", type=Path)
    parser.add_argument("--codebook", type=Path, default=Path("codebooks/nieuw-welzijn.yaml"))
    parser.add_argument("--passages", type=Path)
    parser.add_argument("--documents", type=Path)
    options = parser.parse_args()
    codebook, pipeline = load_codebook(options.codebook), load_pipeline("auto")
    base = corpus_material(options.train, codebook)
    if options.passages:
        base += passages_material(options.passages, options.documents, codebook)
    held = corpus_material(options.heldout, codebook)
    model = train_model(base, codebook, pipeline).model
    truth, rules, learned, names = proposals(held, codebook, pipeline, model)
    show("cold, rules", macro(truth, rules, names, codebook))
    show("cold, rules and classifier", macro(truth, learned, names, codebook))
    warm: dict[int, list[dict[str, float]]] = {size: [] for size in SIZES}
    for split in range(SPLITS):
        order = np.random.default_rng(split).permutation(len(held))
        aside = [held[at] for at in order[: len(held) // 3]]
        others = [held[at] for at in order[len(held) // 3 :]]
        for size in SIZES:
            own, coded = [], 0
            for document in others:
                if coded >= size:
                    break
                own.append(replace(document, weight=OWN_WEIGHT, group=document.name))
                coded += len(document.labels)
            trained = train_model([*base, *own], codebook, pipeline).model if own else model
            truth, _, learned, names = proposals(aside, codebook, pipeline, trained)
            warm[size].append(macro(truth, learned, names, codebook))
            show(f"split {split}, {coded} units of the project", warm[size][-1])
    for size, figures in warm.items():
        show(
            f"mean after at least {size} units",
            {kind: float(np.mean([one[kind] for one in figures if kind in one])) for kind in figures[0]},
        )


if __name__ == "__main__":
    main()
