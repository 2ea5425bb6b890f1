"""Who codes in which browser: a reload is a new session for Streamlit, and asking again at each would be asked to be answered wrongly.

Kept beside the project's other caches, under a hash of the cookie that our launcher gives a browser until it is closed. Lost, it is only asked anew.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import streamlit as st

from qualcode.app.headers import COOKIE

FILE = "browsers.json"
MOST = 200  # browsers remembered in a project; the oldest go first


def remembered(folder: Path) -> str:
    """The name that this browser gave in a project, '' when it gave none."""
    key = _key()
    return str(_read(folder).get(key, "")) if key else ""


def remember(folder: Path, name: str) -> None:
    """Keeps the name for as long as the browser stays open; nothing happens without our launcher's cookie."""
    key = _key()
    if not key:
        return
    kept = {other: known for other, known in _read(folder).items() if other != key}
    kept[key] = name
    path = folder / "cache" / FILE
    try:
        path.parent.mkdir(exist_ok=True)
        temporary = path.with_suffix(".part")
        temporary.write_text(json.dumps(dict(list(kept.items())[-MOST:]), ensure_ascii=False), "utf-8")
        temporary.replace(path)
    except OSError:
        return  # a full disk costs only that it is asked again


def _key() -> str:
    cookie = st.context.cookies.get(COOKIE, "")
    # a test of Streamlit gives something that is no text
    return hashlib.sha256(cookie.encode()).hexdigest()[:32] if cookie and isinstance(cookie, str) else ""


def _read(folder: Path) -> dict[str, str]:
    try:
        kept = json.loads((folder / "cache" / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
