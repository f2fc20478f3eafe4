"""A person's data in the console: found, handed out, erased. For administrators."""

from __future__ import annotations

from flask import Blueprint

from web.pages.console.personal_data import acts, page

blueprint = Blueprint("personal_data", __name__, url_prefix="/console/personal-data")
blueprint.add_url_rule("/", "index", page.index, methods=["GET", "POST"])
for kind, whom in (("expert", "<ref>"), ("contact", "<ref>/<key>")):
    start = {"kind": kind}
    blueprint.add_url_rule(f"/{kind}/{whom}", f"show_{kind}", page.show, defaults=start)
    blueprint.add_url_rule(f"/{kind}/{whom}/export", f"export_{kind}", acts.export, defaults=start, methods=["POST"])
    blueprint.add_url_rule(f"/{kind}/{whom}/erase", f"erase_{kind}", acts.erase, defaults=start, methods=["POST"])
