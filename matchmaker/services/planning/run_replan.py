"""The job that works out the options of a proposal: read, solve, check, keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.database import Database
from matchmaker.errors import MatchmakerError
from matchmaker.models import Plan, Proposal
from matchmaker.planning.errors import LoadsExcludeEachOther, LocksExcludeEachOther
from matchmaker.planning.watch import Effort, Watch
from matchmaker.services.audit import audit
from matchmaker.services.planning.access import PUBLISHED
from matchmaker.services.planning.colleague import stand_in_of
from matchmaker.services.planning.conflicts import conflict_told
from matchmaker.services.planning.current_plan import CurrentPlan, current_plan
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.local.options import options_near
from matchmaker.services.planning.local.scenes import scene_of
from matchmaker.services.planning.propose_replan import FAILED, OPEN, OUTDATED, WAITING
from matchmaker.services.planning.replan_cause import FoundCause, find_cause, orders_given_up
from matchmaker.services.planning.replan_options import options_for
from matchmaker.services.planning.run_plan import plain
from matchmaker.services.work import Work

SECONDS = 20.0
VISITS = "visits"
Answers = Callable[[Watch], list[dict[str, Any]]]


@dataclass
class ReplanRun:
    """One run over a waiting proposal. `stopped` asks whether the worker wants to end."""

    database: Database
    work_of: Callable[[Session], Work]
    proposal_id: int
    stopped: Callable[[], bool] = lambda: False
    seconds: float | None = SECONDS

    def run(self) -> dict[str, Any]:
        """Work the options out; what came of it in short. A proposal that waits no longer is left."""
        with self.database.read() as session:
            work = self.work_of(session)
            proposal = session.get(Proposal, self.proposal_id)
            if proposal is None or proposal.state != WAITING:
                return {"skipped": True}
            plan = session.get_one(Plan, proposal.plan_id)
            if plan.state != PUBLISHED:
                return self._end(OUTDATED, plan.version)
            version = plan.version
            try:
                cause = find_cause(work=work, document=proposal.cause)
                index, solve = _question(work, plan, cause)
            except MatchmakerError as error:
                return self._fail(version, error)
        try:
            options = solve(Watch(effort=Effort(seconds=self.seconds), cancelled=self.stopped))
        except (LocksExcludeEachOther, LoadsExcludeEachOther) as error:
            told = {"code": error.code, **conflict_told(index, error)}
            return self._end(FAILED, version, problem=told)
        except MatchmakerError as error:
            return self._fail(version, error)
        return self._end(OPEN, version, options=options)

    def _fail(self, version: int, error: MatchmakerError) -> dict[str, Any]:
        problem = {"code": error.code, "message": error.message, "params": plain(error.params)}
        return self._end(FAILED, version, problem=problem)

    def _end(
        self,
        state: str,
        version: int,
        *,
        options: list[dict[str, Any]] | None = None,
        problem: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        with self.database.write() as session:
            work = self.work_of(session)
            proposal = session.get_one(Proposal, self.proposal_id)
            if proposal.state != WAITING:
                return {"skipped": True}
            proposal.state, proposal.plan_version = state, version
            proposal.options, proposal.problem = options or [], problem or {}
            proposal.updated_at = work.now()
            figures = {"state": state, "options": len(proposal.options)}
            audit(work=work, action="proposal.work_out", subject=proposal, after=figures)
            return figures


def _question(work: Work, plan: Plan, cause: FoundCause) -> tuple[Index, Answers]:
    """The plan as it is now, read from the database, and what works the options out without it."""
    cause = replace(cause, stand_in=stand_in_of(work=work, plan=plan, cause=cause))
    if plan.kind == VISITS:
        current = _scene(work, plan, cause)
        return current.built.index, lambda watch: options_for(current, cause, watch)
    scene = scene_of(work=work, plan=plan)
    return scene.index, lambda watch: options_near(work, scene, cause, watch)


def _scene(work: Work, plan: Plan, cause: FoundCause) -> CurrentPlan:
    """The visits as they are now, on the offered days too, without the orders that the cause breaks."""
    given_up = orders_given_up(work=work, plan=plan, cause=cause)
    also = [] if cause.stand_in is None else [cause.stand_in]
    return current_plan(work=work, plan=plan, days=cause.days, without=[order.id for order in given_up], also=also)
