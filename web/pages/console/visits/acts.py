"""What an officer notes after a visit: that it took place, or not; what was found; what is to be done next."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.models import Visit
from matchmaker.services.follow_up import NewFollowUp, add_follow_up, possible_owners
from matchmaker.services.planning.access import get_visit
from matchmaker.services.visit_end import complete_visit, edit_findings, miss_visit, needs_of_visit
from matchmaker.services.visit_list import sides_of
from matchmaker.services.work import Work
from web.form_errors import field_errors
from web.form_reader import LONGEST_TEXT, FormReader
from web.navigation import ORGANIZERS
from web.pages.console.versions import check_version
from web.pages.console.visits.page import visit_page
from web.session import require, writing


@require(*ORGANIZERS)
def done(ref: str) -> ResponseReturnValue:
    form = FormReader(request.form)
    text = form.text("findings", LONGEST_TEXT)
    return noted(
        ref, "done", form, lambda work, visit: complete_visit(work=work, visit=visit, findings=text),
        gettext("The visit is recorded as done."), versioned=True,
    )  # fmt: skip


@require(*ORGANIZERS)
def missed(ref: str) -> ResponseReturnValue:
    form = FormReader(request.form)
    why = form.text("why", 300)
    return noted(
        ref, "missed", form, lambda work, visit: miss_visit(work=work, visit=visit, why=why),
        gettext("It is noted that the visit did not take place."), versioned=True,
    )  # fmt: skip


@require(*ORGANIZERS)
def findings(ref: str) -> ResponseReturnValue:
    form = FormReader(request.form)
    text = form.text("findings", LONGEST_TEXT)
    return noted(
        ref, "done", form, lambda work, visit: edit_findings(work=work, visit=visit, findings=text),
        gettext("The changes are kept."), versioned=True,
    )  # fmt: skip


@require(*ORGANIZERS)
def add_task(ref: str) -> ResponseReturnValue:
    """What somebody has to do next, and by when."""
    form = FormReader(request.form)
    text, due, owner = form.text("text", 2000, required=True), form.day("due_on"), form.text("owner", 16)

    def add(work: Work, visit: Visit) -> object:
        county = sides_of(work=work, visit=visit).enterprise.county_code
        owners = {row.ref: row for row in possible_owners(work=work, county_code=county)}
        needs = needs_of_visit(work=work, visit=visit)
        new = NewFollowUp(
            text=text, due_on=due, owner=owners.get(owner), need=needs[0] if len(needs) == 1 else None, visit=visit
        )
        return add_follow_up(work=work, new=new)

    return noted(ref, "task", form, add, gettext("The task is added."))


def noted(
    ref: str,
    name: str,
    form: FormReader,
    act: Callable[[Work, Visit], object],
    said: str,
    *,
    versioned: bool = False,
) -> ResponseReturnValue:
    """Do `act`, or show the page again with the form `name` and what is wrong in it."""
    with writing("visit") as work:
        visit = get_visit(work=work, ref=ref)
        if versioned:
            check_version(visit, "visit")
        if not form.errors:
            try:
                act(work, visit)
            except InvalidInput as error:
                form.errors |= field_errors(error)
        if form.errors:
            return visit_page(work, visit, {name: form.state()}), 422
    flash(said)
    return redirect(url_for("visits.show", ref=ref), 303)
