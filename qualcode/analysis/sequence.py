"""What follows what: the themes of answers by the theme of the question, and of a unit by the theme of the unit before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

SEQUENCE_COLUMNS = (
    "relation", "before", "after", "together", "with_before", "with_after", "total", "share_of_before", "share_of_all", "lift", "documents", "warnings",
    "reason",
)  # fmt: skip
NO_THEME = "-"  # a question, answer or unit without any theme
QUESTION, NEXT = "question", "next"
FEW = 5


def theme_sequence(units: pd.DataFrame, coded: pd.DataFrame, themes: Sequence[str]) -> pd.DataFrame:
    """Which theme follows which, one row a relation and ordered pair, SEQUENCE_COLUMNS.

    units: all units, also interviewers', columns `document_id, start, kind, speaker_role`. coded: columns `unit, theme`.
    relation `question`: before = a theme of the interviewer's turn, after = a theme anywhere in the turns up to the interviewer's next one; a pair
    (question, answer) counts once. Only where a document has interviewer's turns. relation `next`: a unit and the unit after it in the same document,
    headings passed over. '-' stands for no theme. total: pairs of that relation. share_of_before = together / with_before, share_of_all = with_after / total,
    lift their quotient (1 is chance). NaN with reason `no_hits`. Descriptive: no interval.
    """
    ordered = units[units["kind"] != "heading"].sort_values(["document_id", "start"], kind="stable")
    labels = coded[coded["theme"].isin(list(themes))].groupby("unit")["theme"].agg(frozenset).to_dict()
    found: dict[str, list[tuple[object, frozenset[str], frozenset[str]]]] = {QUESTION: [], NEXT: []}
    for document, group in ordered.groupby("document_id", sort=False):
        sets = [labels.get(unit, frozenset()) for unit in group.index]
        found[NEXT] += [(document, one, other) for one, other in pairwise(sets)]
        asks = (group["speaker_role"] == "interviewer").tolist()
        found[QUESTION] += [(document, question, answer) for question, answer in _exchanges(sets, asks)]
    tables = [_table(relation, pairs, themes) for relation, pairs in found.items() if pairs]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(SEQUENCE_COLUMNS))


def _exchanges(sets: Sequence[frozenset[str]], asks: Sequence[bool]) -> list[tuple[frozenset[str], frozenset[str]]]:
    """(themes of a question, themes of its answer); consecutive interviewer's turns are one question, an unanswered one is none."""
    exchanges: list[tuple[frozenset[str], frozenset[str]]] = []
    question: frozenset[str] | None = None
    answer: frozenset[str] | None = None
    for theme_set, asking in zip(sets, asks, strict=True):
        if asking:
            if question is not None and answer is not None:
                exchanges.append((question, answer))
                question = None
            question, answer = theme_set | (question or frozenset()), None
        elif question is not None:
            answer = theme_set | (answer or frozenset())
    if question is not None and answer is not None:
        exchanges.append((question, answer))
    return exchanges


def _table(relation: str, pairs: Sequence[tuple[object, frozenset[str], frozenset[str]]], themes: Sequence[str]) -> pd.DataFrame:
    names = [*themes, NO_THEME]
    sides = [np.array([[name in one or (name == NO_THEME and not one) for name in names] for one in side]) for side in
             ([pair[1] for pair in pairs], [pair[2] for pair in pairs])]  # fmt: skip
    documents = np.array([str(pair[0]) for pair in pairs])
    total = len(pairs)
    rows = []
    for i, before in enumerate(names):
        for j, after in enumerate(names):
            both = sides[0][:, i] & sides[1][:, j]
            together, with_before, with_after = int(both.sum()), int(sides[0][:, i].sum()), int(sides[1][:, j].sum())
            share = together / with_before if with_before else float("nan")
            rows.append({
                "relation": relation, "before": before, "after": after, "together": together, "with_before": with_before, "with_after": with_after,
                "total": total, "share_of_before": share, "share_of_all": with_after / total,
                "lift": share / (with_after / total) if with_after else float("nan"), "documents": len(set(documents[both])),
                "warnings": "few_hits" if together < FEW else "", "reason": "" if with_before and with_after else "no_hits",
            })  # fmt: skip
    return pd.DataFrame(rows, columns=list(SEQUENCE_COLUMNS))
