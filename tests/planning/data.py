"""The development data for the planner, where it is there; tests skip loudly where it is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matchmaker.planning.forms.pairs import read_pair_problem
from matchmaker.planning.forms.visits import read_visit_problem
from matchmaker.planning.values.pairs import Objective, PairProblem
from matchmaker.planning.values.visits import VisitProblem
from tests.paths import SHARED_DATA

FOLDER = SHARED_DATA / "assignment"

needs_data = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the development data {FOLDER} is not there")


def visit_file(name: str) -> Path:
    return FOLDER / f"visit_days_{name}.json"


def visit_problem(name: str) -> VisitProblem:
    return read_visit_problem(json.loads(visit_file(name).read_text(encoding="utf-8")))


def midl_document(*, min_load: int, objective: Objective) -> dict[str, Any]:
    """The MIDL'18 matrix as a pairing problem: papers are rows, reviewers are columns, -1 is a conflict."""
    scores = np.load(FOLDER / "scores.npy").T
    papers, reviewers = scores.shape
    return {
        "rows": papers,
        "columns": reviewers,
        "demand": np.load(FOLDER / "covs.npy").astype(int).tolist(),
        "max_load": np.load(FOLDER / "loads.npy").astype(int).tolist(),
        "min_load": [min_load] * reviewers,
        "affinity": [[int(r), int(c), float(scores[r, c])] for r, c in zip(*np.nonzero(scores != -1), strict=True)],
        "forbidden": [[int(r), int(c)] for r, c in zip(*np.nonzero(scores == -1), strict=True)],
        "objective": objective,
    }


def midl(*, min_load: int, objective: Objective) -> PairProblem:
    return read_pair_problem(midl_document(min_load=min_load, objective=objective))
