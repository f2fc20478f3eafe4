"""Only so many requests at once; the others wait a moment or are told to come back, and health always answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from web.admission import RETRY_AFTER, Admission


class Slow:
    """An application whose answers are held back until told."""

    def __init__(self) -> None:
        self.go, self.entered = threading.Event(), threading.Semaphore(0)
        self.count = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/healthz":
            self.count += 1
            self.entered.release()
            assert self.go.wait(10)
        if environ["PATH_INFO"] == "/broken":
            raise ZeroDivisionError
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"done"]


@pytest.fixture
def slow() -> Iterator[Slow]:
    made = Slow()
    yield made
    made.go.set()


def ask_aside(app: Admission, found: list[TestResponse], path: str = "/") -> threading.Thread:
    thread = threading.Thread(target=lambda: found.append(Client(app).get(path, buffered=True)))
    thread.start()
    return thread


def test_beyond_those_at_work_and_waiting_everybody_is_refused_at_once(slow: Slow) -> None:
    app = Admission(slow, working=2, waiting=1, patience=5.0)
    found: list[TestResponse] = []
    threads = [ask_aside(app, found) for _ in range(2)]
    for _ in range(2):
        assert slow.entered.acquire(timeout=5)
    threads.append(ask_aside(app, found))
    while app._queue._value:  # until the third one waits
        threading.Event().wait(0.01)
    refused = Client(app).get("/")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, str(RETRY_AFTER))
    assert slow.count == 2
    assert Client(app).get("/healthz").status_code == 200
    slow.go.set()
    for thread in threads:
        thread.join()
    assert [answer.data for answer in found] == [b"done"] * 3
    assert Client(app).get("/").data == b"done"


def test_whoever_waits_too_long_is_refused_and_leaves_the_queue(slow: Slow) -> None:
    app = Admission(slow, working=1, waiting=1, patience=0.05)
    first = ask_aside(app, [])
    assert slow.entered.acquire(timeout=5)
    assert [Client(app).get("/").status_code for _ in range(3)] == [503] * 3
    slow.go.set()
    first.join()
    assert Client(app).get("/").status_code == 200


def test_a_failure_gives_the_room_back(slow: Slow) -> None:
    app = Admission(slow, working=1, waiting=0)
    slow.go.set()
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            Client(app).get("/broken")
    assert Client(app).get("/").status_code == 200


def test_the_refusal_speaks_the_callers_form_and_language() -> None:
    app = Admission(lambda _environ, _start: [b""], working=0, waiting=0)
    api = Client(app).get("/api/v1/needs", headers={"Accept-Language": "en"})
    assert json.loads(api.data)["error"]["code"] == "overloaded"
    assert "Nothing of your request was begun" in api.text
    page = Client(app).post("/post")
    assert page.text.startswith("<!doctype html>")
    assert "没有开始处理" in page.text
    fragment = Client(app).post("/post", headers={"HX-Request": "true"})
    assert fragment.text.startswith("<p data-error")
    assert {answer.headers["Cache-Control"] for answer in (api, page, fragment)} == {"no-store"}
