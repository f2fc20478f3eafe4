"""A pass of matching: ranks outside of any write lock, stores each need's result in a short transaction of its own.

A cancelled pass keeps what it did; a need that changed meanwhile has asked for another pass itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matchmaker.database import Database
from matchmaker.models import MatchRun, Need, Organization
from matchmaker.models.codes import MATCHED_STATES
from matchmaker.services.institution_suggestion import suggest_institutions
from matchmaker.services.learning.known_decisions import KnownDecisions, known_decisions
from matchmaker.services.matching import rank_need, require_corpus
from matchmaker.services.search_index import SearchIndex
from matchmaker.services.suggestion import NeedOutcome, finish_run, start_run, store_ranking
from matchmaker.services.work import Work

Progress = Callable[[int, int], None]
Seen = Callable[[NeedOutcome], None]
# Needs between two questions whether something more urgent waits: about a tenth of a second's work.
ASK_EVERY = 5


@dataclass(frozen=True)
class PassResult:
    """How many needs were matched, how many suggestions stand for them, and which needs were left to another pass."""

    needs: int
    suggestions: int
    left: tuple[int, ...] = ()


@dataclass(frozen=True)
class SuggestPass:
    """What a pass works with; `work_of` makes the unit of work on a session."""

    database: Database
    index: SearchIndex
    work_of: Callable[[Session], Work]

    def run(
        self, need_ids: Sequence[int], *, reason: str, progress: Progress | None = None, seen: Seen | None = None,
        gives_way: Callable[[], bool] = lambda: False,
    ) -> PassResult:  # fmt: skip
        """Match these needs and their enterprises' institutions. `seen` is shown each outcome inside its transaction.

        The pass ends early, with the rest `left`, where `gives_way` says so between two needs (asked now and then).
        Raises SearchUnavailable without a model.
        """
        state, _ = require_corpus(self.index)
        with self.database.write() as session:
            run_id = start_run(work=self.work_of(session), state=state, reason=reason).id
        with self.database.read() as session:
            known = known_decisions(session, state, self.index.pair_odds)
        enterprises: set[int] = set()
        left: Sequence[int] = ()
        for done, need_id in enumerate(need_ids):
            if done and done % ASK_EVERY == 0 and gives_way():
                left = need_ids[done:]
                break
            if progress is not None:
                progress(done, len(need_ids))
            enterprises |= self._match(need_id, run_id, known, seen)
        with self.database.write() as session:
            work, run = self.work_of(session), session.get_one(MatchRun, run_id)
            for enterprise_id in sorted(enterprises):
                suggest_institutions(work=work, enterprise=session.get_one(Organization, enterprise_id), run=run)
            finish_run(work=work, run=run)
            return PassResult(run.needs, run.suggestions, tuple(left))

    def _match(self, need_id: int, run_id: int, known: KnownDecisions | None, seen: Seen | None) -> set[int]:
        """The enterprise whose need was matched; nobody if it is not to be matched any more."""
        with self.database.read() as session:
            need = session.get(Need, need_id)
            if need is None or need.state not in MATCHED_STATES:
                return set()
            today = self.work_of(session).today()
            ranking = rank_need(session=session, index=self.index, need=need, today=today, known=known)
        with self.database.write() as session:
            need = session.get(Need, need_id)
            if need is None or need.state not in MATCHED_STATES:
                return set()
            run = session.get_one(MatchRun, run_id)
            outcome = store_ranking(work=self.work_of(session), need=need, run=run, ranking=ranking)
            if seen is not None:
                seen(outcome)
            return {need.organization_id}
