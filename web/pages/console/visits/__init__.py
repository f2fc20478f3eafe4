"""Visits in the console: the list, and the page of one with what was found, tasks, ratings and results."""

from __future__ import annotations

from flask import Blueprint

from web.pages.console.visits import acts, index, outcomes, page, ratings, recording

blueprint = Blueprint("visits", __name__, url_prefix="/console/visits")
blueprint.add_url_rule("/", "index", index.show_list)
blueprint.add_url_rule("/new", "new", recording.form)
blueprint.add_url_rule("/new", "record", recording.record, methods=["POST"])
blueprint.add_url_rule("/<ref>", "show", page.show)
blueprint.add_url_rule("/<ref>/done", "done", acts.done, methods=["POST"])
blueprint.add_url_rule("/<ref>/missed", "missed", acts.missed, methods=["POST"])
blueprint.add_url_rule("/<ref>/findings", "findings", acts.findings, methods=["POST"])
blueprint.add_url_rule("/<ref>/tasks", "task", acts.add_task, methods=["POST"])
blueprint.add_url_rule("/<ref>/rating", "rating", ratings.record, methods=["POST"])
blueprint.add_url_rule("/<ref>/rating/ask", "ask_rating", ratings.ask, methods=["POST"])
blueprint.add_url_rule("/<ref>/outcomes", "outcome", outcomes.record, methods=["POST"])
blueprint.add_url_rule("/<ref>/outcomes/<outcome>/evidence", "evidence", outcomes.evidence)
