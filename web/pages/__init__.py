"""The pages of the service. A new page: one file here with a `blueprint`, one line in PAGES."""

from __future__ import annotations

from importlib import import_module

from flask import Blueprint, Flask

# name of the blueprint -> module that holds it
PAGES: dict[str, str] = {
    "health": "web.pages.health",
    "language": "web.pages.language",
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
