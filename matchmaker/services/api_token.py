"""API clients (接口调用方) and their tokens: made, shown once, listed, revoked at once, and recognised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from matchmaker.errors import Conflicting, InvalidInput, NotFound, TokenRefused, WrongState
from matchmaker.locale import N_
from matchmaker.models import ApiClient, ApiToken
from matchmaker.models.codes import Role
from matchmaker.services.api_scope import SCOPES, checked_scopes
from matchmaker.services.audit import audit
from matchmaker.services.scope import require_role
from matchmaker.services.work import Actor, Work, token_hash
from matchmaker.services.work_source import WorkSource

PREFIX = "mm_"
MARK_LENGTH = 6
LONGEST_LIFE = timedelta(days=1100)
TOUCH_EVERY = timedelta(minutes=1)
_LONGEST_NAME = 120


@dataclass(frozen=True)
class MadeToken:
    """A new token's row and its text `mm_XXXXXX_` + 64 hexadecimal digits: show the text once, store it nowhere."""

    row: ApiToken
    text: str = field(repr=False)


def create_client(*, work: Work, name: str) -> ApiClient:
    """Store a program that will use the API."""
    require_role(work, "client.create", Role.ADMINISTRATOR)
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InvalidInput(field="name", problem=N_("Name the program in at most 120 characters."))
    if find_client(work=work, name=name) is not None:
        raise InvalidInput(field="name", problem=N_("Another client has this name: choose another one."))
    client = ApiClient(ref=work.new_ref(), name=name, created_at=work.now(), updated_at=work.now())
    work.session.add(client)
    try:
        work.session.flush()
    except IntegrityError as error:
        raise Conflicting(what="client") from error
    audit(work=work, action="client.create", subject=client, after={"name": name})
    return client


def find_client(*, work: Work, name: str) -> ApiClient | None:
    """The client of this name."""
    return work.session.scalars(select(ApiClient).where(ApiClient.name == " ".join(name.split()))).one_or_none()


def set_client_active(*, work: Work, client: ApiClient, active: bool, why: str = "") -> None:
    """Switch all tokens of a client off or on again at once."""
    require_role(work, "client.active", Role.ADMINISTRATOR)
    if client.active != active:
        client.active, client.updated_at = active, work.now()
        audit(work=work, action="client.active", subject=client, after={"active": active}, why=why)


def create_token(*, work: Work, client: ApiClient, scopes: Iterable[str], expires_at: datetime | None) -> MadeToken:
    """Make a token of `client` for `scopes` (see `api_scope.SCOPES`); `expires_at` None never expires."""
    require_role(work, "token.create", Role.ADMINISTRATOR)
    if not client.active:
        raise WrongState(kind="client", state="inactive")
    now = work.now()
    if expires_at is not None and not now < expires_at <= now + LONGEST_LIFE:
        problem = N_("A token expires within the next %(days)s days.")
        raise InvalidInput(field="expires_at", problem=problem, days=LONGEST_LIFE.days)
    prefix = PREFIX + work.new_ref()[:MARK_LENGTH]
    text = f"{prefix}_{work.new_token()}"
    row = ApiToken(
        ref=work.new_ref(),
        client=client,
        prefix=prefix,
        token_hash=token_hash(text),
        scopes=checked_scopes(scopes),
        expires_at=expires_at,
        created_at=now,
        updated_at=now,
    )
    work.session.add(row)
    work.session.flush()
    after = {"client": client.ref, "prefix": prefix, "scopes": row.scopes, "expires_at": expires_at}
    audit(work=work, action="token.create", subject=row, after=after)
    return MadeToken(row=row, text=text)


def list_tokens(*, work: Work, include_revoked: bool = True) -> Sequence[ApiToken]:
    """All tokens with their clients, the newest first."""
    require_role(work, "token.list", Role.ADMINISTRATOR, Role.AUDITOR)
    query = select(ApiToken).options(joinedload(ApiToken.client)).order_by(ApiToken.id.desc())
    if not include_revoked:
        query = query.where(ApiToken.revoked_at.is_(None))
    return work.session.scalars(query).all()


def get_token(*, work: Work, ref: str) -> ApiToken:
    """The token with this reference or this prefix (`mm_XXXXXX`), or NotFound."""
    require_role(work, "token.list", Role.ADMINISTRATOR, Role.AUDITOR)
    query = select(ApiToken).where((ApiToken.ref == ref) | (ApiToken.prefix == ref))
    found = work.session.scalars(query.options(joinedload(ApiToken.client))).all()
    if len(found) != 1:  # two tokens may share a prefix by chance: then the reference has to be given
        raise NotFound(kind="token", ref=ref)
    return found[0]


def revoke_token(*, work: Work, token: ApiToken, why: str = "") -> None:
    """Make a token useless from the commit on. Nothing happens if it is."""
    require_role(work, "token.revoke", Role.ADMINISTRATOR)
    if token.revoked_at is None:
        token.revoked_at = token.updated_at = work.now()
        after = {"client": token.client.ref, "prefix": token.prefix}
        audit(work=work, action="token.revoke", subject=token, after=after, why=why)


def authenticate(*, works: WorkSource, token: str) -> Actor:
    """The client that `token` (the text after "Bearer ") belongs to, with the scopes of the token; else TokenRefused.

    Also notes that the token is in use, at most once in TOUCH_EVERY.
    """
    with works.reading() as work:
        row = _find_live(work, token)
    if row is None:
        raise TokenRefused
    now = works.clock()
    if row.last_used_at is None or row.last_used_at <= now - TOUCH_EVERY:
        with works.writing() as work:
            work.session.execute(update(ApiToken).where(ApiToken.id == row.id).values(last_used_at=now))
    client = row.client
    scopes = frozenset(row.scopes) & frozenset(SCOPES)
    return Actor(kind="client", ref=client.ref, name=client.name, client_id=client.id, scopes=scopes)


def _find_live(work: Work, token: str) -> ApiToken | None:
    if not token.startswith(PREFIX) or not token.isascii():
        return None
    query = (
        select(ApiToken)
        .join(ApiToken.client)
        .where(
            ApiToken.token_hash == token_hash(token),
            ApiToken.revoked_at.is_(None),
            (ApiToken.expires_at.is_(None)) | (ApiToken.expires_at > work.now()),
            ApiClient.active.is_(True),
        )
    )
    return work.session.scalars(query.options(joinedload(ApiToken.client))).one_or_none()
