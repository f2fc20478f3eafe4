"""What can be done with a person's data: hand it out as a file, erase it."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.services.personal_data.erasure import VisitsAhead, erase_person
from matchmaker.services.personal_data.export import WAYS, export_person
from matchmaker.services.personal_data.person import KEEPERS
from web.downloads import download_of
from web.form_errors import field_errors, words_of
from web.form_reader import FormReader
from web.pages.console.personal_data.page import person_of, person_page
from web.session import application, require, writing


@require(*KEEPERS)
def export(kind: str, ref: str, key: str = "") -> ResponseReturnValue:
    """The file; that it was made is an event."""
    ending = FormReader(request.form).code("format", list(WAYS)) or next(iter(WAYS))
    with writing("person") as work:
        handed = export_person(work=work, person=person_of(work, kind, ref, key), ending=ending)
    return download_of(handed.content, f"个人信息-{ref}.{handed.ending}")


@require(*KEEPERS)
def erase(kind: str, ref: str, key: str = "") -> ResponseReturnValue:
    form = FormReader(request.form)
    confirmed, why = form.text("confirmed", 200, required=True), form.text("why", 300, required=True)
    with writing("person") as work:
        person = person_of(work, kind, ref, key)
        if not form.errors:
            try:
                data_dir = application().settings.data_dir
                erase_person(work=work, person=person, confirmed=confirmed, why=why, data_dir=data_dir)
            except InvalidInput as error:
                form.errors |= field_errors(error)
            except VisitsAhead as error:
                form.errors["confirmed"] = words_of(error)
        if form.errors:
            return person_page(work, person, form.state()), 422
    flash(gettext("The person's data is erased."))
    return redirect(url_for("personal_data.index"), 303)
