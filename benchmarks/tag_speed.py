"""How fast a folder of texts is tagged, as ratios to spaCy's blank Dutch tokenizer over the same text in the same run.

    python benchmarks/tag_speed.py FOLDER codebooks/nieuw-welzijn.yaml

Reads all texts first; then times, interleaved over three rounds and with the median reported, CPU time of: tokenising every document, segmenting, making
units, and the rule coder. Prints words per second beside each ratio; quote the ratios.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from qualcode.codebook import load_codebook
from qualcode.coders.rules import RuleCoder
from qualcode.documents import read_document
from qualcode.errors import DocumentError
from qualcode.pipeline import load_pipeline
from qualcode.segmentation import make_units, segment_document

ROUNDS = 3


def main(folder: Path, codebook_file: Path) -> None:
    documents = []
    for path in sorted(folder.rglob("*.txt")):
        try:
            documents.append(read_document(path))
        except DocumentError as error:
            print(error)
    codebook = load_codebook(codebook_file)
    blank = spacy.blank("nl")
    blank.max_length = 10**9
    blocks = [segment_document(document) for document in documents]
    units = [make_units(document, found) for document, found in zip(documents, blocks, strict=True)]
    words = sum(block.words for found in blocks for block in found)
    steps: dict[str, Callable[[], object]] = {
        "spaCy blank tokenizer": lambda: [len(blank.make_doc(document.text)) for document in documents],
        "segment": lambda: [segment_document(document) for document in documents],
        "make units": lambda: [make_units(document, found) for document, found in zip(documents, blocks, strict=True)],
        f"rule coder, {len(codebook.rules)} rules": lambda: rules(codebook, documents, units),
    }
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(ROUNDS):
        for name, step in steps.items():
            begun = time.process_time()
            step()
            seconds[name].append(time.process_time() - begun)
    base = statistics.median(seconds["spaCy blank tokenizer"])
    print(f"{len(documents)} documents, {words} words, {sum(map(len, blocks))} blocks")
    for name, taken in seconds.items():
        median = statistics.median(taken)
        print(f"{name:28} {words / median:12,.0f} words/s   ratio {base / median:.2f}")


def rules(codebook, documents, units) -> int:
    # a fresh coder each round: the word types are asked anew, as in a first run
    coder = RuleCoder(codebook, load_pipeline("base"))
    return sum(
        len(found) for document, of_document in zip(documents, units, strict=True) for found in coder.suggest(of_document, document.text)
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
