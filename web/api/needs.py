"""/needs: post, read and change technical needs."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from matchmaker.locale import N_
from matchmaker.models import Need
from matchmaker.models.codes import Confidentiality, NeedResult, NeedSource, NeedState
from matchmaker.services.contact_disclosure import note_reveal
from matchmaker.services.external_id import link_external
from matchmaker.services.need import NewNeed, create_need, edit_need, note_confidential_read
from matchmaker.services.need_list import NeedFilter, list_needs
from web.api.authentication import require_scopes
from web.api.classified_filter import CLASSIFIED, ClassifiedAs, scheme_and_code
from web.api.operation import Call, Result
from web.api.parameters import PageQuery
from web.api.parties import organization_named, require_same
from web.api.records import external_record, key_for_filter, paged_records, record_of, shown
from web.api.resource import CONTACTS, Resource, Words, record_operations
from web.api.shapes.base import IsoDate, Ref, Source, code_of, line
from web.api.shapes.coded import codes_from
from web.api.shapes.need import NeedOut, NeedPage
from web.api.shapes.need_body import NeedPatch, NeedPost, NeedPut

CONFIDENTIAL = "needs:confidential"
ADDRESS = "needs"


class NeedQuery(PageQuery):
    """Which needs to list."""

    state: list[code_of("need_states")] = Field(default=[], description=N_("One of these states."))
    result: code_of("need_results") | None = None
    county: code_of("divisions") | None = None
    grade: code_of("grades") | None = None
    organization: Ref | None = Field(default=None, description=N_("The reference of the organization."))
    classified: ClassifiedAs | None = CLASSIFIED
    q: line(100) | None = Field(default=None, description=N_("Words in the title or in the organization's name."))
    source: Source | None = None
    external_id: line(128) | None = None
    due_before: IsoDate | None = Field(default=None, description=N_("An answer was promised before this day."))


def index(call: Call) -> Result:
    query: NeedQuery = call.query
    where = NeedFilter(
        states=tuple(NeedState(code) for code in query.state),
        result=NeedResult(query.result) if query.result else None,
        county_code=query.county,
        grade=query.grade,
        **scheme_and_code(query.classified),
        words=query.q or "",
        organization_id=key_for_filter(call, query.organization),
        due_before=query.due_before,
        source=query.source,
        external_id=query.external_id,
    )
    page = list_needs(work=call.work, where=where, page=query.page, count=query.total)
    for need in page.items:
        note_confidential_read(work=call.work, need=need)
    return paged_records(call, page, NeedPage, _masked)


def get(call: Call) -> Result:
    need = record_of(call, Need)
    note_confidential_read(work=call.work, need=need)
    full = call.may(CONTACTS)
    if full and (need.contact_name or need.contact_mobile or need.contact_email):
        note_reveal(work=call.work, subject=need)
    return shown(call, need, _full if full else _masked)


def create(call: Call) -> Result:
    body: NeedPost = call.body
    return _created(call, body, body.source, body.external_id)


def change(call: Call) -> Result:
    body: NeedPatch = call.body
    need = record_of(call, Need)
    _edit(call, need, body)
    link_external(work=call.work, row=need, source=body.source, external_id=body.external_id)
    return shown(call, need, _masked)


def store(call: Call) -> Result:
    """Create or change the need that the address names by its external id."""
    body: NeedPut = call.body
    need = external_record(call, Need)
    if need is None:
        call.precondition.check_absent()
        return _created(call, body, call.path["source"], call.path["external_id"])
    call.precondition.check(need.version)
    require_same("organization", organization_named(call, body.organization, "organization"), need.organization)
    _edit(call, need, body)
    return shown(call, need, _masked)


def _created(call: Call, body: NeedPut, source: str | None, external_id: str | None) -> Result:
    _require_confidential_scope(call, body)
    new = NewNeed(
        organization=organization_named(call, body.organization, "organization"),
        intake=NeedSource.API,
        values=body.values(),
        codes=codes_from(body.classifications or ()),
        state=NeedState.SUBMITTED,
        county_code=body.county,
        source=source,
        external_id=external_id,
    )
    need = create_need(work=call.work, new=new)
    return shown(call, need, _masked, address=ADDRESS, created=True)


def _edit(call: Call, need: Need, body: Any) -> None:
    _require_confidential_scope(call, body)
    codes = codes_from(body.classifications or ()) if "classifications" in body.model_fields_set else None
    edit_need(work=call.work, need=need, values=body.values(), codes=codes)


def _require_confidential_scope(call: Call, body: Any) -> None:
    """Who cannot read confidential needs makes none: the answers to it would tell of them."""
    if body.confidentiality == Confidentiality.CONFIDENTIAL:
        require_scopes(call.work.actor, (CONFIDENTIAL,))


def _masked(call: Call, need: Need) -> NeedOut:
    return NeedOut.of(call.work, need, full=False)


def _full(call: Call, need: Need) -> NeedOut:
    return NeedOut.of(call.work, need, full=True)


OPERATIONS = record_operations(
    Resource(
        noun="Need",
        path=ADDRESS,
        words=Words(
            index=N_("List the submitted needs"),
            create=N_("Enter a need"),
            get=N_("Read a need"),
            change=N_("Change a need that is not closed"),
            get_external=N_("Read a need by its external id"),
            store=N_("Store a need under its external id"),
        ),
        index=index,
        create=create,
        get=get,
        change=change,
        store=store,
        query=NeedQuery,
        page=NeedPage,
        answer=NeedOut,
        post=NeedPost,
        patch=NeedPatch,
        put=NeedPut,
        recorded_list=frozenset({CONFIDENTIAL}),
        recorded_get=frozenset({CONFIDENTIAL, CONTACTS}),
    )
)
