"""The columns of every measure's table, for whoever shows them."""

from qualcode.analysis.contrasts import CONTRAST_COLUMNS
from qualcode.analysis.cooccurrence import COOCCURRENCE_COLUMNS
from qualcode.analysis.frequencies import FREQUENCY_COLUMNS
from qualcode.analysis.keyness import KEYNESS_COLUMNS
from qualcode.analysis.matrix import MATRIX_COLUMNS
from qualcode.analysis.portrait import PORTRAIT_COLUMNS
from qualcode.analysis.prevalence import PREVALENCE_COLUMNS
from qualcode.analysis.sequence import SEQUENCE_COLUMNS
from qualcode.analysis.stance import STANCE_COLUMNS
from qualcode.analysis.timeline import TREND_COLUMNS

__all__ = [
    "CONTRAST_COLUMNS",
    "COOCCURRENCE_COLUMNS",
    "FREQUENCY_COLUMNS",
    "KEYNESS_COLUMNS",
    "MATRIX_COLUMNS",
    "PORTRAIT_COLUMNS",
    "PREVALENCE_COLUMNS",
    "SEQUENCE_COLUMNS",
    "STANCE_COLUMNS",
    "TREND_COLUMNS",
]
