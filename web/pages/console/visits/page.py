"""The page of one visit."""

from __future__ import annotations

from collections.abc import Mapping

from flask.typing import ResponseReturnValue

from matchmaker.models import Visit
from matchmaker.services.feedback import SIDES, feedback_on
from matchmaker.services.follow_up import FollowUpFilter, list_follow_ups, possible_owners
from matchmaker.services.invitations.standing import rsvp_of
from matchmaker.services.outcome import outcomes_of_visit
from matchmaker.services.planning.access import DONE, PLANNED, PUBLISHED, campaign_of, get_visit
from matchmaker.services.visit_end import needs_of_visit
from matchmaker.services.visit_list import sides_of
from matchmaker.services.work import Work
from web.choices import choices
from web.form_state import FormState
from web.navigation import READERS
from web.pages.console.rendering import render_page
from web.session import reading, require

NOTHING = FormState()


@require(*READERS)
def show(ref: str) -> ResponseReturnValue:
    with reading() as work:
        return visit_page(work, get_visit(work=work, ref=ref))


def visit_page(work: Work, visit: Visit, forms: Mapping[str, FormState] | None = None) -> str:
    """The page; `forms` are those with something wrong in them, by name (done, missed, task, rating, outcome)."""
    sides, may_act = sides_of(work=work, visit=visit), work.actor.is_organizer
    tasks = list_follow_ups(work=work, where=FollowUpFilter(visit_id=visit.id))
    county = sides.enterprise.county_code
    owners = possible_owners(work=work, county_code=county) if may_act else []
    return render_page(
        work,
        "console/visit.html",
        visit=visit,
        expert=sides.expert,
        enterprise=sides.enterprise,
        plan=visit.plan,
        round=campaign_of(work=work, plan=visit.plan),
        needs=needs_of_visit(work=work, visit=visit),
        answers=rsvp_of(work=work, plan=visit.plan).of_visit(visit),
        tasks=tasks,
        owners=[(row.ref, row.display_name) for row in owners],
        said={row.side: row for row in feedback_on(work=work, subject=visit)},
        sides=SIDES,
        outcomes=outcomes_of_visit(work=work, visit=visit),
        levels=choices("outcome_levels"),
        kinds=choices("contract_kinds"),
        forms={name: (forms or {}).get(name, NOTHING) for name in ("done", "missed", "task", "rating", "outcome")},
        over=visit.on_date <= work.today(),
        is_done=visit.state == DONE,
        is_open=visit.state == PLANNED and visit.plan.state == PUBLISHED,
        may_act=may_act,
        today=work.today(),
    )
