"""Records that events mention, by name, and as a link where the reader may open their page."""

from __future__ import annotations

from typing import Any

from flask import url_for
from markupsafe import Markup

from matchmaker.models.codes import Role
from matchmaker.services.event_names import Named
from web.navigation import READERS, REGISTRY
from web.viewer import current_viewer

# kind of record -> the page that shows one, and who may open it
PAGES: dict[str, tuple[str, frozenset[Role]]] = {
    "need": ("needs.show", READERS),
    "expert": ("experts.show", REGISTRY),
    "achievement": ("achievements.show", REGISTRY),
    "organization": ("organizations.show", REGISTRY),
    "plan": ("plans.show", READERS),
}
# kind of a plan -> its page, where it is not that of the visits
PLAN_PAGES = {"trips": "trips.show", "pairs": "pairings.show", "meetings": "meetings.show"}


def page_of(record: Named) -> str:
    """The address of a record's page; "" where it has none, or none for this reader."""
    endpoint, roles = PAGES.get(record.kind, ("", frozenset()))
    viewer = current_viewer()
    if not endpoint or viewer is None or viewer.role not in roles:
        return ""
    if record.kind == "plan":
        endpoint = PLAN_PAGES.get(record.sort, endpoint)
    values: dict[str, Any] = {"ref": record.ref}
    return url_for(endpoint, **values)


def linked(record: Named) -> Markup:
    """The name of a record, leading to its page where the reader may open it."""
    href = page_of(record)
    if not href:
        return Markup("{}").format(record.name)
    return Markup('<a href="{}">{}</a>').format(href, record.name)
