"""The tables, one noun a file. They are the entities: there is no second set of classes."""

from matchmaker.models.achievement import Achievement
from matchmaker.models.api_client import ApiClient, ApiToken, IdempotencyKey
from matchmaker.models.attachment import Attachment
from matchmaker.models.base import Base
from matchmaker.models.campaign import Campaign, CollectionRound, CountyTarget
from matchmaker.models.classification import Classification
from matchmaker.models.contact import Contact
from matchmaker.models.distance import Distance
from matchmaker.models.event import Event, Ledger
from matchmaker.models.expert import Affiliation, Conflict, Expert
from matchmaker.models.invitation import Invitation, PersonalLink, Rsvp, Willingness
from matchmaker.models.job import Job
from matchmaker.models.need import Need
from matchmaker.models.organization import Organization
from matchmaker.models.outbox import OutboxMessage
from matchmaker.models.outcome import Feedback, FollowUp, Outcome
from matchmaker.models.participation import Participation
from matchmaker.models.passage import Change, Embedding, Passage
from matchmaker.models.plan import Delegate, Pairing, Plan, Trip, Visit
from matchmaker.models.plan_order import PlanOrder
from matchmaker.models.proposal import Proposal
from matchmaker.models.suggestion import Decision, MatchRun, NeedAssessment, Suggestion
from matchmaker.models.talk import Talk
from matchmaker.models.user import PasswordReset, RateCount, User, UserSession

__all__ = [
    "Achievement", "Affiliation", "ApiClient", "ApiToken", "Attachment", "Base", "Campaign", "Change",
    "Classification", "CollectionRound", "Conflict", "Contact", "CountyTarget", "Decision", "Delegate", "Distance",
    "Embedding", "Event", "Expert", "Feedback", "FollowUp", "IdempotencyKey", "Invitation", "Job", "Ledger",
    "MatchRun", "Need", "NeedAssessment", "Organization", "OutboxMessage", "Outcome", "Pairing", "Participation",
    "Passage", "PasswordReset", "PersonalLink", "Plan", "PlanOrder", "Proposal", "RateCount", "Rsvp", "Suggestion",
    "Talk", "Trip", "User", "UserSession", "Visit", "Willingness",
]  # fmt: skip
