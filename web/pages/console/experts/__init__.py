"""Experts and teams in the console: the register, the page of one, its form, and what can be done with it."""

from __future__ import annotations

from flask import Blueprint

from web.pages.console.experts import acts, editing, index, page

blueprint = Blueprint("experts", __name__, url_prefix="/console/experts")
blueprint.add_url_rule("/", "index", index.show_list)
blueprint.add_url_rule("/new", "new", editing.new)
blueprint.add_url_rule("/new", "create", editing.create, methods=["POST"])
blueprint.add_url_rule("/<ref>", "show", page.show)
blueprint.add_url_rule("/<ref>/edit", "edit", editing.form)
blueprint.add_url_rule("/<ref>/edit", "save", editing.save, methods=["POST"])
blueprint.add_url_rule("/<ref>/state", "state", acts.set_state, methods=["POST"])
blueprint.add_url_rule("/<ref>/withdraw", "withdraw", acts.withdraw, methods=["POST"])
blueprint.add_url_rule("/<ref>/conflicts", "conflict", acts.add_conflict, methods=["POST"])
blueprint.add_url_rule("/<ref>/contact", "reveal", acts.reveal, methods=["POST"])
