"""Short ways to answer for a pairing, and to read what was said to it."""

from __future__ import annotations

from functools import partial

from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.models import Invitation, Pairing, Plan, Proposal
from matchmaker.services.invitations.reply import Reply, reply_by_link
from matchmaker.services.invitations.standing import rsvp_of
from matchmaker.services.personal_link import open_link
from matchmaker.services.planning.pair_change import standing_pairings
from matchmaker.services.planning.run_replan import ReplanRun
from tests.services.planning.scenes import plan_of
from tests.support.world import World

SCHOOLS = ["机械学院（示例）", "材料学院（示例）"]
Tokens = dict[int, str]


def first(database: Database, plan_id: int) -> tuple[str, int, int]:
    """Reference, enterprise and institution of the first pairing."""
    with database.read() as session:
        pairing = standing_pairings(session.get_one(Plan, plan_id))[0]
        assert pairing.enterprise_id is not None
        return pairing.ref, pairing.enterprise_id, pairing.institution_id


def say(database: Database, world: World, token: str, ref: str, reply: Reply) -> None:
    with database.write() as session:
        reply_by_link(opened=open_link(work=world.work(session), token=token), refs=[ref], reply=reply)


def codes(database: Database, world: World, plan_id: int, ref: str) -> tuple[str, str]:
    """What enterprise and institution said to a pairing."""
    with database.read() as session:
        work = world.work(session)
        pairing = session.scalars(select(Pairing).where(Pairing.ref == ref)).one()
        enterprise, institution = rsvp_of(work=work, plan=plan_of(work, plan_id)).of_pairing(pairing)
        assert enterprise is not None
        return enterprise.code, institution.code


def work_out(database: Database, world: World) -> Proposal:
    """The one proposal that waits, with its options."""
    with database.read() as session:
        key = session.scalars(select(Proposal.id).where(Proposal.state == "waiting")).one()
    ReplanRun(database=database, work_of=partial(world.work), proposal_id=key, seconds=None).run()
    with database.read() as session:
        return session.get_one(Proposal, key)


def to_be_told(database: Database, plan_id: int) -> set[int | None]:
    with database.read() as session:
        query = select(Invitation.organization_id).where(Invitation.plan_id == plan_id, Invitation.state == "prepared")
        return set(session.scalars(query))
