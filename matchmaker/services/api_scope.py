"""What an API token may allow, in one table."""

from __future__ import annotations

from collections.abc import Iterable

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_

# scope -> what it allows, for the page on which tokens are made
SCOPES: dict[str, str] = {
    "needs:read": N_("Read submitted needs that are not confidential"),
    "needs:write": N_("Post, edit and close needs"),
    "needs:confidential": N_("Read confidential needs, too"),
    "experts:read": N_("Read experts and teams"),
    "experts:write": N_("Enter and edit experts and teams"),
    "organizations:read": N_("Read organizations"),
    "organizations:write": N_("Enter and edit organizations"),
    "contacts:read": N_("See contact data in full; every look is recorded"),
    "achievements:read": N_("Read achievements"),
    "achievements:write": N_("Enter and edit achievements"),
    "suggestions:read": N_("Read suggestions with grade and evidence"),
    "decisions:write": N_("Accept, reject and hold suggestions"),
    "campaigns:read": N_("Read the rounds of the campaign with their targets"),
    "outcomes:read": N_("Read outcomes of needs"),
    "outcomes:write": N_("Record and change outcomes of needs"),
    "search:read": N_("Search by words and meaning"),
    "reference:read": N_("Read reference data"),
    "audit:read": N_("Read the audit log"),
    "webhooks:manage": N_("Set up webhooks"),
}


def checked_scopes(names: Iterable[str]) -> list[str]:
    """`names` sorted and once each; InvalidInput with the known ones if one is unknown or there is none."""
    scopes = sorted(set(names))
    if not scopes:
        problem = N_("A token needs at least one scope; known are: %(known)s.")
        raise InvalidInput(field="scopes", problem=problem, known=", ".join(SCOPES))
    unknown = [name for name in scopes if name not in SCOPES]
    if unknown:
        problem = N_("There is no scope %(unknown)s; known are: %(known)s.")
        raise InvalidInput(field="scopes", problem=problem, unknown=", ".join(unknown), known=", ".join(SCOPES))
    return scopes
