"""Kinds of records that events are about, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

KINDS: dict[str, LazyString] = {
    "need": _l("Need"),
    "suggestion": _l("Suggestion"),
    "expert": _l("Expert"),
    "achievement": _l("Achievement"),
    "organization": _l("Organization"),
    "campaign": _l("Campaign"),
    "user": _l("Account"),
    "api_client": _l("API client"),
    "api_token": _l("API token"),
    "job": _l("Job"),
    "file": _l("File"),
    "event": _l("Record of actions"),
    "outcome": _l("Result"),
    "follow_up": _l("Follow-up task"),
    "feedback": _l("Feedback"),
    "visit": _l("Visit"),
    "trip": _l("Trip"),
    "pairing": _l("Pairing"),
    "invitation": _l("Invitation"),
    "plan": _l("Plan"),
    "plan_order": _l("Lock"),
    "proposal": _l("Proposal"),
    "talk": _l("Talk"),
}
