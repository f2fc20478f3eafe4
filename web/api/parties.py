"""From the way a body names somebody to the record that is meant."""

from __future__ import annotations

from typing import Any

from matchmaker.locale import N_
from matchmaker.models import Expert, Organization
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.external_id import find_external
from matchmaker.services.organization import NewOrganization, find_or_create_organization
from matchmaker.services.scope import Row, find_visible
from web.api.operation import Call
from web.api.refusals import FixedField, InvalidRequest, Problem
from web.api.shapes.parties import ByExternalId, ByName, ByRef

UNKNOWN_RECORD = N_("There is no such record, or this token may not read it.")


def organization_named(call: Call, given: ByRef | ByExternalId | ByName, field: str) -> Organization:
    """The organization; one that is given by its name is created as 待核实 if it is not known."""
    if not isinstance(given, ByName):
        return _known(call, Organization, given, field)
    new = NewOrganization(kind=OrganizationKind(given.kind), name=given.name, uscc=given.uscc, county_code=given.county)
    row, _ = find_or_create_organization(work=call.work, new=new)
    return row


def organization_named_or_none(call: Call, given: Any, field: str) -> Organization | None:
    return None if given is None else organization_named(call, given, field)


def expert_named_or_none(call: Call, given: ByRef | ByExternalId | None, field: str) -> Expert | None:
    return None if given is None else _known(call, Expert, given, field)


def require_same(field: str, given: Row | None, present: Row | None) -> None:
    """Raise FixedField if a body names somebody else than the record belongs to."""
    if given is not None and (present is None or given.id != present.id):
        raise FixedField(field=field)


def require_same_code(field: str, given: str, present: str) -> None:
    """Raise FixedField if a body gives another code than the one that a record has for good."""
    if given != present:
        raise FixedField(field=field)


def _known(call: Call, kind: type[Row], given: ByRef | ByExternalId, field: str) -> Row:
    """In the caller's scope: what the token may not read it cannot name either (S2)."""
    if isinstance(given, ByRef):
        row = find_visible(call.work.session, kind, given.ref, call.work.actor)
    else:
        row = find_external(work=call.work, kind=kind, source=given.source, external_id=given.external_id)
    if row is None:
        raise InvalidRequest(Problem(field, "unknown_record", UNKNOWN_RECORD))
    return row
