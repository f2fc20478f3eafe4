"""Results of a visit: level, contract, amounts, and the file that proves it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from flask import abort, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Visit
from matchmaker.services.attachment import file_path, keep_file
from matchmaker.services.outcome import NewOutcome, get_outcome, record_outcome
from matchmaker.services.planning.access import DONE, get_visit
from matchmaker.services.visit_end import needs_of_visit
from matchmaker.services.work import Work
from web.choices import choices
from web.form_errors import words_of
from web.form_reader import FormReader
from web.navigation import ORGANIZERS, READERS
from web.pages.console.visits.acts import noted
from web.session import application, reading, require
from web.uploads import sent_file, upload_errors


@require(*ORGANIZERS)
def record(ref: str) -> ResponseReturnValue:
    form = FormReader(request.form)
    level = form.code("level", [code for code, _ in choices("outcome_levels")], required=True) or ""
    kind = form.code("contract_kind", [code for code, _ in choices("contract_kinds")])
    amounts = {name: amount(form, name) for name in ("amount", "amount_received")}
    number, note, day = form.optional("registration_number", 64), form.text("note", 2000), form.day("signed_on")
    chosen, upload = form.text("need", 16), sent_file()
    form.errors |= {name: words_of(error) for name, error in upload_errors(upload).items()}

    def add(work: Work, visit: Visit) -> object:
        if visit.state != DONE:
            raise InvalidInput(field="level", problem=N_("Record first that the visit took place."))
        needs = {need.ref: need for need in needs_of_visit(work=work, visit=visit)}
        need = needs.get(chosen) or (next(iter(needs.values())) if len(needs) == 1 else None)
        data_dir = application().settings.data_dir
        new = NewOutcome(
            level=level,
            need=need,
            visit=visit,
            contract_kind=kind,
            registration_number=number,
            evidence_sha256=keep_file(work=work, upload=upload, data_dir=data_dir) if upload is not None else None,
            joint_platform=request.form.get("joint_platform") == "yes",
            vice_president=request.form.get("vice_president") == "yes",
            signed_on=day,
            note=note,
            **amounts,
        )
        return record_outcome(work=work, new=new)

    return noted(ref, "outcome", form, add, gettext("The result is recorded."))


@require(*READERS)
def evidence(ref: str, outcome: str) -> ResponseReturnValue:
    """The file that proves a result, as a download only."""
    with reading() as work:
        visit, row = get_visit(work=work, ref=ref), get_outcome(work=work, ref=outcome)
        if row.visit_id != visit.id or row.evidence_sha256 is None:
            abort(404)
        path = file_path(application().settings.data_dir, row.evidence_sha256)
    if not path.is_file():
        abort(404)
    name = f"evidence-{outcome}{ending_of(path.read_bytes()[:8])}"
    return send_file(
        path.absolute(), mimetype="application/octet-stream", as_attachment=True, download_name=name, max_age=0
    )


def ending_of(start: bytes) -> str:
    """The ending that fits how the content begins: a stored file has no name."""
    endings = {b"%PDF-": ".pdf", b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"PK\x03\x04": ".docx"}
    return next((ending for mark, ending in endings.items() if start.startswith(mark)), "")


def amount(form: FormReader, name: str) -> Decimal | None:
    """An amount in 万元, None for an empty box."""
    given = form.text(name, 20)
    if not given:
        return None
    try:
        value = Decimal(given)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not given.isascii():
        form.errors[name] = gettext("Write the amount as a number, for example 12.5.")
        return None
    return value
