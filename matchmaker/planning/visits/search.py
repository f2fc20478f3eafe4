"""The search for a visit plan: relaxation, dive, a few neighbourhoods, integer solve over the columns, then proofs and
neighbourhoods in turns.

The relaxation is a column generation (Dantzig and Wolfe 1960), the dive and the integer solve over its columns are the
usual price-and-branch (Lübbecke and Desrosiers 2005, section 7), the neighbourhoods are a large neighbourhood search
(Shaw 1998), the proof is reduced-cost fixing (Dantzig, Fulkerson and Johnson 1954).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from matchmaker.planning.arrays import Floats
from matchmaker.planning.program.highs import solve_integer
from matchmaker.planning.program.program import Program
from matchmaker.planning.visits.columns import good_choices
from matchmaker.planning.visits.dive import dive
from matchmaker.planning.visits.improve import FIRST_SIZE, Improver
from matchmaker.planning.visits.layout import Layout
from matchmaker.planning.visits.master import Master, chosen_trips, master_with
from matchmaker.planning.visits.prices import price
from matchmaker.planning.visits.relaxation import Relaxed, relax
from matchmaker.planning.watch import Watch

SMALL_MASTER = 4_000
LARGEST_PROOF = 30_000
CORE_WORK = 400
PROOF_WORK = 2_000
ROUNDS_BETWEEN_PROOFS = 40
# neighbourhoods pay at once, the integer solve only at its end: on a busy machine there may be no time for that
POLISH_ROUNDS = 8


@dataclass(frozen=True)
class Found:
    """The best point of the program found, the proven bound, and why the search ended."""

    x: Floats
    bound: float
    stopped: str


@dataclass
class Search:
    """One search; `x` is the best integral point of the whole program so far, `bound` what is proven so far."""

    program: Program
    layout: Layout
    x: Floats
    watch: Watch
    seed: int
    bound: float = float("inf")
    _relaxed: Relaxed = field(init=False)
    _random: np.random.Generator = field(init=False)
    _size: int = FIRST_SIZE
    _work: int = PROOF_WORK
    _proven: bool = False

    def run(self) -> Found:
        """Search until the gap is reached, the effort is spent or everything is proven."""
        self._random = np.random.default_rng(self.seed)
        self.bound = price(self.program, self.layout, np.zeros(self.program.rows)).bound
        self.watch.tell("start", self.value, self.bound)
        if self._done():
            return self._found()
        self._relaxed = relax(self.program, self.layout, start=chosen_trips(self.layout, self.x), watch=self.watch)
        self.bound = min(self.bound, self._relaxed.bound)
        for stage in (self._dive, self._polish, self._core, self._alternate):
            if not self._done():
                stage()
        return self._found()

    def _found(self) -> Found:
        return Found(x=self.x, bound=max(self.bound, self.value), stopped=self._reason())

    @property
    def value(self) -> float:
        return self.program.worth(self.x)

    @property
    def _master(self) -> Master:
        return self._relaxed.master

    def _done(self) -> bool:
        return self._proven or self.watch.over() or self.watch.reached(self.value, self.bound)

    def _reason(self) -> str:
        if self.watch.cancelled():
            return "cancelled"
        if self._proven or self.bound - self.value <= 1e-6 * max(1.0, abs(self.value)):
            return "optimal"
        if self.watch.reached(self.value, self.bound):
            return "gap"
        return "time" if self.watch.remaining() <= 0 else "rounds"

    def _offer(self, master: Master, x: Floats | None, stage: str) -> None:
        """Take a point of a master as the plan if it is better and right."""
        if x is not None:
            whole = master.atoms(np.where(master.program.integer, np.round(x), x))
            if self.program.worth(whole) > self.value and self.program.satisfied(whole):
                self.x = whole
        self.watch.tell(stage, self.value, self.bound)

    def _dive(self) -> None:
        self._offer(self._master, dive(self._master, self._relaxed.x, watch=self.watch), "dive")

    def _polish(self) -> None:
        self._improve(min(POLISH_ROUNDS, self.watch.effort.rounds))

    def _core(self) -> None:
        """All columns at once, if they are few enough for that to be the quickest way."""
        if self._master.columns.count <= SMALL_MASTER:
            solved = solve_integer(
                self._master.program,
                work=CORE_WORK,
                gap=self.watch.effort.gap / 10,
                seconds=self.watch.remaining(),
                stop=self.watch.cancelled,
            )
            self._offer(self._master, solved.x, "core")

    def _alternate(self) -> None:
        """Proofs with growing budgets, and neighbourhoods in between, until the end."""
        rounds = self.watch.effort.rounds
        self._prove()
        while rounds > 0 and not self._done():
            some = min(rounds, ROUNDS_BETWEEN_PROOFS)
            self._improve(some)
            rounds -= some
            if not self._done():
                self._prove()

    def _prove(self) -> None:
        """Reduced-cost fixing: a plan better than ours uses only columns that lose less than the gap. Solve over these.

        Whatever uses another column is worth at most bound - tolerance, so the bound falls to the larger of that and
        the integer program's own, which HiGHS tightens by cuts and branching. With too many such columns it stays.
        """
        prices, tolerance = self._relaxed.prices, self._relaxed.bound - self.value
        choices = good_choices(self.layout, prices, tolerance, LARGEST_PROOF)
        if choices is None:
            return
        master = master_with(self._master, choices)
        solved = solve_integer(
            master.program,
            gap=min(1e-6, self.watch.effort.gap),
            work=self._work,
            seconds=self.watch.remaining(),
            stop=self.watch.cancelled,
            improved=lambda value, bound: self.watch.tell("proof", max(value, self.value), min(self.bound, bound)),
        )
        self._work *= 2
        self.bound = min(self.bound, max(solved.bound, self._relaxed.bound - tolerance))
        self._offer(master, solved.x, "proof")
        self._proven = solved.status == "kOptimal"

    def _improve(self, rounds: int) -> None:
        """So many rounds of neighbourhoods, from the best plan."""
        master = master_with(self._master, chosen_trips(self.layout, self.x))
        improver = Improver(
            master=master,
            prices=self._relaxed.prices,
            x=master.point(self.x),
            watch=self.watch,
            random=self._random,
            size=self._size,
        )
        improver.rounds(rounds, self.bound)
        self._size = improver.size
        self._offer(master, improver.x, "improvement")
