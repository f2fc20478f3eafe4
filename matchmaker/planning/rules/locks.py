"""Must: hard locks inside the program. Whether they can be kept together is asked before any planning."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import Ints, ints
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.visits import Lock, VisitProblem
from matchmaker.planning.visits.build import Build
from matchmaker.planning.visits.layout import Layout


def applies(problem: VisitProblem) -> bool:
    return bool(problem.locks)


def visits_of(layout: Layout, lock: Lock) -> Ints:
    """The visits that would keep the lock; none if the two can never meet then."""
    traveller = layout.travellers.of[lock.expert]
    mine = (layout.visit_traveller == traveller) & (layout.visit_enterprise == lock.enterprise)
    if lock.date is not None:
        mine &= layout.visit_date == lock.date
    return np.flatnonzero(mine)


def constraint(build: Build) -> None:
    """The visits of a lock's pair (on its date) >= 1."""
    locks = build.problem.locks
    visits = [visits_of(build.layout, lock) for lock in locks]
    row = np.repeat(np.arange(len(locks)), ints(len(mine) for mine in visits))
    build.assembly.add_rows(
        "locks",
        count=len(locks),
        entries=((row, build.visit[np.concatenate(visits)], 1.0),),
        lower=1.0,
        names=("lock",),
        keys=np.arange(len(locks)),
    )


RULE = Rule(
    name="locks",
    title=N_("locks"),
    applies=applies,
    constraint=constraint,
    explanations={"locks": N_("Lock %(lock)s must be kept.")},
)
