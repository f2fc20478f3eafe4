"""Invitations to published plans in the console: who is invited, what they said, sending, answers taken down."""

from __future__ import annotations

from flask import Blueprint

from web.pages.console.invitations import guest, index, plan, sending

blueprint = Blueprint("invitations", __name__, url_prefix="/console/invitations")
blueprint.add_url_rule("/", "index", index.show_list)
blueprint.add_url_rule("/<plan>", "plan", plan.show)
blueprint.add_url_rule("/<plan>/send", "send", sending.send, methods=["POST"])
blueprint.add_url_rule("/<plan>/<ref>", "guest", guest.show)
blueprint.add_url_rule("/<plan>/<ref>/answer", "answer", guest.answer, methods=["POST"])
blueprint.add_url_rule("/<plan>/<ref>/links", "links", guest.drop_links, methods=["POST"])
blueprint.add_url_rule("/<plan>/<ref>/revoke", "revoke", guest.revoke, methods=["POST"])
