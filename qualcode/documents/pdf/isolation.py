"""Reading a PDF in a process of its own, with a limit of time: some files make pdfium run for hours or break down, and nothing in our own
process could stop that. One process serves file after file; it ends with ours, or when a file was too much for it.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import subprocess
import sys
import threading
from dataclasses import asdict
from typing import Any, BinaryIO

from qualcode.documents.content import Content
from qualcode.documents.pdf.reader import pdf_content
from qualcode.errors import DocumentError
from qualcode.model import Mark

MAX_SECONDS = 120  # for one file; a report of 500 pages takes about four
MAX_MEMORY = 4 * 1024**3  # bytes of the reading process, where the system can limit them
_FRESH_AFTER = 20 * 1024 * 1024  # bytes; after a larger file the process is given up, so that its memory comes back
_START = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from qualcode.documents.pdf.isolation import serve; serve()"


def read_pdf(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """What `pdf_content` gives, within 120 seconds.

    Raises DocumentError as it does, and when the file takes too long or breaks the reading process.
    """
    if getattr(sys, "frozen", False) or not sys.executable:
        return pdf_content(data, file=file)  # packed into one program: there is no interpreter to start
    return _process.read(data, file)


class _Process:
    """The reading process and the one conversation with it at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes, file: str) -> Content:
        with self._lock:
            answer = self._answer(data, file)
        if "bug" in answer:
            raise RuntimeError(answer["bug"])
        if "error" in answer:
            raise DocumentError(answer["error"], **answer["values"])
        marks = tuple(Mark(**mark) for mark in answer["marks"])
        warnings = tuple((key, values) for key, values in answer["warnings"])
        return Content(answer["text"], marks, warnings=warnings, counts=answer["counts"])

    def _answer(self, data: bytes, file: str) -> dict[str, Any]:
        process = self._process
        if process is None or process.poll() is not None:
            process = self._process = self._started()
        taken: list[dict[str, Any]] = []
        talk = threading.Thread(target=_talk, args=(process, data, file, taken), daemon=True)
        done = False
        try:
            talk.start()
            talk.join(MAX_SECONDS)
            done = bool(taken)
        finally:
            slow = talk.is_alive()
            if not done or len(data) > _FRESH_AFTER:
                self.close()
        if not done:
            raise DocumentError("documents.pdf_too_slow" if slow else "documents.pdf_damaged", file=file, seconds=MAX_SECONDS)
        return taken[0]

    @staticmethod
    def _started() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", _START, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def _talk(process: subprocess.Popen[bytes], data: bytes, file: str, taken: list[dict[str, Any]]) -> None:
    """Sends a file and takes the answer; nothing is taken when the process breaks down."""
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(OSError, ValueError):
        _send(process.stdin, json.dumps(file).encode("ascii"))
        _send(process.stdin, data)
        answer = _received(process.stdout)
        if answer is not None:
            taken.append(json.loads(answer))


def _send(stream: BinaryIO | Any, message: bytes) -> None:
    stream.write(len(message).to_bytes(8, "big"))
    stream.write(message)
    stream.flush()


def _received(stream: BinaryIO | Any) -> bytes | None:
    """The next message, None when there is none any more."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "big")
    message = stream.read(size)
    return message if len(message) == size else None


_process = _Process()
atexit.register(_process.close)


# --- in the reading process ------------------------------------------------------------------------------------------


def serve() -> None:
    """Answers files until there are none any more."""
    _limit_memory()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints does not disturb the answers
    while (name := _received(source)) is not None and (data := _received(source)) is not None:
        _send(target, json.dumps(_result(data, json.loads(name))).encode("ascii"))


def _result(data: bytes, file: str) -> dict[str, Any]:
    try:
        content = pdf_content(data, file=file)
    except DocumentError as error:
        return {"error": error.key, "values": error.values}
    except MemoryError:
        return {"error": "documents.pdf_too_slow", "values": {"file": file, "seconds": MAX_SECONDS}}
    except Exception:  # a bug: it goes on in the process that asked, with its traceback
        import traceback

        return {"bug": traceback.format_exc()}
    return {
        "text": content.text,
        "marks": [asdict(mark) for mark in content.marks],
        "warnings": content.warnings,
        "counts": content.counts,
    }


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
