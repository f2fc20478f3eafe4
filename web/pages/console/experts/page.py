"""The page of one expert or team."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from matchmaker.models import Expert, Suggestion
from matchmaker.models.codes import ExpertState
from matchmaker.services.contact_disclosure import masked_email, masked_name, masked_number
from matchmaker.services.expert import STALE_AFTER
from matchmaker.services.history import history_of
from matchmaker.services.personal_data.person import KEEPERS as ADMINISTRATORS
from matchmaker.services.registry_parts import achievements_of
from matchmaker.services.scope import get_visible
from matchmaker.services.suggestion_board import suggested_for
from matchmaker.services.work import Work
from web.choices import choices
from web.classified import classification_rows
from web.event_words import timeline
from web.form_state import FormState
from web.labels import label
from web.navigation import REGISTRY
from web.pages.console.experts.index import may_keep
from web.pages.console.rendering import render_page
from web.session import reading, require


@require(*REGISTRY)
def show(ref: str) -> ResponseReturnValue:
    with reading() as work:
        return expert_page(work, get_visible(work=work, kind=Expert, ref=ref))


def expert_page(work: Work, expert: Expert, conflict_form: FormState | None = None) -> str:
    """The page; `conflict_form` is the form of relations with what was wrong in it."""
    contact = expert.contacts[0] if expert.contacts else None
    return render_page(
        work,
        "console/expert.html",
        expert=expert,
        classifications=classification_rows(expert.classifications),
        contact={
            "name": masked_name(contact.name) if contact else None,
            "mobile": masked_number(contact.mobile) if contact else None,
            "email": masked_email(contact.email) if contact else None,
        },
        reveal=url_for("experts.reveal", ref=expert.ref) if may_keep(work) else "",
        achievements=achievements_of(work=work, owner=expert),
        needs=[need_row(row) for row in suggested_for(work=work, record=expert)],
        stale=expert.profile_updated_on < work.today() - STALE_AFTER,
        events=timeline(work, history_of(work=work, record=expert)),
        may=acts_on(work, expert),
        states=[choice for choice in choices("expert_states") if choice[0] != ExpertState.WITHDRAWN],
        relations=choices("conflict_kinds"),
        conflict_form=conflict_form or FormState(),
    )


def acts_on(work: Work, expert: Expert) -> set[str]:
    if not may_keep(work):
        return set()
    withdrawn = expert.state is ExpertState.WITHDRAWN
    own = {"personal_data"} if work.actor.role in ADMINISTRATORS else set()
    return {"edit", "conflict"} | own | (set() if withdrawn else {"withdraw", "state"})


def need_row(row: Suggestion) -> dict[str, Any]:
    """A need for which somebody was suggested."""
    assert row.need is not None  # experts and achievements are suggested for needs
    need = row.need
    line = [need.organization.name, label(need.county_code, "divisions")]
    return {
        "ref": row.ref,
        "grade": row.grade.value,
        "state": row.state.value,
        "title": need.title,
        "line": " · ".join(part for part in line if part),
        "href": url_for("needs.show", ref=need.ref),
    }
