"""Where the codebooks and corpora lie that travel with qualcode: in the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

import qualcode

_PACKAGE = Path(qualcode.__file__).parent


def bundled(*parts: str) -> Path:
    """The path of a bundled file or folder, such as `bundled("codebooks", "nieuw-welzijn.yaml")`."""
    installed = _PACKAGE.joinpath("bundled", *parts)
    return installed if installed.exists() else _PACKAGE.parent.joinpath(*parts)


def bundled_codebooks() -> list[Path]:
    """The codebooks that travel with qualcode, by file name."""
    return sorted(bundled("codebooks").glob("*.yaml"))
