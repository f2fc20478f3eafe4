"""How often a client may call: counted for all workers together, told in headers of every answer."""

from __future__ import annotations

from flask import Response, g

from matchmaker.errors import TooMany
from matchmaker.services.rate import Limit, Quota, admit
from matchmaker.services.rate_room import room
from matchmaker.services.work import Actor
from matchmaker.services.work_source import WorkSource

# What a client may do by default: ten calls a second for as long as it likes.
CALLS = Limit("api.calls", 600, 60)


def count_call(works: WorkSource, actor: Actor, limit: Limit) -> None:
    """Count this call of `actor`. Raises TooMany, which says how long to wait."""
    quota = Quota(limit, actor.ref)
    wait = admit(works=works, quotas=[quota])
    with works.reading() as work:
        g.api_rate = (limit, room(work=work, quota=quota), wait or limit.seconds)
    if wait:
        raise TooMany(seconds=wait)


def add_rate_headers(response: Response) -> Response:
    """The limit, what is left of it, and after how many seconds it is whole again."""
    if "api_rate" in g:
        limit, left, seconds = g.api_rate
        response.headers["RateLimit-Limit"] = str(limit.count)
        response.headers["RateLimit-Remaining"] = str(left)
        response.headers["RateLimit-Reset"] = str(seconds)
        response.headers["RateLimit-Policy"] = f"{limit.count};w={limit.seconds}"
    return response
