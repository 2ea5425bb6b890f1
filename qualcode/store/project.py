"""A project on disk: the folder `NAME.qualcode/` with its SQLite file, and all that one can ask of it or do to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from sqlalchemy import Engine, select
from sqlalchemy.dialects.sqlite import insert as upsert

from qualcode.errors import ProjectError
from qualcode.model import (
    Coder,
    Coding,
    Decision,
    Document,
    DocumentSummary,
    LabelRole,
    Layer,
    Operation,
    Run,
    StoredSuggestion,
    Suggestion,
    SuggestionState,
)
from qualcode.store import (
    backups,
    codebooks,
    coders,
    decisions,
    documents,
    log,
    persons,
    progress,
    schema,
    suggestions,
    undo,
    variables,
    verify,
)  # fmt: skip
from qualcode.store.engine import reading, writing
from qualcode.store.folder import DATABASE, create_folder, open_folder, restore_backup
from qualcode.store.memo_keeping import MemoKeeping
from qualcode.store.records import (
    Ack,
    CodebookVersion,
    CodeDefinition,
    DocumentProgress,
    Person,
    Variable,
    VariableSubject,
    VariableType,
)
from qualcode.store.revising import Revising
from qualcode.store.working_together import WorkingTogether


class ProjectStore(WorkingTogether, MemoKeeping, Revising):
    """An open project. One object serves many threads; every call is a transaction of its own, and what it returns are plain records.

    Every method raises ProjectError when the disk is full, the place is read-only, the file is damaged, or another program keeps it busy for
    more than five seconds; the project then stays as it was.
    """

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.folder = folder
        self._engine = engine

    # --- the project itself ------------------------------------------------------------------------------------

    @classmethod
    def create(
        cls, folder: Path, *, name: str, codebook_yaml: str, definitions: Sequence[CodeDefinition], settings: Mapping[str, str]
    ) -> ProjectStore:
        """Makes a new project. Raises ProjectError `store.folder_not_empty`; when it cannot be made whole, nothing is left of it."""
        made = {**settings, "name": name, "created": datetime.now(UTC).isoformat(timespec="seconds")}
        return cls(folder, create_folder(folder, codebook_yaml=codebook_yaml, definitions=definitions, settings=made))

    @classmethod
    def open(cls, folder: Path) -> ProjectStore:
        """Opens a project and brings an older one up to date after a copy. Raises ProjectError when it is none, newer or damaged."""
        return cls(folder, open_folder(folder))

    def close(self) -> None:
        """Lets go of the file; what is written stays written."""
        self._engine.dispose()

    def __enter__(self) -> ProjectStore:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def revision(self) -> int:
        """A number that goes up with each write that changed something, by whichever program: caches carry it in their key."""
        with reading(self._engine) as connection:
            return int(connection.execute(select(schema.project.c.revision)).scalar_one())

    def settings(self) -> dict[str, str]:
        """All settings; `name` and `created` are always there."""
        with reading(self._engine) as connection:
            return {row.key: row.value for row in connection.execute(select(schema.setting))}

    def set_setting(self, key: str, value: str) -> None:
        """Sets one setting."""
        with writing(self._engine) as connection:
            connection.execute(
                upsert(schema.setting).values(key=key, value=value).on_conflict_do_update(index_elements=["key"], set_={"value": value})
            )

    def backup(self, reason: str = backups.BY_HAND) -> Path:
        """Copies the database into `backups/`; of all reasons but `manual` the last ten are kept."""
        return backups.back_up(self.folder / DATABASE, reason)

    @staticmethod
    def restore_backup(folder: Path, backup: Path) -> Path:
        """Puts a copy in the place of the database of a closed project; returns the folder in which the present one is kept."""
        return restore_backup(folder, backup)

    def verify(self) -> list[ProjectError]:
        """Everything that is wrong with the project, each a sentence: file, texts, spans, and codings against the log of decisions."""
        try:
            with reading(self._engine) as connection:
                return verify.verify(connection)
        except ProjectError as error:
            if error.key != "store.damaged":
                raise
            return [error]

    def rebuild(self) -> None:
        """Makes the codings and review states anew from the log of decisions, after a copy."""
        self.backup("before-rebuild")
        with writing(self._engine) as connection:
            verify.rebuild(connection)

    # --- documents ---------------------------------------------------------------------------------------------

    def add_document(self, document: Document) -> str:
        """Adds a document, returns its id. Raises ProjectError naming the earlier one when its name or text is there already."""
        with writing(self._engine) as connection:
            return documents.add_document(connection, document)

    def add_documents(self, given: Iterable[Document], *, same_text: bool = False) -> list[str | ProjectError]:
        """Adds documents in one transaction: for each its id, or the reason why this one was left out. same_text: they may say the same."""
        answers: list[str | ProjectError] = []
        with writing(self._engine) as connection:
            for document in given:
                try:
                    with connection.begin_nested():
                        answers.append(documents.add_document(connection, document, same_text=same_text))
                except ProjectError as refusal:
                    answers.append(refusal)
        return answers

    def documents(self, *, deleted: bool = False) -> list[DocumentSummary]:
        """The documents by name, or the deleted ones that can be brought back."""
        with reading(self._engine) as connection:
            return documents.summaries(connection, deleted=deleted)

    def document(self, document_id: str) -> Document:
        """A document with its text. Raises ProjectError `store.unknown_document`."""
        with reading(self._engine) as connection:
            return documents.read_document(connection, document_id)

    def delete_document(self, document_id: str, *, confirm: bool = False) -> bool:
        """Deletes a document; True when it can be brought back. Raises `store.document_has_work` without `confirm` when there is work in it."""
        with writing(self._engine) as connection:
            return documents.delete_document(connection, document_id, confirm=confirm)

    def restore_document(self, document_id: str) -> None:
        """Brings a deleted document back with all its codings."""
        with writing(self._engine) as connection:
            documents.restore_document(connection, document_id)

    # --- variables, speakers, persons --------------------------------------------------------------------------

    def variables(self, subject: VariableSubject | None = None) -> list[Variable]:
        """The variables with their types, declared or guessed."""
        with reading(self._engine) as connection:
            return variables.variables(connection, subject)

    def declare_variable(
        self, name: str, kind: VariableType, *, subject: VariableSubject = "document", choices: Sequence[str] = ()
    ) -> None:
        """Says which type a variable has. Raises ProjectError when a value that is there does not fit."""
        with writing(self._engine) as connection:
            variables.declare(connection, name, kind, subject=subject, choices=choices)

    def set_document_variables(self, document_id: str, values: Mapping[str, str]) -> None:
        """Sets the named values of a document; an empty one takes the value away. Raises ProjectError when one does not fit its type."""
        with writing(self._engine) as connection:
            documents.require_document(connection, document_id)
            variables.set_values(connection, "document", document_id, values)

    def set_speaker_role(self, document_id: str, label: str, role: LabelRole | None) -> None:
        """Says which role a speaker has in a document, or that a label names nobody; None leaves it to the guess again."""
        with writing(self._engine) as connection:
            persons.set_speaker_role(connection, document_id, label, role)

    def speaker_roles(self, document_id: str) -> dict[str, LabelRole]:
        """label -> role, only where somebody said so."""
        with reading(self._engine) as connection:
            return persons.speaker_roles(connection, document_id)

    def set_speaker_person(self, document_id: str, label: str, person_id: str | None) -> None:
        """Says which person speaks under a label in a document."""
        with writing(self._engine) as connection:
            persons.set_speaker_person(connection, document_id, label, person_id)

    def speaker_persons(self, document_id: str) -> dict[str, str]:
        """label -> id of the person."""
        with reading(self._engine) as connection:
            return persons.speaker_persons(connection, document_id)

    def add_person(self, name: str) -> str:
        """The id of the person with this name, who is made when not there."""
        with writing(self._engine) as connection:
            return persons.add_person(connection, name)

    def persons(self) -> list[Person]:
        """All persons with their variables."""
        with reading(self._engine) as connection:
            return persons.persons(connection)

    def set_person_variables(self, person_id: str, values: Mapping[str, str]) -> None:
        """Sets the named values of a person; an empty one takes the value away."""
        with writing(self._engine) as connection:
            persons.require_person(connection, person_id)
            variables.set_values(connection, "person", person_id, values)

    # --- codebook ----------------------------------------------------------------------------------------------

    def codebook_versions(self) -> list[CodebookVersion]:
        """All versions, the oldest first."""
        with reading(self._engine) as connection:
            return codebooks.versions(connection)

    def current_codebook(self) -> tuple[int, str, str]:
        """(number, sha256, YAML) of the newest version."""
        with reading(self._engine) as connection:
            return codebooks.current(connection)

    def code_definitions(self, number: int | None = None) -> list[CodeDefinition]:
        """The codes of a version (of the newest when None) in its order; retired codes last."""
        with reading(self._engine) as connection:
            return codebooks.definitions(connection, number)

    def add_codebook_version(self, codebook_yaml: str, definitions: Sequence[CodeDefinition]) -> int:
        """Adds a version, returns its number. A code that left the YAML stays as a retired code when anything names it."""
        with codebooks.copies(self.folder) as copy, writing(self._engine) as connection:
            number = codebooks.add_version(connection, codebook_yaml, definitions)
            copy(codebook_yaml, number)
        return number

    # --- coders, runs, suggestions -----------------------------------------------------------------------------

    def person(self, name: str) -> Coder:
        """The coder with this name, made when not there; case and spaces do not make another one."""
        with reading(self._engine) as connection:
            found = coders.find_person(connection, name)
        if found is not None:
            return found
        with writing(self._engine) as connection:
            return coders.person(connection, name)

    def rule_coder(self, codebook_sha256: str) -> Coder:
        """The rule set of a codebook version as a coder."""
        with writing(self._engine) as connection:
            return coders.machine(connection, "rules", codebook_sha256)

    def classifier_coder(self, model: str) -> Coder:
        """A model version (its hash) as a coder."""
        with writing(self._engine) as connection:
            return coders.machine(connection, "classifier", model)

    def coders(self) -> list[Coder]:
        """All coders in the order in which they came."""
        with reading(self._engine) as connection:
            return coders.coders(connection)

    def add_run(self, run: Run) -> None:
        """Records a run; the same id a second time changes nothing."""
        with writing(self._engine) as connection:
            coders.add_run(connection, run)

    def runs(self) -> list[Run]:
        """All runs, the oldest first."""
        with reading(self._engine) as connection:
            return coders.runs(connection)

    def add_suggestions(
        self, run_id: str, document_id: str, given: Sequence[Suggestion], *, replaces: Collection[str] | None = None
    ) -> int:
        """Makes these a run's suggestions in a document, in place of the undecided ones of earlier runs; returns how many are new."""
        with writing(self._engine) as connection:
            return suggestions.add_suggestions(connection, run_id, document_id, given, replaces)

    def suggestions(
        self,
        document_id: str | None = None,
        *,
        coder: str | None = None,
        states: Collection[SuggestionState] | None = None,
        ids: Collection[str] | None = None,
    ) -> list[StoredSuggestion]:
        """Suggestions in the order of the text with the state that `coder` (an id) gave them; without a coder all are open. ids: only these."""
        with reading(self._engine) as connection:
            return suggestions.suggestions(connection, document_id, coder=coder, states=states, ids=ids)

    # --- decisions and codings ---------------------------------------------------------------------------------

    def apply(self, operations: Sequence[Operation], *, coder: Coder, layer: Layer = "own", all_or_none: bool = False) -> list[Ack]:
        """Decides operations in one transaction and answers each; when it returns, what is answered as ok is on the disk.

        A refused operation does not stop the others; with `all_or_none` it does, and they are answered `store.others_refused`. An operation whose
        id was decided before is answered as done: send again freely.
        """
        with writing(self._engine) as connection, connection.begin_nested() as step:
            acks = decisions.apply_operations(connection, operations, coder=coder, layer=layer)
            if all_or_none and not all(ack.ok for ack in acks):
                step.rollback()
                acks = [Ack(ack.operation, ok=False, error=ack.error or "store.others_refused") for ack in acks]
        return acks

    def decisions(self, document_id: str | None = None, coder: str | None = None, limit: int | None = None) -> list[Decision]:
        """Decisions in the order in which they were made; with a limit the latest ones."""
        with reading(self._engine) as connection:
            return log.decisions(connection, document_id, coder, limit)

    def codings(
        self, document_id: str | None = None, *, coder: str | None = None, layer: Layer = "own", within: tuple[int, int] | None = None
    ) -> list[Coding]:
        """Live codings in the order of the text. within: only those that touch this span of the document."""
        with reading(self._engine) as connection:
            return log.codings(connection, document_id, coder, layer, within)

    def can_undo(self, coder: str, *, layer: Layer = "own") -> bool:
        """Whether `undo` without a named decision would find something."""
        with reading(self._engine) as connection:
            return undo.can_undo(connection, coder, layer)

    def can_redo(self, coder: str, *, layer: Layer = "own") -> bool:
        """Whether `redo` without a named decision would find something."""
        with reading(self._engine) as connection:
            return undo.can_redo(connection, coder, layer)

    def progress(self, coder: str, document_id: str | None = None) -> list[DocumentProgress]:
        """How far a coder is, document by document (or in one), by name."""
        with reading(self._engine) as connection:
            return progress.progress(connection, coder, document_id)
