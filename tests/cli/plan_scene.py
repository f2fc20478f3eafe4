"""A small campaign to plan, and `matchmaker plan` run on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from click.testing import CliRunner, Result

from matchmaker.cli import main

Store = Callable[[Any], str]


def run(tmp_path: Path, *arguments: str) -> tuple[Result, Any]:
    """The command with --out, and what it wrote there."""
    out = tmp_path / "out.json"
    result = CliRunner().invoke(main, ["plan", *arguments, "--out", str(out)])
    return result, json.loads(out.read_text(encoding="utf-8")) if out.exists() else None


def campaign(experts: int = 6, enterprises: int = 8, needs: int = 14, seed: int = 1) -> dict[str, Any]:
    random = np.random.default_rng(seed)

    def days() -> list[int]:
        return np.flatnonzero(random.random(5) < 0.6).tolist()

    return {
        "experts": experts,
        "enterprises": enterprises,
        "needs": needs,
        "dates": 5,
        "districts": 2,
        "weights": {"km": 0.01, "expert_day": 0.1, "unmet_need": 1.0, "district_shortfall": 0.5},
        "max_enterprises_per_trip": 3,
        "max_experts_per_need": 2,
        "expert": [
            {"dates": days(), "max_days": 2, "km_round_trip": random.uniform(5, 50, 2).tolist()} for _ in range(experts)
        ],
        "enterprise": [
            {"district": int(random.integers(2)), "dates": days(), "max_visits": 3, "max_visits_per_date": 1}
            for _ in range(enterprises)
        ],
        "need": [{"enterprise": int(random.integers(enterprises))} for _ in range(needs)],
        "district_min_covered_needs": [3, 3],
        "affinity": [
            [e, n, round(float(random.uniform(0.1, 0.9)), 3)]
            for e in range(experts)
            for n in range(needs)
            if random.random() < 0.5
        ],
    }
