"""Making and opening projects, and the codebook that a project holds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from qualcode.codebook import Codebook, load_codebook, parse_codebook
from qualcode.errors import UsageError
from qualcode.pipeline import load_pipeline
from qualcode.store import CodeDefinition, ProjectStore

PROJECT_SUFFIX = ".qualcode"


def project_folder(written: str | Path) -> Path:
    """The folder that a person means by a project's name: with `.qualcode` added when it is not there."""
    path = Path(written)
    return path if path.suffix == PROJECT_SUFFIX else path.with_name(path.name + PROJECT_SUFFIX)


def new_project(folder: str | Path, codebook_file: Path, *, name: str = "", pipeline: str = "auto", language: str = "nl") -> ProjectStore:
    """Makes a project with a codebook; it keeps the pipeline tier that it is made with. Raises ProjectError when the folder is there already."""
    path = project_folder(folder)
    codebook = load_codebook(codebook_file)
    settings = {"pipeline": load_pipeline(pipeline).name, "language": language}
    return ProjectStore.create(
        path, name=name or path.stem, codebook_yaml=codebook.yaml, definitions=code_definitions(codebook), settings=settings
    )  # fmt: skip


def open_project(folder: str | Path) -> ProjectStore:
    """Opens a project, with or without `.qualcode` in what was written. Raises ProjectError when there is none."""
    path = Path(folder)
    return ProjectStore.open(path if path.is_dir() and path.suffix == PROJECT_SUFFIX else project_folder(folder))


def project_codebook(store: ProjectStore) -> Codebook:
    """The codebook that the project holds now."""
    _, _, yaml = store.current_codebook()
    return _parsed(yaml)


def change_codebook(store: ProjectStore, codebook_file: Path) -> Codebook:
    """Puts a new version of the codebook in the project; codings of codes that are no longer there stay, under retired codes."""
    codebook = load_codebook(codebook_file)
    store.add_codebook_version(codebook.yaml, code_definitions(codebook))
    return codebook


def code_definitions(codebook: Codebook) -> list[CodeDefinition]:
    """What the store keeps of each code."""
    return [
        CodeDefinition(id=code.id, path=code.path, colour=code.colour, definition_hash=code.definition_hash) for code in codebook.codes
    ]  # fmt: skip


def find_documents(store: ProjectStore, names: Iterable[str]) -> list[str]:
    """Ids of documents by name. Raises UsageError for a name that is not there."""
    by_name = {document.name: document.id for document in store.documents()}
    found = []
    for name in names:
        if name not in by_name:
            raise UsageError("workflows.document_unknown", name=name)
        found.append(by_name[name])
    return found


@lru_cache(maxsize=8)
def _parsed(yaml: str) -> Codebook:
    return parse_codebook(yaml)
