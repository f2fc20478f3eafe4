"""The verdict on a visit plan: all checks and all worths of the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from matchmaker.planning.checker import calendar, needs, orders, receptions
from matchmaker.planning.values.plans import Verdict, Violation, Visit
from matchmaker.planning.values.visits import VisitProblem

Check = Callable[[VisitProblem, Sequence[Visit]], Iterator[Violation]]
Worth = Callable[[VisitProblem, Sequence[Visit]], float]

CHECKS: dict[str, tuple[Check, ...]] = {
    "availability": (calendar.availability,),
    "trip": (calendar.trip,),
    "once": (calendar.once,),
    "expert_days": (calendar.expert_days,),
    "travel": (calendar.travel,),
    "hosting": (receptions.hosting,),
    "groups": (receptions.groups,),
    "escorts": (receptions.escorts,),
    "district_quota": (receptions.district_visits,),
    "chain_quota": (receptions.chain_visits,),
    "experts_per_need": (needs.served_needs, needs.strangers, needs.experts_per_need),
    "locks": (orders.locks,),
    "forbidden": (orders.forbidden,),
    "conflicts": (orders.conflicts,),
}
WORTHS: dict[str, Worth] = {
    "experts_per_need": needs.matching_worth,
    "travel": calendar.travel_worth,
    "coverage": needs.coverage_worth,
    "district_quota": needs.district_worth,
    "chain_quota": needs.chain_worth,
    "invited": orders.invited_worth,
    "targets": orders.targets_worth,
}


def check_visits(problem: VisitProblem, visits: Sequence[Visit]) -> Verdict:
    """The plan's value by the problem's own definition, and every violated rule.

    A plan with unknown indexes gets these violations only, and the value NaN.
    """
    unknown = tuple(calendar.known(problem, visits))
    if unknown:
        return Verdict(value=float("nan"), violations=unknown)
    found = tuple(v for checks in CHECKS.values() for check in checks for v in check(problem, visits))
    return Verdict(value=sum(worth(problem, visits) for worth in WORTHS.values()), violations=found)
