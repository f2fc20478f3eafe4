"""Who looks at the page, as far as a layout needs to know. Set by the sign-in, read by templates and navigation."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g

from matchmaker.models.codes import Role


@dataclass(frozen=True)
class Viewer:
    """A signed-in person: name, role and, where the role has one, the area they see (a county's name)."""

    name: str
    role: Role
    area: str = ""


def current_viewer() -> Viewer | None:
    """The signed-in person of this request, or None. The sign-in sets `g.viewer`."""
    viewer: Viewer | None = g.get("viewer")
    return viewer
