"""Logging: one line an event on standard error, readable on a terminal, JSON elsewhere."""

from __future__ import annotations

import sys
from typing import Any

import structlog


class StandardError:
    """Standard error as it is when something is written: a program may give it another place meanwhile."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def configure_logging() -> None:
    """Set structlog up for this process. Standard output stays free for results."""
    renderer: Any = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(StandardError()),  # type: ignore[arg-type]  # all it asks of a file
    )
