"""Trips to institutions (赴院校对接) in the console: list, asking, the board by day, changes by hand."""

from __future__ import annotations

from flask import Blueprint

from web.pages.console.trips import delegations, page

blueprint = Blueprint("trips", __name__, url_prefix="/console/trips")
blueprint.add_url_rule("/", "index", page.show_list)
blueprint.add_url_rule("/new", "new", page.form)
blueprint.add_url_rule("/new", "ask", page.ask_plan, methods=["POST"])
blueprint.add_url_rule("/<ref>", "show", page.show)
blueprint.add_url_rule("/<ref>/progress", "progress", page.progress)
blueprint.add_url_rule("/<ref>/stop", "stop", page.stop, methods=["POST"])
blueprint.add_url_rule("/<ref>/discard", "discard", page.discard, methods=["POST"])
blueprint.add_url_rule("/<ref>/why", "why", page.why)
blueprint.add_url_rule("/<ref>/why", "follow", page.follow, methods=["POST"])
blueprint.add_url_rule("/<ref>/publish", "publish", page.publish, methods=["POST"])
blueprint.add_url_rule("/<ref>/trips/<trip>", "trip", delegations.show)
blueprint.add_url_rule("/<ref>/trips/<trip>/day", "move", delegations.move, methods=["POST"])
blueprint.add_url_rule("/<ref>/trips/<trip>/leader", "lead", delegations.lead, methods=["POST"])
blueprint.add_url_rule("/<ref>/trips/<trip>/lock", "lock", delegations.lock, methods=["POST"])
blueprint.add_url_rule("/<ref>/trips/<trip>/cancel", "cancel", delegations.cancel, methods=["POST"])
blueprint.add_url_rule("/<ref>/trips/<trip>/decline", "decline", delegations.decline, methods=["POST"])
blueprint.add_url_rule("/<ref>/trips/<trip>/delegates", "delegate", delegations.delegate, methods=["POST"])
