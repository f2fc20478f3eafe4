"""A whole plan as a workbook: a sheet of what is planned, one of who is left out; contacts stand in none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import select

from matchmaker.interchange.writing.texts import Exported
from matchmaker.interchange.writing.workbook import Column, Sheet, write_sheets
from matchmaker.locale import N_
from matchmaker.locale.render import render
from matchmaker.models import Expert, Need, Organization, Plan
from matchmaker.models.codes import Role
from matchmaker.services.audit import audit
from matchmaker.services.documents.arrangements import ARRANGEMENTS
from matchmaker.services.documents.left_out import left_out_of
from matchmaker.services.documents.program import Item, program_of
from matchmaker.services.invitations.standing import SideState, rsvp_of
from matchmaker.services.party import Party
from matchmaker.services.planning.meeting_schedule import TalkRow, schedule_of
from matchmaker.services.planning.pair_change import standing_pairings
from matchmaker.services.planning.standing import organizations_by_key
from matchmaker.services.scope import needs_in_scope, organizations_in_scope, require_role
from matchmaker.services.work import Work

READERS = (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR, Role.AUDITOR)
Row = Sequence[Exported]
DAY, TIME, TABLE, COUNTY = N_("Day"), N_("Time"), N_("Table"), N_("County")
EXPERT, TITLE, INSTITUTION = N_("Expert"), N_("Professional title"), N_("Institution")
HOST = N_("University or institute")
ENTERPRISE, NEEDS, LOCKED = N_("Enterprise"), N_("Needs"), N_("Locked")
SAYS_EXPERT, SAYS_ENTERPRISE = N_("Answer of the expert"), N_("Answer of the enterprise")
SAYS_HOST = N_("Answer of the institution")
LEADER, SCHOOL, SIGNED_ON, AGREEMENT, STATE = N_("Led by"), N_("School"), N_("Signed on"), N_("Agreement"), N_("State")
NOT_ASKED, ASKED = N_("not invited yet"), N_("no answer yet")


def plan_workbook(*, work: Work, plan: Plan) -> bytes:
    """The plan as .xlsx, as far as the caller may see it. That it was taken out is an event."""
    require_role(work, "document.workbook", *READERS)
    sheets = _SHEETS[plan.kind](work, plan)
    left = [[name, reason] for name, reason in left_out_of(work=work, plan=plan)]
    if left:
        sheets.append(_sheet(N_("Not planned"), ((N_("Need or enterprise"), 40), (N_("Reason"), 40)), left))
    audit(work=work, action="document.workbook", subject=plan, after={"count": len(sheets[0].rows)})
    return write_sheets(sheets)


def _sheet(name: str, columns: Sequence[tuple[str, int]], rows: Sequence[Row]) -> Sheet:
    return Sheet(render(name), [Column(render(header), width) for header, width in columns], rows)


def _visits(work: Work, plan: Plan) -> list[Sheet]:
    items = program_of(work=work, plans=[plan])
    needs = _titles(work, items)
    rows = [
        [
            one.on_date, one.starts_at, expert.name, expert.title, _house(expert),
            place.name, _county(work, place), "；".join(needs[key] for key in one.need_ids if key in needs),
            _state(work, "visit_states", one.row.state), _answer(work, item, expert), _answer(work, item, place),
            *(item.arrangements.get(name, "") for name in ARRANGEMENTS),
        ]
        for item in items
        for one in [item.engagement]
        for expert, place in [(one.experts[0], one.organizations[0])]
    ]  # fmt: skip
    columns = (
        (DAY, 12), (TIME, 8), (EXPERT, 14), (TITLE, 12), (INSTITUTION, 22), (ENTERPRISE, 28), (COUNTY, 10), (NEEDS, 40),
        (STATE, 10), (SAYS_EXPERT, 12), (SAYS_ENTERPRISE, 12), *((text, 18) for text in ARRANGEMENTS.values()),
    )  # fmt: skip
    return [_sheet(N_("Visits"), columns, rows)]


def _trips(work: Work, plan: Plan) -> list[Sheet]:
    items = program_of(work=work, plans=[plan])
    rows = [
        [
            one.on_date, host.name, getattr(one.row, "leader", None), place.name, _county(work, place),
            _state(work, "visit_states", one.row.state), _answer(work, item, host), _answer(work, item, place),
            *(item.arrangements.get(name, "") for name in ARRANGEMENTS),
        ]
        for item in items
        for one in [item.engagement]
        for host in [one.organizations[0]]
        for place in one.organizations[1:]
    ]  # fmt: skip
    columns = (
        (DAY, 12), (HOST, 24), (LEADER, 12), (ENTERPRISE, 28), (COUNTY, 10), (STATE, 10), (SAYS_HOST, 12),
        (SAYS_ENTERPRISE, 12), *((text, 18) for text in ARRANGEMENTS.values()),
    )  # fmt: skip
    return [_sheet(N_("Trips"), columns, rows)]


def _meetings(work: Work, plan: Plan) -> list[Sheet]:
    """By time and table, then by expert, then by enterprise: what is posted at the door, and what each side gets."""
    schedule = schedule_of(work=work, plan=plan)
    by_time = [_talk(row) for row in schedule.talks]
    by_expert = [_talk(row) for rows in schedule.by_expert.values() for row in rows]
    by_enterprise = [_talk(row) for rows in schedule.by_enterprise.values() for row in rows]
    columns = (
        (DAY, 12), (TIME, 14), (TABLE, 8), (EXPERT, 14), (INSTITUTION, 24), (ENTERPRISE, 30), (NEEDS, 44), (LOCKED, 8),
    )  # fmt: skip
    return [
        _sheet(N_("By time and table"), columns, by_time),
        _sheet(N_("By expert"), columns, by_expert),
        _sheet(N_("By enterprise"), columns, by_enterprise),
    ]


def _talk(row: TalkRow) -> Row:
    hours = f"{row.time.begins:%H:%M}-{row.time.ends:%H:%M}"
    return [
        row.time.begins.date(), hours, row.table, row.expert.name, _house(row.expert),
        row.enterprise.name, "；".join(need.title for need in row.needs), row.talk.locked,
    ]  # fmt: skip


def _pairs(work: Work, plan: Plan) -> list[Sheet]:
    pairings, rsvps = standing_pairings(plan), rsvp_of(work=work, plan=plan)
    keys = {key for one in pairings for key in (one.enterprise_id, one.institution_id) if key is not None}
    places = organizations_by_key(work, keys)
    visible = set(work.session.scalars(select(Organization.id).where(organizations_in_scope(work.actor))))
    rows: list[Row] = []
    for one in pairings:
        if one.enterprise_id is not None and one.enterprise_id not in visible:
            continue
        party = places[one.enterprise_id].name if one.enterprise_id is not None else _chain(work, one.chain_code)
        county = _county(work, places[one.enterprise_id]) if one.enterprise_id is not None else ""
        state = _state(work, "pairing_states", one.state)
        said = ["" if side is None else _said(work, side) for side in rsvps.of_pairing(one)]
        house = places[one.institution_id].name
        rows.append([party, county, house, one.school, state, *said, one.signed_on, one.agreement])
    columns = (
        (N_("Enterprise or chain"), 30), (COUNTY, 10), (HOST, 26), (SCHOOL, 20), (STATE, 10), (SAYS_ENTERPRISE, 14),
        (SAYS_HOST, 14), (SIGNED_ON, 12), (AGREEMENT, 40),
    )  # fmt: skip
    return [_sheet(N_("Pairings"), columns, sorted(rows, key=lambda row: (str(row[2]), str(row[0]))))]


_SHEETS: dict[str, Callable[[Work, Plan], list[Sheet]]] = {
    "visits": _visits,
    "trips": _trips,
    "meetings": _meetings,
    "pairs": _pairs,
}


def _house(expert: Expert) -> str:
    return expert.institution.name if expert.institution is not None else ""


def _titles(work: Work, items: Sequence[Item]) -> dict[int, str]:
    """Titles of the needs that the caller may read."""
    keys = {key for item in items for key in item.engagement.need_ids}
    query = select(Need.id, Need.title).where(Need.id.in_(keys), needs_in_scope(work.actor))
    return {key: title for key, title in work.session.execute(query)}


def _answer(work: Work, item: Item, party: Party) -> str:
    return _said(work, item.rsvps.of(item.engagement.row, party))


def _said(work: Work, state: SideState) -> str:
    if state.answered:
        return work.schemes("rsvp_answers").get(state.code).zh
    return render(ASKED if state.code == "sent" else NOT_ASKED)


def _state(work: Work, scheme: str, code: str) -> str:
    return work.schemes(scheme).get(code).zh


def _county(work: Work, place: Organization) -> str:
    return work.schemes("divisions").get(place.county_code).zh if place.county_code else ""


def _chain(work: Work, code: str | None) -> str:
    return work.schemes("chains").get(code).zh if code else ""
