"""The side navigation shows each role what there is for it, and nothing that does not exist."""

from __future__ import annotations

import pytest
from flask import Flask, g

from matchmaker.models.codes import Role
from tests.web.conftest import AppMaker
from web.navigation import GROUPS, navigation
from web.viewer import Viewer

READING = [
    "today",
    "partners",
    "themes",
    "coverage",
    "willingness",
    "invitations",
    "plans",
    "meetings",
    "trips",
    "pairings",
    "documents",
    "visits",
    "follow_ups",
    "needs",
    "experts",
    "achievements",
    "organizations",
    "audit",
]
WORKING = ["today", "intake", "imports", "review", *READING[1:]]


def endpoints() -> list[str]:
    return [entry.endpoint.partition(".")[0] for _, entries in navigation() for entry in entries]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.CITY, WORKING),
        (Role.COUNTY, WORKING),
        (Role.ADMINISTRATOR, [*WORKING, "weights"]),
        (Role.AUDITOR, READING),
        (Role.LIAISON, ["suitable", "my_round", "experts", "achievements", "organizations"]),
        (Role.ENTERPRISE, []),
        (None, []),
    ],
)
def test_each_role_sees_its_own(make_app: AppMaker, role: Role | None, expected: list[str]) -> None:
    app = make_app(style_guide=True)
    with app.test_request_context("/"):
        g.viewer = Viewer("somebody", role) if role else None
        assert endpoints() == expected


def test_pages_that_do_not_exist_are_left_out(app: Flask) -> None:
    for _, entries in GROUPS:
        for entry in entries:
            app.view_functions.pop(entry.endpoint, None)
    app.add_url_rule("/console/needs", endpoint="needs.index", view_func=lambda: "")
    with app.test_request_context("/"):
        g.viewer = Viewer("somebody", Role.CITY)
        assert [(str(title), len(entries)) for title, entries in navigation()] == [("信息库", 1)]


def test_the_entry_of_the_page_shown_is_marked(make_app: AppMaker) -> None:
    app = make_app(style_guide=True)
    with app.test_request_context("/"):
        g.viewer = Viewer("somebody", Role.CITY)
        g.section = "imports"
        marked = [entry.endpoint for _, entries in navigation() for entry in entries if entry.current]
    assert marked == ["imports.start"]
