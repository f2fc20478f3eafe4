"""The plans of visits of a round: the published one, drafts, and what came before."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from matchmaker.models import Campaign
from matchmaker.models.codes import Role
from matchmaker.services.campaign import current_campaign
from matchmaker.services.planning.access import PUBLISHED
from matchmaker.services.planning.plan_list import ListedPlan, plans_of
from matchmaker.services.planning.propose_replan import OPEN, WAITING, proposals_of
from matchmaker.services.work import Work
from web.navigation import READERS
from web.pages.console.plans.shown import counted, plan_card
from web.pages.console.rendering import render_page
from web.session import reading, require


@require(*READERS)
def show_list() -> ResponseReturnValue:
    with reading() as work:
        campaign = round_of(work)
        plans = plans_of(work=work, campaign=campaign, kind="visits") if campaign else []
        may = may_plan(work, campaign)
        return render_page(
            work,
            "console/plans/index.html",
            round=campaign,
            plans=[listed(one) for one in plans],
            comparable=[one.plan.ref for one in plans if one.plan.report.get("stage") == "ready"],
            proposals=pending_proposals(work, plans) if may else None,
            may_plan=may,
            may_ask=may and not any(one.plan.state == PUBLISHED for one in plans),
        )


def round_of(work: Work) -> Campaign | None:
    """The round that this officer plans: a county's own where it runs one, else the city's."""
    actor = work.actor
    own = None
    if actor.role is Role.COUNTY and actor.county_code is not None:
        own = current_campaign(work=work, county_code=actor.county_code)
    return own or current_campaign(work=work)


def may_plan(work: Work, campaign: Campaign | None) -> bool:
    """Whether the actor manages this round."""
    if campaign is None or not work.actor.is_organizer:
        return False
    return work.actor.role is not Role.COUNTY or campaign.county_code == work.actor.county_code


def listed(one: ListedPlan) -> dict[str, Any]:
    """A line of the list."""
    return plan_card(one.plan) | {
        "counts": counted(one.visits, one.experts, one.enterprises),
        "href": url_for("plans.show", ref=one.plan.ref),
    }


def pending_proposals(work: Work, plans: list[ListedPlan] | Any) -> dict[str, Any] | None:
    """How many proposals wait for a decision, and where."""
    published = next((one.plan for one in plans if one.plan.state == PUBLISHED), None)
    if published is None:
        return None
    rows = proposals_of(work=work, plan=published)
    return {
        "count": sum(1 for row in rows if row.state in (OPEN, WAITING)),
        "href": url_for("plans.proposals", ref=published.ref),
    }
