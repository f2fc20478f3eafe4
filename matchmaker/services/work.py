"""What every use case is given: a session, an actor, a clock and a source of random bytes, as one value."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from matchmaker.models import User
from matchmaker.models.codes import Role
from matchmaker.reference import Scheme, load_scheme
from matchmaker.sealing import SealerSource, no_sealer

# Crockford's base 32: no I, L, O, U, so that a reference can be read out on the telephone.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REF_LENGTH = 10
TAIAN = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Actor:
    """Who acts: a user, an API client, the holder of a personal link, the system, or nobody known.

    `role` is set for users only; `scopes` for API clients only. `organization_id` and `county_code` bound what an
    enterprise, a liaison or a county organizer sees (see `matchmaker.services.scope`).
    """

    kind: str
    ref: str
    name: str
    role: Role | None = None
    user_id: int | None = None
    client_id: int | None = None
    organization_id: int | None = None
    county_code: str | None = None
    scopes: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_organizer(self) -> bool:
        return self.role in (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR)

    @property
    def sees_all(self) -> bool:
        """City organizers, auditors and administrators, the system, and API clients (by scope) see every county."""
        return self.kind in ("system", "client") or self.role in (Role.CITY, Role.AUDITOR, Role.ADMINISTRATOR)


ANONYMOUS = Actor(kind="anonymous", ref="-", name="anonymous")
SYSTEM = Actor(kind="system", ref="system", name="system")


def actor_of(user: User) -> Actor:
    """The actor that `user` is."""
    return Actor(
        kind="user",
        ref=user.ref,
        name=user.display_name,
        role=user.role,
        user_id=user.id,
        organization_id=user.organization_id,
        county_code=user.county_code,
    )


@dataclass(frozen=True)
class Work:
    """The unit of work a use case runs in. The caller opened `session` and commits it.

    `schemes` loads a reference list by name (with the operator's changes); `answer_days` is how many working days the
    campaign takes to answer a need; `sealer` gives what seals secrets at rest.
    """

    session: Session
    actor: Actor
    clock: Callable[[], datetime]
    entropy: Callable[[int], bytes]
    request_id: str = ""
    schemes: Callable[[str], Scheme] = load_scheme
    answer_days: int = 10
    sealer: SealerSource = no_sealer

    def now(self) -> datetime:
        """The current moment, aware, in UTC."""
        return self.clock()

    def today(self) -> date:
        """The current day in Tai'an."""
        return self.clock().astimezone(TAIAN).date()

    def new_ref(self) -> str:
        """A random reference of ten characters (50 bits)."""
        number = int.from_bytes(self.entropy(8), "big")
        return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(REF_LENGTH))

    def new_token(self) -> str:
        """A secret of 256 random bits in hexadecimal; store only its `token_hash`."""
        return self.entropy(32).hex()

    def as_actor(self, actor: Actor) -> Work:
        return replace(self, actor=actor)


def token_hash(token: str) -> str:
    """SHA-256 of a secret, in hexadecimal: what is stored in its place."""
    return hashlib.sha256(token.encode()).hexdigest()
