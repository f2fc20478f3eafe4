"""The mock-ups of the pages of people: willingness, invitations, visits, tasks, and what personal links open."""

from __future__ import annotations

from matchmaker.models.codes import Role
from tests.web.samples import invitations, links, visits, willingness
from tests.web.samples.records import AUDITOR, ENTERPRISE, OFFICER
from web.samples import Example
from web.viewer import Viewer

LIAISON = Viewer("联络员（示例）", Role.LIAISON, "岱岳工业大学（示例）")

PEOPLE: dict[str, Example] = {
    "console/willingness": Example(
        "console/willingness.html", willingness.willingness_list, OFFICER, "willingness.index", "willingness"
    ),
    "console/willingness-counties": Example(
        "console/willingness.html", willingness.willingness_counties, AUDITOR, section="willingness"
    ),
    "console/willingness-none": Example(
        "console/willingness.html", willingness.willingness_none, OFFICER, section="willingness"
    ),
    "console/willingness-party": Example(
        "console/willingness_party.html", willingness.willingness_party, OFFICER, "willingness.show", "willingness"
    ),
    "console/willingness-unknown": Example(
        "console/willingness_party.html", willingness.willingness_unknown, OFFICER, section="willingness"
    ),
    "console/willingness-upload": Example(
        "console/willingness_upload.html", willingness.willingness_upload, OFFICER, "willingness.upload", "willingness"
    ),
    "console/willingness-preview": Example(
        "console/willingness_preview.html", willingness.willingness_preview, OFFICER, section="willingness"
    ),
    "console/hand-outs": Example("console/hand_outs.html", willingness.hand_outs, OFFICER, section="willingness"),
    "console/invitations": Example(
        "console/invitations.html", invitations.invitations, OFFICER, "invitations.index", "invitations"
    ),
    "console/invitations-plan": Example(
        "console/invitations_plan.html", invitations.invitations_plan, OFFICER, "invitations.plan", "invitations"
    ),
    "console/invitation": Example(
        "console/invitation.html", invitations.invitation_page, OFFICER, "invitations.guest", "invitations"
    ),
    "console/visits": Example("console/visits.html", visits.visits, OFFICER, "visits.index", "visits"),
    "console/visits-none": Example("console/visits.html", visits.visits_none, OFFICER, section="visits"),
    "console/visit-new": Example("console/visit_new.html", visits.visit_new, OFFICER, "visits.new", "visits"),
    "console/visit-new-nobody": Example("console/visit_new.html", visits.visit_new_nobody, OFFICER, section="visits"),
    "console/visit-new-start": Example("console/visit_new.html", visits.visit_new_start, OFFICER, section="visits"),
    "console/visit": Example("console/visit.html", visits.visit_page, OFFICER, "visits.show", "visits"),
    "console/visit-open": Example("console/visit.html", visits.visit_open, OFFICER, section="visits"),
    "console/follow-ups": Example(
        "console/follow_ups.html", visits.follow_ups, OFFICER, "follow_ups.index", "follow_ups"
    ),
    "answer/willingness": Example("answer/willingness.html", links.answer_willingness, endpoint="answer.show"),
    "answer/closed": Example("answer/willingness.html", links.answer_closed),
    "answer/plan": Example("answer/plan.html", links.answer_plan),
    "answer/pairings": Example("answer/plan.html", links.answer_pairings),
    "answer/rating": Example("answer/rating.html", links.answer_rating),
    "answer/contact": Example("answer/contact.html", links.answer_contact),
    "answer/own": Example("answer/own.html", links.own_round, LIAISON, "my_round.index"),
    "answer/own-none": Example("answer/own.html", willingness.willingness_none, ENTERPRISE),
}
