"""The project store: a folder with one SQLite file; all SQL is in this room."""

from qualcode.store.blinding import ALL_DOCUMENTS, EVERYONE, Blinding, BlindShare
from qualcode.store.project import ProjectStore
from qualcode.store.records import Ack, Arrangement, CodebookVersion, CodeDefinition, DocumentProgress, Person, SuggestionPlace, Variable
from qualcode.store.view import CoderView, seen_by, whole

__all__ = [
    "ALL_DOCUMENTS", "EVERYONE", "Ack", "Arrangement", "BlindShare", "Blinding", "CodeDefinition", "CodebookVersion", "CoderView", "DocumentProgress",
    "Person", "ProjectStore", "SuggestionPlace", "Variable", "seen_by", "whole",
]  # fmt: skip
