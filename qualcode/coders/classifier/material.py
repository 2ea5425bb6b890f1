"""What a classifier learns from: documents as units, some of them coded by people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.model import Unit


@dataclass(frozen=True)
class CodedUnits:
    """One document for training or measuring.

    group: who wrote or spoke it; units of one group are never both learned from and measured on. labels: number of a unit -> theme id -> stance for
    the units that a person coded; an empty mapping is "seen, nothing here", a unit that is not in it is not learned from. source: which corpus it is of.
    weight: how much one of its units counts.
    """

    name: str
    group: str
    text: str
    units: Sequence[Unit]
    labels: Mapping[int, Mapping[str, str]]
    source: str = ""
    weight: float = 1.0
