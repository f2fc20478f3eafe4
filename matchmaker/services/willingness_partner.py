"""With whom a party cooperates already, found by the name that it said."""

from __future__ import annotations

from sqlalchemy import select

from matchmaker.errors import InvalidInput
from matchmaker.identity import name_key
from matchmaker.locale import N_
from matchmaker.models import Expert, Organization
from matchmaker.services.name_lookup import require_organization
from matchmaker.services.party import Party
from matchmaker.services.scope import experts_in_scope
from matchmaker.services.work import Work


def partners_named(*, work: Work, party: Party, name: str) -> tuple[Party, ...]:
    """The partner of this name: an organization for an expert, an expert for an organization; none for an empty name.

    InvalidInput (field partner) if the caller sees nobody of this name, or several.
    """
    if not name.strip():
        return ()
    if isinstance(party, Expert):
        found = require_organization(work=work, name=name, field="partner")
        return (found,) if found is not None else ()
    query = select(Expert).where(experts_in_scope(work.actor), Expert.name_key == name_key(name.strip()))
    rows = list(work.session.scalars(query.limit(2)))
    if not rows:
        raise InvalidInput(field="partner", problem=N_("There is no expert of this name: enter one first."))
    if len(rows) > 1:
        problem = N_("Several experts bear this name: record the relation on the expert's own page.")
        raise InvalidInput(field="partner", problem=problem)
    return tuple(rows)


def partner_names(*, work: Work, party: Party, keys: list[int]) -> list[str]:
    """The names of the partners of a stored answer."""
    kind = Organization if isinstance(party, Expert) else Expert
    return list(work.session.scalars(select(kind.name).where(kind.id.in_(keys)).order_by(kind.name)))
