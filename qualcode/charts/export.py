"""Charts as pictures, made on this machine: no network, no browser."""

from __future__ import annotations

from typing import Any

import altair

CHART_SUFFIXES = (".svg", ".png", ".pdf")
_SCALE = 2.5  # pixels of a PNG for each of the chart: sharp in print at 15 cm
_WHITE = {"background": "white"}


def chart_bytes(chart: Any, suffix: str) -> bytes:
    """The picture of a chart. suffix: of CHART_SUFFIXES. The background is white, so that it stands well in a text."""
    import vl_convert

    spec = chart.to_dict()
    spec["config"] = {**spec.get("config", {}), **_WHITE}
    version = ".".join(altair.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    if suffix == ".svg":
        return str(vl_convert.vegalite_to_svg(spec, vl_version=version)).encode("utf-8")
    if suffix == ".png":
        return bytes(vl_convert.vegalite_to_png(spec, vl_version=version, scale=_SCALE))
    return bytes(vl_convert.vegalite_to_pdf(spec, vl_version=version))
