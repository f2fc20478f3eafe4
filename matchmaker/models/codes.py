"""Codes that the program itself acts on. Their labels stand in `matchmaker/reference/data`."""

from __future__ import annotations

from enum import StrEnum


class OrganizationKind(StrEnum):
    """单位类型"""

    ENTERPRISE = "enterprise"
    UNIVERSITY = "university"
    INSTITUTE = "institute"
    AGENCY = "agency"
    BUREAU = "bureau"


class ExpertKind(StrEnum):
    """专家 or 团队"""

    PERSON = "person"
    TEAM = "team"


class ProfileBasis(StrEnum):
    """Where a profile comes from: only a confirmed one may be passed on."""

    PUBLIC = "public"
    PROVIDED = "provided"
    CONFIRMED = "confirmed"


class ExpertState(StrEnum):
    """Only an active expert is suggested."""

    ACTIVE = "active"
    RESTING = "resting"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


class NeedState(StrEnum):
    """状态 of a need, in the order of its life."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    PUBLISHED = "published"
    MATCHING = "matching"
    IN_CONTACT = "in_contact"
    CLOSED = "closed"


# Needs in these states take part in matching.
MATCHED_STATES = (NeedState.VERIFIED, NeedState.PUBLISHED, NeedState.MATCHING, NeedState.IN_CONTACT)


class NeedResult(StrEnum):
    """How a closed need ended."""

    SOLVED = "solved"
    UNSOLVED = "unsolved"
    WITHDRAWN = "withdrawn"


class NeedSource(StrEnum):
    """How a need reached the service."""

    PORTAL = "portal"
    PHONE = "phone"
    VISIT = "visit"
    WECHAT = "wechat"
    WORKBOOK = "workbook"
    API = "api"


class Confidentiality(StrEnum):
    """Who may see the internal version of a need."""

    PUBLIC = "public"
    COUNTY = "county"
    CONFIDENTIAL = "confidential"


class Grade(StrEnum):
    """高度相关, 较相关, 弱相关, 暂无合适对象"""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"
    NONE = "none"


class SuggestionState(StrEnum):
    """What became of a suggestion."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    HELD = "held"
    OUTDATED = "outdated"


class Verdict(StrEnum):
    """What an organizer can do with a suggestion."""

    ACCEPT = "accept"
    REJECT = "reject"
    HOLD = "hold"
    UNDO = "undo"


class Role(StrEnum):
    """Roles of users."""

    ENTERPRISE = "enterprise"
    COUNTY = "county"
    CITY = "city"
    LIAISON = "liaison"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class JobState(StrEnum):
    """Life of a job."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class EmbeddingState(StrEnum):
    """Whether a text has its vector."""

    READY = "ready"
    REFUSED = "refused"
