from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from store_samples import DEFINITIONS, NEW_YAML, YAML, suggestion

from qualcode.model import Coder
from qualcode.store import Ack, CodeDefinition, ProjectStore


def test_each_version_is_kept_whole_and_copied(store: ProjectStore, folder: Path) -> None:
    assert store.add_codebook_version(NEW_YAML, DEFINITIONS) == 2
    assert store.current_codebook() == (2, hashlib.sha256(NEW_YAML.encode()).hexdigest(), NEW_YAML)
    assert [version.yaml for version in store.codebook_versions()] == [YAML, NEW_YAML]
    copies = sorted((folder / "codebooks").iterdir())
    assert [copy.read_bytes() for copy in copies] == [YAML.encode(), NEW_YAML.encode()]


def test_the_very_same_codebook_makes_no_new_version(store: ProjectStore, folder: Path) -> None:
    revision = store.revision()
    assert store.add_codebook_version(YAML, DEFINITIONS) == 1
    assert store.revision() == revision
    assert len(list((folder / "codebooks").iterdir())) == 1


def test_a_version_that_is_refused_leaves_no_copy(store: ProjectStore, folder: Path) -> None:
    with pytest.raises(ValueError, match="one id"):
        store.add_codebook_version(NEW_YAML, [DEFINITIONS[0], DEFINITIONS[0]])
    assert len(list((folder / "codebooks").iterdir())) == 1
    assert store.current_codebook()[0] == 1


def test_a_code_with_codings_that_leaves_the_codebook_is_retired_and_its_codings_stay(
    store: ProjectStore, document_id: str, anna: Coder, do: Callable[..., Ack]
) -> None:
    coding = do(anna, "add", document_id=document_id, start=0, end=5, code="zb").coding
    store.add_codebook_version(NEW_YAML, DEFINITIONS[:1])
    retired = CodeDefinition("zb", "van onderop > zelfbeheer", "#d95f02", "h-zb", retired=True)
    assert store.code_definitions() == [DEFINITIONS[0], retired]  # `va` was never used
    assert [one.code for one in store.codings()] == ["zb"]
    assert do(anna, "add", document_id=document_id, start=0, end=9, code="zb").error == "store.retired_code"
    assert do(anna, "add", document_id=document_id, start=0, end=9, code="va").error == "store.retired_code"
    assert do(anna, "add", document_id=document_id, start=0, end=9, code="nooit").error == "store.unknown_code"
    assert do(anna, "change", coding=coding, stance="voor").ok
    assert do(anna, "remove", coding=coding).ok
    assert do(anna, "undo").ok
    assert store.verify() == []


def test_a_retired_code_can_come_back_and_stays_known_through_versions(
    store: ProjectStore, document_id: str, anna: Coder, do: Callable[..., Ack]
) -> None:
    do(anna, "add", document_id=document_id, start=0, end=5, code="zb")
    store.add_codebook_version("format: 1\nname: twee\n", DEFINITIONS[:1])
    store.add_codebook_version("format: 1\nname: drie\n", DEFINITIONS[2:])
    assert [(one.id, one.retired) for one in store.code_definitions()] == [("va", False), ("zb", True)]
    store.add_codebook_version("format: 1\nname: vier\n", DEFINITIONS)
    assert store.code_definitions() == list(DEFINITIONS)
    assert store.code_definitions(2)[0].id == "vo"


def test_undecided_suggestions_of_a_code_that_is_gone_go_with_it(
    store: ProjectStore, document_id: str, anna: Coder, rules_run: Callable[[], str], do: Callable[..., Ack]
) -> None:
    store.add_suggestions(rules_run(), document_id, [suggestion(0, 5, "zb"), suggestion(6, 9, "zb"), suggestion(0, 5, "vo")])
    rejected = store.suggestions(document_id)[1]
    do(anna, "reject", suggestion=rejected.id)
    store.add_codebook_version(NEW_YAML, [DEFINITIONS[0]])
    left = {(one.suggestion.code, one.state) for one in store.suggestions(coder=anna.id)}
    assert left == {("vo", "open"), (rejected.suggestion.code, "rejected")}


def test_a_coding_is_stamped_with_the_definition_under_which_it_was_made(
    store: ProjectStore, document_id: str, anna: Coder, do: Callable[..., Ack]
) -> None:
    coding = do(anna, "add", document_id=document_id, start=0, end=5, code="vo").coding
    store.add_codebook_version(NEW_YAML, [CodeDefinition("vo", "van onderop", "#1b9e77", "h-new")])
    assert store.codings()[0].definition_hash == "h-vo"
    assert do(anna, "change", coding=coding).ok  # a change of nothing confirms the coding under the new definition
    assert store.codings()[0].definition_hash == "h-new"
    assert do(anna, "undo").ok
    assert store.codings()[0].definition_hash == "h-vo"
