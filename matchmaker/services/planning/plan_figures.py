"""Workload and coverage of a visit plan: visits by day, expert, enterprise and county, against what was possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from matchmaker.services.planning.plan_board import Board, BoardVisit
from matchmaker.services.planning.stored import stored_index, stored_problem


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    key: str
    done: int
    of: int


@dataclass(frozen=True)
class PlanFigures:
    """`days`: (day, visits, experts under way); `experts`: visits -> how many experts make that many; `enterprises`
    likewise; `districts` and `chains`: needs served of those that could be; `hosts`: busiest first.
    """

    visits: int
    experts: int
    enterprises: int
    needs: Share
    days: tuple[tuple[date, int, int], ...]
    experts_by_visits: Mapping[int, int]
    enterprises_by_visits: Mapping[int, int]
    districts: tuple[Share, ...]
    chains: tuple[Share, ...]


def figures_of(*, board: Board) -> PlanFigures:
    """The figures of what the board shows; shares count only where the plan's problem is stored."""
    visits = board.visits
    served = {need.id for one in visits for need in one.needs}
    return PlanFigures(
        visits=len(visits),
        experts=len({one.expert.id for one in visits}),
        enterprises=len({one.enterprise.id for one in visits}),
        needs=Share("", len(served), max(len(served), _possible(board))),
        days=tuple(_day(day, [one for one in visits if one.row.on_date == day]) for day in board.days),
        experts_by_visits=_spread(one.expert.id for one in visits),
        enterprises_by_visits=_spread(one.enterprise.id for one in visits),
        districts=_shares(board, served, "districts"),
        chains=_shares(board, served, "chains"),
    )


def _day(day: date, visits: list[BoardVisit]) -> tuple[date, int, int]:
    return day, len(visits), len({one.expert.id for one in visits})


def _spread(keys: Iterable[int]) -> dict[int, int]:
    """Number of visits -> how many have that many."""
    return dict(sorted(Counter(Counter(keys).values()).items()))


def _possible(board: Board) -> int:
    return len(stored_index(board.plan).needs) if "index" in board.plan.problem else 0


def _shares(board: Board, served: set[int], part: str) -> tuple[Share, ...]:
    """Needs served of the needs of the problem, by district or chain."""
    if "problem" not in board.plan.problem:
        return ()
    problem, index = stored_problem(board.plan), stored_index(board.plan)
    every: Counter[int] = Counter()
    done: Counter[int] = Counter()
    for key, need in zip(index.needs, problem.needs, strict=True):
        host = problem.enterprises[need.enterprise]
        for place in (host.district,) if part == "districts" else set(host.chains):
            every[place] += 1
            done[place] += key in served
    codes = getattr(index, part)
    return tuple(Share(codes[place], done[place], every[place]) for place in sorted(every))
