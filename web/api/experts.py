"""/experts: enter, read and change experts and teams."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from matchmaker.locale import N_
from matchmaker.models import Expert, Organization
from matchmaker.models.codes import ExpertKind, ExpertState, ProfileBasis
from matchmaker.services.contact_disclosure import note_reveal
from matchmaker.services.contact_edit import set_contact
from matchmaker.services.expert import NewExpert, create_expert, edit_expert
from matchmaker.services.external_id import link_external
from matchmaker.services.registry_list import RegistryFilter, list_experts
from web.api.classified_filter import CLASSIFIED, ClassifiedAs, scheme_and_code
from web.api.operation import Call, Result
from web.api.parameters import PageQuery
from web.api.parties import organization_named, organization_named_or_none, require_same, require_same_code
from web.api.records import external_record, key_for_filter, paged_records, record_of, shown
from web.api.resource import CONTACTS, Resource, Words, record_operations
from web.api.shapes.base import Ref, Source, code_of, line
from web.api.shapes.coded import codes_from
from web.api.shapes.contact import contact_values
from web.api.shapes.expert import ExpertOut, ExpertPage
from web.api.shapes.expert_body import ExpertPatch, ExpertPost, ExpertPut

ADDRESS = "experts"


class ExpertQuery(PageQuery):
    """Which experts and teams to list."""

    kind: code_of("expert_kinds") | None = None
    state: code_of("expert_states") | None = None
    institution: Ref | None = Field(default=None, description=N_("The reference of the institution."))
    classified: ClassifiedAs | None = CLASSIFIED
    q: line(100) | None = Field(default=None, description=N_("Words in name, institution or profile."))
    source: Source | None = None
    external_id: line(128) | None = None


def index(call: Call) -> Result:
    query: ExpertQuery = call.query
    where = RegistryFilter(
        words=query.q or "",
        kind=ExpertKind(query.kind) if query.kind else None,
        state=ExpertState(query.state) if query.state else None,
        institution_id=key_for_filter(call, query.institution),
        source=query.source,
        external_id=query.external_id,
        **scheme_and_code(query.classified),
    )
    page = list_experts(work=call.work, where=where, page=query.page, count=query.total)
    return paged_records(call, page, ExpertPage, _masked)


def get(call: Call) -> Result:
    expert = record_of(call, Expert)
    full = call.may(CONTACTS)
    if full:
        note_reveal(work=call.work, subject=expert)
    return shown(call, expert, _full if full else _masked)


def create(call: Call) -> Result:
    body: ExpertPost = call.body
    return _created(call, body, body.source, body.external_id)


def change(call: Call) -> Result:
    body: ExpertPatch = call.body
    expert = record_of(call, Expert)
    _edit(call, expert, body)
    link_external(work=call.work, row=expert, source=body.source, external_id=body.external_id)
    return shown(call, expert, _masked)


def store(call: Call) -> Result:
    """Create or change the expert that the address names by an external id."""
    body: ExpertPut = call.body
    expert = external_record(call, Expert)
    if expert is None:
        call.precondition.check_absent()
        return _created(call, body, call.path["source"], call.path["external_id"])
    call.precondition.check(expert.version)
    require_same_code("kind", body.kind, expert.kind)
    require_same("institution", organization_named_or_none(call, body.institution, "institution"), expert.institution)
    _edit(call, expert, body)
    return shown(call, expert, _masked)


def _created(call: Call, body: ExpertPut, source: str | None, external_id: str | None) -> Result:
    values = body.values()
    institution = organization_named_or_none(call, body.institution, "institution")
    new = NewExpert(
        kind=ExpertKind(body.kind),
        name=values.pop("name"),
        institution=institution,
        further_institutions=_further(call, body, institution),
        basis=values.pop("basis", ProfileBasis.PROVIDED),
        values=values,
        codes=codes_from(body.classifications or ()),
        source=source,
        external_id=external_id,
    )
    expert = create_expert(work=call.work, new=new)
    _set_contact(call, expert, body)
    return shown(call, expert, _masked, address=ADDRESS, created=True)


def _further(call: Call, body: ExpertPut, first: Organization | None) -> tuple[Organization, ...]:
    """The other institutions, each once."""
    given = enumerate(body.further_institutions or ())
    rows = [organization_named(call, entry, f"further_institutions.{place}") for place, entry in given]
    return tuple(row for row in dict.fromkeys(rows) if row is not first)


def _edit(call: Call, expert: Expert, body: Any) -> None:
    codes = codes_from(body.classifications or ()) if "classifications" in body.model_fields_set else None
    edit_expert(work=call.work, expert=expert, values=body.values(), codes=codes)
    _set_contact(call, expert, body)


def _set_contact(call: Call, expert: Expert, body: Any) -> None:
    if "contact" in body.model_fields_set:
        set_contact(work=call.work, owner=expert, values=contact_values(body.contact))


def _masked(call: Call, expert: Expert) -> ExpertOut:
    return ExpertOut.of(call.work, expert, full=False)


def _full(call: Call, expert: Expert) -> ExpertOut:
    return ExpertOut.of(call.work, expert, full=True)


OPERATIONS = record_operations(
    Resource(
        noun="Expert",
        path=ADDRESS,
        words=Words(
            index=N_("List experts and teams"),
            create=N_("Enter an expert or a team"),
            get=N_("Read an expert or a team"),
            change=N_("Change an expert or a team"),
            get_external=N_("Read an expert or a team by its external id"),
            store=N_("Store an expert or a team under its external id"),
        ),
        index=index,
        create=create,
        get=get,
        change=change,
        store=store,
        query=ExpertQuery,
        page=ExpertPage,
        answer=ExpertOut,
        post=ExpertPost,
        patch=ExpertPatch,
        put=ExpertPut,
        recorded_get=frozenset({CONTACTS}),
    )
)
