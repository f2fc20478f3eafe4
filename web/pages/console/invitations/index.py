"""The published plans, with how far their invitations have come."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from matchmaker.services.invitations.plans import counts_of_plan, plans_with_guests
from web.navigation import READERS
from web.pages.console.rendering import render_page
from web.session import reading, require


@require(*READERS)
def show_list() -> ResponseReturnValue:
    with reading() as work:
        rows = [
            {"plan": plan, "round": campaign, "counts": counts_of_plan(work=work, plan=plan)}
            for plan, campaign in plans_with_guests(work=work)
        ]
        return render_page(work, "console/invitations.html", rows=rows)
