"""Meetings (对接洽谈会) in the console: list, asking, the schedule in several views, changes by hand, printing."""

from __future__ import annotations

from web.pages.console.meetings import asking, page, printing, talks
from web.pages.console.other_plans.kinds import MEETINGS
from web.pages.console.other_plans.routes import plan_pages

blueprint = plan_pages(MEETINGS, page.content)
blueprint.add_url_rule("/new", "new", asking.form)
blueprint.add_url_rule("/new", "ask", asking.ask, methods=["POST"])
blueprint.add_url_rule("/<ref>/print", "print", printing.show)
blueprint.add_url_rule("/<ref>/again", "again", asking.again, methods=["POST"])
blueprint.add_url_rule("/<ref>/talks/<talk>", "talk", talks.show)
blueprint.add_url_rule("/<ref>/talks/<talk>/move", "move", talks.move, methods=["POST"])
blueprint.add_url_rule("/<ref>/seats/<int:slot>/<int:table>", "seat", talks.seat)
blueprint.add_url_rule("/<ref>/seats/<int:slot>/<int:table>", "add", talks.add, methods=["POST"])
