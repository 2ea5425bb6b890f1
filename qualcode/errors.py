"""The error family: what a user can mend, said in one sentence in Dutch or English.

A sentence says what is wrong, where, and what to do. Anything that is not a QualcodeError is a bug and gives a traceback.
"""

from __future__ import annotations

from qualcode.texts import text


class QualcodeError(Exception):
    """Something that a user can mend. `key` names its sentence in the catalogue, `values` fill the placeholders."""

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(self.sentence("en"))

    def sentence(self, language: str) -> str:
        """The sentence for a screen in `language` (`nl` or `en`)."""
        return text(self.key, language, **self.values)


class DocumentError(QualcodeError):
    """A file cannot be read as a document."""


class CodebookError(QualcodeError):
    """A codebook is wrong; `problems` holds one sentence (error) for each thing that is wrong, in file order."""

    problems: tuple[QualcodeError, ...] = ()

    @classmethod
    def of(cls, problems: tuple[QualcodeError, ...], key: str, /, **values: object) -> CodebookError:
        """An error that heads a list of problems."""
        error = cls(key, **values)
        error.problems = problems
        error.args = (error.sentence("en"),)
        return error

    def sentence(self, language: str) -> str:
        head = super().sentence(language)
        return "\n".join([head, *(problem.sentence(language) for problem in self.problems)])


class PipelineError(QualcodeError):
    """A language pipeline that was asked for is not there or cannot be loaded."""


class CoderError(QualcodeError):
    """A coder cannot do what was asked (no model, unknown codes)."""


class ProjectError(QualcodeError):
    """A project cannot be made, opened or changed; it stays as it was."""


class AnalysisError(QualcodeError):
    """A comparison cannot be made from what is there."""


class OutputError(QualcodeError):
    """An output cannot be written; nothing is left half-written."""


class UsageError(QualcodeError):
    """A command was called in a way that cannot work."""
