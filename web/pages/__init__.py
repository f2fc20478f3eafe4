"""The pages of the service. A new page: one file here with a `blueprint`, one line in PAGES."""

from __future__ import annotations

from importlib import import_module

from flask import Blueprint, Flask

# name of the blueprint -> module that holds it
PAGES: dict[str, str] = {
    "account": "web.pages.account",
    "achievements": "web.pages.console.achievements",
    "answer": "web.pages.answer",
    "audit": "web.pages.console.audit",
    "auth": "web.pages.auth",
    "coverage": "web.pages.console.coverage",
    "documents": "web.pages.console.documents",
    "experts": "web.pages.console.experts",
    "follow_ups": "web.pages.console.follow_ups",
    "health": "web.pages.health",
    "evidence": "web.pages.console.evidence",
    "home": "web.pages.home",
    "imports": "web.pages.console.imports",
    "intake": "web.pages.intake",
    "invitations": "web.pages.console.invitations",
    "jobs": "web.pages.console.jobs",
    "language": "web.pages.language",
    "link_calendar": "web.pages.link_calendar",
    "meetings": "web.pages.console.meetings",
    "my_needs": "web.pages.my_needs",
    "my_round": "web.pages.my_round",
    "needs": "web.pages.console.needs",
    "organizations": "web.pages.console.organizations",
    "pairings": "web.pages.console.pairings",
    "partners": "web.pages.console.partners",
    "personal_data": "web.pages.console.personal_data",
    "plans": "web.pages.console.plans",
    "portal": "web.pages.portal",
    "review": "web.pages.console.review",
    "search": "web.pages.console.search",
    "suitable": "web.pages.console.suitable",
    "today": "web.pages.console.today",
    "themes": "web.pages.console.themes",
    "tracking": "web.pages.tracking",
    "trips": "web.pages.console.trips",
    "visits": "web.pages.console.visits",
    "weights": "web.pages.console.weights",
    "willingness": "web.pages.console.willingness",
}
# registered only where the settings ask for it
STYLE_GUIDE = ("style_guide", "web.pages.style_guide")


def register_pages(app: Flask, *, style_guide: bool) -> None:
    rows = [*PAGES.items(), STYLE_GUIDE] if style_guide else PAGES.items()
    for name, module in rows:
        blueprint = import_module(module).blueprint
        if not isinstance(blueprint, Blueprint) or blueprint.name != name:
            raise TypeError(f"{module}.blueprint must be the Blueprint named {name!r}.")
        app.register_blueprint(blueprint)
