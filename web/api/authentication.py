"""Who calls: the client of a bearer token. Cookies count for nothing here."""

from __future__ import annotations

from flask import request

from matchmaker.errors import TokenRefused, TooMany
from matchmaker.services.api_token import authenticate
from matchmaker.services.origin import origin_of
from matchmaker.services.rate import Limit, Quota, admit
from matchmaker.services.work import Actor
from matchmaker.services.work_source import WorkSource
from web.api.refusals import MissingScope, MissingToken

LONGEST_TOKEN = 200
# Wrong tokens from one network: a guard for the database, since 256 bits cannot be guessed.
WRONG_TOKENS = Limit("api.wrong_token", 60, 60)


def calling_client(works: WorkSource) -> Actor:
    """The client whose token came with this request. Raises MissingToken, TokenRefused, or TooMany after many."""
    try:
        return authenticate(works=works, token=_bearer_token())
    except (MissingToken, TokenRefused):
        network = origin_of(request.remote_addr).network
        wait = admit(works=works, quotas=[Quota(WRONG_TOKENS, network)])
        if wait:
            raise TooMany(seconds=wait) from None
        raise


def require_scopes(actor: Actor, scopes: tuple[str, ...]) -> None:
    """Raise MissingScope for the first of `scopes` that the token lacks."""
    for scope in scopes:
        if scope not in actor.scopes:
            raise MissingScope(scope=scope)


def _bearer_token() -> str:
    kind, _, token = request.headers.get("Authorization", "").strip().partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise MissingToken
    if len(token) > LONGEST_TOKEN:
        raise TokenRefused
    return token.strip()
