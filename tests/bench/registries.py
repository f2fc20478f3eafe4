"""Registries to learn and measure "no match" on: the demo's trades, and the real needs and teams with our judgements.

`python -m tests.bench.registries FOLDER` writes one folder for each, in the forms of `matchmaker evaluate`.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from matchmaker.demo.data import Row, demo_data
from matchmaker.evaluation.files import write_rows
from matchmaker.sentences import split_passages
from tests.paths import SHARED_DATA

# Best teams of real needs as found by a search, judged by reading both texts: 4 a partner, 2 may be called either way.
# Needs by id, teams by the hash of their title: the texts themselves stay where they are.
JUDGEMENTS = Path(__file__).parent / "judgements" / "teams.csv"
# Profiles not renewed since then rest in the demo's story.
_RENEWED_SINCE = date(2024, 11, 2)


def team_key(title: str) -> str:
    """How the judgements name a team."""
    return hashlib.sha256(title.encode()).hexdigest()[:12]


def write_registries(folder: Path, shared: Path = SHARED_DATA) -> list[Path]:
    """Write what there is data for; the folders written."""
    written = [
        _write(folder / "demo-experts", _demo_needs(), _demo_experts(), _partners("expert")),
        _write(folder / "demo-achievements", _demo_needs(), _demo_achievements(), _partners("achievement")),
    ]
    if (shared / "inputs").is_dir():
        needs, teams = _read(shared / "inputs" / "needs.jsonl"), _read(shared / "inputs" / "teams.jsonl")
        candidates = [
            {"id": team_key(team["title"]), "passages": _described(team["title"], team["text"])} for team in teams
        ]
        with JUDGEMENTS.open(encoding="utf-8", newline="") as file:
            pairs = [(row["need"], row["team"], row["level"]) for row in csv.DictReader(file)]
        written.append(_write(folder / "real-teams", needs, candidates, pairs))
    else:
        print(f"{shared / 'inputs'} is missing: the registry of real teams is left out", file=sys.stderr)
    return written


def _demo_needs() -> list[Row]:
    return [
        {"id": row["key"], **{name: row[name] for name in ("title", "problem", "indicators", "goal")}}
        for row in demo_data().rows("need")
    ]


def _demo_experts() -> list[Row]:
    rows = demo_data().rows("expert")
    active = [row for row in rows if row["status"] == "active" and row["updated"] >= _RENEWED_SINCE]
    return [
        {"id": row["key"], "passages": [*row["directions"], *(project["title"] for project in row["projects"])]}
        for row in active
    ]


def _demo_achievements() -> list[Row]:
    rows = demo_data().rows("achievement")
    return [{"id": row["key"], "passages": _described(row["title"], row["text"])} for row in rows]


def _described(topic: str, text: str) -> list[str]:
    """As the service makes passages: each piece of a text begins with what it is about."""
    return [f"{topic}：{piece}" for piece in split_passages(text)] or [topic]


def _partners(table: str) -> list[tuple[str, str, str]]:
    known = {row["id"] for row in (_demo_experts() if table == "expert" else _demo_achievements())}
    needs = demo_data().rows("need")
    return [(row["key"], key, "4") for row in needs for key in row["partners"] if key in known]


def _write(
    folder: Path, queries: Sequence[Mapping[str, Any]], candidates: Sequence[Row], pairs: Iterable[tuple[str, str, str]]
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("queries", queries), ("candidates", candidates)):
        lines = (json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    write_rows(folder / "pairs.csv", ("query_id", "candidate_id", "level"), pairs)
    return folder


def _read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    for place in write_registries(Path(sys.argv[1])):
        print(place)
