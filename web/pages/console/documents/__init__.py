"""Papers of plans in the console: letters, itineraries, day sheets, certificates, workbooks, calendars."""

from __future__ import annotations

from flask import Blueprint

from web.pages.console.documents import arranging, downloads, overview, sheets

blueprint = Blueprint("documents", __name__, url_prefix="/console/documents")
blueprint.add_url_rule("/", "index", overview.show_round)
blueprint.add_url_rule("/plans/<ref>", "plan", overview.show_plan)
blueprint.add_url_rule("/plans/<ref>/arrangements", "arrange", arranging.save, methods=["POST"])
blueprint.add_url_rule("/plans/<ref>/arrangements/<item>", "item", arranging.show_item)
blueprint.add_url_rule("/plans/<ref>/arrangements/<item>", "arrange_item", arranging.save_item, methods=["POST"])
blueprint.add_url_rule("/plans/<ref>/letter", "letter", downloads.letter, methods=["POST"])
blueprint.add_url_rule("/plans/<ref>/letters", "letters", downloads.letters, methods=["POST"])
blueprint.add_url_rule("/plans/<ref>/itinerary", "itinerary", downloads.party_itinerary, methods=["POST"])
blueprint.add_url_rule("/plans/<ref>/calendar", "calendar", downloads.calendar, methods=["POST"])
blueprint.add_url_rule("/plans/<ref>/workbook", "workbook", downloads.workbook, methods=["POST"])
blueprint.add_url_rule("/sheets", "sheets", sheets.show)
blueprint.add_url_rule("/certificates", "certificate", downloads.certificate, methods=["POST"])
