"""The planner: value, proven bound and seconds, beside a greedy plan, the flat model with HiGHS, and CP-SAT.

All get the same campaigns and the same time in the same run; the values of all plans are the independent checker's.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from statistics import median
from typing import Any

import numpy as np

from matchmaker.planning.checker import check_pairs, check_visits
from matchmaker.planning.forms.pairs import read_pair_problem
from matchmaker.planning.forms.visits import read_visit_problem
from matchmaker.planning.pairs.planner import plan_pairs
from matchmaker.planning.values.changes import Rejection
from matchmaker.planning.values.plans import Visit, VisitPlan
from matchmaker.planning.values.visits import VisitProblem
from matchmaker.planning.visits.planner import plan_visits
from matchmaker.planning.visits.replan import replan_visits
from matchmaker.planning.watch import MANY_ROUNDS, Effort, Watch
from tests.bench.planning_flat import FLAT_METHODS, Answer, Method
from tests.bench.planning_parts import locks_table, machine_table, meetings_table
from tests.bench.table import Table
from tests.paths import SHARED_DATA

FOLDER = SHARED_DATA / "assignment"
# file -> seconds that each method gets
CAMPAIGNS = {"visit_days_1": 20.0, "visit_days_2": 20.0, "visit_days_large": 90.0}
REJECTIONS = 20


def tables() -> Iterator[Table]:
    """Locks and meetings on problems made up here; visits by four methods, re-planning after rejections and pairings
    of the MIDL'18 matrix on the development data, where it is."""
    yield machine_table()
    yield locks_table()
    yield meetings_table()
    if not FOLDER.is_dir():
        left_out = "visits, re-planning and pairings are not measured"
        yield Table(f"planning: the development data {FOLDER} is not there", (left_out,), [])
        return
    for name, seconds in CAMPAIGNS.items():
        problem = read_visit_problem(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))
        yield visits_table(name, problem, seconds)
        if name == "visit_days_1":
            yield replan_table(problem)
    yield pairs_table()


def visits_table(name: str, problem: VisitProblem, seconds: float) -> Table:
    """One row per method."""
    methods: dict[str, Method] = {
        "trips (this planner)": by_trips,
        **FLAT_METHODS,
    }
    rows = []
    for title, method in methods.items():
        began = time.perf_counter()
        visits, bound = method(problem, seconds)
        took = time.perf_counter() - began
        verdict = check_visits(problem, visits)
        gap = f"{100 * (bound - verdict.value) / abs(verdict.value):.2f} %" if np.isfinite(bound) else "-"
        told = f"{bound:.3f}" if np.isfinite(bound) else "-"
        broken = str(len(verdict.violations))
        rows.append((title, f"{verdict.value:.3f}", told, gap, f"{took:.1f} s", broken))
    heads = ("method", "value", "proven bound", "gap", "time", "violations")
    return Table(f"Visits, {name}, at most {seconds:.0f} s each", heads, rows)


def by_trips(problem: VisitProblem, seconds: float) -> Answer:
    """The planner, as the command line runs it by default."""
    effort = Effort(seconds=seconds - 2, rounds=MANY_ROUNDS)
    plan = plan_visits(problem, watch=Watch(effort=effort))
    return plan.visits, plan.bound


def replan_table(problem: VisitProblem) -> Table:
    """Answers to rejections drawn by chance, beside planning anew."""
    published = plan_visits(problem, watch=Watch(effort=Effort(seconds=18, rounds=MANY_ROUNDS)))
    seconds, moved, losses, broken = [], [], [], 0
    chosen = np.random.default_rng(0).choice(len(published.visits), size=REJECTIONS, replace=False)
    for place in chosen.tolist():
        visit = published.visits[place]
        began = time.perf_counter()
        found = replan_visits(problem, published.visits, [Rejection(visit.expert, visit.enterprise)]).best
        seconds.append(time.perf_counter() - began)
        moved.append(len(found.moved))
        losses.append(published.value - found.plan.value)
        after = replace(problem, forbidden=((visit.expert, visit.enterprise),))
        broken += len(check_visits(after, found.plan.visits).violations)
    local = ("local", f"{median(seconds):.2f} s", f"{median(moved):g}", f"{max(moved)}", f"{median(losses):.3f}")
    rows = [(*local, str(broken)), _anew(problem, published, published.visits[int(chosen[0])])]
    heads = ("re-plan", "median time", "median moved", "most moved", "median loss", "violations")
    return Table(f"Re-planning visit_days_1 after each of {REJECTIONS} rejections", heads, rows)


def _anew(problem: VisitProblem, published: VisitPlan, rejected: Visit) -> tuple[str, ...]:
    """One cold solve, for comparison."""
    after = replace(problem, forbidden=((rejected.expert, rejected.enterprise),))
    began = time.perf_counter()
    plan = plan_visits(after, watch=Watch(effort=Effort(seconds=18, rounds=MANY_ROUNDS)))
    took = time.perf_counter() - began
    moved = {v.key for v in published.visits} - {v.key for v in plan.visits} - {rejected.key}
    broken = len(check_visits(after, plan.visits).violations)
    loss = f"{published.value - plan.value:.3f}"
    return "anew (one)", f"{took:.2f} s", str(len(moved)), str(len(moved)), loss, str(broken)


def pairs_table() -> Table:
    """The exact optima of the MIDL'18 matrix, by least load and objective."""
    rows = []
    for least in (0, 1):
        for objective in ("total", "floor"):
            problem = read_pair_problem(_midl(least, objective))
            began = time.perf_counter()
            plan = plan_pairs(problem)
            took = time.perf_counter() - began
            broken = len(check_pairs(problem, plan.pairs).violations)
            what = f"{objective}, each at least {least}"
            rows.append(
                (what, f"{plan.total:.4f}", f"{plan.bound:.4f}", f"{plan.worst:.4f}", f"{took:.2f} s", str(broken))
            )
    return Table(
        "Pairings, MIDL'18 matrix", ("objective", "total", "proven bound", "worst", "time", "violations"), rows
    )


def _midl(least: int, objective: str) -> dict[str, Any]:
    scores = np.load(FOLDER / "scores.npy").T
    conflict = scores == -1
    return {
        "demand": np.load(FOLDER / "covs.npy").astype(int).tolist(),
        "max_load": np.load(FOLDER / "loads.npy").astype(int).tolist(),
        "min_load": [least] * scores.shape[1],
        "affinity": [[int(r), int(c), float(scores[r, c])] for r, c in zip(*np.nonzero(~conflict), strict=True)],
        "forbidden": [[int(r), int(c)] for r, c in zip(*np.nonzero(conflict), strict=True)],
        "objective": objective,
    }
