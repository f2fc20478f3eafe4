"""The job that works out a plan: build, solve with progress, check, store. Cancelling keeps the best found so far."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.database import Database
from matchmaker.errors import MatchmakerError
from matchmaker.models import Campaign, Job, Plan
from matchmaker.models.codes import JobState
from matchmaker.planning.errors import LoadsExcludeEachOther, LocksExcludeEachOther
from matchmaker.planning.watch import MANY_ROUNDS, Effort, Progress, Watch
from matchmaker.services.audit import audit
from matchmaker.services.planning.access import DRAFT
from matchmaker.services.planning.ask_plan import FAILED, QUEUED, RUNNING
from matchmaker.services.planning.built import Built
from matchmaker.services.planning.conflicts import conflict_told
from matchmaker.services.planning.kinds import PLAN_KINDS
from matchmaker.services.planning.rules import rules_of
from matchmaker.services.planning.stored import stored_inputs
from matchmaker.services.work import Work

GAP = 1e-3
BEAT_SECONDS = 1.0
WorkOf = Callable[[Session], Work]


@dataclass
class PlanRun:
    """One run over a queued plan. `stopped` asks whether the worker wants to end; `tell` gets 0..1 and a stage.

    `rounds`: work instead of time, for the same plan on every machine (tests, the demo).
    """

    database: Database
    work_of: WorkOf
    plan_id: int
    stopped: Callable[[], bool] = lambda: False
    tell: Callable[[float, str], None] = lambda done, stage: None
    rounds: int | None = None
    _cancelled: threading.Event = field(default_factory=threading.Event)
    _latest: Progress | None = None

    def run(self) -> dict[str, Any]:
        """Work the plan out; what came of it in short. A plan that was worked out or put away already is left."""
        prepared = self._prepare()
        if prepared is None:
            return {"skipped": True}
        kind, built, effort, seed = prepared
        watch = Watch(effort=effort, cancelled=self._over, report=self._take)
        try:
            with self._beating(effort):
                found = PLAN_KINDS[kind].solve(built.problem, seed, watch)
        except (LocksExcludeEachOther, LoadsExcludeEachOther) as error:
            return self._fail({"code": error.code, **conflict_told(built.index, error)})
        except MatchmakerError as error:
            return self._fail({"code": error.code, "message": error.message, "params": plain(error.params)})
        return self._store(kind, built, found)

    def _over(self) -> bool:
        return self._cancelled.is_set() or self.stopped()

    def _take(self, progress: Progress) -> None:
        self._latest = progress

    def _prepare(self) -> tuple[str, Built[Any], Effort, int] | None:
        """Read the database, keep the problem with the plan."""
        with self.database.read() as session:
            plan = session.get(Plan, self.plan_id)
            if plan is None or plan.state != DRAFT or plan.report.get("stage") not in (QUEUED, RUNNING):
                return None
            campaign = session.get_one(Campaign, plan.campaign_id)
            try:
                built = PLAN_KINDS[plan.kind].build(self.work_of(session), campaign, plan)
            except MatchmakerError as error:
                failure: dict[str, Any] = {"code": error.code, "message": error.message, "params": plain(error.params)}
                built = None
            seconds = stored_inputs(plan).seconds or rules_of(campaign=campaign, kind=plan.kind).number("seconds")
            kind, seed = plan.kind, plan.seed
        if built is None:
            self._fail(failure)
            return None
        self._keep(built)
        if self.rounds is not None:
            return kind, built, Effort(seconds=None, rounds=self.rounds, gap=GAP), seed
        return kind, built, Effort(seconds=seconds, rounds=MANY_ROUNDS, gap=GAP), seed

    def _keep(self, built: Built[Any]) -> None:
        with self.database.write() as session:
            plan = session.get_one(Plan, self.plan_id)
            plan.problem = {**plan.problem, "problem": dict(built.document), "index": built.index.document()}
            left_out = {str(key): dict(value) for key, value in built.left_out.items()}
            plan.report = {**plan.report, "stage": RUNNING, "left_out": left_out}

    def _store(self, kind: str, built: Built[Any], found: Any) -> dict[str, Any]:
        with self.database.write() as session:
            work, plan = self.work_of(session), session.get_one(Plan, self.plan_id)
            if plan.state != DRAFT or plan.report.get("stage") != RUNNING:
                return {"skipped": True}
            PLAN_KINDS[kind].store(work=work, plan=plan, built=built, found=found)
            plan.report = {name: value for name, value in plan.report.items() if name != "progress"}
            figures = {"value": plan.value, "bound": plan.bound, "stopped": plan.report["stopped"]}
            audit(work=work, action="plan.work_out", subject=plan, after=figures)
            return figures

    def _fail(self, problem: dict[str, Any]) -> dict[str, Any]:
        with self.database.write() as session:
            work, plan = self.work_of(session), session.get_one(Plan, self.plan_id)
            kept = {name: value for name, value in plan.report.items() if name != "progress"}
            plan.report = {**kept, "stage": FAILED, "problem": problem}
            plan.updated_at = work.now()
            audit(work=work, action="plan.fail", subject=plan, after={"code": problem["code"]})
        return {"failed": problem["code"]}

    def _beating(self, effort: Effort) -> Beat:
        return Beat(self, effort)

    def beat(self, effort: Effort) -> None:
        """Show how far the search is, and learn whether somebody wants it to end."""
        progress = self._latest
        with self.database.write() as session:
            row = session.execute(select(Plan.ref, Plan.report).where(Plan.id == self.plan_id)).one()
            key = f"plan:{row.ref}"
            asked = select(Job.id).where(
                Job.unique_key == key, Job.state == JobState.RUNNING, Job.cancel_requested.is_(True)
            )
            if session.scalars(asked).first() is not None:
                self._cancelled.set()
            if progress is not None:
                shown = {
                    "stage": progress.stage,
                    "value": progress.value,
                    "bound": progress.bound if math.isfinite(progress.bound) else None,
                    "gap": progress.gap if progress.gap is not None and math.isfinite(progress.gap) else None,
                    "seconds": round(progress.seconds, 1),
                    "of_seconds": effort.seconds,
                }
                report = {**row.report, "progress": shown}
                session.execute(update(Plan).where(Plan.id == self.plan_id).values(report=report))
        if progress is not None:
            done = min(0.99, progress.seconds / effort.seconds) if effort.seconds else 0.5
            self.tell(max(done, 0.01), progress.stage)


class Beat:
    """While it is open, a thread tells the progress of a run once a second."""

    def __init__(self, run: PlanRun, effort: Effort) -> None:
        self.run, self.effort, self.ended = run, effort, threading.Event()
        self.thread = threading.Thread(target=self._go, daemon=True, name="plan-progress")

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *error: object) -> None:
        self.ended.set()
        self.thread.join()

    def _go(self) -> None:
        while not self.ended.wait(BEAT_SECONDS):
            self.run.beat(self.effort)


def plain(params: dict[str, Any]) -> dict[str, Any]:
    """Parameters of an error as JSON holds them."""
    simple = (str, int, float, bool, type(None))
    return {name: value if isinstance(value, simple) else str(value) for name, value in params.items()}
