"""What a user does first with the installed wheel, without the repository: run as a script in a clean environment.

Makes the demo project, opens the app on loopback, tags the bundled corpus, and prints `ok`. Not collected by pytest.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path


def qualcode(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import sys; from qualcode.cli import main; sys.exit(main())", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)


def check(condition: bool, what: str) -> None:
    if not condition:
        sys.exit(f"wheel smoke test: {what}")
    print(f"  {what}: ok")


def demo_in_the_browser(folder: Path) -> None:
    command = [sys.executable, "-c", "import sys; from qualcode.cli import main; sys.exit(main())", "demo", "--no-browser"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8")
    try:
        address = ""
        until = time.monotonic() + 180
        while not address and time.monotonic() < until and process.poll() is None and process.stdout:
            line = process.stdout.readline()
            address = next((word.rstrip(".") for word in line.split() if word.startswith("http://127.0.0.1:")), "")
        check(bool(address), f"the demo prints its address ({address or 'none'})")
        root = "/".join(address.split("/")[:3])
        with urllib.request.urlopen(f"{root}/_stcore/health", timeout=30) as answer:
            check(answer.read().strip() == b"ok", "the demo answers")
    finally:
        process.terminate()
        process.wait(timeout=30)


def main() -> None:
    import qualcode as package

    where = Path(package.__file__).parent
    check("site-packages" in where.parts, "the installed package is the one under test")
    codebook, corpus = where / "bundled" / "codebooks" / "nieuw-welzijn.yaml", where / "bundled" / "corpora" / "nieuw-welzijn"
    check(codebook.is_file() and corpus.is_dir(), "codebook and corpus travel in the wheel")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tagged = qualcode(
            "tag", str(corpus), "--codebook", str(codebook), "--out", "tags.csv", "--units", "units.csv", "--quiet", folder=folder
        )
        check(tagged.returncode == 0, f"tag ends well ({tagged.stderr.strip()[-300:]})")
        check(len((folder / "tags.csv").read_text("utf-8-sig").splitlines()) > 100, "tag proposes codes")
        demo_in_the_browser(folder)
        verified = qualcode("verify", "qualcode-demo", folder=folder)
        check(verified.returncode == 0, "the demo project is sound")


if __name__ == "__main__":
    main()
    print("ok")
