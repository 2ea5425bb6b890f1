"""How many coded units a classifier needs in the order of the learning queue, against random order.

    python benchmarks/active_learning.py corpora/heldout [--until 400] [--splits 2]

A project without anything else to learn from: a third of the documents is put aside for measuring; of the others 100 units drawn at random are coded, then
batches of 50, once in the order of the queue and once at random, from the same start. After each batch the classifier is trained anew on these units alone and
macro F1 is taken on the documents aside. Prints the curves, and how many units the queue needs for the F1 that random order has at the end. Fixed seeds.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from qualcode.analysis.classification import proposal_quality
from qualcode.codebook import Codebook, load_codebook
from qualcode.coders.classifier import ClassifierCoder, ClassifierModel, CodedUnits, TrainingOptions, train_model
from qualcode.coders.classifier.active import Pool, learning_order
from qualcode.coders.classifier.features import tokens
from qualcode.coders.classifier.linear import TextRows
from qualcode.coders.rules import RuleCoder
from qualcode.model import Suggestion
from qualcode.pipeline import Pipeline, load_pipeline
from qualcode.workflows.coded_material import corpus_material

START, BATCH = 100, 50
OPTIONS = TrainingOptions(folds=4, members=1)
Place = tuple[int, int]  # document, unit
Choose = Callable[[ClassifierModel, list[Place], list[Place], int], list[Place]]


class Simulation:
    """The documents of one split, with their rule hits made once."""

    def __init__(self, documents: list[CodedUnits], aside: set[int], codebook: Codebook, pipeline: Pipeline) -> None:
        self.documents, self.aside, self.codebook, self.pipeline = documents, aside, codebook, pipeline
        rules = RuleCoder(codebook, pipeline)
        self.found: list[list[list[Suggestion]]] = [list(rules.suggest(one.units, one.text)) for one in documents]
        self.places = [(d, u) for d, one in enumerate(documents) if d not in aside for u in sorted(one.labels)]

    def train(self, coded: list[Place]) -> ClassifierModel:
        chosen: dict[int, set[int]] = {}
        for d, u in coded:
            chosen.setdefault(d, set()).add(u)
        own = [
            replace(self.documents[d], group=self.documents[d].name, labels={u: self.documents[d].labels[u] for u in sorted(units)})
            for d, units in sorted(chosen.items())
        ]
        return train_model(own, self.codebook, self.pipeline, OPTIONS).model

    def macro_f1(self, model: ClassifierModel) -> float:
        coder, themes = ClassifierCoder(model, self.codebook, self.pipeline), [theme.id for theme in self.codebook.themes]
        truth, proposed, names = [], [], []
        for d in sorted(self.aside):
            document = self.documents[d]
            scored = coder.scores(document.units, document.text, self.found[d])
            for u, given in sorted(document.labels.items()):
                truth.append([theme in given for theme in themes])
                proposed.append(scored.proposed[u])
                names.append(document.name)
        table = proposal_quality(np.array(truth), np.array(proposed), themes, names, draws=2)
        return float(table["f1"].iloc[-1])

    def by_queue(self, model: ClassifierModel, coded: list[Place], left: list[Place], seed: int) -> list[Place]:
        coder = ClassifierCoder(model, self.codebook, self.pipeline)
        scores = {d: coder.scores(self.documents[d].units, self.documents[d].text, self.found[d]).scores for d in {d for d, _ in left}}
        words = {at: [tokens(self.documents[d].units[u].reading.text) for d, u in places] for at, places in enumerate((left, coded))}
        rows = {at: model.weighing.apply(TextRows.of(texts)).words for at, texts in words.items()}
        fired = [
            [
                any(self.codebook.theme(one.code).id == label and not one.matches[0].via for one in self.found[d][u])
                for label in model.labels
            ]
            for d, u in left
        ]
        pool = Pool(
            np.array([scores[d][u] for d, u in left]), model.thresholds, np.array(fired), rows[0], np.array([len(one) for one in words[0]]), rows[1],
        )  # fmt: skip
        return [left[choice.unit] for choice in learning_order(pool, BATCH, seed=seed)]

    def at_random(self, model: ClassifierModel, coded: list[Place], left: list[Place], seed: int) -> list[Place]:
        drawn = np.random.default_rng(1000 + seed).permutation(len(left))[:BATCH]
        return [left[int(at)] for at in drawn]

    def curve(self, choose: Choose, until: int, seed: int) -> list[float]:
        order = np.random.default_rng(seed).permutation(len(self.places))
        coded = [self.places[int(at)] for at in order[:START]]
        curve = []
        while True:
            model = self.train(coded)
            curve.append(self.macro_f1(model))
            if len(coded) >= min(until, len(self.places)):
                return curve
            known = set(coded)
            coded += choose(model, coded, [place for place in self.places if place not in known], seed * 100 + len(curve))


def reached(curve: list[float], aim: float) -> str:
    """The number of units after which a curve first has the aim."""
    return next((str(START + at * BATCH) for at, value in enumerate(curve) if value >= aim), "not reached")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--codebook", type=Path, default=Path("codebooks/nieuw-welzijn.yaml"))
    parser.add_argument("--until", type=int, default=400, help="coded units at the end")
    parser.add_argument("--splits", type=int, default=2)
    options = parser.parse_args()
    codebook, pipeline = load_codebook(options.codebook), load_pipeline("auto")
    documents = corpus_material(options.corpus, codebook)
    curves: dict[str, list[list[float]]] = {"queue": [], "random": []}
    for split in range(options.splits):
        order = np.random.default_rng(split).permutation(len(documents))
        simulation = Simulation(documents, {int(at) for at in order[: len(documents) // 3]}, codebook, pipeline)
        for name, choose in (("queue", simulation.by_queue), ("random", simulation.at_random)):
            curves[name].append(simulation.curve(choose, options.until, split))
            print(f"split {split} {name:7}" + " ".join(f"{value:.3f}" for value in curves[name][-1]), flush=True)
    mean = {name: np.mean(found, axis=0).tolist() for name, found in curves.items()}
    print("units   " + "".join(f"{START + at * BATCH:8}" for at in range(len(mean["queue"]))))
    for name, curve in mean.items():
        print(f"{name:8}" + "".join(f"{value:8.3f}" for value in curve))
    aim = mean["random"][-1]
    print(
        f"F1 of random order at the end: {aim:.3f}; queue needs {reached(mean['queue'], aim)}, random {reached(mean['random'], aim)} units"
    )


if __name__ == "__main__":
    main()
