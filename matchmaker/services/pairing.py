"""Pairings (校企合作): long-term agreements of an enterprise, or of a whole chain, with an institution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Campaign, Organization, Pairing
from matchmaker.services.audit import audit
from matchmaker.services.plan_record import check_took_place, plan_of_records
from matchmaker.services.scope import require_role
from matchmaker.services.trip import INSTITUTIONS
from matchmaker.services.visit import RECORDERS
from matchmaker.services.work import Work

SIGNED = "signed"


@dataclass(frozen=True)
class NewPairing:
    """Who signed with whom: exactly one of `enterprise` and `chain_code` (of the list `chains`)."""

    institution: Organization
    signed_on: date
    agreement: str
    enterprise: Organization | None = None
    chain_code: str | None = None
    school: str | None = None
    source: str | None = None
    external_id: str | None = None


def record_pairing(*, work: Work, campaign: Campaign, new: NewPairing) -> Pairing:
    """Store a signed agreement. A school is one of the institution's where the institution has named its schools."""
    require_role(work, "pairing.record", *RECORDERS)
    check_took_place(work, new.signed_on)
    _check_sides(work, new)
    plan = plan_of_records(work=work, campaign=campaign)
    now = work.now()
    row = Pairing(
        ref=work.new_ref(),
        plan_id=plan.id,
        enterprise_id=new.enterprise.id if new.enterprise is not None else None,
        chain_code=new.chain_code,
        institution_id=new.institution.id,
        school=new.school,
        agreement=new.agreement.strip(),
        signed_on=new.signed_on,
        state=SIGNED,
        source=new.source,
        external_id=new.external_id,
        created_at=now,
        updated_at=now,
    )
    work.session.add(row)
    work.session.flush()
    party = new.enterprise.ref if new.enterprise is not None else new.chain_code
    after = {"party": party, "institution": new.institution.ref, "school": new.school, "signed_on": new.signed_on}
    audit(work=work, action="pairing.record", subject=row, after=after)
    return row


def _check_sides(work: Work, new: NewPairing) -> None:
    if (new.enterprise is None) == (new.chain_code is None):
        raise InvalidInput(field="enterprise", problem=N_("Name either an enterprise or a chain."))
    if new.chain_code is not None:
        work.schemes("chains").get(new.chain_code)
    if new.institution.kind not in INSTITUTIONS:
        raise InvalidInput(field="institution", problem=N_("Agreements are made with a university or an institute."))
    if new.school and new.institution.schools and new.school not in new.institution.schools:
        problem = N_("The institution has no such school; known are: %(known)s.")
        raise InvalidInput(field="school", problem=problem, known=", ".join(new.institution.schools))
