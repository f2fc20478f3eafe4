"""Parts of the planning benchmark that need no data: the machine, locks on random problems, a large meeting."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from itertools import product
from statistics import median

import numpy as np

from matchmaker.planning.checker import check_meetings, check_visits
from matchmaker.planning.errors import LocksExcludeEachOther
from matchmaker.planning.meetings.planner import plan_meetings
from matchmaker.planning.values.meetings import MeetingProblem, Party
from matchmaker.planning.values.plans import Visit
from matchmaker.planning.values.visits import Lock, VisitProblem
from matchmaker.planning.visits.planner import plan_visits
from matchmaker.planning.watch import Effort, Watch
from tests.bench.table import Table
from tests.planning.instances import EXTRAS, random_problem, random_visits

PROBLEMS = 200
QUICK = Effort(rounds=0, gap=0.2)
HALLS = {"30 x 60, 8 slots": (30, 60, 8, 20), "100 x 300, 12 slots": (100, 300, 12, 50)}


def machine_table() -> Table:
    """What the seconds below were measured on."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return Table("Machine", ("cores", "load before (1, 5, 15 minutes)"), [(str(os.cpu_count()), load)])


def locks_table() -> Table:
    """Locks that are feasible together are all kept; of others a real, irreducible conflict is named."""
    kept, seconds, broken = 0, [], 0
    for seed in range(PROBLEMS):
        random = np.random.default_rng(seed)
        problem = random_problem(seed, experts=5, enterprises=6, needs=8, dates=4, rules=EXTRAS if seed % 2 else ())
        problem = replace(problem, locks=_feasible_locks(problem, random))
        began = time.perf_counter()
        plan = plan_visits(problem, watch=Watch(effort=QUICK))
        seconds.append(time.perf_counter() - began)
        kept += len(problem.locks)
        broken += len(check_visits(problem, plan.visits).violations)
    rows = [("feasible together", str(PROBLEMS), f"{kept} locks, {broken} dropped or broken", _told(seconds))]
    return Table("Locks of random problems", ("locks", "problems", "outcome", "median time"), [*rows, _conflicts()])


def _feasible_locks(problem: VisitProblem, random: np.random.Generator) -> tuple[Lock, ...]:
    chosen = [visit for visit in random_visits(problem, random) if random.random() < 0.6]
    return tuple(Lock(v.expert, v.enterprise, v.date if random.random() < 0.5 else None) for v in chosen)


def _conflicts() -> tuple[str, ...]:
    """Random locks; those that exclude each other are judged by trying every choice of dates."""
    named, real, seconds, seed = 0, 0, [], 0
    while named < PROBLEMS:
        seed += 1
        random = np.random.default_rng(seed)
        problem = random_problem(seed, experts=3, enterprises=4, needs=5, dates=3)
        numbers = [(int(random.integers(3)), int(random.integers(4)), int(random.integers(3))) for _ in range(5)]
        locks = tuple(Lock(e, i, date if k % 2 else None) for k, (e, i, date) in enumerate(numbers))
        began = time.perf_counter()
        try:
            plan_visits(replace(problem, locks=locks), watch=Watch(effort=QUICK))
        except LocksExcludeEachOther as error:
            seconds.append(time.perf_counter() - began)
            named += 1
            parts = [tuple(lock for lock in error.conflict if lock != left) for left in error.conflict]
            real += not _can_be_kept(problem, error.conflict) and all(_can_be_kept(problem, part) for part in parts)
    return ("exclude each other", str(named), f"{real} conflicts real and irreducible", _told(seconds))


def _can_be_kept(problem: VisitProblem, locks: tuple[Lock, ...]) -> bool:
    pairs = sorted({(lock.expert, lock.enterprise) for lock in locks})
    for dates in product(range(problem.dates), repeat=len(pairs)):
        visits = [Visit(date=date, expert=e, enterprise=i) for (e, i), date in zip(pairs, dates, strict=True)]
        if check_visits(replace(problem, locks=locks), visits).clean:
            return True
    return False


def _told(seconds: list[float]) -> str:
    return f"{1000 * median(seconds):.0f} ms"


def meetings_table() -> Table:
    """Whole meetings of experts and enterprises at tables."""
    rows = []
    for name, sizes in HALLS.items():
        problem = _hall(*sizes)
        began = time.perf_counter()
        plan = plan_meetings(problem)
        took = time.perf_counter() - began
        broken = len(check_meetings(problem, plan.meetings).violations)
        rows.append((name, f"{plan.value:.3f}", f"{plan.bound:.3f}", f"{took:.2f} s", str(broken)))
    return Table("Meetings", ("experts x enterprises", "value", "proven bound", "time", "violations"), rows)


def _hall(experts: int, enterprises: int, slots: int, tables: int) -> MeetingProblem:
    random = np.random.default_rng(experts)

    def party(most: int) -> Party:
        return Party(tuple(np.flatnonzero(random.random(slots) < 0.9).tolist()), max_meetings=most, min_meetings=1)

    return MeetingProblem(
        slots=slots,
        tables=tables,
        experts=tuple(party(6) for _ in range(experts)),
        enterprises=tuple(party(4) for _ in range(enterprises)),
        affinity=tuple(
            (e, i, round(float(random.beta(2, 4)), 3))
            for e in range(experts)
            for i in range(enterprises)
            if random.random() < 0.2
        ),
    )
