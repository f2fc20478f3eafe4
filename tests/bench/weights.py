"""Trains what ships in `matchmaker/matching/weights/` from the shared data: the adapter first, then the weights.

`python -m tests.bench.weights OUT [VERSION]` writes into the folder OUT; copy it over the shipped one when its figures
are better. An adapter that lies in OUT already is kept: training one takes an hour on one core.
"""

from __future__ import annotations

import sys
from pathlib import Path

from matchmaker.cli.evaluate import command
from matchmaker.ranking.engine import ADAPTER
from tests.bench.registries import write_registries
from tests.paths import SHARED_DATA

_TEXTS = ("papers.jsonl", "patents.jsonl")


def main(out: Path, version: str) -> int:
    """1 where the shared data is missing."""
    if not SHARED_DATA.is_dir():
        print(f"{SHARED_DATA} is missing: weights are trained where it is", file=sys.stderr)
        return 1
    needs, judged = SHARED_DATA / "inputs" / "needs.jsonl", SHARED_DATA / "need-achievement"
    texts = [option for name in _TEXTS for option in ("--texts", SHARED_DATA / "texts" / name)]
    if not (out / ADAPTER).is_file():
        experts = ("--experts", SHARED_DATA / "experts", "--held-out", out / "experts-held-out.csv")
        _run("adapt", *texts, "--needs", needs, "--without", judged / "queries.jsonl", *experts, "--out", out)
    registries = [option for folder in write_registries(out / "registries") for option in ("--registry", folder)]
    files = [part for name in ("queries", "candidates") for part in (f"--{name}", judged / f"{name}.jsonl")]
    pairs = ("--pairs", judged / "pairs.csv")
    _run("train", *files, *pairs, "--needs", needs, *texts, *registries, "--version", version, "--out", out)
    return 0


def _run(*arguments: object) -> None:
    command.main([str(argument) for argument in arguments], standalone_mode=False)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "trial"))
