"""Achievements in the console: the register, the page of one, its form, letting it rest."""

from __future__ import annotations

from flask import Blueprint

from web.pages.console.achievements import editing, index, page

blueprint = Blueprint("achievements", __name__, url_prefix="/console/achievements")
blueprint.add_url_rule("/", "index", index.show_list)
blueprint.add_url_rule("/new", "new", editing.new)
blueprint.add_url_rule("/new", "create", editing.create, methods=["POST"])
blueprint.add_url_rule("/<ref>", "show", page.show)
blueprint.add_url_rule("/<ref>/edit", "edit", editing.form)
blueprint.add_url_rule("/<ref>/edit", "save", editing.save, methods=["POST"])
blueprint.add_url_rule("/<ref>/rest", "rest", page.rest, methods=["POST"])
