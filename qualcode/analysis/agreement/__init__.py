"""How far coders coded the same units, or marked the same stretches of text, alike; beyond chance and with an interval. On numpy alone."""

from qualcode.analysis.agreement.alpha import krippendorff_alpha
from qualcode.analysis.agreement.distances import jaccard_distance, masi_distance
from qualcode.analysis.agreement.estimates import DRAWS, FEW_CLUSTERS, Estimate, Measure, Resampling, estimate_all
from qualcode.analysis.agreement.kappa import cohen_kappa
from qualcode.analysis.agreement.long_table import guessed_level, ratings_from_rows, stretches_from_rows
from qualcode.analysis.agreement.ratings import Ratings
from qualcode.analysis.agreement.tables import (
    AGREEMENT_COLUMNS,
    TABLE_LEVELS,
    TableLevel,
    agreement_table,
    confusion,
    disagreements,
    span_agreement_table,
    two_by_two,
)
from qualcode.analysis.agreement.unitizing import Stretch, alpha_u

__all__ = [
    "AGREEMENT_COLUMNS",
    "DRAWS",
    "FEW_CLUSTERS",
    "TABLE_LEVELS",
    "Estimate",
    "Measure",
    "Ratings",
    "Resampling",
    "Stretch",
    "TableLevel",
    "agreement_table",
    "alpha_u",
    "cohen_kappa",
    "confusion",
    "disagreements",
    "estimate_all",
    "guessed_level",
    "jaccard_distance",
    "krippendorff_alpha",
    "masi_distance",
    "ratings_from_rows",
    "span_agreement_table",
    "stretches_from_rows",
    "two_by_two",
]
