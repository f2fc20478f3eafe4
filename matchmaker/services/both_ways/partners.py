"""Who could work together as a whole: institutions for an enterprise or a chain, enterprises for an institution."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from matchmaker.errors import NotFound
from matchmaker.models import Need, Organization, Suggestion
from matchmaker.models.codes import Role
from matchmaker.services.both_ways.relations import candidate_institution_id, in_chain, institution_of, relations
from matchmaker.services.both_ways.tie import Tie, tie_of
from matchmaker.services.scope import require_role, suggestions_in_scope
from matchmaker.services.work import Work

READERS = (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR, Role.AUDITOR)


@dataclass(frozen=True)
class Partner:
    """A body with what ties it to the one that was asked about; `enterprises` have a need among the relations."""

    organization: Organization
    tie: Tie
    enterprises: int


def institutions_for_enterprise(*, work: Work, enterprise: Organization) -> list[Partner]:
    """Universities and institutes for an enterprise, the closest first."""
    require_role(work, "partners.read", *READERS)
    rows = relations(work=work, where=suggestions_in_scope(work.actor) & (Need.organization_id == enterprise.id))
    return _partners(rows, institution_of)


def institutions_for_chain(*, work: Work, chain: str) -> list[Partner]:
    """The same for a whole chain: every need in it counts once, whichever enterprise's it is."""
    require_role(work, "partners.read", *READERS)
    if chain not in work.schemes("chains"):
        raise NotFound(kind="chain", ref=chain)
    rows = relations(work=work, where=suggestions_in_scope(work.actor) & in_chain(chain))
    return _partners(rows, institution_of)


def enterprises_for_institution(*, work: Work, institution: Organization) -> list[Partner]:
    """Enterprises whose needs the institution's experts and achievements fit, the closest first."""
    require_role(work, "partners.read", *READERS)
    rows = relations(work=work, where=suggestions_in_scope(work.actor) & (candidate_institution_id == institution.id))
    return _partners(rows, _enterprise_of)


def _enterprise_of(row: Suggestion) -> Organization:
    assert row.need is not None
    return row.need.organization


def _partners(rows: Iterable[Suggestion], body_of: Callable[[Suggestion], Organization]) -> list[Partner]:
    grouped: dict[int, tuple[Organization, list[Suggestion]]] = {}
    for row in rows:
        body = body_of(row)
        grouped.setdefault(body.id, (body, []))[1].append(row)
    found = [_partner(body, own) for body, own in grouped.values()]
    return sorted((one for one in found if one), key=lambda one: (*one.tie.order, one.organization.id))


def _partner(body: Organization, rows: Sequence[Suggestion]) -> Partner | None:
    tie = tie_of(rows)
    if tie is None:
        return None
    return Partner(body, tie, len({row.need.organization_id for row in tie.rows if row.need is not None}))
