"""The language tiers as both fronts show them."""

from __future__ import annotations

from pathlib import Path

from qualcode.pipeline import Tier, tiers
from qualcode.pipeline.tiers import pipeline_folder


def pipeline_tiers() -> tuple[Tier, ...]:
    """All tiers in the order in which `auto` takes them."""
    return tiers()


def tier_folder() -> Path:
    """A folder that `spacy.load` takes, of the tier that `auto` takes."""
    return pipeline_folder()
