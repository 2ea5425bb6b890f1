"""The project store: a folder with one SQLite file; all SQL is in this room."""

from qualcode.store.project import ProjectStore
from qualcode.store.records import Ack, CodebookVersion, CodeDefinition, DocumentProgress, Person, Variable

__all__ = ["Ack", "CodeDefinition", "CodebookVersion", "DocumentProgress", "Person", "ProjectStore", "Variable"]
