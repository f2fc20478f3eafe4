"""Where the data lies that tests and benchmarks read and that the repository does not hold."""

from __future__ import annotations

from pathlib import Path

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"
