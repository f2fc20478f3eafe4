"""Events of the record of actions in words: what was done, on what kind of record, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from matchmaker.models import Event
from matchmaker.reference.errors import UnknownCode
from web.formats import listed
from web.labels import label

_l = lazy_gettext
LONGEST = 120
HIDDEN = "***"

ACTIONS: dict[str, LazyString] = {
    "achievement.create": _l("Achievement entered"),
    "achievement.edit": _l("Achievement changed"),
    "achievement.link": _l("Achievement linked to another system"),
    "achievement.state": _l("Achievement put to rest or made active"),
    "audit.export": _l("Record of actions exported"),
    "campaign.close": _l("Campaign closed"),
    "campaign.collect": _l("Collection opened"),
    "campaign.collect_edit": _l("Collection changed"),
    "campaign.create": _l("Campaign entered"),
    "campaign.edit": _l("Campaign changed"),
    "campaign.open": _l("Campaign opened"),
    "campaign.reopen": _l("Campaign taken up again"),
    "client.active": _l("API client switched on or off"),
    "client.create": _l("API client entered"),
    "conflict.declare": _l("Relation noted"),
    "contact.reveal": _l("Contact shown in full"),
    "demo.loaded": _l("Demo data loaded"),
    "demo.mixed": _l("Demo data loaded beside other data"),
    "distance.set": _l("Distance corrected"),
    "document.calendar": _l("Calendar written"),
    "document.certificate": _l("Certificate of service written"),
    "document.day_sheet": _l("Day sheets printed"),
    "document.itinerary": _l("Itinerary written"),
    "document.letter": _l("Letter written"),
    "document.workbook": _l("Workbook of a plan exported"),
    "expert.contact": _l("Contact of an expert changed"),
    "expert.create": _l("Expert entered"),
    "expert.edit": _l("Profile changed"),
    "expert.link": _l("Expert linked to another system"),
    "expert.rest_stale": _l("Outdated profiles put to rest"),
    "expert.state": _l("State of an expert changed"),
    "feedback.give": _l("Feedback given"),
    "feedback.read": _l("Feedback read"),
    "follow_up.add": _l("Follow-up task added"),
    "follow_up.edit": _l("Follow-up task changed"),
    "follow_up.finish": _l("Follow-up task done"),
    "follow_up.reopen": _l("Follow-up task taken up again"),
    "import.achievements": _l("Achievements imported"),
    "import.experts": _l("Experts imported"),
    "import.needs": _l("Needs imported"),
    "import.organizations": _l("Organizations imported"),
    "invitation.answer": _l("Invitation answered"),
    "invitation.changed": _l("Plan changed: to be told"),
    "invitation.link": _l("Personal link made"),
    "invitation.links_revoke": _l("Personal links taken back"),
    "invitation.prepare": _l("Invitation prepared"),
    "invitation.remind": _l("Reminded"),
    "invitation.revoke": _l("Invitation taken back"),
    "invitation.send": _l("Invitation sent"),
    "invitation.times": _l("Deadline of an invitation changed"),
    "job.cancel": _l("Job stopped"),
    "coverage.export": _l("Uncovered subjects exported"),
    "need.approve_public": _l("Public version approved"),
    "need.attach": _l("File attached"),
    "need.close": _l("Need closed"),
    "need.confirm": _l("Need confirmed by the enterprise"),
    "need.contact": _l("Contact begun"),
    "need.create": _l("Need entered"),
    "need.detach": _l("File taken away"),
    "need.edit": _l("Need changed"),
    "need.export": _l("Needs exported"),
    "need.link": _l("Need linked to another system"),
    "need.match": _l("Asked to be matched again"),
    "need.matching": _l("Matching with experts began"),
    "need.publish": _l("Public version published"),
    "need.read_confidential": _l("Confidential need read"),
    "need.reopen": _l("Need taken up again"),
    "need.return": _l("Returned for changes"),
    "need.submit": _l("Need submitted"),
    "need.tracking_link": _l("Tracking link issued"),
    "need.verify": _l("Need verified"),
    "organization.contact": _l("Contact of an organization changed"),
    "organization.create": _l("Organization entered"),
    "organization.edit": _l("Organization changed"),
    "organization.link": _l("Organization linked to another system"),
    "organization.merge": _l("Organizations merged"),
    "organization.verify": _l("Organization verified"),
    "outcome.edit": _l("Result changed"),
    "outcome.record": _l("Result recorded"),
    "pairing.cancel": _l("Pairing taken out"),
    "pairing.change": _l("Pairing changed"),
    "pairing.lock": _l("Pairing locked or unlocked"),
    "pairing.record": _l("Pairing recorded"),
    "participation.set": _l("Days and limits changed"),
    "plan.arrange": _l("Arrangements changed"),
    "plan.change": _l("Plan changed by hand"),
    "plan.compare": _l("Plans compared"),
    "plan.copy": _l("Plan copied into a draft"),
    "plan.create": _l("Plan asked for"),
    "plan.discard": _l("Draft put away"),
    "plan.fail": _l("Plan not worked out"),
    "plan.publish": _l("Plan published"),
    "plan.read": _l("Plan read"),
    "plan.stop": _l("Planning stopped"),
    "plan.supersede": _l("Plan superseded"),
    "plan.work_out": _l("Plan worked out"),
    "plan_order.drop": _l("Lock taken back"),
    "plan_order.read": _l("Locks read"),
    "plan_order.set": _l("Lock set"),
    "proposal.accept": _l("Proposal accepted"),
    "proposal.create": _l("Proposal asked for"),
    "proposal.dismiss": _l("Proposal dismissed"),
    "proposal.outdate": _l("Proposal outdated"),
    "proposal.read": _l("Proposal read"),
    "proposal.refresh": _l("Proposal worked out again"),
    "proposal.work_out": _l("Proposal worked out"),
    "suitable.export": _l("Needs that suit an institution exported"),
    "suggestion.accept": _l("Suggestion accepted"),
    "suggestion.hold": _l("Suggestion held"),
    "suggestion.reject": _l("Suggestion rejected"),
    "suggestion.undo": _l("Decision taken back"),
    "suitable.read": _l("Needs that suit an institution read"),
    "talk.add": _l("Talk added"),
    "talk.cancel": _l("Talk taken out"),
    "talk.lock": _l("Talk locked or unlocked"),
    "talk.move": _l("Talk moved"),
    "weights.ask": _l("Asked to learn from decisions"),
    "weights.back": _l("Went back to earlier weights"),
    "weights.keep": _l("Learnt weights kept, not used"),
    "weights.switch": _l("Learnt weights put to use"),
    "token.create": _l("API token issued"),
    "token.revoke": _l("API token revoked"),
    "trip.cancel": _l("Trip taken out"),
    "trip.delegate": _l("Delegation changed"),
    "trip.leader": _l("Leader of a trip changed"),
    "trip.lock": _l("Trip locked or unlocked"),
    "trip.move": _l("Trip moved to another day"),
    "trip.record": _l("Trip recorded"),
    "user.create": _l("Account opened"),
    "user.deactivate": _l("Account closed"),
    "user.edit": _l("Account changed"),
    "user.password": _l("Password set"),
    "user.password_change": _l("Password changed"),
    "user.password_change_refused": _l("Change of password refused"),
    "user.password_reset": _l("Password set by a link"),
    "user.reactivate": _l("Account opened again"),
    "user.reseal": _l("Second-factor secrets sealed anew"),
    "user.role": _l("Role changed"),
    "user.second_factor": _l("Second factor set up"),
    "user.second_factor_reset": _l("Second factor reset"),
    "user.session_end": _l("Sign-in ended"),
    "user.sign_in": _l("Signed in"),
    "user.sign_in_code": _l("Signed in with the second factor"),
    "user.sign_in_refused": _l("Sign-in refused"),
    "user.sign_out": _l("Signed out"),
    "visit.add": _l("Visit added"),
    "visit.cancel": _l("Visit cancelled"),
    "visit.done": _l("Visit took place"),
    "visit.findings": _l("Findings of a visit changed"),
    "visit.needs": _l("Needs of a visit changed"),
    "visit.record": _l("Visit recorded"),
    "willingness.answer": _l("Willingness answered"),
    "willingness.export": _l("Willingness exported"),
    "willingness.forget": _l("Answer about willingness taken back"),
}
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
FIELDS: dict[str, LazyString] = {
    "state": _l("State"),
    "result": _l("How it ended"),
    "reason": _l("Reason"),
    "title": _l("Title"),
    "name": _l("Name"),
    "problem": _l("The problem"),
    "indicators": _l("Key technology and indicators"),
    "goal": _l("Expected goal"),
    "background": _l("What has been tried"),
    "keywords": _l("Keywords"),
    "confidentiality": _l("Confidentiality"),
    "intake": _l("Came by"),
    "county_code": _l("County"),
    "funds_low": _l("Funds from"),
    "funds_high": _l("Funds up to"),
    "public_title": _l("Public title"),
    "public_text": _l("Public text"),
    "contact_name": _l("Contact person"),
    "contact_mobile": _l("Mobile number"),
    "contact_email": _l("E-mail"),
    "uscc": _l("Credit code"),
    "verified": _l("verified"),
    "active": _l("active"),
    "kind": _l("Kind"),
    "basis": _l("Basis"),
    "directions": _l("Directions"),
    "profile": _l("About"),
    "profile_updated_on": _l("Profile of"),
    "took_over": _l("Took over"),
    "moved": _l("Moved here"),
    "organization": _l("Organization"),
    "changed": _l("Changed"),
    "how": _l("How"),
    "role": _l("Role"),
    "taken": _l("New"),
    "updated": _l("Changed"),
    "unchanged": _l("Unchanged"),
    "text": _l("Text"),
    "stage": _l("Stage"),
    "year": _l("Year"),
    "school": _l("School"),
    "industry": _l("Industry"),
    "address": _l("Address"),
    "mobile": _l("Mobile number"),
    "telephone": _l("Telephone"),
    "email": _l("E-mail"),
    "wechat": _l("WeChat"),
    "network": _l("Network"),
    "next": _l("Next step"),
    "size": _l("Size"),
    "count": _l("Number"),
    "confidential": _l("Confidential ones"),
    "campaign": _l("Campaign"),
    "answer": _l("Answer"),
    "purpose": _l("Purpose"),
    "about": _l("Appointments"),
    "plan": _l("Plan"),
    "dates": _l("Days"),
    "answer_until": _l("Answers until"),
    "max_visits": _l("Visits in all, at most"),
    "max_days": _l("Days, at most"),
    "max_per_date": _l("Experts a day, at most"),
    "max_delegation": _l("Enterprises in a delegation, at most"),
    "invited": _l("should make at least one visit"),
    "group_name": _l("Visiting group"),
    "group_leader": _l("leads the group"),
    "note": _l("Note"),
    "findings": _l("Findings"),
    "slot": _l("Time slot"),
    "table": _l("Table"),
    "locked": _l("Locked"),
    "leader": _l("Led by"),
    "leaves": _l("Trip that was left"),
    "joins": _l("Trip that was joined"),
    "number": _l("Number of the letter"),
    "arrangements": _l("Arrangements"),
    "on_date": _l("Day"),
    "changed_with": _l("Changed places with"),
    "party": _l("Party"),
    "signed_on": _l("Signed on"),
}
# (kind of record, field) -> reference lists that its codes may stand in; "" for every kind
SCHEMES: dict[tuple[str, str], tuple[str, ...]] = {
    ("need", "state"): ("need_states",),
    ("suggestion", "state"): ("suggestion_states",),
    ("expert", "state"): ("expert_states",),
    ("", "result"): ("need_results",),
    ("", "reason"): ("rejection_reasons",),
    ("", "confidentiality"): ("confidentiality_levels",),
    ("", "intake"): ("intake_sources",),
    ("", "county_code"): ("divisions",),
    ("", "basis"): ("profile_basis",),
    ("", "role"): ("roles",),
    ("", "stage"): ("achievement_stages",),
    ("expert", "kind"): ("expert_kinds", "conflict_kinds"),
    ("", "answer"): ("willingness_answers", "rsvp_answers"),
    ("", "how"): ("answer_ways",),
    ("", "purpose"): ("invitation_purposes",),
    ("", "state"): ("invitation_states", "visit_states"),
}
# Fields whose entries are names of fields themselves.
NAMES_OF_FIELDS = frozenset({"changed"})
# What a sign-in notes although there is nothing to say.
NOTHING = {"next": "none"}


def action_words(action: str) -> str:
    """What was done; of an act that this version does not know its code."""
    return str(ACTIONS.get(action, action))


def kind_words(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def changes_of(event: Event) -> list[tuple[str, str, str]]:
    """(what, before, after) of everything the event holds of the record."""
    names = [
        name
        for name in {**event.after, **event.before}
        if (event.before.get(name) or event.after.get(name)) and event.after.get(name) != NOTHING.get(name, "")
    ]
    return [
        (
            str(FIELDS.get(name, name)),
            value_words(event.subject_kind, name, event.before.get(name)),
            value_words(event.subject_kind, name, event.after.get(name)),
        )
        for name in names
    ]


def value_words(kind: str, field: str, value: Any) -> str:
    """A value of the log as a person reads it; long texts are shortened, hidden ones stay hidden."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list) and field in NAMES_OF_FIELDS:
        return listed(FIELDS.get(name, name) for name in value)
    if isinstance(value, list):
        return _short(listed(value_words(kind, field, item) for item in value))
    if isinstance(value, dict):
        return _short(listed(f"{FIELDS.get(key, key)} {part}" for key, part in value.items() if part))
    schemes = SCHEMES.get((kind, field)) or SCHEMES.get(("", field)) or ()
    return _short(str(value) if value == HIDDEN else _coded(str(value), schemes))


def timeline(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Entries for the timeline macro."""
    return [
        {
            "at": event.at,
            "actor": actor_words(event),
            "text": action_words(event.action),
            "changes": changes_of(event),
            "why": event.why,
        }
        for event in events
    ]


def actor_words(event: Event) -> str:
    """Who acted: the name of a person or program, or what stands for it."""
    if event.actor_kind == "link":
        return {
            "expert link": gettext("Expert (personal link)"),
            "institution link": gettext("Institution (personal link)"),
        }.get(event.actor_name, gettext("Enterprise (personal link)"))
    words = {"system": gettext("The service itself"), "anonymous": gettext("Somebody without an account")}
    return words.get(event.actor_kind, event.actor_name)


def _coded(code: str, schemes: tuple[str, ...]) -> str:
    for scheme in schemes:
        try:
            return label(code, scheme)
        except UnknownCode:  # of another list, or the list has changed since
            continue
    return code


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
