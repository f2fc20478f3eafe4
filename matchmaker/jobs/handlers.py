"""The table of job kinds: what runs when a worker leases one. Each handler is thin: open work, call a service."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from matchmaker.bootstrap import Application
from matchmaker.jobs.runner import Handler, JobContext
from matchmaker.models import MatchRun, Need, Organization
from matchmaker.models.codes import MATCHED_STATES
from matchmaker.services.encode import encode_waiting
from matchmaker.services.expert import rest_stale_experts
from matchmaker.services.idempotency import purge_keys
from matchmaker.services.institution_suggestion import enterprises_with_needs, suggest_institutions
from matchmaker.services.job import enqueue
from matchmaker.services.password_reset import purge_resets
from matchmaker.services.rate import purge_counts
from matchmaker.services.suggest_jobs import ask_for_all_suggestions
from matchmaker.services.suggestion import finish_run, matched_needs, start_run, suggest_for_need
from matchmaker.services.user_session import purge_sessions

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
    search = application.search
    if search.encoder is None:
        return {"waiting": search.problem}
    with application.database.write() as session:
        work = application.work(session)
        need = session.get(Need, context.payload["need_id"])
        if need is None or need.state not in MATCHED_STATES:
            return {"needs": 0}
        run = start_run(work=work, index=search, reason="need")
        outcome = suggest_for_need(work=work, index=search, need=need, run=run)
        suggest_institutions(work=work, enterprise=need.organization, run=run)
        finish_run(work=work, run=run)
        return {"needs": 1, "suggestions": len(outcome.suggestions)}


def suggest_all(application: Application, context: JobContext) -> dict[str, Any]:
    """Match every need again, a transaction each, so that a cancelled pass keeps what it did."""
    search = application.search
    if search.encoder is None:
        return {"waiting": search.problem}
    with application.database.write() as session:
        work = application.work(session)
        run_id = start_run(work=work, index=search, reason="all").id
        needs = matched_needs(session)
    for done, need_id in enumerate(needs):
        context.report(done, len(needs), "match")
        with application.database.write() as session:
            need = session.get_one(Need, need_id)
            run = session.get_one(MatchRun, run_id)
            suggest_for_need(work=application.work(session), index=search, need=need, run=run)
    with application.database.write() as session:
        work, run = application.work(session), session.get_one(MatchRun, run_id)
        for enterprise_id in enterprises_with_needs(session):
            enterprise = session.get_one(Organization, enterprise_id)
            suggest_institutions(work=work, enterprise=enterprise, run=run)
        finish_run(work=work, run=run)
        return {"needs": run.needs, "suggestions": run.suggestions}


def snapshot(application: Application, context: JobContext) -> dict[str, Any]:
    """Write the index snapshot (only workers do)."""
    application.search.save_snapshot()
    return {}


def rest_stale(application: Application, context: JobContext) -> dict[str, Any]:
    """Let profiles rest that nobody updated for two years."""
    with application.database.write() as session:
        return {"rested": rest_stale_experts(work=application.work(session))}


def purge(application: Application, context: JobContext) -> dict[str, Any]:
    """Remove what has expired: sign-ins, reset links, counters, idempotency keys."""
    with application.database.write() as session:
        work = application.work(session)
        return {remove.__name__: remove(work=work) for remove in PURGES}


HANDLERS: dict[str, AppHandler] = {
    "encode": encode,
    "suggest": suggest,
    "suggest_all": suggest_all,
    "snapshot": snapshot,
    "rest_stale": rest_stale,
    "purge": purge,
}


def handlers(application: Application) -> dict[str, Handler]:
    """The handlers bound to this process's application."""
    return {kind: partial(handler, application) for kind, handler in HANDLERS.items()}


def enqueue_standing_jobs(application: Application) -> None:
    """What every worker asks for when it starts: catch up with whatever was left while none ran."""
    with application.database.write() as session:
        work = application.work(session)
        for kind in ("encode", "rest_stale", "purge"):
            enqueue(work=work, kind=kind, unique_key=kind, priority=8)
        ask_for_all_suggestions(work=work)
        enqueue(work=work, kind="snapshot", unique_key="snapshot")
