"""So many requests are worked on at once, so many wait a moment, and the others are told at once to come back (L2).

Without it a flood would queue behind the threads of the server without end: everybody waits, nobody is answered in
time, and what is answered at last was given up long ago. Whoever is refused loses nothing: nothing was begun.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

import structlog

from matchmaker.locale import N_
from matchmaker.locale.catalogues import DEFAULT_LOCALE, SOURCE_LOCALE
from matchmaker.locale.render import render

log = structlog.get_logger("web.admission")
Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]
# Answered whatever happens: supervisors ask them, and pages that were admitted need their files.
ALWAYS = ("/healthz", "/readyz", "/assets/")
RETRY_AFTER = 5
PATIENCE_SECONDS = 2.0
# A flood is told to the log once in so many seconds.
LOG_EVERY = 10.0
BUSY = N_(
    "The service has more to do than it can just now. Nothing of your request was begun: "
    "go back, wait some seconds and send it again."
)
HEADERS = (
    ("Retry-After", str(RETRY_AFTER)), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
)  # fmt: skip


@dataclass
class Admission:
    """Wraps a WSGI application: `working` requests in it, `waiting` more for up to `patience` seconds before it."""

    inner: Wsgi
    working: int
    waiting: int
    patience: float = PATIENCE_SECONDS
    _room: threading.Semaphore = field(init=False)
    _queue: threading.Semaphore = field(init=False)
    _refused: int = 0
    _told_at: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._room = threading.Semaphore(self.working)
        self._queue = threading.Semaphore(self.waiting)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if str(environ.get("PATH_INFO", "")).startswith(ALWAYS):
            return self.inner(environ, start_response)
        if not self._enter():
            self._note()
            return refuse(environ, start_response)
        try:
            answer = self.inner(environ, start_response)
        except BaseException:
            self._room.release()
            raise
        return _Leaving(answer, self._room.release)

    def _enter(self) -> bool:
        if self._room.acquire(blocking=False):
            return True
        if not self._queue.acquire(blocking=False):
            return False
        try:
            return self._room.acquire(timeout=self.patience)
        finally:
            self._queue.release()

    def _note(self) -> None:
        with self._lock:
            self._refused += 1
            now = time.monotonic()
            if now - self._told_at < LOG_EVERY:
                return
            refused, self._refused, self._told_at = self._refused, 0, now
        log.warning("overloaded", refused=refused, working=self.working, waiting=self.waiting)


class _Leaving:
    """The body of an answer; the room is given back once, when it was sent, given up, or dropped unread."""

    def __init__(self, answer: Iterable[bytes], leave: Callable[[], None]) -> None:
        self._answer = answer
        self._leave: Callable[[], None] | None = leave

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._answer
        finally:
            self._left()

    def close(self) -> None:
        try:
            close = getattr(self._answer, "close", None)
            if close is not None:
                close()
        finally:
            self._left()

    def __del__(self) -> None:
        self._left()

    def _left(self) -> None:
        leave, self._leave = self._leave, None
        if leave is not None:
            leave()


def refuse(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """503 in the form that the caller reads, made without the application: a refusal must cost next to nothing."""
    number = secrets.token_hex(8)
    chinese, english = (render(BUSY, locale=locale) for locale in (DEFAULT_LOCALE, SOURCE_LOCALE))
    wants_english = str(environ.get("HTTP_ACCEPT_LANGUAGE", "")).startswith("en")
    words = english if wants_english else chinese
    if str(environ.get("PATH_INFO", "")).startswith("/api/"):
        kind = "application/json"
        body = json.dumps({"error": {"code": "overloaded", "message": words, "request_id": number}}, ensure_ascii=False)
    else:
        kind = "text/html; charset=utf-8"
        lang = "en" if wants_english else "zh-CN"
        said = f'<p data-error role="alert">{escape(words)}</p>'
        body = said if environ.get("HTTP_HX_REQUEST") else (
            f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>503</title><h1>503</h1>{said}</html>'
        )  # fmt: skip
    content = body.encode()
    own = [("Content-Type", kind), ("Content-Length", str(len(content))), ("X-Request-ID", number)]
    start_response("503 Service Unavailable", [*own, *HEADERS])
    return [content]
