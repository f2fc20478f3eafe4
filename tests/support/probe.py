"""Asks a service again and again whether it lives, from a process of its own: `python -m tests.support.probe PORT`.

Prints the seconds of each answer as a line of JSON, until it is told to end; null where none came.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
import time

from tests.support.load import ask

PAUSE = 0.25


def main(port: int) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    while not stop.wait(PAUSE):
        began = time.perf_counter()
        status, _, _ = ask(port, "GET", "/healthz")
        print(json.dumps(time.perf_counter() - began if status == 200 else None), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
