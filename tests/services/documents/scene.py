"""Published plans with invitations, contacts and arrangements, for the papers that are written from them."""

from __future__ import annotations

import io
from collections.abc import Iterable

from docx import Document
from docx.document import Document as Paper

from matchmaker.database import Database
from matchmaker.models import Plan
from matchmaker.services.contact_edit import set_contact
from matchmaker.services.documents.arrangements import set_arrangements
from matchmaker.services.documents.wording import Heading
from matchmaker.services.invitations.engagements import engagements_of
from matchmaker.services.invitations.prepare import prepare_invitations
from matchmaker.services.invitations.records import invitations_of_plan
from matchmaker.services.invitations.reply import Reply, record_reply
from matchmaker.services.party import Party, party_of
from matchmaker.services.planning.publish_others import publish_other_plan
from matchmaker.services.planning.publish_plan import publish_plan
from matchmaker.services.work import Work
from tests.services.planning.meeting_scene import met
from tests.services.planning.scenes import Round, a_round, plan_of, planned
from tests.support.world import World

HEADING = Heading(dated=World().work(None).today(), number="泰科函〔2026〕12号")  # type: ignore[arg-type]
SAID = {
    "pickup": "泰安站南出站口接站",
    "escort": "示例科长",
    "board": "食宿由承办方安排",
    "costs": "交通食宿费用由承办方承担",
    "contact": "示例联系人 0538-0000000",
}


def a_visit_plan(database: Database, world: World, made: Round) -> int:
    """The visits of the round, published and arranged; its key."""
    plan_id = planned(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        publish_plan(work=work, plan=plan_of(work, plan_id))
        arrange(work, plan_id)
    return plan_id


def a_meeting_plan(database: Database, world: World, made: Round) -> int:
    """A meeting of the round, published and arranged; its key."""
    plan_id = met(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        publish_other_plan(work=work, plan=plan_of(work, plan_id))
        arrange(work, plan_id)
    return plan_id


def arrange(work: Work, plan_id: int) -> None:
    set_arrangements(work=work, plan=plan_of(work, plan_id), values=SAID)


def with_contacts(database: Database, world: World) -> Round:
    """A round whose experts and enterprises can be reached."""
    with database.write() as session:
        work = world.work(session)
        made = a_round(work)
        for number, party in enumerate((*made.experts, *made.enterprises)):
            set_contact(work=work, owner=party, values={"name": f"联系人{number}", "mobile": f"1390000000{number}"})
        return made


def accept(work: Work, plan: Plan, parties: Iterable[Party]) -> None:
    """These parties say yes to everything that the plan holds for them."""
    keys = {(type(party), party.id) for party in parties}
    prepare_invitations(work=work, plan=plan)
    for invitation in invitations_of_plan(work=work, plan=plan):
        party = party_of(work=work, row=invitation)
        if (type(party), party.id) in keys:
            refs = [one.ref for one in engagements_of(work=work, plan=plan, party=party)]
            record_reply(work=work, invitation=invitation, refs=refs, reply=Reply("accept"), how="telephone")


def opened(content: bytes) -> Paper:
    return Document(io.BytesIO(content))


def lines(paper: Paper) -> list[str]:
    """The texts of the paragraphs, empty ones left out."""
    return [paragraph.text for paragraph in paper.paragraphs if paragraph.text.strip()]


def table(paper: Paper, number: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in paper.tables[number].rows]
