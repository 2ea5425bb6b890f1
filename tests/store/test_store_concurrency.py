"""Several threads and several programs in one project at once, and a program that is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from store_samples import ROOT, new_project, operation, suggestion

from qualcode.errors import ProjectError
from qualcode.model import Coder, Document
from qualcode.store import Ack, ProjectStore
from qualcode.store import engine as engine_module

# Another program: codes `count` passages of one character as `name`, and prints the number of each as soon as it is answered.
CODE_ALL = """
import sys
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5
from qualcode.model import Operation
from qualcode.store import ProjectStore

folder, document_id, name, count = sys.argv[1:]
with ProjectStore.open(Path(folder)) as store:
    coder = store.person(name)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(count)):
        asked = Operation(str(uuid5(NAMESPACE_OID, f"{name} {number}")), "add", document_id, number, number + 1, "vo")
        (ack,) = store.apply([asked], coder=coder)
        assert ack.ok, ack
        print(number, flush=True)
"""


def start_program(store: ProjectStore, document_id: str, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CODE_ALL, str(store.folder), document_id, name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def long_document(store: ProjectStore) -> str:
    return store.add_document(Document(name="lang.txt", text="x" * 5000))


def test_many_sessions_of_one_program_write_at_once_and_all_of_it_stays(store: ProjectStore, long_document: str) -> None:
    errors: list[BaseException] = []

    def code(name: str) -> None:
        try:
            coder = store.person(name)
            for at in range(50):
                (ack,) = store.apply([operation("add", document_id=long_document, start=at, end=at + 1, code="vo")], coder=coder)
                assert ack.ok
                if at % 10 == 0:
                    store.codings(coder=coder.id)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=code, args=(f"codeur {number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(store.codings()) == 300
    assert store.verify() == []


def test_the_same_operation_from_two_sessions_at_once_is_decided_once(store: ProjectStore, anna: Coder, long_document: str) -> None:
    for at in range(30):
        asked = operation("add", document_id=long_document, start=at, end=at + 1, code="vo")
        answers: list[Ack] = []
        both = threading.Barrier(2)

        def send(asked: object = asked, answers: list[Ack] = answers, both: threading.Barrier = both) -> None:
            both.wait()
            answers.extend(store.apply([asked], coder=anna))  # type: ignore[list-item]

        threads = [threading.Thread(target=send) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers[0] == answers[1]
    assert len(store.decisions()) == 30


def test_two_programs_code_one_document_at_once_and_both_keep_all(store: ProjectStore, long_document: str) -> None:
    programs = [start_program(store, long_document, name, 150) for name in ("Anna", "Bram")]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    outputs = [program.communicate("\n", timeout=60)[0].split() for program in programs]
    assert [len(output) for output in outputs] == [150, 150]
    for name in ("Anna", "Bram"):
        assert len(store.codings(coder=store.person(name).id)) == 150
    assert store.verify() == []


@pytest.mark.parametrize("after", [0, 7, 40])
def test_a_program_killed_while_it_codes_loses_at_most_the_decision_in_flight(store: ProjectStore, long_document: str, after: int) -> None:
    program = start_program(store, long_document, "Anna", 5000)
    assert program.stdin is not None
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    program.stdin.write("\n")
    program.stdin.flush()
    for _ in range(after):
        program.stdout.readline()
    program.kill()  # SIGKILL; TerminateProcess on Windows
    answered = after + sum(1 for line in program.stdout.read().splitlines(keepends=True) if line.endswith("\n"))
    program.wait(timeout=30)
    if sys.platform != "win32":
        assert program.returncode == -signal.SIGKILL
    kept = [one.start for one in store.codings(long_document)]
    assert kept == list(range(len(kept)))
    assert answered <= len(kept) <= answered + 1
    assert store.verify() == []
    store.close()
    with ProjectStore.open(store.folder) as again:
        assert len(again.codings()) == len(kept)
        assert again.apply([operation("undo")], coder=again.person("Anna"))[0].ok is (len(kept) > 0)


def test_a_program_killed_in_the_middle_of_a_batch_leaves_nothing_of_it(store: ProjectStore, long_document: str, anna: Coder) -> None:
    code = """
import os, sys
from pathlib import Path
from uuid import uuid4
from qualcode.model import Operation
from qualcode.store import ProjectStore, log

record, seen = log.record, []
def die_at_the_fiftieth(connection, decision, original=None):
    record(connection, decision, original)
    seen.append(decision.id)
    if len(seen) == 50:
        os._exit(9)
log.record = die_at_the_fiftieth
with ProjectStore.open(Path(sys.argv[1])) as store:
    store.apply([Operation(str(uuid4()), "add", sys.argv[2], at, at + 1, "vo") for at in range(100)], coder=store.person("Anna"))
"""
    done = subprocess.run([sys.executable, "-c", code, str(store.folder), long_document], cwd=ROOT, check=False)
    assert done.returncode == 9
    assert (store.codings(), store.decisions(), store.verify()) == ([], [], [])


def test_a_project_that_another_program_keeps_writing_in_is_busy_and_works_again_after(
    store: ProjectStore, long_document: str, anna: Coder, raw: object, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0.2)
    with ProjectStore.open(folder) as impatient:
        raw.execute("BEGIN IMMEDIATE")  # type: ignore[attr-defined]
        started = time.monotonic()
        with pytest.raises(ProjectError, match="Another program is writing"):
            impatient.add_document(Document(name="x", text="y"))
        assert time.monotonic() - started < 3
        assert len(impatient.documents()) == 1  # reading goes on meanwhile
        raw.execute("ROLLBACK")  # type: ignore[attr-defined]
        impatient.add_document(Document(name="x", text="y"))


def test_a_reader_sees_one_state_while_another_session_writes(
    store: ProjectStore, long_document: str, anna: Coder, rules_run: Callable[[], str]
) -> None:
    run_id = rules_run()
    stop = threading.Event()
    uneven: list[tuple[int, int]] = []

    def write() -> None:
        width = 0
        while not stop.is_set():
            width = width % 40 + 1
            store.add_suggestions(run_id, long_document, [suggestion(at, at + width) for at in range(20)])

    def read() -> None:
        for _ in range(150):
            (progress,) = store.progress(anna.id)
            widths = {one.suggestion.end - one.suggestion.start for one in store.suggestions()}
            if progress.open not in (0, 20) or len(widths) > 1:
                uneven.append((progress.open, len(widths)))

    writer, reader = threading.Thread(target=write), threading.Thread(target=read)
    writer.start()
    reader.start()
    reader.join()
    stop.set()
    writer.join()
    assert uneven == []


def test_a_session_that_is_stopped_in_the_middle_takes_its_transaction_back(store: ProjectStore, long_document: str, anna: Coder) -> None:
    # Streamlit stops a script by an exception that is no Exception.
    class Stopped(BaseException):
        pass

    def given() -> object:
        yield Document(name="een", text="1")
        raise Stopped

    with pytest.raises(Stopped):
        store.add_documents(given())  # type: ignore[arg-type]
    assert [document.name for document in store.documents()] == ["lang.txt"]
    store.add_document(Document(name=str(uuid4()), text="2"))


ADD_AND_WAIT = """
import sys
from pathlib import Path
from qualcode.model import Document
from qualcode.store import ProjectStore

ProjectStore.open(Path(sys.argv[1])).close()  # would take the log away when nobody else held it
with ProjectStore.open(Path(sys.argv[1])) as store:
    store.add_document(Document(name="twee.txt", text="def"))
    print("written", flush=True)
    sys.stdin.readline()
"""


def test_opening_a_project_twice_in_one_program_keeps_its_locks(folder: Path) -> None:
    """On POSIX, a program that closes a file lets go of all its locks on it: another one would then take away the log that this one still uses."""
    with new_project(folder) as store:
        store.add_document(Document(name="een.txt", text="abc"))
        ProjectStore.open(folder).close()
        command = [sys.executable, "-c", ADD_AND_WAIT, str(folder)]
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdin is not None
            assert other.stdout is not None
            assert other.stdout.readline() == "written\n"
            assert [document.name for document in store.documents()] == ["een.txt", "twee.txt"]
            other.stdin.write("\n")
            other.stdin.close()
        store.add_document(Document(name="drie.txt", text="ghi"))
    with ProjectStore.open(folder) as store:
        assert [document.name for document in store.documents()] == ["drie.txt", "een.txt", "twee.txt"]
        assert store.verify() == []
