"""意向摸底 in the console: who is asked, what they said, asking them, and answers taken down for them."""

from __future__ import annotations

from flask import Blueprint

from web.pages.console.willingness import asking, index, party, workbook

blueprint = Blueprint("willingness", __name__, url_prefix="/console/willingness")
blueprint.add_url_rule("/", "index", index.show_list)
blueprint.add_url_rule("/ask", "ask", asking.ask, methods=["POST"])
blueprint.add_url_rule("/export", "export", workbook.download, methods=["POST"])
blueprint.add_url_rule("/upload", "upload", workbook.form)
blueprint.add_url_rule("/upload", "preview", workbook.preview, methods=["POST"])
blueprint.add_url_rule("/upload/apply", "apply", workbook.apply, methods=["POST"])
blueprint.add_url_rule("/<side>/<ref>", "show", party.show)
blueprint.add_url_rule("/<side>/<ref>/answer", "record", party.record, methods=["POST"])
blueprint.add_url_rule("/<side>/<ref>/forget", "forget", party.forget, methods=["POST"])
blueprint.add_url_rule("/<side>/<ref>/conditions", "conditions", party.conditions, methods=["POST"])
blueprint.add_url_rule("/<side>/<ref>/revoke", "revoke", party.revoke, methods=["POST"])
