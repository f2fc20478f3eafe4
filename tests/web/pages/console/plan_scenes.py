"""Rounds with plans of meetings, trips and pairings, as the pages show them."""

from __future__ import annotations

from functools import partial

from matchmaker.models import Campaign
from matchmaker.services.contact_edit import set_contact
from matchmaker.services.planning.ask_plan import ask_for_plan
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.meeting_ask import ask_for_meeting
from matchmaker.services.planning.run_plan import PlanRun
from matchmaker.services.work import Work
from tests.services.planning.institution_scene import Hosts, fits, hosts
from tests.services.planning.meeting_scene import EVENT
from tests.services.planning.scenes import Round, a_round, an_institution, say
from tests.web.pages.console.conftest import Office


def seeded_round(office: Office, **sizes: int) -> Round:
    """A round whose experts and enterprises can be reached."""

    def seed(work: Work) -> Round:
        made = a_round(work, planner="planner", **sizes)
        for number, party in enumerate((*made.experts, *made.enterprises)):
            set_contact(work=work, owner=party, values={"name": f"联系人{number}", "mobile": f"139{number:08}"})
        return made

    return office.do(seed)


def institutions_for(office: Office, made: Round, count: int = 3) -> None:
    """Willing institutions that fit the round's enterprises, for trips and pairings."""

    def seed(work: Work) -> None:
        places = [an_institution(work, f"示例学院{number}") for number in range(count)]
        for i, enterprise in enumerate(made.enterprises):
            for j, institution in enumerate(places):
                fits(work, enterprise, institution, 0.4 + 0.05 * i + 0.11 * ((i + j) % 3))
        for place in places:
            say(work, made, place)

    office.do(seed)


def seeded_hosts(office: Office, **sizes: int) -> Hosts:
    return office.do(lambda work: hosts(work, planner="planner", **sizes))


def worked_out(office: Office, made: Round, kind: str, inputs: Inputs | None = None) -> str:
    """A draft of this kind, with what the planner found; its reference."""

    def ask(work: Work) -> tuple[int, str]:
        own = work.as_actor(made.city)
        campaign = work.session.get_one(Campaign, made.campaign.id)
        if kind == "meetings":
            plan = ask_for_meeting(work=own, campaign=campaign, event=EVENT, inputs=inputs)
        else:
            plan = ask_for_plan(work=own, campaign=campaign, kind=kind, inputs=inputs)
        return plan.id, plan.ref

    key, ref = office.do(ask)
    work_off(office, key)
    return ref


def work_off(office: Office, plan_id: int) -> None:
    """What the worker does with a plan that was asked for."""
    PlanRun(database=office.database, work_of=partial(office.world.work), plan_id=plan_id, rounds=20).run()
