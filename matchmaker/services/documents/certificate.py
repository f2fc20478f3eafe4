"""服务证明: what an expert has done in a round, for the expert's own institution (Word). Only what took place."""

from __future__ import annotations

from sqlalchemy import select

from matchmaker.errors import NotFound
from matchmaker.interchange.writing.chinese_dates import chinese_date
from matchmaker.locale import N_
from matchmaker.locale.render import render
from matchmaker.models import Campaign, Expert, Organization, Plan, Talk, Visit
from matchmaker.models.codes import ExpertKind
from matchmaker.services.audit import audit
from matchmaker.services.documents.wording import STAMP, Heading
from matchmaker.services.planning.access import CANCELLED, DONE, PUBLISHED, require_planner
from matchmaker.services.planning.meeting_ask import KIND, event_of
from matchmaker.services.planning.standing import experts_by_key
from matchmaker.services.work import Work

TITLE = N_("Certificate of service")
Row = tuple[str, str, str]
HEADS = (N_("Day"), N_("Enterprise"), N_("What was done"))
WIDTHS = (24, 42, 34)
VISITED, TALKED = N_("visit: examination and advice"), N_("talk at %(name)s")
PERSON = N_(
    "This is to certify that %(name)s%(about)s took part in %(campaign)s of Tai'an and served %(count)s enterprises, "
    "as follows:"
)
TEAM = N_(
    "This is to certify that the team %(name)s%(about)s took part in %(campaign)s of Tai'an and served %(count)s "
    "enterprises, as follows:"
)
THANKS = N_("We thank the expert and the institution for their support of the enterprises of Tai'an.")


def served(*, work: Work, campaign: Campaign, expert: Expert) -> list[Row]:
    """(day, enterprise, what was done) of visits that were done and talks of meetings that are over, by day."""
    visits = select(Visit, Organization.name).join(Organization, Organization.id == Visit.enterprise_id).join(Plan)
    visits = visits.where(Visit.expert_id == expert.id, Visit.state == DONE, Plan.campaign_id == campaign.id)
    found = [(row.on_date, name, render(VISITED)) for row, name in work.session.execute(visits)]
    talks = select(Talk, Organization.name).join(Organization, Organization.id == Talk.enterprise_id).join(Plan)
    talks = talks.where(
        Talk.expert_id == expert.id, Talk.state != CANCELLED, Plan.campaign_id == campaign.id, Plan.state == PUBLISHED
    )
    for row, name in work.session.execute(talks):
        event = event_of(row.plan)
        if event.on_date < work.today():
            found.append((event.on_date, name, render(TALKED, {"name": row.plan.name})))
    return [(chinese_date(day), name, what) for day, name, what in sorted(found)]


def service_certificate(*, work: Work, campaign: Campaign, expert: Expert, heading: Heading) -> bytes:
    """The .docx; NotFound for an expert of whom nothing has taken place yet. An event says that it was made."""
    from matchmaker.interchange.writing.official import OfficialDocument  # 8 MB, only where one is written

    require_planner(work=work, campaign=campaign, action="document.certificate")
    rows = served(work=work, campaign=campaign, expert=expert)
    if not rows:
        raise NotFound(kind="visit", ref=expert.ref)
    audit(
        work=work, action="document.certificate", subject=expert, after={"campaign": campaign.ref, "count": len(rows)}
    )
    about = "，".join(part for part in (expert.institution.name if expert.institution else "", expert.title) if part)
    params = {
        "name": expert.name,
        "about": f"（{about}）" if about else "",
        "campaign": campaign.name,
        "count": len({name for _, name, _ in rows}),
    }
    paper = OfficialDocument(title=render(TITLE), issuer=heading.issuer_name, made_at=work.now())
    paper.title(render(TITLE))
    paper.paragraph(render(TEAM if expert.kind is ExpertKind.TEAM else PERSON, params))
    paper.table([render(head) for head in HEADS], rows, WIDTHS)
    paper.paragraph(render(THANKS))
    paper.signature(heading.dated, stamp=render(STAMP))
    return paper.content()


def experts_served(*, work: Work, campaign: Campaign) -> list[Expert]:
    """The experts of whom something has taken place in the round, by name."""
    require_planner(work=work, campaign=campaign, action="document.certificate")
    plans = select(Plan.id).where(Plan.campaign_id == campaign.id)
    keys = set(work.session.scalars(select(Visit.expert_id).where(Visit.state == DONE, Visit.plan_id.in_(plans))))
    meetings = select(Plan).where(Plan.campaign_id == campaign.id, Plan.kind == KIND, Plan.state == PUBLISHED)
    over = [plan for plan in work.session.scalars(meetings) if event_of(plan).on_date < work.today()]
    keys |= {talk.expert_id for plan in over for talk in plan.talks if talk.state != CANCELLED}
    return sorted(experts_by_key(work, keys).values(), key=lambda expert: expert.name)
