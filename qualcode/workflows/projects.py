"""Making and opening projects, and the codebook that a project holds."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from qualcode.codebook import Codebook, load_codebook, parse_codebook
from qualcode.pipeline import load_pipeline
from qualcode.store import CodeDefinition, ProjectStore, seen_by
from qualcode.store.folder import DATABASE

PROJECT_SUFFIX = ".qualcode"

__all__ = [
    "PROJECT_SUFFIX", "ProjectStore", "change_codebook", "code_definitions", "new_project", "open_project", "project_codebook", "project_folder",
    "project_identity", "projects_in", "seen_by",
]  # fmt: skip


def project_folder(written: str | Path) -> Path:
    """The folder that a person means by a project's name: with `.qualcode` added when it is not there."""
    path = Path(written)
    return path if path.suffix == PROJECT_SUFFIX else path.with_name(path.name + PROJECT_SUFFIX)


def new_project(
    folder: str | Path, codebook_from: Path | Codebook, *, name: str = "", pipeline: str = "auto", language: str = "nl"
) -> ProjectStore:  # fmt: skip
    """Makes a project with a codebook (or its file); it keeps the pipeline tier that it is made with.

    Raises ProjectError when the folder is there already, CodebookError when the file is no sound codebook.
    """
    path = project_folder(folder)
    codebook = load_codebook(codebook_from) if isinstance(codebook_from, Path) else codebook_from
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


def project_identity(folder: Path) -> str:
    """Which database lies in a project folder, so that one sees when another was put in its place; '' when there is none."""
    try:
        found = (folder / DATABASE).stat()
    except OSError:
        return ""
    return f"{found.st_dev}-{found.st_ino}"


def projects_in(folder: Path) -> list[Path]:
    """The projects that lie in a folder, by name; none when it cannot be read."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == PROJECT_SUFFIX and (path / DATABASE).is_file())
    except OSError:
        return []


def change_codebook(store: ProjectStore, codebook_from: Path | Codebook) -> Codebook:
    """Puts a new version of the codebook in the project; codings of codes that are no longer there stay, under retired codes."""
    codebook = load_codebook(codebook_from) if isinstance(codebook_from, Path) else codebook_from
    store.add_codebook_version(codebook.yaml, code_definitions(codebook))
    return codebook


def code_definitions(codebook: Codebook) -> list[CodeDefinition]:
    """What the store keeps of each code."""
    return [
        CodeDefinition(id=code.id, path=code.path, colour=code.colour, definition_hash=code.definition_hash) for code in codebook.codes
    ]  # fmt: skip


@lru_cache(maxsize=8)
def _parsed(yaml: str) -> Codebook:
    return parse_codebook(yaml)
