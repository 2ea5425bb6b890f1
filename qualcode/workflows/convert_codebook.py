"""A codebook from one form to another, with what was lost on the way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qualcode.codebook import Codebook, parse_codebook
from qualcode.codebook.plain_yaml import plain_yaml
from qualcode.errors import OutputError, UsageError
from qualcode.exchange.codebooks import FORMS, Loss, own_yaml, written_as
from qualcode.exchange.codebooks.plain import decoded
from qualcode.export import write_whole

OWN = "qualcode"
FORM_NAMES = (OWN, *FORMS)


@dataclass(frozen=True)
class Conversion:
    """What was done. read, written: names of the forms. losses: what did not come along, in the order in which it was met."""

    codes: int
    rules: int
    read: str
    written: str
    losses: tuple[Loss, ...]


def convert_codebook(source: Path, target: Path, *, read_as: str = "", write_as: str = "") -> Conversion:
    """Reads a codebook and writes it in the form that the target's suffix names; read_as, write_as: the form when the suffix does not tell.

    YAML is ours when it has `format` and `codes`, else quanteda's; ours is written as quanteda's when the target is YAML too. Raises UsageError or
    CodebookError (the source cannot be read), OutputError (the target cannot be written; nothing is left then).
    """
    if target.is_dir() or not target.absolute().parent.is_dir():
        key = "export.is_folder" if target.is_dir() else "export.no_folder"
        raise OutputError(key, file=target.name, folder=str(target.parent))
    read_form, codebook, losses = _read(source, read_as)
    write_form = write_as or _form_of(target, other_than=read_form)
    if write_form == OWN:
        data = codebook.yaml.encode("utf-8")
    else:
        data, lost = written_as(codebook, FORMS[write_form])
        losses += lost
    write_whole(target, data)
    return Conversion(len(codebook.codes), len(codebook.rules), read_form, write_form, tuple(losses))


def foreign_codebook(data: bytes, file: str, form: str) -> tuple[Codebook, list[Loss]]:
    """A codebook of ours made from the bytes of another form, and what was lost. Raises UsageError, CodebookError."""
    book = FORMS[form].read(data, file)
    if not book.codes:
        raise UsageError("exchange.codebook_empty", file=file)
    yaml, lost = own_yaml(book, Path(file).stem)
    return parse_codebook(yaml, file), [*book.losses, *lost]


def _read(source: Path, read_as: str) -> tuple[str, Codebook, list[Loss]]:
    try:
        data = source.read_bytes()
    except OSError as error:
        raise UsageError("exchange.codebook_unreadable", file=str(source), reason=error.strerror or str(error)) from None
    form = read_as or _form_of(source)
    if form == "quanteda" and not read_as:
        whole = plain_yaml(decoded(data, source.name), source.name)
        form = OWN if isinstance(whole, dict) and "format" in whole and "codes" in whole else form
    if form == OWN:
        return form, parse_codebook(decoded(data, source.name), source.name), []
    codebook, losses = foreign_codebook(data, source.name, form)
    return form, codebook, losses


def _form_of(path: Path, *, other_than: str = "") -> str:
    """The form that a suffix means; for YAML ours, unless that is where it comes from."""
    suffix = path.suffix.lower()
    if other_than and other_than != OWN and suffix in FORMS["quanteda"].suffixes:
        return OWN
    for name, form in FORMS.items():
        if suffix in form.suffixes:
            return name
    suffixes = sorted({suffix for form in FORMS.values() for suffix in form.suffixes})
    raise UsageError("exchange.codebook_suffix", file=path.name, suffixes=", ".join(suffixes))
