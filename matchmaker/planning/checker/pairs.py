"""The verdict on pairs: demands, loads, locks, and the figures recomputed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from matchmaker.planning.values.pairs import Pair, PairProblem, PairVerdict
from matchmaker.planning.values.plans import Violation

Check = Callable[[PairProblem, Sequence[Pair]], Iterator[Violation]]


def demand(problem: PairProblem, pairs: Sequence[Pair]) -> Iterator[Violation]:
    """Each row has exactly as many columns as it demands, all different."""
    for pair, times in sorted(Counter(pairs).items()):
        if times > 1:
            yield Violation("pair_demand.twice", {"row": pair[0], "column": pair[1]})
    reached = Counter(row for row, _ in pairs)
    for row, wanted in enumerate(problem.demand):
        if reached[row] != wanted:
            yield Violation("pair_demand", {"row": row, "columns": reached[row]})


def load(problem: PairProblem, pairs: Sequence[Pair]) -> Iterator[Violation]:
    """Each column carries at least and at most what it should."""
    carried: Counter[int] = Counter()
    for row, column in pairs:
        carried[column] += problem.places[row] if problem.places else 1
    for column, (least, most) in enumerate(zip(problem.min_load, problem.max_load, strict=True)):
        if carried[column] > most:
            yield Violation("pair_load.max", {"column": column, "load": carried[column]})
        if carried[column] < least:
            yield Violation("pair_load.min", {"column": column, "load": carried[column]})


def schools(problem: PairProblem, pairs: Sequence[Pair]) -> Iterator[Violation]:
    """A row has one school of an institution at most; the schools of one carry no more than they may together."""
    if not problem.institution_of:
        return
    carried: Counter[int] = Counter()
    of_row: Counter[Pair] = Counter()
    for row, column in pairs:
        institution = problem.institution_of[column]
        carried[institution] += problem.places[row] if problem.places else 1
        of_row[row, institution] += 1
    for institution, most in enumerate(problem.institution_load):
        if most is not None and carried[institution] > most:
            yield Violation("pair_school.load", {"institution": institution, "load": carried[institution]})
    for (row, institution), count in sorted(of_row.items()):
        if count > 1:
            yield Violation("pair_school.once", {"row": row, "institution": institution, "schools": count})


def orders(problem: PairProblem, pairs: Sequence[Pair]) -> Iterator[Violation]:
    """Locked pairs are there, forbidden ones are not."""
    chosen = set(pairs)
    for row, column in sorted(set(problem.locked) - chosen):
        yield Violation("pair_lock", {"row": row, "column": column})
    for row, column in sorted(set(problem.forbidden) & chosen):
        yield Violation("pair_forbidden", {"row": row, "column": column})


PAIR_CHECKS: dict[str, Check] = {
    "pair_demand": demand,
    "pair_load": load,
    "pair_school": schools,
    "pair_orders": orders,
}


def check_pairs(problem: PairProblem, pairs: Sequence[Pair]) -> PairVerdict:
    """Total and worst row sum by the problem's own definition, and every violated rule.

    Pairs with unknown indexes get these violations only, and NaN for the figures. Without any row that demands
    something, the worst is 0.
    """
    unknown = tuple(
        Violation("pair.unknown", {"row": row, "column": column})
        for row, column in pairs
        if not (0 <= row < problem.rows and 0 <= column < problem.columns)
    )
    if unknown:
        return PairVerdict(total=float("nan"), worst=float("nan"), violations=unknown)
    value = {(row, column): worth for row, column, worth in problem.affinity}
    sums = [0.0] * problem.rows
    for row, column in pairs:
        sums[row] += value.get((row, column), 0.0)
    found = tuple(violation for check in PAIR_CHECKS.values() for violation in check(problem, pairs))
    worst = min((sums[row] for row, wanted in enumerate(problem.demand) if wanted), default=0.0)
    return PairVerdict(total=sum(sums), worst=worst, violations=found)
