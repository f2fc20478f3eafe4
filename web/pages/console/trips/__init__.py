"""Trips to institutions (赴院校对接) in the console: list, asking, the board by day, changes by hand."""

from __future__ import annotations

from web.pages.console.other_plans.kinds import TRIPS
from web.pages.console.other_plans.routes import plan_pages
from web.pages.console.trips import delegations, page

blueprint = plan_pages(TRIPS, page.content)
blueprint.add_url_rule("/<ref>/trips/<trip>", "trip", delegations.show)
blueprint.add_url_rule("/<ref>/trips/<trip>/day", "move", delegations.move, methods=["POST"])
blueprint.add_url_rule("/<ref>/trips/<trip>/leader", "lead", delegations.lead, methods=["POST"])
blueprint.add_url_rule("/<ref>/trips/<trip>/delegates", "delegate", delegations.delegate, methods=["POST"])
