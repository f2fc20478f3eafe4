"""Which locks exclude each other: an irreducible set, and the rules that stand against it."""

from __future__ import annotations

from dataclasses import replace

from matchmaker.planning.conflict import irreducible
from matchmaker.planning.errors import LocksExcludeEachOther, locks_exclude
from matchmaker.planning.program.limits import without_rows
from matchmaker.planning.rules import VISIT_RULES
from matchmaker.planning.values.visits import Lock, VisitProblem
from matchmaker.planning.visits.program import visit_program
from matchmaker.planning.visits.start import least_plan

# the rows that keep a traveller in one district with few enterprises on a day
ONE_TRIP = ("trip.size", "expert_days.one_trip")


def locks_conflict(problem: VisitProblem) -> LocksExcludeEachOther:
    """The error for a problem whose locks cannot all be kept.

    Its conflict is irreducible: without any one of its locks the others can be kept together (deletion filter).
    """
    bare = bare_problem(problem)
    locks = tuple(dict.fromkeys(problem.locks))
    conflict = irreducible(locks, lambda some: feasible(replace(bare, locks=some)))
    return locks_exclude(conflict, limits=limits_against(problem, conflict))


def feasible(problem: VisitProblem) -> bool:
    """Whether some plan keeps all locks."""
    return not problem.locks or least_plan(*visit_program(problem)) is not None


def bare_problem(problem: VisitProblem) -> VisitProblem:
    """What matters for locks: everything hard, nothing that is only worth something."""
    experts = tuple(replace(expert, invited=False) for expert in problem.experts)
    chains = tuple(replace(chain, min_covered_needs=0) for chain in problem.chains)
    return replace(
        problem,
        experts=experts,
        needs=(),
        affinity=(),
        district_min_covered_needs=(),
        chains=chains,
        targets=type(problem.targets)(),
        published=(),
    )


def limits_against(problem: VisitProblem, conflict: tuple[Lock, ...]) -> tuple[str, ...]:
    """The rules any one of which, if it were lifted, would let the conflict's locks be kept together."""
    bare = replace(bare_problem(problem), locks=conflict)
    against = {code for code, lifted in _lifted(bare).items() if feasible(lifted)}
    program, layout = visit_program(bare)
    if least_plan(without_rows(program, ONE_TRIP), layout) is not None:
        against.add("trip")
    return tuple(name for name in VISIT_RULES if name in against)


def _lifted(problem: VisitProblem) -> dict[str, VisitProblem]:
    """The problem without one of its rules, for each rule that is a matter of its values."""
    many = 10**6
    dates = tuple(range(problem.dates))
    experts, enterprises = problem.experts, problem.enterprises
    return {
        "availability": replace(
            problem,
            experts=tuple(replace(expert, dates=dates) for expert in experts),
            enterprises=tuple(replace(one, dates=dates) for one in enterprises),
        ),
        "expert_days": replace(
            problem, experts=tuple(replace(expert, max_days=many, max_visits=None) for expert in experts)
        ),
        "travel": replace(problem, max_km_per_trip=None),
        "hosting": replace(
            problem,
            enterprises=tuple(replace(one, max_visits=many, max_visits_per_date=many) for one in enterprises),
        ),
        "district_quota": replace(problem, district_max_visits=()),
        "chain_quota": replace(problem, chains=tuple(replace(chain, max_visits=None) for chain in problem.chains)),
        "groups": replace(problem, groups=()),
        "escorts": replace(problem, escorts=None),
        "conflicts": replace(problem, conflicts=()),
        "forbidden": replace(problem, forbidden=()),
    }
