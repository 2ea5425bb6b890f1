"""Example quotations of each theme, and the names in them replaced when that was asked."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from qualcode.pipeline.hybrid import is_word
from qualcode.store import ProjectStore
from qualcode.workflows.compare import passages
from qualcode.workflows.report.facts import Facts
from qualcode.workflows.report.pseudonyms import Pseudonyms
from qualcode.workflows.report.wording import Wording

EACH_THEME = 3
_SHORT, _LONG = 12, 90  # words between which a passage is a good example
_MOST_CHARACTERS = 700
_SMALL_WORD = re.compile(r"(?<![^\W\d_])[a-zà-öø-ÿ]+(?![^\W\d_])")

_INSIDE_CAPITAL = re.compile(r"(?<=[a-zà-öø-ÿ,;]\s)[A-ZÀ-ÖØ-Þ][^\W\d_]+")


def example_rows(store: ProjectStore, facts: Facts, theme: str) -> pd.DataFrame:
    """Up to EACH_THEME passages of a theme: of middling length, from different documents where there are, in the order of the corpus.

    The choice is the same each time: of each document its first passage that fits; it is no sample and says nothing of how often a theme occurs.
    """
    rows = passages(store, facts.overall, theme=theme, reading=True).drop_duplicates(["document_id", "start"])
    counts = pd.Series([len(str(passage).split()) for passage in rows["text"]], index=rows.index)
    rows = rows.assign(fits=(counts >= _SHORT) & (counts <= _LONG)).sort_values(
        ["fits", "document", "start"], ascending=[False, True, True]
    )
    turn = rows.groupby("document_id", sort=False).cumcount()
    chosen = rows.assign(turn=turn).sort_values(["fits", "turn"], ascending=[False, True], kind="stable").head(EACH_THEME)
    return chosen.sort_values(["document", "start"])


def shortened(passage: str) -> str:
    """A passage cut at a word when it is very long."""
    flat = " ".join(passage.split())
    return flat if len(flat) <= _MOST_CHARACTERS else flat[:_MOST_CHARACTERS].rsplit(" ", 1)[0] + " […]"


def pseudonyms(store: ProjectStore, facts: Facts, wording: Wording) -> Pseudonyms:
    """Labels for the names of a project. A word is ordinary when the project's texts write it small, or when they never write it with a
    capital inside a sentence and the dictionary has it small."""
    small: set[str] = set()
    named: set[str] = set()
    for document in facts.documents:
        text = store.document(document.id).text
        small.update(_SMALL_WORD.findall(text))
        named.update(word.casefold() for word in _INSIDE_CAPITAL.findall(text))
    speakers = [str(name) for name in facts.units["speaker"].unique() if name]
    known = [*speakers, *(person.name for person in store.persons())]

    @cache
    def ordinary(word: str) -> bool:
        return word in small or (word not in named and is_word(word))

    return Pseudonyms(
        known, ordinary, label=lambda number: wording("pseudonym", number=number), contact=lambda kind: wording(f"pseudonym_{kind}")
    )  # fmt: skip
