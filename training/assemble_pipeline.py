"""From the trained model to the pipeline that ships: the mending lemmatiser added, metadata, licence and attribution.

python training/assemble_pipeline.py WORK qualcode/pipeline/nl_qualcode_sm
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import spacy

import qualcode.pipeline.hybrid  # noqa: F401 (registers the factory)

VERSION = "0.1.0"
ATTRIBUTION = """nl_qualcode_sm {version}: a Dutch spaCy pipeline. Licence: CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/).

Trained from
- UD Dutch Alpino and UD Dutch LassySmall (dev sets; CC BY-SA 4.0): Gosse Bouma and Gertjan van Noord, University of Groningen.
- The Alpino treebank of the University of Groningen (LGPL-2.1+), sections cdb, qa, eans, wpspel, g_suite, h_suite, i_suite, j_suite, leuven_yellow_pages, extra, qtleap,
  LassySample, ntv, novel sample, medfail and ovis, converted to Universal Dependencies.
The treebanks themselves are not part of this package. Its lemmatiser looks words up in the simplemma package at run time.
"""


def main(work: Path, target: Path) -> None:
    nlp = spacy.load(work / "output" / "model-best")
    nlp.add_pipe("qualcode_hybrid_lemmatizer", after="trainable_lemmatizer")
    nlp.meta.update(
        {
            "name": "qualcode_sm",
            "version": VERSION,
            "spacy_version": ">=3.8.0,<3.9.0",
            "description": "Dutch tags, morphology, lemmas and dependencies for qualcode",
            "author": "the qualcode maintainers",
            "license": "CC BY-SA 4.0",
            "sources": [{"name": "UD Dutch Alpino, UD Dutch LassySmall, Alpino treebank", "license": "CC BY-SA 4.0; LGPL-2.1+"}],
            "data": json.loads((work / "data.json").read_text("utf-8")),
        }
    )
    if target.exists():
        shutil.rmtree(target)
    nlp.to_disk(target)
    (target / "LICENSE").write_text(ATTRIBUTION.format(version=VERSION), "utf-8")
    size = sum(file.stat().st_size for file in target.rglob("*") if file.is_file())
    print(f"{target}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
