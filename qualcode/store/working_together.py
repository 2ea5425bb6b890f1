"""What a project keeps of how coders work together; a part of `ProjectStore`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine

from qualcode.model import Coder
from qualcode.store import arrangements, coders, log, suggestions
from qualcode.store.blinding import Blinding, blinding_of
from qualcode.store.engine import reading, writing
from qualcode.store.records import Arrangement, ArrangementKind, SuggestionPlace


class WorkingTogether:
    """Blind shares, double coding, releases, and the places of suggestions. Mixed into `ProjectStore`."""

    _engine: Engine

    def arrange(
        self,
        kind: ArrangementKind,
        value: Mapping[str, Any],
        *,
        coder: str,
        document_id: str | None = None,
        arrangement_id: str | None = None,
    ) -> Arrangement:
        """Records an arrangement by a coder (an id) for good; the same `arrangement_id` twice records once. Raises ProjectError when it cannot be."""
        made = Arrangement(arrangement_id or str(uuid4()), kind, coder, datetime.now(UTC), document_id, value)
        with writing(self._engine) as connection:
            arrangements.add_arrangement(connection, made)
        return made

    def arrangements(self) -> list[Arrangement]:
        """All that was ever arranged, the oldest first."""
        with reading(self._engine) as connection:
            return arrangements.arrangements(connection)

    def blinding(self) -> Blinding:
        """What follows from the arrangements now."""
        return blinding_of(self.arrangements())

    def find_person(self, name: str) -> Coder | None:
        """The coder with this name, None when nobody has it; case and spaces do not make another one."""
        with reading(self._engine) as connection:
            return coders.find_person(connection, name)

    def coded_spans(self, document_id: str | None = None, *, coder: str) -> list[tuple[str, int, int]]:
        """(document, start, end) of a coder's own codings, in no order."""
        with reading(self._engine) as connection:
            return log.coded_spans(connection, document_id, coder)

    def suggestion_places(self, document_id: str | None = None, *, coder: str) -> list[SuggestionPlace]:
        """Where suggestions stand, with the state that `coder` (an id) gave them, in the order of the text: cheap for a whole document."""
        with reading(self._engine) as connection:
            return suggestions.places(connection, document_id, coder)
