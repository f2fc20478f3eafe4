"""推荐院校: institutions for enterprises, to decide on; and who fits an institution or a chain as a whole."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.locale import N_
from matchmaker.models import Organization, Suggestion
from matchmaker.models.codes import Grade, SuggestionState, Verdict
from matchmaker.services.both_ways.partner_queue import PartnerFilter, partner_queue
from matchmaker.services.both_ways.partners import enterprises_for_institution, institutions_for_chain
from matchmaker.services.both_ways.relations import chains_with_relations, institutions_with_relations
from matchmaker.services.both_ways.suitable import institution_for
from matchmaker.services.both_ways.tie import COUNTED
from matchmaker.services.decision import NewDecision, decide_suggestion
from matchmaker.services.scope import get_visible
from web.choices import choices, counties
from web.form_errors import words_of
from web.labels import label
from web.list_query import ListQuery, code_of, read_query
from web.listing import Listing
from web.navigation import ORGANIZERS, READERS
from web.pages.console.partner_rows import candidates_of, partner_row
from web.pages.console.rendering import render_page
from web.pages.console.review import DECIDING, into_dialog, version
from web.session import reading, require, writing
from web.toasts import with_toast

blueprint = Blueprint("partners", __name__, url_prefix="/console/partners")
FILTERS = ("county", "chain", "enterprise", "grade", "state")
STATES = (SuggestionState.HELD, SuggestionState.ACCEPTED, SuggestionState.REJECTED)


@blueprint.get("/")
@require(*READERS)
def index() -> ResponseReturnValue:
    query = read_query(FILTERS)
    with reading() as work:
        one = query.get("enterprise")
        enterprise = get_visible(work=work, kind=Organization, ref=one) if one else None
        queue = partner_queue(work=work, where=partner_filter(query))
        return render_page(
            work,
            "console/partners.html",
            candidates=candidates_of(work, queue.rows),
            total=queue.total,
            tabs=tabs_of("index"),
            filters=Listing([], filters=query.filters),
            enterprise=enterprise,
            counties=counties(),
            chains=choices("chains"),
            grades=[(grade.value, label(grade, "grades")) for grade in COUNTED],
            states=[(state.value, label(state, "suggestion_states")) for state in STATES],
            reasons=choices("rejection_reasons"),
            may_decide=work.actor.is_organizer,
        )


def partner_filter(query: ListQuery) -> PartnerFilter:
    return PartnerFilter(
        county_code=query.get("county"),
        chain=query.get("chain"),
        enterprise=query.get("enterprise"),
        grade=query.code("grade", Grade),
        state=query.code("state", SuggestionState) or SuggestionState.SUGGESTED,
    )


def tabs_of(shown: str) -> list[tuple[str, str, None, bool]]:
    names = {
        "index": gettext("For enterprises"),
        "chain": gettext("For a chain"),
        "institution": gettext("For an institution"),
    }
    return [(text, url_for(f"partners.{name}"), None, name == shown) for name, text in names.items()]


@blueprint.get("/chain")
@require(*READERS)
def chain() -> ResponseReturnValue:
    """Institutions for a whole chain, the closest first; unless one is named, for the first that has some."""
    with reading() as work:
        offered = chains_with_relations(work=work)
        chosen = read_query(("chain",)).get("chain") or next(iter(offered), "")
        found = institutions_for_chain(work=work, chain=chosen) if chosen else []
        return render_page(
            work,
            "console/partners_chain.html",
            tabs=tabs_of("chain"),
            chains=[(code, label(code, "chains")) for code in dict.fromkeys((*offered, *filter(None, [chosen])))],
            shown=chosen,
            name=label(chosen, "chains") if chosen else "",
            partners=[partner_row(one) for one in found],
        )


@blueprint.get("/institution")
@require(*READERS)
def institution() -> ResponseReturnValue:
    """Enterprises for an institution, the closest first; unless one is named, for the first that has some."""
    with reading() as work:
        offered = institutions_with_relations(work=work)
        asked = read_query(("institution",)).get("institution")
        row = institution_for(work=work, ref=asked) if asked else next(iter(offered), None)
        found = enterprises_for_institution(work=work, institution=row) if row else []
        return render_page(
            work,
            "console/partners_institution.html",
            tabs=tabs_of("institution"),
            institutions=[(one.ref, one.name) for one in dict.fromkeys((*offered, *filter(None, [row])))],
            shown=row.ref if row else "",
            institution=row,
            partners=[partner_row(one) for one in found],
        )


@blueprint.post("/<ref>/decide")
@require(*ORGANIZERS)
def decide(ref: str) -> ResponseReturnValue:
    verdict = code_of(request.form.get("verdict", ""), Verdict, "verdict")
    if verdict not in DECIDING:
        raise InvalidInput(field="verdict", problem=N_("Use the button that takes a decision back."))
    new = NewDecision(verdict, request.form.get("reason_code") or None, request.form.get("note"), version())
    try:
        response, after, name = decided(ref, new)
    except InvalidInput as error:
        return into_dialog(words_of(error))
    words = {
        Verdict.ACCEPT: gettext("Accepted: %(name)s", name=name),
        Verdict.REJECT: gettext("Not suitable: %(name)s", name=name),
        Verdict.HOLD: gettext("Held: %(name)s", name=name),
    }
    undo = url_for("partners.undo", ref=ref, version=after)
    return with_toast(response, words[verdict], undo=undo, target=f"#candidate-{ref}", event="decided")


@blueprint.post("/<ref>/undo")
@require(*ORGANIZERS)
def undo(ref: str) -> ResponseReturnValue:
    response, _, name = decided(ref, NewDecision(Verdict.UNDO, expected_version=version()))
    return with_toast(response, gettext("Taken back: %(name)s is open again", name=name))


def decided(ref: str, new: NewDecision) -> tuple[Response, int, str]:
    """Decide; the suggestion as it stands now, its version, and the institution's name."""
    with writing("suggestion") as work:
        row = get_visible(work=work, kind=Suggestion, ref=ref)
        if row.institution is None:
            raise NotFound(kind="suggestion", ref=ref)  # candidates of needs are decided on in their queue
        decide_suggestion(work=work, suggestion=row, new=new)
        work.session.flush()
        (one,) = candidates_of(work, [row], current=True)
        response = make_response(render_template("console/partner.html", candidate=one, may_decide=True))
        return response, row.version, row.institution.name
