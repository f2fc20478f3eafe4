"""A small round: needs with accepted suggestions, willing experts and enterprises, days and limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from matchmaker.database import Database
from matchmaker.models import Campaign, Expert, Need, Organization, Plan, Suggestion
from matchmaker.models.codes import Grade, NeedState, OrganizationKind, Role, SuggestionState
from matchmaker.services.campaign import Target
from matchmaker.services.organization import NewOrganization, create_organization
from matchmaker.services.planning.ask_plan import ask_for_plan
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.propose_replan import propose_replan
from matchmaker.services.planning.publish_plan import publish_plan
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.services.planning.run_plan import PlanRun
from matchmaker.services.planning.run_replan import ReplanRun
from matchmaker.services.planning.stored import visit_rows
from matchmaker.services.willingness import NewAnswer, answer_willingness
from matchmaker.services.work import Actor, Work
from tests.services.test_campaign import a_campaign
from tests.support.builders import TAISHAN, XINTAI, a_need, a_suggestion, a_user, an_enterprise, an_expert
from tests.support.world import World

# the world's clock stands at 24 November 2026; these are the first working days after it
DAYS = (date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1))


@dataclass
class Round:
    """What a test plays with; names are the ones that pages show."""

    campaign: Campaign
    city: Actor
    experts: list[Expert] = field(default_factory=list)
    enterprises: list[Organization] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)


def an_institution(work: Work, name: str = "示例理工大学", city: str = "济南") -> Organization:
    new = NewOrganization(kind=OrganizationKind.UNIVERSITY, name=name, values={"address": city})
    return create_organization(work=work, new=new)


def a_round(
    work: Work,
    *,
    experts: int = 3,
    enterprises: int = 4,
    answered: bool = True,
    rules: dict[str, object] | None = None,
    targets: tuple[Target, ...] = (),
    planner: str = "city",
) -> Round:
    """Each enterprise has one need; expert i fits need j with a value that differs for each pair.

    Enterprises lie in Taishan and Xintai by turns. Everybody is willing unless `answered` is false.
    """
    own = {"to": DAYS[-1].isoformat(), **(rules or {})}
    campaign = a_campaign(work, running=True, rules={"visits": own, "trips": {"to": DAYS[-1].isoformat()}},
                          targets=targets)  # fmt: skip
    made = Round(campaign, a_user(work, Role.CITY, planner))
    university = an_institution(work)
    for number in range(experts):
        made.experts.append(an_expert(work, f"专家{number}示例", institution=university))
    for number in range(enterprises):
        county = (TAISHAN, XINTAI)[number % 2]
        enterprise = an_enterprise(work, f"示例企业{number}有限公司", county)
        made.enterprises.append(enterprise)
        made.needs.append(a_need(work, enterprise, f"需求{number}示例", NeedState.VERIFIED))
    work.session.flush()
    for i, expert in enumerate(made.experts):
        for j, need in enumerate(made.needs):
            if (i + j) % 3 != 2:
                made.suggestions.append(accept(work, need, expert, score=0.5 + 0.07 * i + 0.031 * j))
    if answered:
        for party in (*made.experts, *made.enterprises):
            say(work, made, party)
    return made


def accept(work: Work, need: Need, expert: Expert, score: float = 0.8) -> Suggestion:
    """An accepted suggestion of this score."""
    row = a_suggestion(work, need, expert, Grade.STRONG)
    row.score, row.state, row.rank = score, SuggestionState.ACCEPTED, 1
    work.session.flush()
    return row


def say(work: Work, made: Round, party: Expert | Organization, answer: str = "willing", **values: object) -> None:
    """An answer that an officer took down on the telephone."""
    new = NewAnswer(answer=answer, **values)  # type: ignore[arg-type]
    answer_willingness(work=work, campaign=made.campaign, party=party, new=new, how="telephone")


def planned(database: Database, world: World, made: Round, *, kind: str = "visits", inputs: Inputs | None = None,
            rounds: int = 20) -> int:  # fmt: skip
    """A draft worked out by the real planner; its key."""
    with database.write() as session:
        work = world.work(session, made.city)
        campaign = session.get_one(Campaign, made.campaign.id)
        plan = ask_for_plan(work=work, campaign=campaign, kind=kind, inputs=inputs)
    work_out(database, world, plan.id, rounds=rounds)
    return plan.id


def work_out(database: Database, world: World, plan_id: int, rounds: int = 20) -> dict[str, object]:
    """What the job does."""
    return PlanRun(database=database, work_of=partial(world.work), plan_id=plan_id, rounds=rounds).run()


def published(database: Database, world: World, made: Round, *, inputs: Inputs | None = None) -> int:
    """A visit plan worked out and published; its key."""
    plan_id = planned(database, world, made, inputs=inputs)
    with database.write() as session:
        publish_plan(work=world.work(session, made.city), plan=session.get_one(Plan, plan_id))
    return plan_id


def proposed(database: Database, world: World, made: Round, plan_id: int, cause: Callable[[Work, Plan], Cause]) -> int:
    """A proposal with its options worked out; its key. `cause` is made inside the unit of work."""
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        proposal = propose_replan(work=work, plan=plan, cause=cause(work, plan))
        assert proposal is not None
        key = proposal.id
    work_out_proposal(database, world, key)
    return key


def work_out_proposal(database: Database, world: World, proposal_id: int) -> dict[str, object]:
    """What the job does."""
    return ReplanRun(database=database, work_of=partial(world.work), proposal_id=proposal_id, seconds=None).run()


def keys_of(work: Work, plan_id: int) -> set[tuple[str, str, date]]:
    """(expert, enterprise, day) of the visits that stand, by name."""
    session = work.session
    return {
        (session.get_one(Expert, row.expert_id).name, session.get_one(Organization, row.enterprise_id).name,
         row.on_date)
        for row in visit_rows(work, plan_of(work, plan_id))
    }  # fmt: skip


def plan_of(work: Work, plan_id: int) -> Plan:
    return work.session.get_one(Plan, plan_id)
