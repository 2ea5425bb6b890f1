"""Charts as Altair specifications, made from aggregated tables only: no passage ever travels in a chart."""

from qualcode.charts.contrast_dots import contrast_dots
from qualcode.charts.export import CHART_SUFFIXES, chart_bytes
from qualcode.charts.heat_matrix import heat_matrix, pair_matrix
from qualcode.charts.portrait_strip import portrait_strip
from qualcode.charts.stance_bars import stance_bars
from qualcode.charts.style import CLICKED, group_labels
from qualcode.charts.theme_bars import theme_bars
from qualcode.charts.theme_network import theme_network
from qualcode.charts.timeline_lines import timeline_lines
from qualcode.charts.word_bars import prevalence_dots, word_bars

__all__ = [
    "CHART_SUFFIXES",
    "CLICKED",
    "chart_bytes",
    "contrast_dots",
    "group_labels",
    "heat_matrix",
    "pair_matrix",
    "portrait_strip",
    "prevalence_dots",
    "stance_bars",
    "theme_bars",
    "theme_network",
    "timeline_lines",
    "word_bars",
]
