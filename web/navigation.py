"""The console's side navigation: one line an entry; pages that are not there (yet, or for this role) are left out."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g, request
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from matchmaker.models.codes import Role
from web.viewer import current_viewer

_l = lazy_gettext
ORGANIZERS = frozenset({Role.COUNTY, Role.CITY, Role.ADMINISTRATOR})
READERS = ORGANIZERS | {Role.AUDITOR}
REGISTRY = READERS | {Role.LIAISON}


@dataclass(frozen=True)
class Entry:
    """A line of the navigation: where it leads, what it says, its icon, who sees it."""

    endpoint: str
    label: LazyString
    icon: str
    roles: frozenset[Role]

    @property
    def current(self) -> bool:
        """Whether the page shown belongs to this entry; a page may set `g.section` to belong to another's."""
        return g.get("section", request.blueprint) == self.endpoint.partition(".")[0]


GROUPS: tuple[tuple[LazyString, tuple[Entry, ...]], ...] = (
    (
        _l("Work"),
        (
            Entry("today.index", _l("Today"), "sun", READERS),
            Entry("intake.new", _l("Enter by telephone"), "phone-incoming", ORGANIZERS),
            Entry("imports.start", _l("Import a workbook"), "table-import", ORGANIZERS),
        ),
    ),
    (
        _l("Matching"),
        (
            Entry("review.index", _l("Review suggestions"), "checks", ORGANIZERS),
            Entry("partners.index", _l("Suggested institutions"), "school", READERS),
            Entry("themes.index", _l("Themes of needs"), "copy", READERS),
            Entry("coverage.index", _l("Missing experts"), "target-arrow", READERS),
            Entry("suitable.index", _l("Needs that suit us"), "clipboard-text", frozenset({Role.LIAISON})),
        ),
    ),
    (
        _l("Campaign"),
        (
            Entry("willingness.index", _l("Willingness"), "message-circle", READERS),
            Entry("invitations.index", _l("Invitations"), "send", READERS),
            Entry("plans.index", _l("Plans of visits"), "calendar-event", READERS),
            Entry("meetings.index", _l("Meetings"), "users-group", READERS),
            Entry("trips.index", _l("Trips to institutions"), "school", READERS),
            Entry("pairings.index", _l("Pairings with institutions"), "checks", READERS),
            Entry("documents.index", _l("Documents"), "file-text", READERS),
            Entry("visits.index", _l("Records of visits"), "user-check", READERS),
            Entry("follow_ups.index", _l("Follow-up tasks"), "flag", READERS),
            Entry("my_round.index", _l("This round"), "message-circle", frozenset({Role.LIAISON})),
        ),
    ),
    (
        _l("Registers"),
        (
            Entry("needs.index", _l("Technical needs"), "clipboard-text", READERS),
            Entry("experts.index", _l("Experts and teams"), "users-group", REGISTRY),
            Entry("achievements.index", _l("Achievements"), "bulb", REGISTRY),
            Entry("organizations.index", _l("Organizations"), "building", REGISTRY),
        ),
    ),
    (
        _l("Supervision"),
        (
            Entry("audit.index", _l("Record of actions"), "history", READERS),
            Entry("weights.index", _l("Learning from decisions"), "refresh", frozenset({Role.ADMINISTRATOR})),
        ),
    ),
)


def exists(endpoint: str) -> bool:
    """The style guide shows everything."""
    return endpoint in current_app.view_functions or "style_guide" in current_app.blueprints


def navigation() -> list[tuple[LazyString, list[Entry]]]:
    """Groups and entries for the viewer of this request; empty groups are left out."""
    viewer = current_viewer()
    role = viewer.role if viewer else None
    groups = [
        (title, [entry for entry in entries if role in entry.roles and exists(entry.endpoint)])
        for title, entries in GROUPS
    ]
    return [(title, entries) for title, entries in groups if entries]
