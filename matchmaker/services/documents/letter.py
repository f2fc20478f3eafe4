"""邀请函: the official letter to an institution about what a plan wants of it and its experts (Word)."""

from __future__ import annotations

from matchmaker.errors import NotFound
from matchmaker.locale import N_
from matchmaker.locale.render import render
from matchmaker.models import Organization, Plan
from matchmaker.services.audit import audit
from matchmaker.services.documents.letter_texts import LETTER_TEXTS, LetterText, hosts_of
from matchmaker.services.documents.program import program_of
from matchmaker.services.documents.wording import (
    STAMP,
    Heading,
    arranged,
    numbered,
)
from matchmaker.services.planning.access import campaign_of, require_planner
from matchmaker.services.planning.pair_change import standing_pairings
from matchmaker.services.planning.standing import organizations_by_key
from matchmaker.services.work import Work

RECEPTION_PARTS = ("pickup", "escort", "board", "costs")
PROGRAM, RECEPTION, REQUEST = N_("What is planned"), N_("Reception"), N_("What we ask of you")
CLOSING = N_("We hope for your kind support and look forward to your answer.")
REPLY = N_("Please support those concerned in taking part, and let our contact person know who will come.")
SIGNED_BY = N_("Contact: %(contact)s")


def institutions_of(*, work: Work, plan: Plan) -> list[Organization]:
    """The institutions that a plan wants something of: a letter can be written to each."""
    if plan.kind == "pairs":
        keys = {pairing.institution_id for pairing in standing_pairings(plan)}
    else:
        items = program_of(work=work, plans=[plan])
        keys = {place.id for item in items for place in hosts_of(item)}
    return sorted(organizations_by_key(work, keys).values(), key=lambda row: row.name)


def invitation_letter(*, work: Work, plan: Plan, institution: Organization, heading: Heading) -> bytes:
    """The letter as .docx. NotFound if the plan wants nothing of this institution. An event says that it was made."""
    campaign = campaign_of(work=work, plan=plan)
    require_planner(work=work, campaign=campaign, action="document.letter")
    text = LETTER_TEXTS[plan.kind](work, campaign, plan, institution)
    if not text.rows:
        raise NotFound(kind="organization", ref=institution.ref)
    audit(work=work, action="document.letter", subject=plan, after={"to": institution.ref, "number": heading.number})
    return _written(work, plan, institution, heading, text)


def _written(work: Work, plan: Plan, institution: Organization, heading: Heading, text: LetterText) -> bytes:
    from matchmaker.interchange.writing.official import OfficialDocument  # 8 MB, only where one is written

    paper = OfficialDocument(title=text.title, issuer=heading.issuer_name, made_at=work.now())
    paper.letterhead(heading.number_line)
    paper.title(text.title)
    paper.addressee(f"{institution.name}：")
    paper.paragraph(text.opening)
    paper.heading(numbered(0, render(PROGRAM)))
    for line in text.lines:
        paper.paragraph(line)
    paper.table(text.heads, text.rows, text.widths)
    said = {name: str(value) for name, value in plan.arrangements.items() if name in RECEPTION_PARTS}
    paper.heading(numbered(1, render(RECEPTION)))
    for line in arranged(said):
        paper.paragraph(line)
    paper.heading(numbered(2, render(REQUEST)))
    paper.paragraph(render(REPLY))
    paper.paragraph(render(CLOSING))
    paper.signature(heading.dated, stamp=render(STAMP))
    if plan.arrangements.get("contact"):
        paper.note(f"（{render(SIGNED_BY, {'contact': plan.arrangements['contact']})}）")
    return paper.content()
