"""How every operation runs: who calls, how often, with what right; then parse, one transaction, answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Response, current_app

from matchmaker.bootstrap import Application
from matchmaker.services.idempotency import Fresh
from matchmaker.services.overtaking import KeyTaken, Overtaken, telling_of_outage, telling_of_overtaking
from matchmaker.services.rate import Limit
from matchmaker.services.work import ANONYMOUS, Actor
from matchmaker.services.work_source import WorkSource
from web.access_log import request_id
from web.api.authentication import calling_client, require_scopes
from web.api.body import JSON, read_body
from web.api.entity_tags import Precondition, entity_tag, is_known, precondition
from web.api.limits import count_call
from web.api.operation import Call, Lock, Operation, Result
from web.api.parameters import read_query
from web.api.path_parameters import read_path
from web.api.refusals import PreconditionFailed, PreconditionRequired
from web.api.replay import claim_key, give_back, keep_answer


@dataclass(frozen=True)
class Server:
    """Runs operations against the application that the web layer was started with, each client `calls` often."""

    calls: Limit

    def view(self, operation: Operation) -> Callable[..., Response]:
        """The view function of one operation."""

        def answer(**path: str) -> Response:
            with telling_of_outage():
                return self._answer(operation, path)

        return answer

    def _answer(self, operation: Operation, path: dict[str, str]) -> Response:
        application: Application = current_app.extensions["services"]
        works = WorkSource(
            application.database, application.clock, application.entropy, request_id(), application.sealer
        )
        actor = ANONYMOUS
        if not operation.public:
            actor = calling_client(works)
            count_call(works, actor, self.calls)
            require_scopes(actor, operation.scopes)
        claim = claim_key(works, actor) if operation.takes_key else None
        if isinstance(claim, Response):
            return claim
        try:
            return _run(operation, _parsed(operation, application, actor, path), claim)
        except Exception:
            if claim is not None:
                give_back(works, actor, claim)
            raise


def _parsed(operation: Operation, application: Application, actor: Actor, path: dict[str, str]) -> Call:
    """The request, refused if it is not right; no record is looked at and no lock is taken yet."""
    lock = Precondition() if operation.lock is Lock.NONE else precondition()
    if operation.lock is Lock.REQUIRED and lock.versions is None:
        raise PreconditionRequired
    with application.database.read() as session:
        work = application.work(session, actor, request_id())
        return Call(
            work=work,
            application=application,
            path=read_path(operation.tag, path),
            query=read_query(operation.query, work),
            body=read_body(operation.body, work) if operation.body else None,
            precondition=lock,
        )


def _run(operation: Operation, call: Call, claim: Fresh | None) -> Response:
    """The act in one transaction. Who stores a record by its external id and was overtaken changes it instead."""
    try:
        return _transact(operation, call, claim)
    except KeyTaken:
        if not operation.retries:
            raise
    except Overtaken:
        if call.precondition.versions is not None:
            raise PreconditionFailed from None
        raise
    return _transact(operation, call, claim)


def _transact(operation: Operation, call: Call, claim: Fresh | None) -> Response:
    database, actor = call.application.database, call.work.actor
    writes = operation.writes or bool(operation.recorded & actor.scopes)
    with telling_of_overtaking(operation.tag), database.write() if writes else database.read() as session:
        call = replace(call, work=call.application.work(session, actor, request_id()))
        response = _response(operation, operation.handle(call))
        if claim is not None:
            keep_answer(call.work, claim, response)
    return response


def _response(operation: Operation, result: Result) -> Response:
    data = result.body.model_dump_json().encode()
    response = Response(data, status=result.status, mimetype=JSON)
    if result.location is not None:
        response.headers["Location"] = result.location
    if result.version is not None:
        tag = entity_tag(result.version, data)
        response.set_etag(tag)
        if operation.method == "GET" and is_known(tag):
            response.status_code = 304
            response.set_data(b"")
    return response
