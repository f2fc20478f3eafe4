"""Pairings with institutions (校企合作) in the console: list, asking, the table, changes by hand, signing."""

from __future__ import annotations

from web.pages.console.other_plans.kinds import PAIRINGS
from web.pages.console.other_plans.routes import plan_pages
from web.pages.console.pairings import page, pairing

blueprint = plan_pages(PAIRINGS, page.content)
blueprint.add_url_rule("/<ref>/rows/<kind>/<row>", "row", pairing.show_row)
blueprint.add_url_rule("/<ref>/rows/<kind>/<row>", "pair", pairing.pair, methods=["POST"])
blueprint.add_url_rule("/<ref>/pairings/<pairing>/school", "school", pairing.name_school, methods=["POST"])
blueprint.add_url_rule("/<ref>/pairings/<pairing>/sign", "sign", pairing.sign, methods=["POST"])
