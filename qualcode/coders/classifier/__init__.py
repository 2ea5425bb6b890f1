"""The classifier: themes that no rule names, with a calibrated score and the words that weighed most."""

from qualcode.coders.classifier.coder import ClassifierCoder, UnitScores
from qualcode.coders.classifier.material import CodedUnits
from qualcode.coders.classifier.model import Card, ClassifierModel, load_model, save_model
from qualcode.coders.classifier.training import TrainingOptions, TrainingResult, train_model

__all__ = [
    "Card",
    "ClassifierCoder",
    "ClassifierModel",
    "CodedUnits",
    "TrainingOptions",
    "TrainingResult",
    "UnitScores",
    "load_model",
    "save_model",
    "train_model",
]
