"""Keeps a set of child processes running and ends them together."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import FrameType

STOP_SECONDS = 20.0
LONGEST_PAUSE = 30.0


class Child:
    """One process that is started again when it ends by itself, ever later if it keeps ending."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.name, self.command, self.environment = name, list(command), dict(environment)
        self.process: subprocess.Popen[bytes] | None = None
        self.failures, self.not_before = 0, 0.0

    def keep_running(self) -> None:
        if self.process is not None and self.process.poll() is None:
            return
        now = time.monotonic()
        if self.process is not None:
            self.failures += 1
            self.not_before = now + min(LONGEST_PAUSE, 2.0 ** min(self.failures, 5) - 1)
            print(f"{self.name} ended with {self.process.returncode}; starting it again", file=sys.stderr)
            self.process = None
        if now >= self.not_before:
            self.process = subprocess.Popen(self.command, env=self.environment)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def supervise(children: Sequence[Child]) -> None:
    """Run `children` until SIGTERM or SIGINT, then end them in good order."""
    ending = False

    def end(_signal: int, _frame: FrameType | None) -> None:
        nonlocal ending
        ending = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    while not ending:
        for child in children:
            child.keep_running()
        time.sleep(0.3)
    for child in children:
        child.stop()
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        child.wait(until)
