"""YAML from a stranger as plain lists and mappings of texts: no types are guessed, so that `no`, `nee` and `1.0` stay words."""

from __future__ import annotations

from typing import Any

import yaml

from qualcode.errors import CodebookError

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def plain_yaml(text: str, file: str) -> Any:
    """What the text holds. Raises CodebookError `codebook.bad_yaml` with the line.

    An alias gives the same object twice: who walks through it counts as it goes.
    """
    try:
        return yaml.load(text.replace("\r\n", "\n"), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise CodebookError("codebook.bad_yaml", file=file, line=mark.line + 1 if mark else 1, problem=error.problem or "") from None
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        raise CodebookError("codebook.bad_yaml", file=file, line=1, problem=(str(error).splitlines() or [""])[0]) from None
