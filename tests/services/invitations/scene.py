"""A published plan of visits with everybody invited, and short ways to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matchmaker.database import Database
from matchmaker.models import Expert, Invitation, Organization, Plan
from matchmaker.services.invitations.engagements import Engagement, engagements_of
from matchmaker.services.invitations.prepare import prepare_invitations
from matchmaker.services.invitations.reply import Reply, reply_by_link
from matchmaker.services.invitations.times import end_of
from matchmaker.services.party import Party, party_of
from matchmaker.services.personal_link import issue_link, open_link
from matchmaker.services.planning.publish_plan import publish_plan
from matchmaker.services.work import Work
from tests.services.planning.scenes import Round, a_round, planned
from tests.support.world import World

UNTIL = date(2026, 11, 24)


@dataclass
class Invited:
    """`tokens`: (is it an expert, key) -> the token of a link of that party."""

    made: Round
    plan_id: int
    tokens: dict[tuple[bool, int], str]

    def token(self, party: Party) -> str:
        return self.tokens[isinstance(party, Expert), party.id]


def invited(database: Database, world: World, *, until: date | None = None) -> Invited:
    """A round of three experts and four enterprises, planned, published, everybody invited and sent a link."""
    with database.write() as session:
        made = a_round(world.work(session))
    plan_id = planned(database, world, made, rounds=5)
    with database.write() as session:
        work = world.work(session)
        plan = publish_plan(work=work, plan=session.get_one(Plan, plan_id))
        tokens: dict[tuple[bool, int], str] = {}
        for row in prepare_invitations(work=work, plan=plan, answer_until=end_of(until) if until else None):
            party = party_of(work=work, row=row)
            row.state, row.sent_at = "sent", work.now()
            tokens[isinstance(party, Expert), party.id] = issue_link(work=work, invitation=row)
    return Invited(made, plan_id, tokens)


def of(work: Work, scene: Invited, party: Party) -> list[Engagement]:
    """What stands in the plan for a party."""
    plan = work.session.get_one(Plan, scene.plan_id)
    return [one for one in engagements_of(work=work, plan=plan, party=party) if one.stands]


def say(database: Database, world: World, scene: Invited, party: Party, reply: Reply, which: slice = slice(1)) -> None:
    """Answer through the party's link to some of its appointments (the first, unless told)."""
    with database.write() as session:
        work = world.work(session)
        refs = [one.ref for one in of(work, scene, party)][which]
        reply_by_link(opened=open_link(work=work, token=scene.token(party)), refs=refs, reply=reply)


def invitation_of_party(work: Work, scene: Invited, party: Expert | Organization) -> Invitation:
    return open_link(work=work, token=scene.token(party)).invitation
