"""Technical needs in the console: the register, the page of one need, what can be done with it."""

from __future__ import annotations

from flask import Blueprint

from web.pages.console.needs import acts, attachments, contact, editing, export, index, page

blueprint = Blueprint("needs", __name__, url_prefix="/console/needs")
blueprint.add_url_rule("/", "index", index.show_list)
blueprint.add_url_rule("/export", "export", export.download, methods=["POST"])
blueprint.add_url_rule("/<ref>", "show", page.show)
blueprint.add_url_rule("/<ref>/edit", "edit", editing.form)
blueprint.add_url_rule("/<ref>/edit", "save", editing.save, methods=["POST"])
blueprint.add_url_rule("/<ref>/verify", "verify", acts.verify, methods=["POST"])
blueprint.add_url_rule("/<ref>/return", "return_", acts.return_, methods=["POST"])
blueprint.add_url_rule("/<ref>/publish", "publish", acts.publish, methods=["POST"])
blueprint.add_url_rule("/<ref>/close", "close", acts.close, methods=["POST"])
blueprint.add_url_rule("/<ref>/reopen", "reopen", acts.reopen, methods=["POST"])
blueprint.add_url_rule("/<ref>/confirm", "confirm", acts.confirm, methods=["POST"])
blueprint.add_url_rule("/<ref>/public", "public", acts.public, methods=["POST"])
blueprint.add_url_rule("/<ref>/match", "match", acts.match, methods=["POST"])
blueprint.add_url_rule("/<ref>/link", "link", contact.link, methods=["POST"])
blueprint.add_url_rule("/<ref>/contact", "reveal", contact.reveal, methods=["POST"])
blueprint.add_url_rule("/<ref>/attachments/<file>", "attachment", attachments.download)
