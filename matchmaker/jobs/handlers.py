"""The table of job kinds: what runs when a worker leases one. Each handler is thin: open work, call a service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.bootstrap import Application
from matchmaker.errors import Forbidden
from matchmaker.evaluation.errors import TooFewDecisions
from matchmaker.jobs.runner import Handler, JobContext
from matchmaker.mail import transport_for
from matchmaker.models import User
from matchmaker.services.encode import encode_waiting
from matchmaker.services.expert import rest_stale_experts
from matchmaker.services.idempotency import purge_keys
from matchmaker.services.importing.parked import load_parked, purge_parked
from matchmaker.services.importing.upload import folder_of, import_parked, try_parked
from matchmaker.services.job import enqueue, is_more_urgent_due
from matchmaker.services.learning.learn import Learning
from matchmaker.services.outbox import deliver_due
from matchmaker.services.password_reset import purge_resets
from matchmaker.services.planning.run_plan import PlanRun
from matchmaker.services.planning.run_replan import ReplanRun
from matchmaker.services.rate import purge_counts
from matchmaker.services.suggest_jobs import ask_for_all_suggestions
from matchmaker.services.suggest_pass import SuggestPass
from matchmaker.services.suggestion import matched_needs
from matchmaker.services.user_session import purge_sessions
from matchmaker.services.work import Work, actor_of

PURGES = (purge_sessions, purge_resets, purge_counts, purge_keys)
AppHandler = Callable[[Application, JobContext], dict[str, Any]]


def encode(application: Application, context: JobContext) -> dict[str, Any]:
    """Give every waiting text its vector; then let matching see the new vectors."""
    search = application.search
    if search.encoder is None:
        return {"waiting": search.problem}
    count = encode_waiting(
        database=application.database,
        encoder=search.encoder,
        clock=application.clock,
        progress=lambda done, total: context.report(done, total, "encode"),
    )
    return {"encoded": count}


def suggest(application: Application, context: JobContext) -> dict[str, Any]:
    """Match one need."""
    result = _match(application, context, [context.payload["need_id"]], "need")
    result.pop("left", None)
    return result


def suggest_all(application: Application, context: JobContext) -> dict[str, Any]:
    """Match every need again. Whatever is more urgent (a new need) goes first: the rest is left to a job of its own."""
    with application.database.read() as session:
        needs = matched_needs(session, after=context.payload.get("after", 0))

    def gives_way() -> bool:
        with application.database.read() as session:
            return is_more_urgent_due(session=session, now=application.clock(), than=0)

    result = _match(application, context, needs, "all", gives_way)
    left = result.pop("left", ())
    if left:
        with application.database.write() as session:
            rest = {"after": min(left) - 1}
            enqueue(work=application.work(session), kind="suggest_all", unique_key="suggest_all", payload=rest)
    return {**result, "left": len(left)}


def _match(
    application: Application, context: JobContext, needs: list[int], reason: str,
    gives_way: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:  # fmt: skip
    search = application.search
    if search.encoder is None:
        return {"waiting": search.problem}
    matching = SuggestPass(application.database, search, application.work)
    report = partial(context.report, stage="match")
    return asdict(matching.run(needs, reason=reason, progress=report, gives_way=gives_way))


def learn(application: Application, context: JobContext) -> dict[str, Any]:
    """Learn weights from decisions, for the administrator who asked; they run only if they are better."""
    search = application.search
    if search.encoder is None:
        return {"waiting": search.problem}
    with application.database.read() as session:
        actor = actor_of(session.get_one(User, context.payload["user_id"]))
    learning = Learning(application.database, search, lambda session: application.work(session, actor))
    try:
        found = learning.learn(progress=partial(context.report, stage="learn"))
    except TooFewDecisions as error:
        return {"refused": error.code, **error.params}
    return {"version": found.version, "switched": found.switched, "verdict": found.replayed.verdict.value}


def snapshot(application: Application, context: JobContext) -> dict[str, Any]:
    """Write the index snapshot (only workers do)."""
    application.search.save_snapshot()
    return {}


def rest_stale(application: Application, context: JobContext) -> dict[str, Any]:
    """Let profiles rest that nobody updated for two years."""
    with application.database.write() as session:
        return {"rested": rest_stale_experts(work=application.work(session))}


def import_file(application: Application, context: JobContext) -> dict[str, Any]:
    """Try or write the rows of an uploaded file, as the officer who sent it."""
    settings, payload = application.settings, context.payload
    parked = load_parked(folder=folder_of(settings), token=payload["token"], owner=payload["owner"])
    with application.database.read() as session:
        user = session.get_one(User, parked.owner)
        if not user.active:
            raise Forbidden(action="import")
        actor = actor_of(user)

    def work_of(session: Session) -> Work:
        return application.work(session, actor)

    def progress(done: int, total: int) -> None:
        context.report(done, total, "import")

    shared: Any = {"settings": settings, "database": application.database, "work_of": work_of, "parked": parked}
    if payload["mode"] == "preview":
        report = try_parked(**shared, progress=progress)
    else:
        report = import_parked(**shared, all_or_nothing=payload["mode"] == "all", progress=progress)
    return dict(report["counts"])


def purge(application: Application, context: JobContext) -> dict[str, Any]:
    """Remove what has expired: sign-ins, reset links, counters, idempotency keys, uploaded files."""
    with application.database.write() as session:
        work = application.work(session)
        removed = {remove.__name__: remove(work=work) for remove in PURGES}
    files = purge_parked(folder=folder_of(application.settings), now=application.clock())
    return {**removed, "purge_parked": files}


def deliver(application: Application, context: JobContext) -> dict[str, Any]:
    """Send the mails of the outbox; what could not be sent is tried again later."""
    settings = application.settings
    url = settings.smtp_url.get_secret_value() if settings.smtp_url else None
    done = deliver_due(
        database=application.database,
        transport=transport_for(url, settings.data_dir),
        sender=settings.mail_from,
        clock=application.clock,
    )
    if done.next_due is not None:
        with application.database.write() as session:
            wait = max(done.next_due - application.clock(), timedelta(0))
            enqueue(work=application.work(session), kind="deliver", unique_key="deliver", delay=wait)
    return {"sent": done.sent, "failed": done.failed, "waiting": done.waiting}


def plan(application: Application, context: JobContext) -> dict[str, Any]:
    """Work out a plan; asked to stop, it keeps the best one found so far."""

    def tell(done: float, stage: str) -> None:
        context.progress, context.stage = done, stage

    return PlanRun(
        database=application.database,
        work_of=application.work,
        plan_id=context.payload["plan_id"],
        stopped=context.stop.is_set,
        tell=tell,
    ).run()


def replan(application: Application, context: JobContext) -> dict[str, Any]:
    """Work out what a proposal offers."""
    return ReplanRun(
        database=application.database,
        work_of=application.work,
        proposal_id=context.payload["proposal_id"],
        stopped=context.stop.is_set,
    ).run()


HANDLERS: dict[str, AppHandler] = {
    "encode": encode,
    "suggest": suggest,
    "suggest_all": suggest_all,
    "learn": learn,
    "snapshot": snapshot,
    "rest_stale": rest_stale,
    "purge": purge,
    "import": import_file,
    "deliver": deliver,
    "plan": plan,
    "replan": replan,
}


def handlers(application: Application) -> dict[str, Handler]:
    """The handlers bound to this process's application."""
    return {kind: partial(handler, application) for kind, handler in HANDLERS.items()}


def enqueue_standing_jobs(application: Application) -> None:
    """What every worker asks for when it starts: catch up with whatever was left while none ran."""
    with application.database.write() as session:
        work = application.work(session)
        for kind in ("encode", "rest_stale", "purge", "deliver"):
            enqueue(work=work, kind=kind, unique_key=kind, priority=8)
        ask_for_all_suggestions(work=work)
        enqueue(work=work, kind="snapshot", unique_key="snapshot")
