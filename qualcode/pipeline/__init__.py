"""The Dutch language pipelines: which are there, and loading one."""

from qualcode.pipeline.base import fold_accents
from qualcode.pipeline.tiers import Pipeline, Tier, load_pipeline, tiers

__all__ = ["Pipeline", "Tier", "fold_accents", "load_pipeline", "tiers"]
