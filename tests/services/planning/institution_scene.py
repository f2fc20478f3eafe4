"""A small round in which enterprises fit institutions: for trips and pairings."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.models import Campaign, MatchRun, Organization, Suggestion
from matchmaker.models.codes import Grade, NeedState, Role, SuggestionState
from matchmaker.services.planning.ask_plan import ask_for_plan
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.work import Work
from tests.services.planning.scenes import DAYS, Round, an_institution, say, work_out
from tests.services.test_campaign import a_campaign
from tests.support.builders import TAISHAN, XINTAI, a_need, a_user, an_enterprise
from tests.support.world import World


@dataclass
class Hosts(Round):
    """A round with institutions instead of experts."""

    institutions: list[Organization] = field(default_factory=list)


def hosts(
    work: Work,
    *,
    enterprises: int = 6,
    institutions: int = 3,
    rules: dict[str, object] | None = None,
    planner: str = "city",
) -> Hosts:
    """Enterprise i fits institution j with a value that differs for each pair; everybody is willing."""
    own = {"trips": {"to": DAYS[-1].isoformat(), "min_delegation": 2, "max_delegation": 4}, "pairs": {"max_load": 3}}
    campaign = a_campaign(work, running=True, rules={**own, **(rules or {})})
    made = Hosts(campaign, a_user(work, Role.CITY, planner))
    for number in range(institutions):
        city = ("济南", "青岛", "泰安")[number % 3]
        made.institutions.append(an_institution(work, f"示例大学{number}", city))
    for number in range(enterprises):
        enterprise = an_enterprise(work, f"示例企业{number}有限公司", (TAISHAN, XINTAI)[number % 2])
        made.enterprises.append(enterprise)
        made.needs.append(a_need(work, enterprise, f"需求{number}示例", NeedState.VERIFIED))
    work.session.flush()
    for i, enterprise in enumerate(made.enterprises):
        for j, institution in enumerate(made.institutions):
            made.suggestions.append(fits(work, enterprise, institution, 0.4 + 0.05 * i + 0.11 * ((i + j) % 3)))
    for party in (*made.enterprises, *made.institutions):
        say(work, made, party)
    return made


def fits(work: Work, enterprise: Organization, institution: Organization, score: float) -> Suggestion:
    """An accepted suggestion of an institution for an enterprise."""
    now = work.now()
    run = work.session.scalars(select(MatchRun)).first()
    run = run or MatchRun(model_id="fake", weights_version="test", generation=0, reason="test", started_at=now)
    row = Suggestion(ref=work.new_ref(), run=run, enterprise=enterprise, institution=institution, rank=1,
                     grade=Grade.STRONG, score=score, state=SuggestionState.ACCEPTED, created_at=now,
                     updated_at=now)  # fmt: skip
    work.session.add(row)
    work.session.flush()
    return row


def worked_out(database: Database, world: World, made: Hosts, kind: str, inputs: Inputs | None = None) -> int:
    """A draft of trips or pairs; its key."""
    with database.write() as session:
        work = world.work(session, made.city)
        plan_id = ask_for_plan(work=work, campaign=session.get_one(Campaign, made.campaign.id), kind=kind,
                               inputs=inputs).id  # fmt: skip
    work_out(database, world, plan_id)
    return plan_id
