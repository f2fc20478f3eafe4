"""When a published plan changes: invitations go over to the new state of things, and who is concerned must be told.

Who has to be told stands as `prepared` again; an organizer sends the text (see `sending`), which names the new days.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from matchmaker.models import Invitation, Plan, Rsvp
from matchmaker.services.audit import audit
from matchmaker.services.invitations.engagements import KINDS, PAIRING, TALK, Engagement, engagements_of
from matchmaker.services.invitations.records import PLAN, PREPARED, REVOKED, SENT
from matchmaker.services.invitations.standing import invitation_key
from matchmaker.services.party import Party, party_of
from matchmaker.services.work import Work

# What an engagement is, whatever its row: its kind, who takes part, on which day (of a talk also at what time; of a
# pairing for which chain, and with which school).
Sameness = tuple[str, tuple[int, ...], tuple[int, ...], date, str]


def carry_over(*, work: Work, old: Plan, new: Plan) -> int:
    """Let the invitations to a superseded plan lead to the one that takes its place; how many must be told.

    Links stay valid. An answer to what is the same in both plans stays; one to what is gone is dropped (the log keeps
    it). A party whose engagements are not the same is to be told.
    """
    told = 0
    for invitation in _living(work, old):
        party = party_of(work=work, row=invitation)
        before = {same(one): one for one in engagements_of(work=work, plan=old, party=party) if one.stands}
        after = {same(one): one for one in engagements_of(work=work, plan=new, party=party) if one.stands}
        _move_answers(work, invitation, before, after)
        invitation.plan_id = new.id
        if set(before) != set(after):
            told += _to_be_told(work, invitation, party)
    work.session.flush()
    return told


def note_changed(*, work: Work, plan: Plan, experts: Iterable[int] = (), organizations: Iterable[int] = ()) -> int:
    """Something of these parties (by key) in a published plan was moved, added or cancelled; how many must be told."""
    concerned = {(True, key) for key in experts} | {(False, key) for key in organizations}
    told = 0
    for invitation in _living(work, plan):
        if invitation_key(invitation) in concerned:
            told += _to_be_told(work, invitation, party_of(work=work, row=invitation))
    return told


def same(one: Engagement) -> Sameness:
    """What makes an engagement the same in two plans."""
    experts = tuple(sorted(expert.id for expert in one.experts))
    places = tuple(sorted(place.id for place in one.organizations))
    further = {TALK: one.starts_at, PAIRING: f"{one.chain}/{one.school}"}
    return one.kind, experts, places, one.on_date, further.get(one.kind, "")


def _living(work: Work, plan: Plan) -> list[Invitation]:
    query = select(Invitation).where(
        Invitation.plan_id == plan.id, Invitation.purpose == PLAN, Invitation.state != REVOKED
    )
    return list(work.session.scalars(query.order_by(Invitation.id)))


def _move_answers(
    work: Work, invitation: Invitation, before: dict[Sameness, Engagement], after: dict[Sameness, Engagement]
) -> None:
    rows = {(one.kind, one.row.id): key for key, one in before.items()}
    for rsvp in list(invitation.rsvps):
        key = rows.get(_about(rsvp))
        if key is None or key not in after:
            invitation.rsvps.remove(rsvp)
            continue
        setattr(rsvp, after[key].column, after[key].row.id)


def _about(rsvp: Rsvp) -> tuple[str, int]:
    return next((kind, key) for kind in KINDS if (key := getattr(rsvp, f"{kind}_id")) is not None)


def _to_be_told(work: Work, invitation: Invitation, party: Party) -> bool:
    """Whether the party knew of the plan: then it has to be told that it changed."""
    if invitation.state != SENT:
        return False
    invitation.state, invitation.updated_at = PREPARED, work.now()
    audit(work=work, action="invitation.changed", subject=party, before={"state": SENT}, after={"state": PREPARED})
    return True
