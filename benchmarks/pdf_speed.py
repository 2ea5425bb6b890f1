"""Seconds per 100 pages and memory of the PDF reader, as ratios to pypdfium2 alone over the same files in the same run.

    python benchmarks/pdf_speed.py FOLDER

pypdfium2 alone: open each file, take the text of each page. Three rounds, interleaved, the median of each. Each way runs in a fresh process of its own,
which reports its seconds and the most memory it ever held; the last row adds what the reading process costs a caller. Quote the ratios.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 3
MEGABYTE = 1024 * 1024


def pdfium_alone(files: list[Path]) -> int:
    """Takes the text of every page; gives the number of pages."""
    import pypdfium2

    pages = 0
    for path in files:
        document = pypdfium2.PdfDocument(path.read_bytes())
        for page in document:
            textpage = page.get_textpage()
            textpage.get_text_range()
            textpage.close()
            page.close()
            pages += 1
        document.close()
    return pages


def reader(files: list[Path]) -> int:
    from qualcode.documents.pdf.reader import pdf_content

    return sum(pdf_content(path.read_bytes(), file=path.name).counts["pages"] for path in files)


def reader_apart(files: list[Path]) -> int:
    from qualcode.documents.pdf import read_pdf

    return sum(read_pdf(path.read_bytes(), file=path.name).counts["pages"] for path in files)


WAYS = {"pypdfium2 alone": pdfium_alone, "reader": reader, "reader in its own process": reader_apart}


def measured(way: str, folder: Path) -> dict[str, float]:
    """Runs one way in a fresh process: pages, seconds, megabytes beyond those of the imports."""
    command = [sys.executable, __file__, str(folder), way]
    return dict(json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))


def run(way: str, folder: Path) -> dict[str, float]:
    files = sorted(folder.rglob("*.pdf"))
    before = peak()
    begun = time.perf_counter()
    pages = WAYS[way](files)
    return {"pages": pages, "seconds": time.perf_counter() - begun, "megabytes": peak() - before}


def peak() -> float:
    """The most memory this process held, in MB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MEGABYTE if sys.platform == "darwin" else most / 1024


def main(folder: Path) -> None:
    results: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for _ in range(ROUNDS):
        for way in WAYS:
            results[way].append(measured(way, folder))
    middle = {way: {key: statistics.median(found[key] for found in rounds) for key in rounds[0]} for way, rounds in results.items()}
    base = middle["pypdfium2 alone"]
    for way, found in middle.items():
        seconds = 100 * found["seconds"] / found["pages"]
        print(
            f"{way:26} {seconds:8.3f} s per 100 pages   ratio {found['seconds'] / base['seconds']:6.2f}"
            f"   {found['megabytes']:7.1f} MB   ratio {found['megabytes'] / max(0.1, base['megabytes']):6.2f}"
        )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(run(sys.argv[2], Path(sys.argv[1]))))
    elif len(sys.argv) == 2:
        main(Path(sys.argv[1]))
    else:
        sys.exit(__doc__)
