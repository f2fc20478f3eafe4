"""Files between browser and service: read from a form, checked before anything is stored, sent as downloads only."""

from __future__ import annotations

from flask import abort, request, send_file
from flask.typing import ResponseReturnValue

from matchmaker.errors import InvalidInput
from matchmaker.models import Need
from matchmaker.services.attachment import Upload, attach, check_upload, file_path, get_attachment
from matchmaker.services.work import Work
from web.session import application

FIELD = "attachment"


def sent_file() -> Upload | None:
    """The file of this request's form, if one was chosen. Its size is bounded by the limit of the whole request."""
    sent = request.files.get(FIELD)
    return Upload(sent.filename, sent.read()) if sent is not None and sent.filename else None


def upload_errors(upload: Upload | None) -> dict[str, InvalidInput]:
    """What is wrong with it, by field, before anything of the form is stored."""
    if upload is None:
        return {}
    try:
        check_upload(upload)
    except InvalidInput as error:
        return {FIELD: error}
    return {}


def keep_file(work: Work, need: Need, upload: Upload | None) -> None:
    if upload is not None:
        attach(work=work, need=need, upload=upload, data_dir=application().settings.data_dir)


def send_attachment(need: Need, ref: str) -> ResponseReturnValue:
    """As a download: what somebody sent is never shown as a page of this service."""
    found = get_attachment(need=need, ref=ref)
    path = file_path(application().settings.data_dir, found.sha256)
    if not path.is_file():
        abort(404)
    return send_file(
        path.absolute(),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=found.filename,
        max_age=0,
    )
