"""Charts as Altair specifications, made from aggregated tables only: no passage ever travels in a chart."""

from qualcode.charts.theme_bars import CLICKED, group_labels, theme_bars

__all__ = ["CLICKED", "group_labels", "theme_bars"]
