"""Every measure has a chart that draws without a network, says its n, and holds counts only."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from qualcode.charts import CHART_SUFFIXES, CLICKED, chart_bytes
from qualcode.charts.style import short_names
from qualcode.errors import UsageError
from qualcode.model import Document
from qualcode.workflows.chart_files import check_chart, measure_chart
from qualcode.workflows.comparison_basis import make_basis
from qualcode.workflows.measures import MEASURES, MeasureOptions, MeasureResult, run_measure
from qualcode.workflows.prevalence import _result

WORDS = ("geld", "tuin", "straat", "tuin", "geld", "kerk")
SAID = "Geheime zin van een bewoner over het buurthuis en de tuin."


def basis() -> Any:
    units, spans = [], []
    for number in range(12):
        name = f"map/d{number}.txt"
        for block in range(6):
            role = "interviewer" if block % 2 == 0 else "respondent"
            units.append(
                (
                    name,
                    name,
                    block,
                    block * 60,
                    block * 60 + 58,
                    "turn",
                    "x",
                    role,
                    9 + number,
                    None,
                    None,
                    str(2000 + number % 4),
                    "ab"[number % 2],
                )
            )
            if (number + block) % 3 == 0:
                spans.append((name, block * 60, block * 60 + 58, "eigen kracht", "eigen kracht", ("voor", "tegen", "")[block % 3], "r"))
            if (number * block) % 4 == 1:
                spans.append((name, block * 60, block * 60 + 58, "van onderop > zelfbeheer", "van onderop", "voor", "r"))
    columns = [
        "document_id",
        "document",
        "block",
        "start",
        "end",
        "kind",
        "speaker",
        "speaker_role",
        "words",
        "page",
        "time",
        "jaar",
        "groep",
    ]
    frame = pd.DataFrame(spans, columns=["document_id", "start", "end", "code", "theme", "stance", "coder"])
    return make_basis(
        pd.DataFrame(units, columns=columns), frame, interviewers=True, headings=False, themes=("eigen kracht", "van onderop"),
        paths=("eigen kracht", "van onderop", "van onderop > zelfbeheer"), source="codings",
        read=lambda name: Document(name=name, text="".join(f"{SAID[:44]} {WORDS[block]:13}\n\n" for block in range(6))), coders={"r": "regels"},
    )  # fmt: skip


def made(measure: str) -> tuple[MeasureResult, MeasureOptions]:
    by = {"contrasts": ("groep",), "timeline": ("jaar",), "stance": ("groep",), "frequencies": ("groep",)}.get(measure, ())
    options = MeasureOptions(by=by, permutations=99)
    if measure == "prevalence":
        one = basis()
        seen = pd.Series([number % 3 == 0 for number in range(len(one.units))], index=one.units.index)
        return _result(one, one.coded, one.coded.iloc[::2], seen, "theme"), options
    return run_measure(basis(), measure, options), options


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_measure_draws_as_a_picture_with_its_n(measure: str, language: str) -> None:
    result, options = made(measure)
    chart = measure_chart(result, options, language=language)
    spec = chart.to_dict()
    picture = chart_bytes(chart, ".svg").decode("utf-8")
    assert picture.startswith("<svg")
    assert spec["config"]["locale"]["number"]["decimal"] == {"nl": ",", "en": "."}[language]
    below = " ".join(spec["title"]["subtitle"])
    assert re.search(r"n = \d|famil", below) or measure == "portrait"
    assert "http" not in re.sub(r"https?://(www\.w3\.org|vega\.github\.io)", "", json.dumps(spec) + picture)


@pytest.mark.parametrize("measure", [name for name in MEASURES if name != "keyness"])
def test_no_passage_travels_in_a_chart(measure: str) -> None:
    result, options = made(measure)
    spec = json.dumps(measure_chart(result, options, language="nl").to_dict())
    assert "Geheime" not in spec
    assert "bewoner" not in spec


@pytest.mark.parametrize("measure", ["frequencies", "timeline", "matrix", "stance"])
def test_a_click_names_theme_and_group(measure: str) -> None:
    result, options = made(measure)
    spec = measure_chart(result, options, language="nl").to_dict()
    clicks = [one for one in spec["params"] if one["name"] == CLICKED]
    assert clicks[0]["select"]["fields"][:2] == ["theme", "group"]


@pytest.mark.parametrize(("suffix", "opens"), [(".png", b"\x89PNG"), (".pdf", b"%PDF"), (".svg", b"<svg")])
def test_pictures_are_what_their_suffix_says(suffix: str, opens: bytes) -> None:
    assert suffix in CHART_SUFFIXES
    result, options = made("matrix")
    assert chart_bytes(measure_chart(result, options, language="nl"), suffix).startswith(opens)


def test_an_unknown_suffix_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.svg, \.png, \.pdf"):
        check_chart(tmp_path / "x.gif", "frequencies")


def test_an_empty_table_is_one_sentence() -> None:
    result, options = made("matrix")
    empty = MeasureResult("matrix", result.table.iloc[:0], (), result.basis)
    with pytest.raises(UsageError, match="nothing to draw"):
        measure_chart(empty, options, language="nl")


@pytest.mark.parametrize(
    ("names", "short"),
    [(["a/b/x.txt", "a/b/c/y.txt"], ["x.txt", "c/y.txt"]), (["x.txt"], ["x.txt"]), (["a/x", "b/x"], ["a/x", "b/x"]), ([], [])],
)
def test_documents_lose_the_folders_they_share(names: list[str], short: list[str]) -> None:
    assert list(short_names(names).values()) == short
