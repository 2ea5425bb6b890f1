"""Training: from coded documents to a model, with everything that was chosen chosen on passages that the model had not seen.

Two stages (Wolpert 1992, stacked generalisation): a linear scorer reads each unit by itself, a small network reads those scores together with the
surroundings. The network learns from out-of-fold scores; folds never split a group (a writer, a respondent, a document). Calibration (Platt 1999) and
thresholds come from out-of-fold outputs of the network, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from qualcode.codebook import Codebook
from qualcode.coders.classifier.features import tokens
from qualcode.coders.classifier.linear import LinearScorer, TextRows, Weighing, train_linear
from qualcode.coders.classifier.material import CodedUnits
from qualcode.coders.classifier.model import ClassifierModel
from qualcode.coders.classifier.network import Network, train_network
from qualcode.coders.classifier.stances import rule_stances, stance_features
from qualcode.coders.classifier.surroundings import rule_signs, surroundings
from qualcode.coders.rules import RuleCoder
from qualcode.errors import CoderError
from qualcode.model import STANCES
from qualcode.pipeline import Pipeline

Progress = Callable[[int, int, str], None]
LEAST_CODED = 50  # coded units below which nothing can be learned or measured
LEAST_GROUPS = 3
SLACK = 0.01  # of the highest F1, when a threshold is chosen
_SURE_SLOPE = 1e4  # logistic regression without shrinkage, as Platt's method has it


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """seed: of all that is drawn at random. folds: of the cross-validation. members: networks that are averaged."""

    seed: int = 0
    folds: int = 5
    members: int = 3


@dataclass(frozen=True)
class TrainingResult:
    """A model, and what it says of passages when they are left out of the training.

    document, unit: which unit each row is (index into the documents given, number of the unit). truth, scores, rules: (rows, labels); scores are
    calibrated and out-of-fold, rules says whether a rule fired. stance_truth, stance: stances by row and label, '' where none.
    """

    model: ClassifierModel
    document: np.ndarray
    unit: np.ndarray
    truth: np.ndarray
    scores: np.ndarray
    rules: np.ndarray
    stance_truth: np.ndarray
    stance: np.ndarray


def train_model(
    documents: Sequence[CodedUnits],
    codebook: Codebook,
    pipeline: Pipeline,
    options: TrainingOptions | None = None,
    *,
    progress: Progress | None = None,
) -> TrainingResult:
    """Trains on the coded units of the documents, for the themes of the codebook.

    Raises CoderError when there are fewer than 50 coded units, fewer than 3 groups, or no theme that somebody coded.
    """
    options = options or TrainingOptions()
    return _Training(documents, codebook, pipeline, options, progress or (lambda done, total, name: None)).run()


class _Training:
    def __init__(
        self, documents: Sequence[CodedUnits], codebook: Codebook, pipeline: Pipeline, options: TrainingOptions, progress: Progress
    ) -> None:
        self._documents, self._codebook, self._options, self._progress = documents, codebook, options, progress
        self._labels = tuple(theme.id for theme in codebook.themes)
        sizes = [len(document.units) for document in documents]
        self._first = np.concatenate([[0], np.cumsum(sizes)]).astype(int)
        self._of = np.repeat(np.arange(len(documents)), sizes)
        places = [(self._first[d] + u, d, u) for d, document in enumerate(documents) for u in sorted(document.labels)]
        self._coded = np.array([place[0] for place in places], dtype=int)
        self._document = np.array([place[1] for place in places], dtype=int)
        self._unit = np.array([place[2] for place in places], dtype=int)
        given = [documents[d].labels[u] for _, d, u in places]
        self._truth = np.array([[label in one for label in self._labels] for one in given], dtype=bool).reshape(
            len(given), len(self._labels)
        )
        self._stance_truth = np.array([[one.get(label, "") for label in self._labels] for one in given], dtype=object).reshape(
            self._truth.shape
        )
        self._weights = np.array([documents[d].weight for _, d, _ in places])
        self._check()
        names = {name: number for number, name in enumerate(dict.fromkeys(document.group for document in documents))}
        self._group = np.array([names[document.group] for document in documents])
        self._folds = self._make_folds()
        progress(0, 4, "rules")
        coder = RuleCoder(codebook, pipeline)
        label_of = {code.id: self._labels.index(codebook.theme(code.id).id) for code in codebook.codes}
        needing = frozenset(rule.id for _, rule in codebook.rules if rule.needs_topic)
        found = [list(coder.suggest(document.units, document.text)) for document in documents]
        self._signs = [rule_signs(one, label_of, needing, len(self._labels)) for one in found]
        self._given = [rule_stances(one, label_of, len(self._labels)) for one in found]
        progress(1, 4, "words")
        self._rows = TextRows.of([tokens(unit.reading.text) for document in documents for unit in document.units])

    def _check(self) -> None:
        if len(self._coded) < LEAST_CODED:
            raise CoderError("coders.too_few_coded", coded=len(self._coded), needed=LEAST_CODED)
        groups = {self._documents[d].group for d in set(self._document.tolist())}
        if len(groups) < LEAST_GROUPS:
            raise CoderError("coders.too_few_groups", groups=len(groups), needed=LEAST_GROUPS)
        if not self._truth.any():
            raise CoderError("coders.nothing_coded")

    def _make_folds(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """(coded rows to learn from, documents left out) for each fold; by coded rows, so that folds hold about as many."""
        groups = self._group[self._document]
        folds = GroupKFold(min(self._options.folds, len(set(groups.tolist()))))
        made = []
        for learn, left in folds.split(self._coded, groups=groups):
            made.append((learn, np.flatnonzero(np.isin(self._group, np.unique(groups[left])))))
        return made

    def run(self) -> TrainingResult:
        self._progress(2, 4, "scores")
        scores = self._out_of_fold(self._coded, self._truth, np.arange(len(self._coded)), self._weights)
        features = self._gather(scores)
        logits = self._network_out_of_fold(features, self._truth, self._document)
        calibration = np.array([_platt(logits[:, label], self._truth[:, label]) for label in range(len(self._labels))])
        fired = self._fired()
        probabilities = 1 / (1 + np.exp(-np.clip(logits * calibration[:, 0] + calibration[:, 1], -30, 30)))
        thresholds = np.array([best_threshold(probabilities[:, label], self._truth[:, label]) for label in range(len(self._labels))])
        lower = np.array(
            [
                min(best_threshold(probabilities[rows, label], self._truth[rows, label]), thresholds[label])
                for label in range(len(self._labels))
                for rows in [fired[:, label]]
            ]
        )
        self._progress(3, 4, "model")
        weighing, linear = self._fit(self._coded, self._truth, self._weights)
        network = train_network(features, self._truth, members=self._options.members, seed=self._options.seed)
        stance, stance_linear, stance_network = self._stances(weighing)
        model = ClassifierModel(
            self._labels,
            thresholds,
            lower,
            calibration,
            weighing,
            linear,
            network,
            STANCES,
            stance_linear,
            stance_network,
            self._codebook.yaml,
        )
        self._progress(4, 4, "")
        return TrainingResult(model, self._document, self._unit, self._truth, probabilities, fired, self._stance_truth, stance)

    # -- first stage -------------------------------------------------------------------------------------------------

    def _fit(
        self, rows: np.ndarray, truth: np.ndarray, weights: np.ndarray | None, weighing: Weighing | None = None
    ) -> tuple[Weighing, LinearScorer]:
        chosen = self._rows.take(rows)
        weighing = weighing or Weighing.learn(chosen)
        return weighing, train_linear(weighing.apply(chosen), truth, weights=weights, seed=self._options.seed)

    def _out_of_fold(self, rows: np.ndarray, truth: np.ndarray, at: np.ndarray, weights: np.ndarray | None) -> np.ndarray:
        """Scores of all units by models that saw nothing of their group; (units, columns of truth). at: coded row of each row of `rows`."""
        scores = np.full((len(self._of), truth.shape[1]), -1.0)
        for learn, left in self._folds:
            chosen = np.isin(at, learn)
            weighing, linear = self._fit(rows[chosen], truth[chosen], None if weights is None else weights[chosen])
            apply_to = np.flatnonzero(np.isin(self._of, left))
            scores[apply_to] = linear.score(weighing.apply(self._rows.take(apply_to)))
        return scores

    # -- second stage ------------------------------------------------------------------------------------------------

    def _gather(self, scores: np.ndarray) -> np.ndarray:
        """Features of the coded units."""
        made = []
        for number in sorted(set(self._document.tolist())):
            units = self._documents[number].units
            here = scores[self._first[number] : self._first[number + 1]]
            features, _ = surroundings(here, units, self._signs[number])
            made.append(features[self._unit[self._document == number]])
        return np.vstack(made)

    def _network_out_of_fold(self, features: np.ndarray, truth: np.ndarray, document: np.ndarray) -> np.ndarray:
        logits = np.zeros(truth.shape)
        for _, left in self._folds:
            rows = np.isin(document, left)
            if rows.any() and not rows.all():
                network = train_network(features[~rows], truth[~rows], seed=self._options.seed)
                logits[rows] = network.logits(features[rows])
        return logits

    def _fired(self) -> np.ndarray:
        signs = np.vstack([self._signs[d][u] for d, u in zip(self._document, self._unit, strict=True)])
        return np.asarray(signs.reshape(len(self._coded), len(self._labels), -1)[:, :, :2].any(axis=2))

    # -- stance ------------------------------------------------------------------------------------------------------

    def _stances(self, weighing: Weighing) -> tuple[np.ndarray, LinearScorer, Network]:
        """Out-of-fold stances (rows, labels), '' where the unit does not carry the theme, and the two stages trained on all."""
        at, label = np.nonzero(self._truth & (self._stance_truth != ""))
        truth = np.array([[self._stance_truth[a, b] == stance for stance in STANCES] for a, b in zip(at, label, strict=True)]).reshape(
            -1, len(STANCES)
        )
        stance = np.full(self._truth.shape, "", dtype=object)
        width = stance_features(np.zeros((1, len(STANCES))), self._given[0][:1], self._documents[0].units[:1]).shape[2]
        if not len(at):
            nothing = np.zeros((0, len(STANCES)), dtype=bool)
            return (
                stance,
                train_linear(self._rows.take(at), nothing),
                train_network(np.zeros((1, width)), np.zeros((1, len(STANCES)), dtype=bool)),
            )
        rows = self._coded[at]
        scores = self._out_of_fold(rows, truth, at, None)
        features = self._stance_rows(scores, self._document[at], self._unit[at], label)
        logits = self._network_out_of_fold(features, truth, self._document[at])
        for a, b, row in zip(at, label, logits, strict=True):
            stance[a, b] = STANCES[int(row.argmax())]
        _, linear = self._fit(rows, truth, None, weighing)
        return stance, linear, train_network(features, truth, seed=self._options.seed)

    def _stance_rows(self, scores: np.ndarray, document: np.ndarray, unit: np.ndarray, label: np.ndarray) -> np.ndarray:
        made = np.empty(len(document), dtype=object)
        for number in sorted(set(document.tolist())):
            here = scores[self._first[number] : self._first[number + 1]]
            features = stance_features(here, self._given[number], self._documents[number].units)
            for row in np.flatnonzero(document == number):
                made[row] = features[unit[row], label[row]]
        return np.vstack(list(made))


def best_threshold(scores: np.ndarray, truth: np.ndarray, *, slack: float = SLACK) -> float:
    """The lowest score from which on to propose so that F1 is within `slack` of the highest; 0.5 where nothing is there to choose from.

    F1 is flat near its top, and scores on texts unlike the training texts come out lower: among equally good thresholds the lowest loses least there, and a
    reviewer can reject a proposal but cannot find what was never proposed.
    """
    if not truth.any():
        return 0.5
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(1, len(scores) + 1) + truth.sum())
    last = int(np.flatnonzero(f1 >= (1 - slack) * f1.max())[-1])
    below = scores[order[last + 1]] if last + 1 < len(scores) else 0.0
    return float((scores[order[last]] + below) / 2)


def _platt(logits: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    if truth.all() or not truth.any():
        return 1.0, 0.0
    fitted = LogisticRegression(C=_SURE_SLOPE).fit(logits[:, None], truth)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
