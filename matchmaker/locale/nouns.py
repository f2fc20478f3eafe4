"""Kinds of records and their states as messages name them: codes in an error's parameters become words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matchmaker.locale import N_
from matchmaker.locale.catalogues import translations
from matchmaker.reference import load_scheme

NOUNS: dict[str, str] = {
    "achievement": N_("achievement"),
    "attachment": N_("attachment"),
    "campaign": N_("round"),
    "chain": N_("chain"),
    "client": N_("API client"),
    "contact": N_("contact"),
    "decision": N_("decision"),
    "delegate": N_("member of the delegation"),
    "expert": N_("expert"),
    "file": N_("file"),
    "follow_up": N_("follow-up task"),
    "invitation": N_("invitation"),
    "job": N_("job"),
    "matched need": N_("matched need"),
    "need": N_("need"),
    "organization": N_("organization"),
    "outcome": N_("result"),
    "pairing": N_("pairing"),
    "party": N_("party"),
    "plan": N_("plan"),
    "plan_order": N_("lock"),
    "proposal": N_("proposal"),
    "reference": N_("reference list"),
    "request": N_("request"),
    "scheme": N_("reference list"),
    "second factor": N_("second factor"),
    "session": N_("session"),
    "suggestion": N_("suggestion"),
    "talk": N_("talk"),
    "token": N_("API token"),
    "trip": N_("trip"),
    "user": N_("account"),
    "visit": N_("visit"),
}
# kind of record -> the reference list that names its states
STATES = {
    "campaign": "campaign_states",
    "invitation": "invitation_states",
    "job": "job_states",
    "need": "need_states",
    "pairing": "pairing_states",
    "plan": "plan_states",
    "proposal": "proposal_states",
    "suggestion": "suggestion_states",
    "visit": "visit_states",
}


def named(params: Mapping[str, Any], *, locale: str) -> dict[str, Any]:
    """The parameters with `kind`, `what` and `state` in words of the language; unknown codes stay as they are."""
    found = dict(params)
    for name in ("kind", "what"):
        word = NOUNS.get(str(params.get(name)))
        if word is not None:
            found[name] = translations(locale).gettext(word)
    scheme = STATES.get(str(params.get("kind")))
    if scheme is not None and str(params.get("state")) in (terms := load_scheme(scheme)):
        found["state"] = terms.get(str(params["state"])).label(locale)
    return found
