"""Import of a workbook in four steps: the file, its columns, its rows, what was done."""

from __future__ import annotations

from flask import Blueprint

from web.pages.console.imports import columns, preview, result, upload

blueprint = Blueprint("imports", __name__, url_prefix="/console/import")
blueprint.add_url_rule("/", "start", upload.start)
blueprint.add_url_rule("/", "upload", upload.receive, methods=["POST"])
blueprint.add_url_rule("/template/<kind>", "template", upload.template)
blueprint.add_url_rule("/<job>/columns", "columns", columns.show)
blueprint.add_url_rule("/<job>/columns", "map_", columns.keep, methods=["POST"])
blueprint.add_url_rule("/<job>/rows", "preview", preview.show)
blueprint.add_url_rule("/<job>/run", "run", result.run, methods=["POST"])
blueprint.add_url_rule("/<job>/result", "result", result.show)
blueprint.add_url_rule("/<job>/left-out", "problems", result.problems)
blueprint.add_url_rule("/<job>/drop", "drop", upload.drop, methods=["POST"])
