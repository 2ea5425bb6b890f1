"""Damages the sample of every format in the register many times and reads it: each must give a document or one sentence, in time.

Run: python benchmarks/fuzz_readers.py --variants 2000 [--seed 1] [--limit 20] [--keep DIR]
Exit code 1 when a file gave anything else; it is then kept in DIR. A hang ends the run with the place where it hung.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "documents")]
from damage import variants  # noqa: E402
from samples import samples, table_samples  # noqa: E402
from soundness import check, documents_in  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variants", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=20.0, help="seconds for one file")
    parser.add_argument("--keep", type=Path, help="where to keep files that gave a traceback (texts of ours only)")
    parser.add_argument("--only", default="", help="only samples with this suffix")
    options = parser.parse_args()
    originals = {name: data for name, data in {**samples(), **table_samples()}.items() if name.endswith(options.only)}
    outcomes: Counter[tuple[str, str]] = Counter()
    bad = slowest = 0.0
    slowest_name = ""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in variants(originals, options.variants, seed=options.seed):
            path = Path(folder) / name
            path.write_bytes(data)
            faulthandler.dump_traceback_later(options.limit, exit=True)
            begun = time.perf_counter()
            try:
                found = documents_in(path)
                for document in found:
                    check(document)
                outcome = "document" if found else "sentence"
            except Exception:  # any exception at all is what we look for
                outcome = "bug"
                bad += 1
                print(f"--- {name}", traceback.format_exc(limit=-6), sep="\n")
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / name).write_bytes(data)
            finally:
                faulthandler.cancel_dump_traceback_later()
            taken = time.perf_counter() - begun
            if taken > slowest:
                slowest, slowest_name = taken, name
            outcomes[path.suffix, outcome] += 1
            path.unlink()
    for suffix in sorted({suffix for suffix, _ in outcomes}):
        counts = {outcome: outcomes[suffix, outcome] for outcome in ("document", "sentence", "bug")}
        print(f"{suffix:10}", *(f"{outcome} {count:5}" for outcome, count in counts.items()))
    print(f"{options.variants} variants, {bad:.0f} bugs; slowest {slowest:.2f} s ({slowest_name})")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
