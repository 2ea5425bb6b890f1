"""The second stage: a small network for each label that reads a unit's scores beside those of the units around it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

_HIDDEN, _ALPHA, _BATCH = 16, 1.0, 200
_STEPS, _FEWEST_EPOCHS, _MOST_EPOCHS = 2500, 50, 600  # little data needs more rounds for as many steps


@dataclass(frozen=True)
class Network:
    """Arrays of one hidden layer with rectified units for each label; several members are averaged.

    mean, scale: (features,). w1: (labels, members, features, hidden), b1: (labels, members, hidden), w2: (labels, members, hidden), b2: (labels, members).
    """

    mean: np.ndarray
    scale: np.ndarray
    w1: np.ndarray
    b1: np.ndarray
    w2: np.ndarray
    b2: np.ndarray

    def logits(self, features: np.ndarray) -> np.ndarray:
        """Log-odds before calibration, shape (units, labels); features: (units, features)."""
        standard = (features - self.mean) / self.scale
        labels, members = self.w1.shape[:2]
        result = np.zeros((len(features), labels))
        for label in range(labels):
            for member in range(members):
                hidden = np.maximum(standard @ self.w1[label, member] + self.b1[label, member], 0)
                result[:, label] += hidden @ self.w2[label, member] + self.b2[label, member]
        return result / members


def train_network(features: np.ndarray, truth: np.ndarray, *, members: int = 1, seed: int = 0) -> Network:
    """Trains the networks. features: (units, features), truth: bool, (units, labels). A label without both kinds gets log-odds of -8."""
    mean = features.mean(axis=0)
    scale = features.std(axis=0)
    scale[scale < 1e-9] = 1.0
    standard = (features - mean) / scale
    width, labels = features.shape[1], truth.shape[1]
    w1, b1 = np.zeros((labels, members, width, _HIDDEN)), np.zeros((labels, members, _HIDDEN))
    w2, b2 = np.zeros((labels, members, _HIDDEN)), np.full((labels, members), -8.0)
    epochs = int(np.clip(_STEPS * _BATCH / max(1, len(standard)), _FEWEST_EPOCHS, _MOST_EPOCHS))
    for label in range(labels):
        if truth[:, label].all() or not truth[:, label].any():
            continue
        for member in range(members):
            machine = MLPClassifier(
                (_HIDDEN,), alpha=_ALPHA, batch_size=min(_BATCH, len(standard)), max_iter=epochs, random_state=seed + member
            )
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)  # stopping early is part of the design
                machine.fit(standard, truth[:, label])
            (w1[label, member], out), (b1[label, member], bias) = machine.coefs_, machine.intercepts_
            w2[label, member], b2[label, member] = out[:, 0], bias[0]
    return Network(mean, scale, *(array.astype(np.float32) for array in (w1, b1, w2, b2)))
