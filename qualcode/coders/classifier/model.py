"""A trained model as a file: plain arrays and JSON, so that reading a file from a stranger can run nothing."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from qualcode.coders.classifier.features import BITS, COLUMNS
from qualcode.coders.classifier.linear import LinearScorer, Weighing
from qualcode.coders.classifier.network import Network
from qualcode.errors import CoderError

FORMAT = 1
_MAX_BYTES = 64 * 1024 * 1024  # unpacked; a model of ten labels has about 25 MB
_STAMP = (1980, 1, 1, 0, 0, 0)  # fixed, so that the same training gives the same bytes

Card = Mapping[str, Any]


@dataclass(frozen=True)
class ClassifierModel:
    """All that prediction needs.

    labels: theme ids. thresholds: calibrated score from which on a theme is proposed, a label. rule_thresholds: the lower one for units where a rule fires.
    calibration: (slope, intercept) a label for the log-odds. stances: order of the stance scores. codebook: YAML whose rules are features. card: what it was
    trained on, how, and how well it does.
    """

    labels: tuple[str, ...]
    thresholds: np.ndarray
    rule_thresholds: np.ndarray
    calibration: np.ndarray
    weighing: Weighing
    linear: LinearScorer
    network: Network
    stances: tuple[str, ...]
    stance_linear: LinearScorer
    stance_network: Network
    codebook: str
    card: Card = field(default_factory=dict)

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the arrays, labels and feature rules (not of the card)."""
        digest = hashlib.sha256(json.dumps([FORMAT, self.labels, self.stances, self.codebook]).encode("utf-8"))
        for name, array in sorted(self.arrays().items()):
            digest.update(name.encode("ascii") + np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()

    def probabilities(self, logits: np.ndarray) -> np.ndarray:
        """Calibrated scores in [0, 1], same shape as `logits` (units, labels). Platt (1999): 1 / (1 + exp(-(a x + b)))."""
        return 1 / (1 + np.exp(-np.clip(logits * self.calibration[:, 0] + self.calibration[:, 1], -30, 30)))

    def arrays(self) -> dict[str, np.ndarray]:
        """Every array by its name in the file."""
        found = {
            "thresholds": self.thresholds, "rule_thresholds": self.rule_thresholds, "calibration": self.calibration,
            "weighing.words": self.weighing.words, "weighing.pieces": self.weighing.pieces,
        }  # fmt: skip
        for name, linear in (("linear", self.linear), ("stance_linear", self.stance_linear)):
            found |= {f"{name}.{part}": getattr(linear, part) for part in ("words", "pieces", "bias")}
        for name, network in (("network", self.network), ("stance_network", self.stance_network)):
            found |= {f"{name}.{part}": getattr(network, part) for part in ("mean", "scale", "w1", "b1", "w2", "b2")}
        return found


def save_model(model: ClassifierModel, path: Path) -> None:
    """Writes the model as one file (a zip of `.npy` arrays and JSON), first beside it and then moved into place."""
    head = {"format": FORMAT, "bits": BITS, "labels": model.labels, "stances": model.stances, "card": dict(model.card)}
    temporary = path.with_name(path.name + ".part")
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in _members(model, head):
            archive.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED)
    temporary.replace(path)


def _members(model: ClassifierModel, head: Mapping[str, Any]) -> list[tuple[str, bytes]]:
    members = [
        ("model.json", json.dumps(head, ensure_ascii=False, indent=1).encode("utf-8")),
        ("codebook.yaml", model.codebook.encode("utf-8")),
    ]
    for name, array in sorted(model.arrays().items()):
        buffer = io.BytesIO()
        np.save(buffer, array, allow_pickle=False)
        members.append((f"{name}.npy", buffer.getvalue()))
    return members


def load_model(path: Path) -> ClassifierModel:
    """Reads a model file. Nothing in it is run: arrays of Python objects are refused.

    Raises CoderError: not there, not a model, made by another format, or larger than 64 MB unpacked.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MAX_BYTES:
                raise CoderError("coders.model_too_large", model=path.name, limit=_MAX_BYTES // 1024 // 1024)
            head = json.loads(archive.read("model.json"))
            if head["format"] != FORMAT or head["bits"] != BITS:
                raise CoderError("coders.model_format", model=path.name)
            codebook = archive.read("codebook.yaml").decode("utf-8")
            names = [info.filename for info in archive.infolist() if info.filename.endswith(".npy")]
            arrays = {name[:-4]: np.load(io.BytesIO(archive.read(name)), allow_pickle=False) for name in names}
        return _assemble(head, codebook, arrays)
    except CoderError:
        raise
    except FileNotFoundError:
        raise CoderError("coders.model_missing", model=path.name) from None
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, RuntimeError, NotImplementedError) as error:
        raise CoderError(
            "coders.model_unreadable", model=path.name, reason=str(error).splitlines()[0] if str(error) else repr(error)
        ) from None


def _assemble(head: Mapping[str, Any], codebook: str, arrays: Mapping[str, np.ndarray]) -> ClassifierModel:
    def linear(name: str) -> LinearScorer:
        return LinearScorer(arrays[f"{name}.words"], arrays[f"{name}.pieces"], arrays[f"{name}.bias"])

    def network(name: str) -> Network:
        return Network(*(arrays[f"{name}.{part}"] for part in ("mean", "scale", "w1", "b1", "w2", "b2")))

    labels, stances = tuple(map(str, head["labels"])), tuple(map(str, head["stances"]))
    model = ClassifierModel(
        labels, arrays["thresholds"], arrays["rule_thresholds"], arrays["calibration"], Weighing(arrays["weighing.words"], arrays["weighing.pieces"]),
        linear("linear"), network("network"), stances, linear("stance_linear"), network("stance_network"), codebook, dict(head["card"]),
    )  # fmt: skip
    _check_shapes(model)
    return model


def _check_shapes(model: ClassifierModel) -> None:
    """Raises ValueError when the arrays do not belong together."""
    labels = len(model.labels)
    wanted = {
        "thresholds": (labels,), "rule_thresholds": (labels,), "calibration": (labels, 2), "weighing.words": (COLUMNS,), "weighing.pieces": (COLUMNS,),
        "linear.words": (COLUMNS, labels), "linear.pieces": (COLUMNS, labels), "linear.bias": (labels,),
        "stance_linear.words": (COLUMNS, len(model.stances)), "stance_linear.pieces": (COLUMNS, len(model.stances)),
    }  # fmt: skip
    arrays = model.arrays()
    for name, shape in wanted.items():
        if arrays[name].shape != shape:
            raise ValueError(f"{name} has shape {arrays[name].shape}, not {shape}")
    for name, array in arrays.items():
        if array.dtype.kind != "f" or not np.isfinite(array).all():
            raise ValueError(f"{name} holds something that is not a number")
