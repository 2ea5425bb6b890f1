"""What goes to the text component and what may come back from it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any

import pytest
from coding_sample import INTERVIEW, make_project
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.app.coding_page import Exchange, acks_of, page_payload, queue_name, read_requests, time_text
from qualcode.errors import ProjectError
from qualcode.model import Coder, DocumentSummary
from qualcode.store import ProjectStore
from qualcode.workflows import review
from qualcode.workflows.decide import Answer, apply_requests
from qualcode.workflows.review import BLOCKS_PER_PAGE, open_blocks, page_count, page_of, review_page
from qualcode.workflows.review_codes import review_codes

QUEUE = "q"


def is_installed() -> bool:
    """Whether Streamlit can find the component: it looks for it in installed packages only."""
    try:
        distribution("qualcode")
    except PackageNotFoundError:
        return False
    return True


DOOR_SINCE = (1, 67)  # the private door of AppTest that `Screen.send` uses works otherwise in older ones
old_door = tuple(int(part) for part in version("streamlit").split(".")[:2]) < DOOR_SINCE
sends = pytest.mark.skipif(old_door, reason="AppTest of this Streamlit has no way to send what a component sends; the browser tests do")
installed = pytest.mark.skipif(not is_installed(), reason='the page needs an installed qualcode: pip install -e ".[test]"')


@pytest.fixture
def project(tmp_path: Path) -> Iterator[ProjectStore]:
    with make_project(tmp_path / "proef.qualcode") as store:
        yield store


@pytest.fixture
def anna(project: ProjectStore) -> Coder:
    return project.person("Anna")


def document(store: ProjectStore, name: str) -> DocumentSummary:
    return next(one for one in store.documents() if one.name == name)


def payload(store: ProjectStore, coder: Coder, name: str = "gesprek.txt", number: int = 1, **options: Any) -> dict[str, Any]:
    page = review_page(store, document(store, name), coder=coder, number=number, **options)
    made = page_payload(page, review_codes(store), Exchange(QUEUE), language="nl")
    again: dict[str, Any] = json.loads(json.dumps(made))  # as the browser gets it
    return again


def ask(store: ProjectStore, coder: Coder, *operations: dict[str, Any]) -> list[Answer]:
    sent = [{"id": str(uuid.uuid4()), **operation} for operation in operations]
    requests, refusals = read_requests(json.loads(json.dumps({"queue": QUEUE, "operations": sent})), queue=QUEUE)
    return [*refusals, *apply_requests(store, requests, coder=coder)]


def add(store: ProjectStore, words: str, code: str, **more: Any) -> dict[str, Any]:
    start = INTERVIEW.index(words)
    summary = document(store, "gesprek.txt")
    return {"action": "add", "document": summary.id, "start": start, "end": start + len(words), "quote": words, "code": code, **more}


# --- the payload ---


def test_every_span_of_the_payload_is_in_code_points_of_the_stored_text(project: ProjectStore, anna: Coder) -> None:
    ask(project, anna, add(project, "😀 aan de keukentafel", "welkom"), add(project, "𝕏", "verantwoording"))
    sent = payload(project, anna)
    for block in sent["blocks"]:
        assert INTERVIEW[block["start"] : block["start"] + len(block["text"])] == block["text"]
        for start, end in block["sentences"]:
            assert block["start"] <= start < end <= block["start"] + len(block["text"])
    quotes = {INTERVIEW[one["start"] : one["end"]] for one in sent["codings"]}
    assert quotes == {"😀 aan de keukentafel", "𝕏"}
    for one in sent["suggestions"]:
        assert [INTERVIEW[match["start"] : match["end"]] for match in one["matches"]] == [INTERVIEW[one["start"] : one["end"]]]


def test_speaker_role_and_time_stand_beside_a_turn(project: ProjectStore, anna: Coder) -> None:
    turns = payload(project, anna)["blocks"]
    assert [(turn["kind"], turn["speaker"], turn["time"]) for turn in turns[:2]] == [
        ("turn", "Interviewer", "00:05"),
        ("turn", "R1", "00:12"),
    ]
    assert turns[0]["role"] == "interviewer"


def test_a_page_holds_only_what_touches_its_blocks(project: ProjectStore, anna: Coder) -> None:
    second = payload(project, anna, "beleid.txt", 2)
    assert second["pages"] == 3
    assert len(second["blocks"]) == BLOCKS_PER_PAGE
    first, last = second["blocks"][0], second["blocks"][-1]
    assert second["suggestions"]
    for one in second["suggestions"]:
        assert first["start"] <= one["start"] < last["start"] + len(last["text"])
    assert len(second["suggestions"]) < second["progress"]["suggestions"]


def test_the_next_page_with_an_open_suggestion_is_known(project: ProjectStore, anna: Coder) -> None:
    assert [payload(project, anna, "beleid.txt", number)["next_open"] for number in (1, 2, 3)] == [2, 3, None]
    assert [payload(project, anna, "beleid.txt", number)["previous_open"] for number in (1, 2, 3)] == [None, 1, 2]
    for one in payload(project, anna, "beleid.txt", 2)["suggestions"]:
        ask(project, anna, {"action": "reject", "suggestion": one["id"], "document": document(project, "beleid.txt").id})
    assert payload(project, anna, "beleid.txt", 1)["next_open"] == 3


def test_a_page_number_outside_the_document_becomes_the_nearest(project: ProjectStore, anna: Coder) -> None:
    assert payload(project, anna, "beleid.txt", 99)["page"] == 3
    assert payload(project, anna, "beleid.txt", -1)["page"] == 1


def test_the_filter_shows_the_blocks_that_were_open_and_finds_their_pages(project: ProjectStore, anna: Coder) -> None:
    beleid = document(project, "beleid.txt")
    chosen = open_blocks(project, beleid, coder=anna)
    assert len(chosen) == 7
    sent = payload(project, anna, "beleid.txt", chosen=chosen)
    assert all("zelfbeheer" in block["text"] for block in sent["blocks"])
    assert page_count(project, beleid, chosen=chosen) == 1
    start = sent["blocks"][2]["start"]
    assert page_of(project, beleid, start, chosen=chosen) == 1
    assert page_of(project, beleid, start) == 1
    assert page_of(project, beleid, payload(project, anna, "beleid.txt", 3)["blocks"][-1]["start"]) == 3
    assert page_of(project, beleid, payload(project, anna, "beleid.txt")["blocks"][0]["start"], chosen=chosen) is None


def test_themes_come_first_under_the_digits(project: ProjectStore, anna: Coder) -> None:
    keys = {code["id"]: code["key"] for code in payload(project, anna)["codes"]}
    assert keys == {"van-onderop": "1", "welkom": "2", "verantwoording": "3", "zelfbeheer": "4", "tegenmacht": "5"}


def test_sub_codes_without_a_colour_get_shades_of_their_own(project: ProjectStore) -> None:
    colours = [code.colour for code in review_codes(project)]
    assert len(set(colours)) == len(colours)
    assert all(len(colour) == 7 and int(colour[1:], 16) >= 0 for colour in colours)


def test_a_code_that_left_the_codebook_is_shown_but_cannot_be_given(project: ProjectStore, anna: Coder) -> None:
    ask(project, anna, add(project, "nu beheren we het", "zelfbeheer"))
    _, _, yaml = project.current_codebook()
    left = [one for one in project.code_definitions() if one.id not in ("zelfbeheer", "tegenmacht")]
    cut = yaml.replace(yaml[yaml.index("    codes:\n") : yaml.index("  - id: welkom")], "")
    project.add_codebook_version(cut, left)
    codes = {code["id"]: code for code in payload(project, anna)["codes"]}
    assert codes["zelfbeheer"]["usable"] is False
    assert codes["zelfbeheer"]["path"] == "van onderop > zelfbeheer"
    assert codes["welkom"]["usable"] is True


def test_another_coders_work_is_not_sent(project: ProjectStore, anna: Coder) -> None:
    bert = project.person("Bert")
    ask(
        project,
        bert,
        add(project, "nu beheren we het", "zelfbeheer"),
        add(project, "Dat geeft", "welkom") | {"action": "memo_add", "text": "hm"},
    )
    sent = payload(project, anna)
    assert sent["codings"] == sent["memos"] == []
    assert all(one["state"] == "open" for one in sent["suggestions"])


# --- operations ---


def test_accept_reject_add_and_undo_reach_the_database(project: ProjectStore, anna: Coder) -> None:
    ids = {one["code"]: one["id"] for one in payload(project, anna)["suggestions"]}
    here = document(project, "gesprek.txt").id
    answers = ask(
        project,
        anna,
        {"action": "accept", "document": here, "suggestion": ids["zelfbeheer"], "stance": "tegen"},
        {"action": "reject", "document": here, "suggestion": ids["welkom"]},
        add(project, "aan de keukentafel", "welkom", stance="voor"),
    )
    assert [answer.ok for answer in answers] == [True, True, True]
    sent = payload(project, anna)
    assert {one["code"]: one["state"] for one in sent["suggestions"]}["zelfbeheer"] == "accepted"
    assert [(one["code"], one["stance"], one["origin"]) for one in sent["codings"]] == [
        ("welkom", "voor", None),
        ("zelfbeheer", "tegen", ids["zelfbeheer"]),
    ]
    assert sent["progress"] == {"suggestions": 4, "decided": 2, "codings": 2, "nothing_here": 0}
    (undone,) = ask(project, anna, {"action": "undo", "document": here})
    assert undone.ok
    assert undone.decision is not None
    assert INTERVIEW[undone.decision.start : undone.decision.end] == "aan de keukentafel"
    (told,) = acks_of([undone], language="nl", codes=review_codes(project), documents={here: "gesprek.txt"})
    assert told["message"] == "Ongedaan gemaakt: de codering welkom voelen (gesprek.txt)."
    assert [one["code"] for one in payload(project, anna)["codings"]] == ["zelfbeheer"]


def test_the_same_message_twice_is_done_once(project: ProjectStore, anna: Coder) -> None:
    memo = add(project, "Dat geeft", "welkom") | {"action": "memo_add", "text": "mooi", "id": "m-1"}
    operations = [add(project, "nu beheren we het", "zelfbeheer") | {"id": "o-1"}, memo, {"id": "o-2", "action": "undo"}]
    first = ask(project, anna, *operations)
    second = ask(project, anna, *operations)
    assert [answer.ok for answer in first] == [answer.ok for answer in second] == [True, True, True]
    assert len(project.decisions()) == 2
    assert [one.text for one in project.memos()] == ["mooi"]


def test_one_refused_operation_does_not_stop_the_others(project: ProjectStore, anna: Coder) -> None:
    answers = ask(
        project,
        anna,
        add(project, "nu beheren we het", "bestaat-niet"),
        add(project, "nu beheren we het", "zelfbeheer"),
        {"action": "remove", "coding": "x"},
    )
    assert [(answer.ok, answer.error) for answer in answers] == [(False, "store.unknown_code"), (True, ""), (False, "store.unknown_coding")]


def test_words_that_are_not_there_are_refused(project: ProjectStore, anna: Coder) -> None:
    good = add(project, "𝕏 veel rust", "welkom")
    shifted = good | {"start": good["start"] + 1, "end": good["end"] + 1}
    without = {name: value for name, value in good.items() if name != "quote"}
    answers = ask(project, anna, shifted, without, good | {"document": "x"}, good | {"start": -1}, good | {"end": 10**9})
    assert [answer.error for answer in answers] == [
        "coding.other_text", "store.incomplete_operation", "store.unknown_document", "coding.other_text", "coding.other_text",
    ]  # fmt: skip
    assert project.codings() == []


def test_a_passage_over_two_blocks_is_two_codings_and_one_undo(project: ProjectStore, anna: Coder) -> None:
    ask(project, anna, add(project, "Dat geeft", "welkom", batch="b"), add(project, "En voelt", "welkom", batch="b"))
    assert len(project.codings()) == 2
    assert ask(project, anna, {"action": "undo"})[0].ok
    assert project.codings() == []


def test_memos_are_ones_own(project: ProjectStore, anna: Coder) -> None:
    place = add(project, "Dat geeft", "welkom") | {"action": "memo_add"}
    (made,) = ask(project, anna, place | {"text": "eerste"})
    assert ask(project, project.person("Bert"), {"action": "memo_edit", "memo": made.id, "text": "anders"})[0].error == "store.not_yours"
    assert (
        ask(project, anna, {"action": "memo_edit", "memo": made.id, "text": "tweede"}, place | {"text": "  "})[1].error
        == "store.empty_memo"
    )
    assert [one["text"] for one in payload(project, anna)["memos"]] == ["tweede"]
    assert ask(project, anna, {"action": "memo_delete", "memo": made.id})[0].ok
    assert payload(project, anna)["memos"] == []


def test_when_the_project_cannot_be_written_nothing_is_answered(
    project: ProjectStore, anna: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise ProjectError("store.disk_full", folder="x")

    monkeypatch.setattr(project, "add_memo", full)
    with pytest.raises(ProjectError, match="full"):
        ask(project, anna, add(project, "Dat geeft", "welkom") | {"action": "memo_add", "text": "hm"})


# --- what a browser may send ---

MALFORMED: dict[str, dict[str, Any]] = {
    "unknown action": {"action": "drop_tables"},
    "no action": {},
    "action of a wrong type": {"action": ["add"]},
    "start as text": {"action": "add", "start": "1"},
    "start as truth": {"action": "add", "start": True},
    "start as a fraction": {"action": "add", "start": 1.5},
    "code as a list": {"action": "add", "code": ["zelfbeheer"]},
    "unknown stance": {"action": "add", "stance": "misschien"},
    "memo that is too long": {"action": "memo_add", "text": "a" * 100_001},
    "half a character": {"action": "memo_add", "text": "\ud83d"},
}


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_has_no_sound_form_is_refused(sent: dict[str, Any]) -> None:
    requests, refusals = read_requests({"queue": QUEUE, "operations": [{"id": "a", **sent}]}, queue=QUEUE)
    assert requests == []
    assert refusals == [Answer("a", ok=False, error="store.incomplete_operation")]


@pytest.mark.parametrize(
    "message", [None, "x", 1, [], {}, {"queue": "other", "operations": [{"id": "a", "action": "undo"}]}, {"queue": QUEUE}]
)
def test_a_message_of_another_form_or_queue_is_left_alone(message: object) -> None:
    assert read_requests(message, queue=QUEUE) == ([], [])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
FIELDS = (
    "id", "action", "document", "start", "end", "quote", "code", "stance", "suggestion", "coding", "batch", "memo", "text",
)  # fmt: skip
ACTIONS = ("accept", "reject", "add", "change", "remove", "nothing_here", "undo", "redo", "memo_add", "memo_edit", "memo_delete")


@pytest.fixture(scope="module")
def battered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectStore]:
    with make_project(tmp_path_factory.mktemp("battered") / "proef.qualcode", paragraphs=3) as store:
        yield store


places = st.integers(-2, len(INTERVIEW) + 2) | st.sampled_from([2**31, 2**63, 10**30])
likely = {
    "id": st.text(max_size=5),
    "action": st.sampled_from(ACTIONS),
    "document": st.just("HERE"),
    "start": places,
    "end": places,
    "quote": st.just("QUOTE"),
    "code": st.sampled_from(["zelfbeheer", "welkom"]),
    "stance": st.sampled_from(["", "voor"]),
    "suggestion": st.just("SUGGESTION"),
}
wild = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, json_values) | {"id": st.text(max_size=5)})
sound = st.fixed_dictionaries(likely, optional={"batch": st.text(max_size=2), "text": st.text(max_size=4)})


@settings(max_examples=200, deadline=None)
@given(st.lists(wild | sound, max_size=4))
def test_whatever_a_browser_sends_is_answered_or_left_alone_and_the_project_stays_sound(
    battered: ProjectStore, operations: list[dict[str, Any]]
) -> None:
    coder = battered.person("Anna")
    here = document(battered, "gesprek.txt").id
    real = {"HERE": here, "SUGGESTION": battered.suggestions(here)[0].id}
    for one in operations:
        for name, value in one.items():
            if isinstance(value, str) and value in real:
                one[name] = real[value]
            elif value == "QUOTE":
                one[name] = INTERVIEW[max(0, one["start"]) : max(0, one["end"])]
    requests, refusals = read_requests({"queue": QUEUE, "operations": operations}, queue=QUEUE)
    answers = [*refusals, *apply_requests(battered, requests, coder=coder)]
    assert sorted(answer.id for answer in answers) == sorted(one["id"] for one in operations if isinstance(one.get("id"), str))
    assert battered.verify() == []


def test_the_queue_of_one_coder_is_not_that_of_another(anna: Coder) -> None:
    assert queue_name("p", anna) != queue_name("p", replace(anna, id="x")) != queue_name("q", replace(anna, id="x"))


@pytest.mark.parametrize(("seconds", "written"), [(None, ""), (0, "00:00"), (72.9, "01:12"), (3729, "1:02:09")])
def test_times_are_written_as_in_a_transcript(seconds: float | None, written: str) -> None:
    assert time_text(seconds) == written


# --- the page itself ---


class Screen:
    """The coding page as Streamlit runs it, without a browser. What the component would send goes in by a private door of AppTest."""

    def __init__(self, folder: Path, **query: str) -> None:
        from streamlit.testing.v1 import AppTest

        from qualcode.app import launch, session

        launch.set_launch(launch.Launch(project=str(folder)))
        self.test = AppTest.from_file(str(PAGE), default_timeout=60)
        with ProjectStore.open(folder) as store:
            coder = store.person("Anna")
        self.test.session_state[session.CODER], self.test.session_state[session.CODER_ID] = coder.name, coder.id
        for name, value in query.items():
            self.test.query_params[name] = value
        self.test.run()
        assert not self.test.exception

    @property
    def payload(self) -> dict[str, Any]:
        (component,) = self.test.get("bidi_component")
        made: dict[str, Any] = json.loads(component.proto.json)
        return made

    def send(self, event: str, value: object) -> dict[str, Any]:
        (component,) = self.test.get("bidi_component")
        states = self.test._tree.get_widget_states()
        state = states.widgets.add(id=f"$$STREAMLIT_INTERNAL_KEY_{component.proto.id}__events")
        state.json_trigger_value = json.dumps([{"event": event, "value": value}])
        self.test._run(states)
        assert not self.test.exception
        return self.payload


PAGE = Path(review.__file__).parent.parent / "app" / "pages" / "coderen.py"


@pytest.fixture(autouse=True)
def dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALCODE_LANGUAGE", "nl")


@installed
def test_the_page_shows_the_document_of_its_address(project: ProjectStore) -> None:
    screen = Screen(project.folder, document="gesprek.txt")
    assert screen.payload["document_name"] == "gesprek.txt"
    assert [one["code"] for one in screen.payload["suggestions"]] == ["tegenmacht", "zelfbeheer", "welkom", "verantwoording"]
    assert screen.payload["labels"]["accept"] == "Aannemen"
    assert Screen(project.folder, document="beleid.txt", page="3").payload["page"] == 3


@installed
@sends
def test_an_operation_is_on_the_disk_before_the_page_says_so(project: ProjectStore) -> None:
    screen = Screen(project.folder, document="gesprek.txt")
    before = screen.payload
    assert before["saved_at"] == ""
    operation = {"id": "o-1", "document": before["document"], **add(project, "𝕏 veel rust", "welkom")}
    after = screen.send("operations", {"queue": before["queue"], "operations": [operation]})
    assert after["acks"] == [{"id": "o-1", "ok": True, "message": ""}]
    assert len(after["saved_at"]) == 8
    assert [one["code"] for one in after["codings"]] == [one.code for one in project.codings()] == ["welkom"]
    again = screen.send("operations", {"queue": before["queue"], "operations": [operation]})
    assert len(project.decisions()) == 1
    assert again["serial"] == 2


@installed
@sends
def test_a_refusal_says_why_in_the_language_of_the_screen(project: ProjectStore) -> None:
    screen = Screen(project.folder, document="gesprek.txt")
    operation = add(project, "𝕏 veel rust", "welkom") | {"id": "o-1", "quote": "iets anders"}
    after = screen.send("operations", {"queue": screen.payload["queue"], "operations": [operation]})
    assert after["acks"][0]["message"].startswith("Deze passage is niet wat daar in het document staat")
    assert after["saved_at"] == ""


@installed
@sends
def test_when_nothing_can_be_saved_the_page_says_so_and_answers_nothing(project: ProjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise ProjectError("store.disk_full", folder="x")

    screen = Screen(project.folder, document="gesprek.txt")
    operation = add(project, "𝕏 veel rust", "welkom") | {"id": "o-1"}
    message = {"queue": screen.payload["queue"], "operations": [operation]}
    monkeypatch.setattr(ProjectStore, "apply", full)
    after = screen.send("operations", message)
    assert after["acks"] == []
    assert "is vol" in after["fault"]
    monkeypatch.undo()
    healed = screen.send("operations", message)
    assert (healed["fault"], healed["acks"][0]["ok"]) == ("", True)


@installed
@sends
def test_undo_turns_to_the_page_where_it_takes_effect(project: ProjectStore) -> None:
    screen = Screen(project.folder, document="beleid.txt", page="3")
    last = screen.payload["suggestions"][-1]
    reject = {"id": "o-1", "action": "reject", "document": screen.payload["document"], "suggestion": last["id"]}
    screen.send("operations", {"queue": screen.payload["queue"], "operations": [reject]})
    assert screen.send("turn", {"page": 1})["page"] == 1
    after = screen.send("operations", {"queue": screen.payload["queue"], "operations": [{"id": "o-2", "action": "undo"}]})
    assert (after["page"], after["go_to"]["start"]) == (3, last["start"])
    assert after["acks"][-1]["message"] == "Ongedaan gemaakt: de codering van onderop > zelfbeheer (beleid.txt)."


@installed
@sends
def test_a_turn_to_a_page_that_is_not_there_does_nothing_wrong(project: ProjectStore) -> None:
    screen = Screen(project.folder, document="beleid.txt")
    assert screen.send("turn", {"page": 99})["page"] == 3
    assert screen.send("turn", {"page": "1"})["page"] == 3
    assert screen.send("turn", None)["page"] == 3


@installed
def test_a_project_without_documents_says_what_to_do(tmp_path: Path) -> None:
    from coding_sample import make_empty_project

    make_empty_project(tmp_path / "leeg.qualcode").close()
    screen = Screen(tmp_path / "leeg.qualcode")
    assert "importeer er een" in screen.test.info[0].value


@installed
def test_when_the_document_cannot_be_read_the_page_says_why_and_can_be_tried_again(
    project: ProjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise ProjectError("store.busy", folder="x")

    screen = Screen(project.folder, document="gesprek.txt")
    monkeypatch.setattr(ProjectStore, "codings", busy)
    screen.test.run()
    assert "Een ander programma schrijft" in screen.test.error[0].value
    monkeypatch.undo()
    screen.test.button[0].click().run()
    assert screen.payload["document_name"] == "gesprek.txt"
