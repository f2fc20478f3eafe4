"""Organizations in the console: the register, the page of one, its form, verifying and merging."""

from __future__ import annotations

from flask import Blueprint

from web.pages.console.organizations import acts, editing, index, merging, page

blueprint = Blueprint("organizations", __name__, url_prefix="/console/organizations")
blueprint.add_url_rule("/", "index", index.show_list)
blueprint.add_url_rule("/new", "new", editing.new)
blueprint.add_url_rule("/new", "create", editing.create, methods=["POST"])
blueprint.add_url_rule("/<ref>", "show", page.show)
blueprint.add_url_rule("/<ref>/edit", "edit", editing.form)
blueprint.add_url_rule("/<ref>/edit", "save", editing.save, methods=["POST"])
blueprint.add_url_rule("/<ref>/verify", "verify", acts.verify, methods=["POST"])
blueprint.add_url_rule("/<ref>/contacts/<int:number>", "reveal", acts.reveal, methods=["POST"])
blueprint.add_url_rule("/<ref>/merge/<other>", "preview", merging.preview)
blueprint.add_url_rule("/<ref>/merge/<other>", "merge", merging.merge, methods=["POST"])
