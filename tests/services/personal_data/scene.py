"""An expert of whom every table knows something, and the words that must not be found any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.database import Database
from matchmaker.models import Base, Campaign, Expert, Plan, Suggestion, Visit
from matchmaker.models.codes import SuggestionState, Verdict
from matchmaker.services.achievement import NewAchievement, create_achievement
from matchmaker.services.classification import Code
from matchmaker.services.contact_disclosure import note_reveal
from matchmaker.services.contact_edit import set_contact
from matchmaker.services.decision import NewDecision, decide_suggestion
from matchmaker.services.expert import declare_conflict, edit_expert
from matchmaker.services.feedback import give_feedback
from matchmaker.services.follow_up import NewFollowUp, add_follow_up
from matchmaker.services.invitations.records import PLAN, invite
from matchmaker.services.invitations.reply import Reply, record_reply
from matchmaker.services.invitations.sending import send_by_mail
from matchmaker.services.outcome import NewOutcome, record_outcome
from matchmaker.services.participation import Conditions, set_conditions
from matchmaker.services.work import Work
from tests.services.planning.scenes import Round, a_round, published, say
from tests.support.builders import an_enterprise
from tests.support.search import encode_all
from tests.support.world import World

NAME, SCHOOL, STREET = "专家0示例", "示例冶金学院", "示例酒店三零二房"
MOBILE, MAIL, WECHAT = "13900000001", "zero@university.example", "wx-zero-example"
DIRECTION, PROFILE, PROJECT = "独一份的钛合金冷轧", "生于海边，曾任示例厂总师。", "示例钛带项目"
TRACES = (NAME, SCHOOL, STREET, MOBILE, MAIL, WECHAT, DIRECTION, "生于海边", PROJECT)


@dataclass
class Scene:
    """Keys of what was made."""

    expert_id: int
    expert_ref: str
    visit_ref: str
    decided_ref: str
    made: Round


def a_known_expert(database: Database, world: World) -> Scene:
    """The expert has profile, contact, achievement, decisions, a visit in a published plan, answers and results."""
    with database.write() as session:
        work = world.work(session)
        made = a_round(work, experts=3, rules={"expert_days": 5})
        _profile(work, made.experts[0], made.campaign)
    published(database, world, made)
    encode_all(database, world)
    with database.write() as session:
        work = world.work(session)
        expert = session.get_one(Expert, made.experts[0].id)
        visit = next(row for row in session.scalars(select(Visit)) if row.expert_id == expert.id)
        _answers(work, expert, visit, made)
        decided = _decided(work, expert)
        scene = Scene(expert.id, expert.ref, visit.ref, decided.ref, made)
    world.clock.advance(days=10)
    with database.write() as session:
        work = world.work(session)
        expert, visit = session.get_one(Expert, expert.id), session.get_one(Visit, visit.id)
        _results(work, expert, visit)
    return scene


def _profile(work: Work, expert: Expert, campaign: Campaign) -> None:
    values = {"school": SCHOOL, "directions": [DIRECTION], "profile": PROFILE, "gender": "女", "birth_year": 1971,
              "projects": [{"title": PROJECT, "year": 2025}]}  # fmt: skip
    edit_expert(work=work, expert=expert, values=values, codes=(Code("disciplines", "430", "材料"),))
    set_contact(work=work, owner=expert, values={"name": NAME, "mobile": MOBILE, "email": MAIL, "wechat": WECHAT})
    declare_conflict(work=work, expert=expert, organization=an_enterprise(work, "示例亲属厂"), kind="declared",
                     note=f"{NAME}的亲属")  # fmt: skip
    create_achievement(work=work, new=NewAchievement("钛带冷轧工艺", f"由{NAME}团队完成。", expert=expert))
    set_conditions(work=work, campaign=campaign, party=expert, conditions=Conditions(max_visits=2, note=f"{NAME}怕高"))
    note_reveal(work=work, subject=expert)


def _answers(work: Work, expert: Expert, visit: Visit, made: Round) -> None:
    campaign, plan = work.session.get_one(Campaign, made.campaign.id), work.session.get_one(Plan, visit.plan_id)
    say(work, made, expert, note=f"{NAME}愿意", colleague="另一位示例")
    invitation = invite(work=work, campaign=campaign, party=expert, purpose=PLAN, plan=plan)
    send_by_mail(work=work, invitation=invitation, base_url="https://match.example")
    reply = Reply("accept", note=f"{NAME}准时到")
    record_reply(work=work, invitation=invitation, refs=[visit.ref], reply=reply, how="telephone")


def _decided(work: Work, expert: Expert) -> Suggestion:
    rows = work.session.scalars(select(Suggestion).where(Suggestion.expert_id == expert.id).order_by(Suggestion.id))
    taken, fresh = list(rows)[:2]
    taken.evidence = {"passage_text": DIRECTION, "shared_terms": ["冷轧"]}
    fresh.state, fresh.evidence = SuggestionState.SUGGESTED, {"passage_text": PROFILE}
    decide_suggestion(work=work, suggestion=fresh, new=NewDecision(Verdict.REJECT, "field_mismatch", f"{NAME}不对口"))
    return taken


def _results(work: Work, expert: Expert, visit: Visit) -> None:
    visit.findings, visit.arrangements = f"{NAME}建议更换轧辊。", {"lodging": STREET}
    give_feedback(work=work, subject=visit, side="enterprise", rating=5, text=f"{NAME}很好")
    add_follow_up(work=work, new=NewFollowUp(text=f"回访{NAME}", visit=visit))
    record_outcome(work=work, new=NewOutcome(level="intent", visit=visit, expert=expert, note=f"与{NAME}签意向"))


def everything_stored(session: Session) -> str:
    """All texts of all tables, but for hashes of them."""
    values: list[Any] = []
    for mapper in Base.registry.mappers:
        for row in session.scalars(select(mapper.class_)):
            values += [f"{row.__tablename__}.{c.name}={getattr(row, c.name)}" for c in row.__table__.columns]
    return "\n".join(values)
