"""Outcomes (成效) in answers and bodies. Amounts are in 万元."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Self

from pydantic import Field

from matchmaker.locale import N_
from matchmaker.models import Outcome
from matchmaker.services.work import Work
from web.api.shapes.base import Amount, In, IsoDate, Ref, code_of, line, matching, prose
from web.api.shapes.coded import Coded, coded, coded_surely
from web.api.shapes.page import PageOf
from web.api.shapes.parties import ExpertBrief, ExpertIn
from web.api.shapes.record import ExternalIn, RecordOut, money, record_values

YUAN = N_("In units of 10,000 yuan, as a decimal text.")
OLDER = N_("Whether it was signed before the service brought the two sides together: then it is not its success.")
_AMOUNTS = frozenset({"amount", "amount_received"})
_OTHERS = frozenset(
    {"level", "contract_kind", "registration_number", "evidence_sha256", "older_than_contact", "joint_platform",
     "vice_president", "signed_on"}
)  # fmt: skip


class OutcomeOut(RecordOut):
    """What came of an introduction."""

    need: str | None = Field(description=N_("The reference of the need."))
    suggestion: str | None = Field(description=N_("The reference of the suggestion that it began with."))
    campaign: str | None = Field(description=N_("The reference of the round."))
    expert: ExpertBrief | None
    level: Coded
    contract_kind: Coded | None
    amount: str | None = Field(description=YUAN)
    amount_received: str | None = Field(description=YUAN)
    registration_number: str | None
    evidence_sha256: str | None
    older_than_contact: bool = Field(description=OLDER)
    joint_platform: bool
    vice_president: bool = Field(description=N_("Whether somebody of the institution became deputy for technology."))
    signed_on: date | None
    note: str

    @classmethod
    def of(cls, work: Work, row: Outcome) -> Self:
        return cls(
            **record_values(row),
            need=row.need.ref if row.need is not None else None,
            suggestion=row.suggestion.ref if row.suggestion is not None else None,
            campaign=row.campaign.ref if row.campaign is not None else None,
            expert=ExpertBrief.maybe(work, row.expert),
            level=coded_surely(work, "outcome_levels", row.level),
            contract_kind=coded(work, "contract_kinds", row.contract_kind),
            amount=money(row.amount),
            amount_received=money(row.amount_received),
            registration_number=row.registration_number,
            evidence_sha256=row.evidence_sha256,
            older_than_contact=row.older_than_contact,
            joint_platform=row.joint_platform,
            vice_president=row.vice_president,
            signed_on=row.signed_on,
            note=row.note,
        )


class OutcomePage(PageOf[OutcomeOut]):
    """A page of outcomes."""


class OutcomeFields(In):
    """What a caller may write of an outcome."""

    contract_kind: code_of("contract_kinds") | None = Field(
        default=None, description=N_("Needed for the levels contract and paid.")
    )
    amount: Amount | None = Field(default=None, description=YUAN)
    amount_received: Amount | None = Field(
        default=None,
        description=N_("Not more than the amount; what is paid counts as paid in full unless it is given."),
    )
    registration_number: line(64) | None = None
    evidence_sha256: matching(r"^[0-9a-f]{64}$", 64) | None = Field(
        default=None, description=N_("The SHA-256 of the file that proves it.")
    )
    older_than_contact: bool = Field(default=None, description=OLDER)
    joint_platform: bool = False
    vice_president: bool = False
    signed_on: IsoDate | None = Field(default=None, description=N_("Today or a day that has passed."))
    note: prose(2_000) | None = None

    def values(self) -> dict[str, Any]:
        """What was given, as the services take it. A note that is null becomes empty."""
        present = self.model_fields_set
        given: dict[str, Any] = {name: getattr(self, name) for name in present & _OTHERS}
        for name in present & _AMOUNTS:
            text = getattr(self, name)
            given[name] = None if text is None else Decimal(text)
        if "note" in present:
            given["note"] = self.note or ""
        return given


class OutcomePost(OutcomeFields, ExternalIn):
    """A new outcome."""

    need: Ref = Field(description=N_("The reference of the need."))
    suggestion: Ref | None = Field(default=None, description=N_("The reference of a suggestion for this need."))
    expert: ExpertIn | None = Field(default=None, description=N_("Who took part; known from the suggestion if given."))
    level: code_of("outcome_levels")


class OutcomePatch(OutcomeFields):
    """Changes to an outcome: what is left out stays as it is, null clears."""

    level: code_of("outcome_levels") = None
