"""Plans of visits in the console: list, asking, the board, changes by hand, proposals."""

from __future__ import annotations

from flask import Blueprint

from web.pages.console.plans import acts, asking, comparing, index, orders, page, places, proposals, visits, why

blueprint = Blueprint("plans", __name__, url_prefix="/console/plans")
blueprint.add_url_rule("/", "index", index.show_list)
blueprint.add_url_rule("/new", "new", asking.form)
blueprint.add_url_rule("/new", "ask", asking.ask, methods=["POST"])
blueprint.add_url_rule("/places", "places_of_round", places.form)
blueprint.add_url_rule("/places", "save_places", places.save, methods=["POST"])
blueprint.add_url_rule("/<ref>", "show", page.show)
blueprint.add_url_rule("/<ref>/progress", "progress", page.progress)
blueprint.add_url_rule("/<ref>/stop", "stop", acts.stop, methods=["POST"])
blueprint.add_url_rule("/<ref>/discard", "discard", acts.discard, methods=["POST"])
blueprint.add_url_rule("/<ref>/publish", "publish", acts.publish, methods=["POST"])
blueprint.add_url_rule("/<ref>/copy", "copy", acts.copy, methods=["POST"])
blueprint.add_url_rule("/<ref>/check", "check", acts.check, methods=["POST"])
blueprint.add_url_rule("/<ref>/compare", "compare", comparing.show)
blueprint.add_url_rule("/<ref>/visits/<visit>", "visit", visits.show)
blueprint.add_url_rule("/<ref>/visits/<visit>/places", "places", visits.places)
blueprint.add_url_rule("/<ref>/visits/<visit>/move", "move", visits.move, methods=["POST"])
blueprint.add_url_rule("/<ref>/visits/<visit>/lock", "lock", visits.lock, methods=["POST"])
blueprint.add_url_rule("/<ref>/visits/<visit>/unlock", "unlock", visits.unlock, methods=["POST"])
blueprint.add_url_rule("/<ref>/visits/<visit>/cancel", "cancel", visits.cancel, methods=["POST"])
blueprint.add_url_rule("/<ref>/visits/<visit>/forbid", "forbid", visits.forbid, methods=["POST"])
blueprint.add_url_rule("/<ref>/why", "why", why.show)
blueprint.add_url_rule("/<ref>/why", "follow", why.follow, methods=["POST"])
blueprint.add_url_rule("/<ref>/needs/<need>", "candidates", why.candidates)
blueprint.add_url_rule("/<ref>/orders", "order", orders.add, methods=["POST"])
blueprint.add_url_rule("/<ref>/orders/<order>/drop", "drop_order", orders.drop, methods=["POST"])
blueprint.add_url_rule("/<ref>/proposals", "proposals", proposals.show)
blueprint.add_url_rule("/<ref>/proposals", "propose", proposals.propose, methods=["POST"])
blueprint.add_url_rule("/<ref>/party-out", "party_out", proposals.party_out, methods=["POST"])
blueprint.add_url_rule("/proposals/<proposal>/accept", "accept", proposals.accept, methods=["POST"])
blueprint.add_url_rule("/proposals/<proposal>/dismiss", "dismiss", proposals.dismiss, methods=["POST"])
blueprint.add_url_rule("/proposals/<proposal>/refresh", "refresh", proposals.refresh, methods=["POST"])
