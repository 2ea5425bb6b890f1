"""The demo project: our own constructed texts with suggestions, made once and kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qualcode.store import ProjectStore
from qualcode.workflows.bundled import bundled
from qualcode.workflows.import_documents import import_documents
from qualcode.workflows.projects import new_project, open_project, project_folder
from qualcode.workflows.suggest import suggest_codings

DEFAULT_FOLDER = "qualcode-demo"
CORPUS = ("corpora", "nieuw-welzijn")
Progress = Callable[[int, int, str], None]


def demo_project(folder: str | Path = DEFAULT_FOLDER, *, progress: Progress | None = None) -> ProjectStore:
    """Opens the demo project in a folder; makes it with the bundled texts, codebook and suggestions when it is not there yet.

    A second call keeps every decision. Raises ProjectError when the folder cannot be used.
    """
    path = project_folder(folder)
    if path.exists() and any(path.iterdir()):
        return open_project(path)
    store = new_project(path, bundled("codebooks", "nieuw-welzijn.yaml"), name="Nieuw welzijn (demo)")
    corpus = bundled(*CORPUS)
    chosen = [line.strip() for line in (corpus / "demo.txt").read_text("utf-8").splitlines() if line.strip()]
    import_documents(store, [str(corpus / name) for name in chosen], variables_file=corpus / "variables.csv", progress=progress)
    suggest_codings(store, progress=progress)
    return store
