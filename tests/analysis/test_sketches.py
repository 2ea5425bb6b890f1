"""Sketches of texts: alike texts are found, and how alike they are is about right."""

from __future__ import annotations

import random

import pytest

from qualcode.analysis.sketches import SHINGLE, SketchIndex, resemblance, sketch


def words(seed: int, count: int) -> list[str]:
    source = random.Random(seed)
    return [f"woord{source.randrange(5000)}" for _ in range(count)]


def true_resemblance(first: list[str], second: list[str]) -> float:
    def runs(of: list[str]) -> set[tuple[str, ...]]:
        return {tuple(of[at : at + SHINGLE]) for at in range(len(of) - SHINGLE + 1)}

    return len(runs(first) & runs(second)) / len(runs(first) | runs(second))


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.8, 0.95])
def test_the_estimate_is_near_the_true_share(kept: float) -> None:
    first = words(1, 4000)
    second = first[: int(kept * 4000)] + words(2, 4000 - int(kept * 4000))
    one, other = sketch(" ".join(first)), sketch(" ".join(second))
    assert one is not None
    assert other is not None
    assert resemblance(one, other) == pytest.approx(true_resemblance(first, second), abs=0.1)


def test_short_texts_are_compared_exactly() -> None:
    first = words(3, 100)
    second = [*first[:50], *words(4, 50)]
    one, other = sketch(" ".join(first)), sketch(" ".join(second))
    assert one is not None
    assert other is not None
    assert resemblance(one, other) == pytest.approx(true_resemblance(first, second))


def test_the_index_gives_the_text_that_is_most_alike() -> None:
    index = SketchIndex()
    base = words(5, 1000)
    index.add("ander", sketch(" ".join(words(6, 1000))))
    index.add("half", sketch(" ".join([*base[:600], *words(7, 400)])))
    index.add("bijna", sketch(" ".join([*base[:950], *words(8, 50)])))
    index.add("leeg", sketch("te kort"))
    found = index.nearest(sketch(" ".join(base)), least=0.3)
    assert found is not None
    assert found[0] == "bijna"
    assert index.nearest(sketch(" ".join(words(9, 1000))), least=0.3) is None
    assert index.nearest(None, least=0.0) is None


def test_case_and_punctuation_make_no_difference_and_a_sketch_is_the_same_every_time() -> None:
    one = sketch("De wijk, en de Bewoners! " * 3 + " ".join(map(str, range(40))))
    other = sketch("de wijk en de bewoners " * 3 + " ".join(map(str, range(40))))
    assert one is not None
    assert other is not None
    assert one.tolist() == other.tolist()
    assert one[:2].tolist() == sorted(one.tolist())[:2]
