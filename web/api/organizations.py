"""/organizations: enter, read and change enterprises, universities, institutes, agencies and bureaus."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from matchmaker.locale import N_
from matchmaker.models import Organization
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.contact_disclosure import note_reveal
from matchmaker.services.contact_edit import set_contact
from matchmaker.services.external_id import link_external
from matchmaker.services.organization import NewOrganization, create_organization, edit_organization, find_organization
from matchmaker.services.registry_list import RegistryFilter, list_organizations
from web.api.classified_filter import CLASSIFIED, ClassifiedAs, scheme_and_code
from web.api.operation import Call, Result
from web.api.parameters import PageQuery
from web.api.parties import require_same_code
from web.api.records import external_record, paged_records, record_of, shown
from web.api.resource import CONTACTS, Resource, Words, record_operations
from web.api.shapes.base import Source, code_of, line
from web.api.shapes.coded import codes_from
from web.api.shapes.contact import contact_values
from web.api.shapes.organization import (
    OrganizationOut,
    OrganizationPage,
    OrganizationPatch,
    OrganizationPost,
    OrganizationPut,
)

ADDRESS = "organizations"


class OrganizationQuery(PageQuery):
    """Which organizations to list."""

    kind: code_of("organization_kinds") | None = None
    state: code_of("organization_states") | None = None
    county: code_of("divisions") | None = None
    classified: ClassifiedAs | None = CLASSIFIED
    q: line(100) | None = Field(default=None, description=N_("Words in the name."))
    source: Source | None = None
    external_id: line(128) | None = None


def index(call: Call) -> Result:
    query: OrganizationQuery = call.query
    where = RegistryFilter(
        words=query.q or "",
        kind=OrganizationKind(query.kind) if query.kind else None,
        verified=None if query.state is None else query.state == "verified",
        county_code=query.county,
        source=query.source,
        external_id=query.external_id,
        **scheme_and_code(query.classified),
    )
    page = list_organizations(work=call.work, where=where, page=query.page, count=query.total)
    return paged_records(call, page, OrganizationPage, _masked)


def get(call: Call) -> Result:
    organization = record_of(call, Organization)
    full = call.may(CONTACTS)
    if full and organization.contacts:
        note_reveal(work=call.work, subject=organization)
    return shown(call, organization, _full if full else _masked)


def create(call: Call) -> Result:
    body: OrganizationPost = call.body
    return _created(call, body, body.source, body.external_id)


def change(call: Call) -> Result:
    body: OrganizationPatch = call.body
    organization = record_of(call, Organization)
    _edit(call, organization, body)
    link_external(work=call.work, row=organization, source=body.source, external_id=body.external_id)
    return shown(call, organization, _masked)


def store(call: Call) -> Result:
    """Create or change the organization that the address names by an external id.

    One that is known by its credit code already gets the external id: there is never a second record of one body.
    """
    body: OrganizationPut = call.body
    source, external_id = call.path["source"], call.path["external_id"]
    organization = external_record(call, Organization) or _known_by_credit_code(call, body)
    if organization is None:
        call.precondition.check_absent()
        return _created(call, body, source, external_id)
    call.precondition.check(organization.version)
    require_same_code("kind", body.kind, organization.kind)
    link_external(work=call.work, row=organization, source=source, external_id=external_id)
    _edit(call, organization, body)
    return shown(call, organization, _masked)


def _known_by_credit_code(call: Call, body: OrganizationPut) -> Organization | None:
    return find_organization(session=call.work.session, name="", uscc=body.uscc) if body.uscc else None


def _created(call: Call, body: OrganizationPut, source: str | None, external_id: str | None) -> Result:
    values = body.values()
    new = NewOrganization(
        kind=OrganizationKind(body.kind),
        name=values.pop("name"),
        uscc=values.pop("uscc", None),
        county_code=values.pop("county_code", None),
        zone_code=values.pop("zone_code", None),
        values=values,
        codes=codes_from(body.classifications or ()),
        source=source,
        external_id=external_id,
    )
    organization = create_organization(work=call.work, new=new)
    _set_contact(call, organization, body)
    return shown(call, organization, _masked, address=ADDRESS, created=True)


def _edit(call: Call, organization: Organization, body: Any) -> None:
    present = {(row.scheme, row.code) for row in organization.classifications}
    codes = codes_from(body.classifications or ()) if "classifications" in body.model_fields_set else None
    if codes is not None and {(code.scheme, code.code) for code in codes} == present:
        codes = None
    edit_organization(work=call.work, organization=organization, values=body.values(), codes=codes)
    _set_contact(call, organization, body)


def _set_contact(call: Call, organization: Organization, body: Any) -> None:
    if "contact" in body.model_fields_set:
        set_contact(work=call.work, owner=organization, values=contact_values(body.contact))


def _masked(call: Call, organization: Organization) -> OrganizationOut:
    return OrganizationOut.of(call.work, organization, full=False)


def _full(call: Call, organization: Organization) -> OrganizationOut:
    return OrganizationOut.of(call.work, organization, full=True)


OPERATIONS = record_operations(
    Resource(
        noun="Organization",
        path=ADDRESS,
        words=Words(
            index=N_("List organizations"),
            create=N_("Enter an organization"),
            get=N_("Read an organization"),
            change=N_("Change an organization"),
            get_external=N_("Read an organization by its external id"),
            store=N_("Store an organization under its external id"),
        ),
        index=index,
        create=create,
        get=get,
        change=change,
        store=store,
        query=OrganizationQuery,
        page=OrganizationPage,
        answer=OrganizationOut,
        post=OrganizationPost,
        patch=OrganizationPatch,
        put=OrganizationPut,
        recorded_get=frozenset({CONTACTS}),
    )
)
