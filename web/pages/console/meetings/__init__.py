"""Meetings (对接洽谈会) in the console: list, asking, the schedule in several views, changes by hand, printing."""

from __future__ import annotations

from flask import Blueprint

from web.pages.console.meetings import asking, page, printing, talks

blueprint = Blueprint("meetings", __name__, url_prefix="/console/meetings")
blueprint.add_url_rule("/", "index", page.show_list)
blueprint.add_url_rule("/new", "new", asking.form)
blueprint.add_url_rule("/new", "ask", asking.ask, methods=["POST"])
blueprint.add_url_rule("/<ref>", "show", page.show)
blueprint.add_url_rule("/<ref>/progress", "progress", page.progress)
blueprint.add_url_rule("/<ref>/print", "print", printing.show)
blueprint.add_url_rule("/<ref>/stop", "stop", page.stop, methods=["POST"])
blueprint.add_url_rule("/<ref>/discard", "discard", page.discard, methods=["POST"])
blueprint.add_url_rule("/<ref>/why", "why", page.why)
blueprint.add_url_rule("/<ref>/why", "follow", page.follow, methods=["POST"])
blueprint.add_url_rule("/<ref>/publish", "publish", page.publish, methods=["POST"])
blueprint.add_url_rule("/<ref>/again", "again", asking.again, methods=["POST"])
blueprint.add_url_rule("/<ref>/talks/<talk>", "talk", talks.show)
blueprint.add_url_rule("/<ref>/talks/<talk>/move", "move", talks.move, methods=["POST"])
blueprint.add_url_rule("/<ref>/talks/<talk>/lock", "lock", talks.lock, methods=["POST"])
blueprint.add_url_rule("/<ref>/talks/<talk>/decline", "decline", talks.decline, methods=["POST"])
blueprint.add_url_rule("/<ref>/talks/<talk>/cancel", "cancel", talks.cancel, methods=["POST"])
blueprint.add_url_rule("/<ref>/seats/<int:slot>/<int:table>", "seat", talks.seat)
blueprint.add_url_rule("/<ref>/seats/<int:slot>/<int:table>", "add", talks.add, methods=["POST"])
