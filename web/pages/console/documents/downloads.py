"""Papers as files. Each download is an event, so each is asked for by a button."""

from __future__ import annotations

import io
import zipfile

from flask import current_app, request
from flask.typing import ResponseReturnValue

from matchmaker.errors import NotFound
from matchmaker.models import Expert, Organization
from matchmaker.services.documents.calendar import plan_calendar
from matchmaker.services.documents.certificate import service_certificate
from matchmaker.services.documents.itinerary import itinerary
from matchmaker.services.documents.letter import institutions_of, invitation_letter
from matchmaker.services.documents.program import get_party, parties_of, program_of
from matchmaker.services.documents.wording import Heading
from matchmaker.services.documents.workbook import plan_workbook
from matchmaker.services.party import Party
from matchmaker.services.planning.access import campaign_of, require_planner
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.downloads import download_of
from web.form_reader import FormReader
from web.navigation import ORGANIZERS, READERS
from web.pages.console.documents.overview import papers_of
from web.pages.console.plans.index import round_of
from web.session import require, writing


@require(*ORGANIZERS)
def letter(ref: str) -> ResponseReturnValue:
    """邀请函 to one institution."""
    with writing("plan") as work:
        plan = papers_of(work, ref)
        institution = get_visible(work=work, kind=Organization, ref=request.form.get("institution", ""))
        content = invitation_letter(work=work, plan=plan, institution=institution, heading=heading_of(work))
        return download_of(content, f"邀请函-{institution.name}.docx")


@require(*ORGANIZERS)
def letters(ref: str) -> ResponseReturnValue:
    """邀请函 to every institution of the plan, in one archive."""
    with writing("plan") as work:
        plan = papers_of(work, ref)
        require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="document.letter")
        heading = heading_of(work)
        files = {
            f"邀请函-{number:02}-{one.name}.docx": invitation_letter(work=work, plan=plan, institution=one,
                                                                    heading=heading)
            for number, one in enumerate(institutions_of(work=work, plan=plan), start=1)
        }  # fmt: skip
        if not files:
            raise NotFound(kind="organization", ref=ref)
        return download_of(archived(files), f"邀请函-{work.today():%Y%m%d}.zip")


def archived(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@require(*ORGANIZERS)
def party_itinerary(ref: str) -> ResponseReturnValue:
    with writing("plan") as work:
        plan = papers_of(work, ref)
        party = party_in_plan(work, ref)
        content = itinerary(work=work, plans=[plan], party=party, heading=heading_of(work))
        return download_of(content, f"行程安排-{party.name}.docx")


@require(*ORGANIZERS)
def calendar(ref: str) -> ResponseReturnValue:
    """The whole plan, or what one party has in it."""
    with writing("plan") as work:
        plan = papers_of(work, ref)
        party = party_in_plan(work, ref) if request.form.get("party") else None
        content = plan_calendar(work=work, plans=[plan], party=party)
        return download_of(content, f"日程-{party.name if party is not None else plan.name}.ics")


@require(*READERS)
def workbook(ref: str) -> ResponseReturnValue:
    with writing("plan") as work:
        plan = papers_of(work, ref)
        return download_of(plan_workbook(work=work, plan=plan), f"{plan.name}-{work.today():%Y%m%d}.xlsx")


@require(*ORGANIZERS)
def certificate() -> ResponseReturnValue:
    """服务证明 for an expert of the running round."""
    with writing("expert") as work:
        campaign = round_of(work)
        if campaign is None:
            raise NotFound(kind="campaign", ref="-")
        expert = get_visible(work=work, kind=Expert, ref=request.form.get("expert", ""))
        content = service_certificate(work=work, campaign=campaign, expert=expert, heading=heading_of(work))
        return download_of(content, f"服务证明-{expert.name}.docx")


def party_in_plan(work: Work, ref: str) -> Party:
    """The party of the form, if it takes part in the plan as far as the caller sees it."""
    party = get_party(work=work, ref=request.form.get("party", ""))
    known = parties_of(program_of(work=work, plans=[papers_of(work, ref)]))
    if not any(type(one) is type(party) and one.id == party.id for one in known):
        raise NotFound(kind="party", ref=party.ref)
    return party


def heading_of(work: Work) -> Heading:
    """Number and date of the form; today and a number to be filled in by hand where there are none."""
    dated = FormReader(request.form).day("dated") or work.today()
    issuer = current_app.jinja_env.globals["site"].organizer
    return Heading(dated=dated, number=request.form.get("number", "").strip(), issuer=issuer)
