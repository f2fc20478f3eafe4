"""A published plan of pairings for local re-planning: what a cause bars, and the pairs near those that stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matchmaker.models import Pairing, Plan
from matchmaker.planning.checker import check_pairs
from matchmaker.planning.pairs.explain import explain_pair
from matchmaker.planning.pairs.replan import replan_pairs
from matchmaker.planning.values.pairs import Pair, PairPlan, PairProblem, PairReplan
from matchmaker.planning.watch import Watch
from matchmaker.services.planning.access import PLANNED
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.local.apply_pairings import apply_pairings
from matchmaker.services.planning.local.scene import AROUND, TO_SCHOOL, WITHOUT, Answer, Judged, Near, Tie, Variant
from matchmaker.services.planning.pair_change import pairs_of_problem, problem_of_pairs, row_of, standing_pairings
from matchmaker.services.planning.pair_problem import CHAIN, ENTERPRISE
from matchmaker.services.planning.problem_document import plain_document
from matchmaker.services.planning.replan_cause import ABOUT_ONE, ANOTHER_SCHOOL, PARTY_OUT, FoundCause
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.work import Work

# what a published pairing that ends costs, in units of affinity
MOVED = 0.5


@dataclass(frozen=True)
class PairScene:
    """`pairs` stand, `kept` of them are signed or locked. Whoever is paired with nobody has no pair here."""

    index: Index
    problem: PairProblem
    pairs: tuple[Pair, ...]
    kept: frozenset[Pair]
    value: float
    moved: float = MOVED

    def variants(self, work: Work, cause: FoundCause) -> Sequence[Variant]:
        row, column = self._numbers(cause)
        barred: set[Pair] = set()
        if cause.code in ABOUT_ONE and row is not None and column is not None:
            barred = {(row, column)}
        elif cause.code == PARTY_OUT and row is not None:
            barred = {(row, number) for number in range(len(self.index.institutions))}
        elif cause.code == PARTY_OUT and column is not None:
            barred = {(number, column) for number in range(self.problem.rows)}
        if not barred:
            return []
        signed = self.kept - barred if cause.code in ABOUT_ONE else self.kept
        barred -= signed
        after = replace(
            self.problem,
            forbidden=tuple(sorted({*self.problem.forbidden, *barred})),
            locked=tuple(pair for pair in self.problem.locked if pair not in barred),
        )
        code = WITHOUT if cause.code in ABOUT_ONE else AROUND
        return self._with_school(cause) + [
            Variant(code, one, replace(one, locked=tuple(sorted({*one.locked, *signed}))), last_resort=one is not after)
            for one in (after, self._without_least(after, barred))
        ]

    def _with_school(self, cause: FoundCause) -> list[Variant]:
        """The plan as it is, the pairing with the school that was named; nothing if the pairing stands no more."""
        if cause.code != ANOTHER_SCHOOL or not isinstance(cause.item, Pairing) or cause.item.state != PLANNED:
            return []
        kept = replace(self.problem, locked=tuple(sorted({*self.problem.locked, *self.pairs})))
        school = {"pairing": cause.item.ref, "name": cause.school}
        return [Variant(TO_SCHOOL, self.problem, kept, settled=True, further={"school": school})]

    def solve(self, wish: PairProblem, moved: float, watch: Watch) -> Near:
        return self._near(replan_pairs(wish, self.pairs, moved=moved, watch=watch))

    def _near(self, found: PairReplan) -> Near:
        return Near(
            frozenset(found.plan.pairs),
            found.lost,
            found.moved,
            tuple(pair for pair in found.added if self._real(pair)),
            found.plan.bound,
        )

    def only_published(self, wish: PairProblem) -> PairProblem:
        free = {pair for pair in self._all() if pair not in set(self.pairs)}
        return replace(wish, forbidden=tuple(sorted({*wish.forbidden, *free})), objective="total")

    def without(self, wish: PairProblem, added: Collection[Pair]) -> PairProblem:
        return replace(wish, forbidden=tuple(sorted({*wish.forbidden, *added})))

    def judge(self, problem: PairProblem, near: Near) -> Judged:
        verdict = check_pairs(problem, sorted(near.items))
        return Judged(verdict.total, verdict.violations)

    def told(self, near: Near, item: Pair) -> dict[str, Any]:
        return {"row": list(self.index.rows[item[0]]), "institution": self.index.institutions[item[1]]}

    def explain(self, tie: Tie, watch: Watch) -> Answer | None:
        row = self.index.numbers["rows"].get((CHAIN, tie.chain) if tie.chain else (ENTERPRISE, tie.enterprise))
        column = self.index.numbers["institutions"].get(tie.institution)
        if row is None or column is None:
            return None
        pair = row, column
        bare = self._with_nobody()
        problem = replace(self.problem, locked=tuple(sorted({*self.problem.locked, *self.kept})))
        plan = PairPlan(self.value, self._worst(), float("inf"), float("inf"), 0.0, bare)
        found = explain_pair(problem, plan, row=row, column=column, kept=self.pairs, moved=self.moved, watch=watch)
        wanted = replace(self.problem, forbidden=tuple(sorted({*self.problem.forbidden, pair})))
        if found.forced:
            wanted = replace(self.problem, locked=tuple(sorted({*self.problem.locked, pair})))
        near = None if found.instead is None else self._near(found.instead)
        return Answer(found.forced, found.at_least, found.reasons, wanted, near)

    def apply(self, work: Work, plan: Plan, option: dict[str, Any], why: str) -> None:
        apply_pairings(work=work, plan=plan, option=option, why=why)

    def document(self, plan: Plan, problem: PairProblem) -> dict[str, Any]:
        return plain_document(problem)

    def _with_nobody(self) -> tuple[Pair, ...]:
        """The pairs that stand, with nobody wherever a partner is missing."""
        real = [(self.index.rows[row], self.index.institutions[column]) for row, column in self.pairs]
        return pairs_of_problem(self.index, self.problem, real)

    def _worst(self) -> float:
        return check_pairs(self.problem, self._with_nobody()).worst

    def _real(self, pair: Pair) -> bool:
        """Behind the institutions stand the columns of nobody."""
        return pair[1] < len(self.index.institutions)

    def _all(self) -> list[Pair]:
        return [(row, column) for row in range(self.problem.rows) for column in range(len(self.index.institutions))]

    def _without_least(self, problem: PairProblem, barred: set[Pair]) -> PairProblem:
        """Without the minimum of the institutions that lose somebody."""
        hit = {column for _, column in barred}
        least = tuple(0 if column in hit else one for column, one in enumerate(problem.min_load))
        return replace(problem, min_load=least)

    def _numbers(self, cause: FoundCause) -> tuple[int | None, int | None]:
        rows, columns = self.index.numbers["rows"], self.index.numbers["institutions"]
        row = None
        if cause.chain:
            row = rows.get((CHAIN, cause.chain))
        elif cause.enterprise is not None:
            row = rows.get((ENTERPRISE, cause.enterprise.id))
        return row, None if cause.institution is None else columns.get(cause.institution.id)


def pair_scene(*, work: Work, plan: Plan) -> PairScene:
    """The scene of a published plan of pairings."""
    index = stored_index(plan)
    rows, columns = index.numbers["rows"], index.numbers["institutions"]
    standing = {(rows[row_of(one)], columns[one.institution_id]): one for one in standing_pairings(plan)}
    kept = frozenset(pair for pair, one in standing.items() if one.locked or one.state != PLANNED)
    return PairScene(index, problem_of_pairs(plan), tuple(sorted(standing)), kept, plan.value or 0.0)
