"""How numbers, dates and lists are written in Dutch and in English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qualcode.texts import text

_MONTHS = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of the catalogue `report` in one language, and numbers as people write them in it."""

    language: str

    def __call__(self, key: str, /, **values: object) -> str:
        return text(f"report.{key}", self.language, **values)

    def other(self, key: str, /, **values: object) -> str:
        """A text of another room of the catalogue, by its whole key."""
        return text(key, self.language, **values)

    def whole(self, number: float) -> str:
        """1.234 or 1,234."""
        return f"{int(number):,}".replace(",", "." if self.language == "nl" else ",")

    def decimal(self, number: float, places: int = 2) -> str:
        """0,74 or 0.74; a dash when there is no number."""
        if number != number:
            return "–"
        shown = f"{number:,.{places}f}"
        return shown.translate(str.maketrans(",.", ".,")) if self.language == "nl" else shown

    def percent(self, share: float, places: int = 1) -> str:
        """12,3 % or 12.3%."""
        if share != share:
            return "–"
        return self.decimal(100 * share, places) + (" %" if self.language == "nl" else "%")

    def interval(self, value: float, low: float, high: float, places: int = 2) -> str:
        """0,74 (0,66–0,80); only the value when there is no interval."""
        shown = self.decimal(value, places)
        return shown if value != value or low != low else f"{shown} ({self.decimal(low, places)}–{self.decimal(high, places)})"

    def day(self, when: datetime) -> str:
        """24 november 2026."""
        here = when.astimezone()
        return f"{here.day} {_MONTHS[self.language][here.month - 1]} {here.year}"

    def listed(self, names: Sequence[str]) -> str:
        """a, b en c."""
        return self("and").join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
