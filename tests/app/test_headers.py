"""What our middleware adds to an answer: safe headers always, and a cookie on a page for a browser that has none."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from qualcode.app.headers import COOKIE, HEADERS, SafeHeaders


def answer(kind: str, cookie: bytes = b"") -> dict[str, list[str]]:
    """The headers of an answer of a content type to a request with a cookie."""
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind.encode()), (b"x-frame-options", b"ALLOW")]}
        )

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "headers": [(b"cookie", cookie)] if cookie else []}
    asyncio.run(SafeHeaders(app)(scope, None, send))  # type: ignore[arg-type]
    found: dict[str, list[str]] = {}
    for name, value in sent[0]["headers"]:
        found.setdefault(name.decode(), []).append(value.decode())
    return found


def test_every_answer_has_the_safe_headers_once() -> None:
    found = answer("text/css")
    assert {name: found[name] for name in HEADERS} == {name: [value] for name, value in HEADERS.items()}


@pytest.mark.parametrize(
    ("kind", "cookie", "given"),
    [("text/html; charset=utf-8", b"", True), ("text/html", b"a=1; qualcode_browser=xyz", False), ("application/javascript", b"", False)],
)
def test_a_browser_gets_its_cookie_with_its_first_page_only(kind: str, cookie: bytes, given: bool) -> None:
    found = answer(kind, cookie).get("set-cookie", [])
    assert len(found) == given
    for one in found:
        assert one.startswith(f"{COOKIE}=")
        assert "HttpOnly" in one
        assert "SameSite=Strict" in one
        assert "Expires" not in one


def test_each_browser_gets_another_cookie() -> None:
    assert answer("text/html")["set-cookie"] != answer("text/html")["set-cookie"]
