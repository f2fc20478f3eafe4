"""Pairings with institutions (校企合作) in the console: list, asking, the table, changes by hand, signing."""

from __future__ import annotations

from flask import Blueprint

from web.pages.console.pairings import page, pairing

blueprint = Blueprint("pairings", __name__, url_prefix="/console/pairings")
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
blueprint.add_url_rule("/<ref>/rows/<kind>/<row>", "row", pairing.show_row)
blueprint.add_url_rule("/<ref>/rows/<kind>/<row>", "pair", pairing.pair, methods=["POST"])
blueprint.add_url_rule("/<ref>/pairings/<pairing>/lock", "lock", pairing.lock, methods=["POST"])
blueprint.add_url_rule("/<ref>/pairings/<pairing>/decline", "decline", pairing.decline, methods=["POST"])
blueprint.add_url_rule("/<ref>/pairings/<pairing>/part", "part", pairing.part, methods=["POST"])
blueprint.add_url_rule("/<ref>/pairings/<pairing>/school", "school", pairing.name_school, methods=["POST"])
blueprint.add_url_rule("/<ref>/pairings/<pairing>/sign", "sign", pairing.sign, methods=["POST"])
