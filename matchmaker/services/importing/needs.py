"""Rows of needs: new ones, repeats, and corrected resends of what is known."""

from __future__ import annotations

from difflib import SequenceMatcher

from sqlalchemy import select

from matchmaker.errors import InvalidInput
from matchmaker.identity import folded
from matchmaker.interchange import NeedRow, RowWarning
from matchmaker.interchange.messages import message
from matchmaker.locale import N_
from matchmaker.models import Need, Organization
from matchmaker.models.codes import Confidentiality, NeedSource, NeedState, OrganizationKind, Role
from matchmaker.services.audit import differences
from matchmaker.services.importing.codes import code_value, codes_of_row
from matchmaker.services.importing.organizations import employer_of
from matchmaker.services.importing.result import RowResult
from matchmaker.services.need import NewNeed, create_need, edit_need
from matchmaker.services.need_values import NeedValues, checked, telephone
from matchmaker.services.work import Work

# Two titles of one enterprise at least this alike may be one need; found on the resends of a workbook.
SIMILAR_TITLE = 0.75


def write_need(*, work: Work, row: NeedRow, source: str) -> RowResult:
    """Create the need of a row, or update the one it is about.

    A row is about a known need if it has its number, or the same enterprise and title. A merely similar title of the
    same enterprise makes a new need and a warning. Needs of an organizer's table enter as verified.
    """
    enterprise = employer_of(work=work, row=row.organization, kind=OrganizationKind.ENTERPRISE)
    _require_own_county(work, enterprise)
    values = _values(row)
    known = _by_number(work, row, source) or _by_title(work, row, enterprise)
    if known is not None:
        return _update(work, row, known, values)
    similar = _similar(work, row, enterprise)
    new = NewNeed(
        organization=enterprise,
        intake=NeedSource(row.intake.code) if row.intake else NeedSource.WORKBOOK,
        values=values,
        codes=codes_of_row(row),
        state=NeedState.VERIFIED,
        source=source if row.external_id else None,
        external_id=row.external_id,
    )
    need = create_need(work=work, new=new)
    return RowResult(row.row, "taken", need, _similar_warning(row, similar))


def _update(work: Work, row: NeedRow, known: Need, values: NeedValues) -> RowResult:
    """Write what the row says and the need does not; an empty cell takes nothing away."""
    filled: NeedValues = {name: value for name, value in values.items() if value not in (None, "", [])}  # type: ignore[assignment]
    before, _ = differences(known, checked(filled))
    codes = codes_of_row(row)
    present = {(item.scheme, item.code) for item in known.classifications}
    if not before and present >= {(code.scheme, code.code) for code in codes}:
        return RowResult(row.row, "unchanged", known)
    if known.state is NeedState.CLOSED:
        closed = RowWarning(row.row, "", message("need.closed", ref=known.ref))
        return RowResult(row.row, "unchanged", known, (closed,))
    edit_need(work=work, need=known, values=filled, codes=codes or None)
    return RowResult(row.row, "updated", known)


def _by_number(work: Work, row: NeedRow, source: str) -> Need | None:
    if row.external_id is None:
        return None
    query = select(Need).where(Need.source == source, Need.external_id == row.external_id)
    return work.session.scalars(query).one_or_none()


def _by_title(work: Work, row: NeedRow, enterprise: Organization) -> Need | None:
    """The enterprise's need with this title; one with the same texts first, since a title may come twice."""
    key = folded(row.title)
    same = [need for need in _needs_of(work, enterprise) if folded(need.title) == key and _same_number(need, row)]
    text = folded(row.text)
    exact = [need for need in same if folded(need.problem + need.indicators + need.goal + need.background) == text]
    return next(iter(exact or same), None)


def _same_number(need: Need, row: NeedRow) -> bool:
    """A need that has another number is another need."""
    return row.external_id is None or need.external_id is None


def _similar(work: Work, row: NeedRow, enterprise: Organization) -> Need | None:
    key = folded(row.title)
    scored = [(SequenceMatcher(None, key, folded(need.title)).ratio(), need) for need in _needs_of(work, enterprise)]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] >= SIMILAR_TITLE else None


def _similar_warning(row: NeedRow, similar: Need | None) -> tuple[RowWarning, ...]:
    if similar is None:
        return ()
    found = message("need.similar", ref=similar.ref, title=similar.title)
    return (RowWarning(row.row, "title", found),)


def _needs_of(work: Work, enterprise: Organization) -> list[Need]:
    if enterprise.id is None:
        return []
    query = select(Need).where(Need.organization_id == enterprise.id).order_by(Need.id)
    return list(work.session.scalars(query))


def _values(row: NeedRow) -> NeedValues:
    contact = row.contact or (row.organization.contact if row.organization else row.contact)
    numbers = [found for found in (telephone(phone.number) for phone in contact.phones) if found]
    return NeedValues(
        title=row.title,
        problem=row.problem,
        indicators=row.indicators,
        goal=row.goal,
        background=row.background,
        keywords=list(row.keywords),
        activity_kind=code_value(row.activity_kind),
        cooperation_mode=code_value(row.mode),
        wishes=[wish.code for wish in row.wishes],
        funds_low=row.funds.low if row.funds else None,
        funds_high=row.funds.high if row.funds else None,
        funds_text=row.funds.text[:120] if row.funds else None,
        window_from=row.window.start if row.window else None,
        window_to=row.window.end if row.window else None,
        window_text=row.window.text[:120] if row.window else None,
        wanted_partners=row.wanted_partners[:300] or None,
        contact_name=contact.name[:64] or None,
        contact_mobile=numbers[0] if numbers else None,
        contact_email=contact.emails[0] if contact.emails else None,
        **({"confidentiality": Confidentiality(row.confidentiality.code)} if row.confidentiality else {}),
    )


def _require_own_county(work: Work, enterprise: Organization) -> None:
    """A county officer enters the needs of the county's enterprises only; one without a county becomes the county's."""
    actor = work.actor
    if actor.role is not Role.COUNTY:
        return
    if enterprise.county_code is None:
        enterprise.county_code = actor.county_code
    if enterprise.county_code != actor.county_code:
        raise InvalidInput(field="county", problem=N_("The enterprise lies in another county, whose office enters it."))
