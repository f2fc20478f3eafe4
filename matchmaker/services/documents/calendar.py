"""Calendars of a plan or of one party: what is planned, and what was cancelled, for everybody's own program.

A UID names the first plan of the line of plans, the parties, and which time they meet, so that a visit that moves, in
the same plan or in the one that took its place, moves in the reader's calendar. SEQUENCE counts the seconds from the
first plan to the last change: it grows with every change and with nothing else. Contacts stand in no calendar: those
are copied to other people's servers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from matchmaker.interchange.writing.calendar import Entry, write_calendar
from matchmaker.locale import N_
from matchmaker.locale.render import render
from matchmaker.models import Expert, Plan, Trip
from matchmaker.services.audit import audit
from matchmaker.services.documents.arrangements import ARRANGEMENTS, arrangements_for
from matchmaker.services.documents.program import ACCEPTED, visible_keys
from matchmaker.services.invitations.engagements import TALK, TRIP, Engagement, engagements_of, engagements_of_plan
from matchmaker.services.invitations.shown import expert_for_enterprise
from matchmaker.services.invitations.standing import PlanRsvps, rsvp_of
from matchmaker.services.party import Party
from matchmaker.services.planning.meeting_ask import event_of
from matchmaker.services.work import TAIAN, Work

DOMAIN = "taian-matchmaker"
VISIT_HOURS = timedelta(hours=2)
SUMMARIES = {
    "visit": N_("Visit: %(experts)s at %(places)s"),
    "talk": N_("Talk: %(experts)s with %(places)s"),
    "trip": N_("Delegation to %(host)s"),
}
UNNAMED = N_("an expert")
TABLE = N_("Table %(number)s")
DELEGATION = N_("Delegation")


def plan_calendar(*, work: Work, plans: Sequence[Plan], party: Party | None = None, name: str = "") -> bytes:
    """The calendar of everything in these plans that the caller may see, or of one party's things alone; an event.

    In a party's own calendar nobody is named who may not be named to it yet.
    """
    entries = calendar_entries(work=work, plans=plans, party=party)
    after = {"party": party.ref if party is not None else None, "count": len(entries)}
    for plan in plans:
        audit(work=work, action="document.calendar", subject=plan, after=after)
    return write_calendar(name or (party.name if party is not None else plans[0].name if plans else ""), entries)


def own_calendar(*, work: Work, plan: Plan, party: Party) -> bytes:
    """The same for the party itself, which reads nothing but its own: no event."""
    return write_calendar(party.name, calendar_entries(work=work, plans=[plan], party=party))


def calendar_entries(*, work: Work, plans: Sequence[Plan], party: Party | None = None) -> list[Entry]:
    """What stands and what was cancelled, by time. The caller has made sure that the reader may see the party."""
    entries = [entry for plan in plans for entry in _entries(work, _line_of(work, plan), party)]
    return sorted(entries, key=lambda entry: (_moment(entry.begins), entry.uid))


@dataclass(frozen=True)
class _Found:
    """An engagement of one plan of a line. `position`: 0 in the plan in force, 1 in the one before ..."""

    plan: Plan
    position: int
    engagement: Engagement
    rsvps: PlanRsvps
    changed_at: datetime

    @property
    def stands(self) -> bool:
        return self.position == 0 and self.engagement.stands


def _line_of(work: Work, plan: Plan) -> list[Plan]:
    """The plan and those whose place it took, the first one last."""
    line = [plan]
    while line[-1].supersedes_id is not None:
        line.append(work.session.get_one(Plan, line[-1].supersedes_id))
    return line


def _entries(work: Work, line: Sequence[Plan], party: Party | None) -> Iterator[Entry]:
    root = line[-1]
    same: dict[str, list[_Found]] = defaultdict(list)
    for position, plan in enumerate(line):
        for found in _of_plan(work, plan, position, line, party):
            one = found.engagement
            who = [*(expert.ref for expert in one.experts), one.organizations[0].ref]
            same["-".join((one.kind, root.ref, *who))].append(found)
    for stem, rows in same.items():
        changed_at = max(row.changed_at for row in rows)
        # as often as they met in one plan; what an earlier plan had of the same is no entry of its own
        most = max(Counter(row.position for row in rows).values())
        rows.sort(key=lambda row: (not row.stands, row.position, row.engagement.row.id))
        for number, row in enumerate(rows[:most]):
            sequence = int((changed_at - root.created_at).total_seconds())
            yield _entry(row, f"{stem}-{number}@{DOMAIN}", max(0, sequence), changed_at, party)


def _of_plan(work: Work, plan: Plan, position: int, line: Sequence[Plan], party: Party | None) -> Iterator[_Found]:
    rsvps = rsvp_of(work=work, plan=plan)
    if party is not None:
        rows, visible = engagements_of(work=work, plan=plan, party=party), None
    else:
        rows, visible = engagements_of_plan(work=work, plan=plan), visible_keys(work=work, plan=plan)
    gone_at = line[position - 1].published_at if position else None
    for one in rows:
        if not one.has_day:  # a pairing takes place on no day
            continue
        if visible is None or (one.kind, one.row.id) in visible:
            changed_at = max(one.row.updated_at, gone_at) if gone_at is not None else one.row.updated_at
            yield _Found(plan, position, one, rsvps, changed_at)


def _entry(found: _Found, uid: str, sequence: int, changed_at: datetime, party: Party | None) -> Entry:
    one = found.engagement
    begins, ends = _times(found.plan, one)
    host = one.organizations[0]
    summary = render(
        SUMMARIES[one.kind],
        {
            "experts": _names(found, party),
            "places": "、".join(place.name for place in one.organizations),
            "host": host.name,
        },
    )
    table = render(TABLE, {"number": one.table}) if one.table is not None else ""
    location = " ".join(part for part in (one.place, table) if part) or " ".join(
        part for part in (host.name, host.address) if part
    )
    said = arrangements_for(found.plan, one)
    lines = [f"{render(ARRANGEMENTS[name])}：{text}" for name, text in said.items()]
    if one.kind == TRIP:
        going = "、".join(place.name for place in one.organizations[1:])
        lines.insert(0, f"{render(DELEGATION)}：{going}")
    return Entry(uid, sequence, changed_at, begins, ends, summary, location, "\n".join(lines), not found.stands)


def _names(found: _Found, party: Party | None) -> str:
    """The experts, those not to be named yet as such."""
    names = []
    for expert in found.engagement.experts:
        accepted = found.rsvps.of(found.engagement.row, expert).code == ACCEPTED
        open_to = party is None or isinstance(party, Expert)
        named = expert.name if open_to else expert_for_enterprise(expert, accepted=accepted).name
        names.append(named or render(UNNAMED))
    return "、".join(names)


def _times(plan: Plan, one: Engagement) -> tuple[datetime | date, datetime | date]:
    """Begin and end; the days where no time is fixed."""
    if one.kind == TRIP:
        row = one.row
        days = int(row.arrangements.get("days", 1)) if isinstance(row, Trip) else 1
        return one.on_date, one.on_date + timedelta(days=days - 1)
    if not one.starts_at:
        return one.on_date, one.on_date
    begins = datetime.combine(one.on_date, time.fromisoformat(one.starts_at), TAIAN)
    minutes = event_of(plan).minutes if one.kind == TALK else None
    return begins, begins + (timedelta(minutes=minutes) if minutes else VISIT_HOURS)


def _moment(begins: datetime | date) -> datetime:
    return begins if isinstance(begins, datetime) else datetime.combine(begins, time(0), TAIAN)
