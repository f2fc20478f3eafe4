"""Idempotency-Key: a request that is sent again gets the first answer again."""

from __future__ import annotations

import json

from flask import Response, request

from matchmaker.services.idempotency import Fresh, InFlight, Mismatch, Replay, begin, finish, release, request_hash
from matchmaker.services.work import Actor, Work
from matchmaker.services.work_source import WorkSource
from web.api.body import JSON, raw_body
from web.api.refusals import KeyInFlight, KeyReused

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEY = r"^[\x21-\x7e]{1,128}$"
# What of an answer belongs to the act and not to the moment.
KEPT_HEADERS = ("Location", "ETag")


def claim_key(works: WorkSource, actor: Actor) -> Fresh | Response | None:
    """The claim on the key of this request; the first answer if it was done already; None if it has no key.

    Raises KeyReused, KeyInFlight, or InvalidInput for a key that is none.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return None
    path = request.full_path.rstrip("?")
    wanted = request_hash(method=request.method, path=path, body=raw_body())
    with works.writing(actor) as work:
        beginning = begin(work=work, key=key, request=wanted)
    if isinstance(beginning, Mismatch):
        raise KeyReused
    if isinstance(beginning, InFlight):
        raise KeyInFlight(seconds=beginning.seconds)
    return _replayed(beginning) if isinstance(beginning, Replay) else beginning


def keep_answer(work: Work, claim: Fresh, response: Response) -> None:
    """Store the answer in the transaction of the act."""
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    body = json.loads(response.get_data())
    finish(work=work, claim=claim, status=response.status_code, headers=headers, body=body)


def give_back(works: WorkSource, actor: Actor, claim: Fresh) -> None:
    """The act was refused: the key may come again with a mended request."""
    with works.writing(actor) as work:
        release(work=work, claim=claim)


def _replayed(first: Replay) -> Response:
    body = json.dumps(first.body, ensure_ascii=False, separators=(",", ":"))
    response = Response(body, status=first.status, mimetype=JSON)
    response.headers.update(first.headers)
    response.headers[REPLAYED] = "true"
    return response
