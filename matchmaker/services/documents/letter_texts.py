"""What a letter to an institution says, by kind of plan: title, opening and the table of what is planned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from matchmaker.interchange.writing.chinese_dates import chinese_date
from matchmaker.locale import N_
from matchmaker.locale.render import render
from matchmaker.models import Campaign, Need, Organization, Plan
from matchmaker.services.documents.program import Item, program_of
from matchmaker.services.documents.wording import day_in_words, days_in_words, you
from matchmaker.services.invitations.shown import needs_for_outsider
from matchmaker.services.planning.meeting_schedule import schedule_of
from matchmaker.services.planning.pair_change import standing_pairings
from matchmaker.services.planning.standing import organizations_by_key
from matchmaker.services.work import Work

VISIT_HEADS = (N_("Expert"), N_("Professional title"), N_("Day"), N_("Time"), N_("Enterprise"), N_("County"))


@dataclass(frozen=True)
class LetterText:
    """A letter's own parts: title, opening, and the table of what is planned."""

    title: str
    opening: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...] = ()


def hosts_of(item: Item) -> list[Organization]:
    """The institutions behind something in a plan: that of the experts, or the one that receives a delegation."""
    if item.engagement.experts:
        return [one.institution for one in item.engagement.experts if one.institution is not None]
    return [item.engagement.organizations[0]]


def _of_institution(work: Work, plan: Plan, institution: Organization) -> list[Item]:
    items = program_of(work=work, plans=[plan])
    return [item for item in items if institution.id in {place.id for place in hosts_of(item)}]


def _visits(work: Work, campaign: Campaign, plan: Plan, institution: Organization) -> LetterText:
    items = _of_institution(work, plan, institution)
    names = dict.fromkeys(expert.name for item in items for expert in item.engagement.experts)
    rows = [
        (
            expert.name, expert.title or "", chinese_date(item.engagement.on_date), item.engagement.starts_at,
            place.name, _county(work, place),
        )
        for item in items for expert in item.engagement.experts for place in item.engagement.organizations
    ]  # fmt: skip
    about = {
        "name": campaign.visits_name, "campaign": campaign.name, "you": you(institution), "count": len(names),
        "experts": "、".join(names), "days": _days(items),
    }  # fmt: skip
    return LetterText(
        title=render(N_("Invitation of experts to “%(name)s”"), about),
        opening=render(
            N_(
                "To bring experts and the technical needs of enterprises together within %(campaign)s, we hold "
                "“%(name)s” on %(days)s. After needs were collected, checked and matched, we kindly invite %(count)s "
                "experts of %(you)s (%(experts)s) to come to enterprises in Tai'an, diagnose and help solve problems."
            ),
            about,
        ),
        heads=tuple(
            render(head)
            for head in (N_("Expert"), N_("Professional title"), N_("Day"), N_("Time"), N_("Enterprise"), N_("County"))
        ),
        widths=(16, 12, 22, 11, 27, 12),
        rows=tuple(dict.fromkeys(rows)),
    )


def _meetings(work: Work, campaign: Campaign, plan: Plan, institution: Organization) -> LetterText:
    schedule = schedule_of(work=work, plan=plan)
    mine = [row for row in schedule.talks if row.expert.institution_id == institution.id]
    names = dict.fromkeys(row.expert.name for row in mine)
    event = schedule.event
    about = {
        "name": plan.name, "campaign": campaign.name, "you": you(institution), "count": len(names),
        "experts": "、".join(names), "day": day_in_words(event.on_date), "place": event.place,
        "begins": f"{schedule.slots[0].begins:%H:%M}", "ends": f"{schedule.slots[-1].ends:%H:%M}",
    }  # fmt: skip
    return LetterText(
        title=render(N_("Invitation of experts to %(name)s"), about),
        opening=render(
            N_(
                "Within %(campaign)s we hold a meeting of experts and enterprises. We kindly invite %(count)s experts "
                "of %(you)s (%(experts)s) to talk with enterprises whose technical needs fit their work."
            ),
            about,
        ),
        heads=tuple(render(head) for head in (N_("Expert"), N_("Time"), N_("Table"), N_("Enterprise"))),
        widths=(20, 22, 12, 46),
        rows=tuple(
            (row.expert.name, f"{row.time.begins:%H:%M}—{row.time.ends:%H:%M}", str(row.table), row.enterprise.name)
            for row in sorted(mine, key=lambda row: (row.expert.name, row.talk.slot))
        ),
        lines=(
            render(N_("Time: %(day)s, %(begins)s to %(ends)s"), about),
            render(N_("Place: %(place)s"), about),
        ),
    )


def _trips(work: Work, campaign: Campaign, plan: Plan, institution: Organization) -> LetterText:
    items = _of_institution(work, plan, institution)
    rows = []
    for item in items:
        going = item.engagement.organizations[1:]
        wishes = _public_needs(work, campaign, [place.id for place in going])
        rows += [
            (
                chinese_date(item.engagement.on_date),
                place.name,
                _county(work, place),
                "；".join(wishes.get(place.id, [])),
            )
            for place in going
        ]
    leaders = dict.fromkeys(getattr(item.engagement.row, "leader", None) for item in items)
    about = {
        "host": institution.name, "name": campaign.delegations_name, "campaign": campaign.name,
        "you": you(institution), "days": _days(items), "count": len(rows),
        "leader": "、".join(leader for leader in leaders if leader),
    }  # fmt: skip
    return LetterText(
        title=render(N_("Visit of a delegation of enterprises to %(host)s"), about),
        opening=render(
            N_(
                "To support enterprises in deep, long-term cooperation with universities and institutes within "
                "%(campaign)s (“%(name)s”), a delegation of %(count)s enterprises would like to come to %(you)s on "
                "%(days)s."
            ),
            about,
        ),
        heads=tuple(render(head) for head in (N_("Day"), N_("Enterprise"), N_("County"), N_("What it looks for"))),
        widths=(20, 30, 14, 36),
        rows=tuple(rows),
        lines=(render(N_("Led by: %(leader)s"), about),) if about["leader"] else (),
    )


def _pairs(work: Work, campaign: Campaign, plan: Plan, institution: Organization) -> LetterText:
    mine = [one for one in standing_pairings(plan) if one.institution_id == institution.id]
    enterprises = organizations_by_key(work, {one.enterprise_id for one in mine if one.enterprise_id is not None})
    wishes = _public_needs(work, campaign, list(enterprises))
    rows = []
    for one in mine:
        if one.chain_code is not None:
            label = work.schemes("chains").get(one.chain_code).zh
            rows.append((render(N_("Industry chain: %(name)s"), {"name": label}), one.school or "", ""))
        elif one.enterprise_id is not None:
            place = enterprises[one.enterprise_id]
            rows.append((place.name, one.school or "", "；".join(wishes.get(place.id, []))))
    about = {"host": institution.name, "campaign": campaign.name, "you": you(institution), "count": len(rows)}
    return LetterText(
        title=render(N_("Long-term cooperation of enterprises with %(host)s"), about),
        opening=render(
            N_(
                "Within %(campaign)s, %(count)s enterprises or industry chains of Tai'an were found whose needs fit "
                "the strengths of %(you)s. We propose that both sides get in touch and agree on long-term cooperation."
            ),
            about,
        ),
        heads=tuple(render(head) for head in (N_("Enterprise or chain"), N_("School"), N_("What it looks for"))),
        widths=(36, 24, 40),
        rows=tuple(sorted(rows)),
    )


LETTER_TEXTS: dict[str, Callable[[Work, Campaign, Plan, Organization], LetterText]] = {
    "visits": _visits,
    "meetings": _meetings,
    "trips": _trips,
    "pairs": _pairs,
}


def _days(items: Sequence[Item]) -> str:
    days: list[date] = [item.engagement.on_date for item in items]
    return days_in_words(days) if days else ""


def _county(work: Work, place: Organization) -> str:
    return work.schemes("divisions").get(place.county_code).zh if place.county_code else ""


def _public_needs(work: Work, campaign: Campaign, enterprises: Sequence[int]) -> dict[int, list[str]]:
    """Enterprise -> titles of its needs of this round that outsiders may read."""
    query = select(Need.id, Need.organization_id).where(
        Need.organization_id.in_(enterprises), (Need.campaign_id == campaign.id) | Need.campaign_id.is_(None)
    )
    found: dict[int, list[str]] = {}
    for key, owner in work.session.execute(query.order_by(Need.id)):
        shown = needs_for_outsider(work=work, keys=[key], accepted=False)
        found.setdefault(owner, []).extend(need.title for need in shown if need.title)
    return found
