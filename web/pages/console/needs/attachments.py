"""Files that belong to a need, for whoever may read the need."""

from __future__ import annotations

from flask import abort, send_file
from flask.typing import ResponseReturnValue

from matchmaker.models import Attachment
from web.navigation import READERS
from web.pages.console.needs.page import opened
from web.session import application, require


@require(*READERS)
def download(ref: str, file: str) -> ResponseReturnValue:
    """As a download: what an enterprise sent is never shown as a page of this service."""
    with opened(ref) as (_, need):
        found: Attachment | None = next((each for each in need.attachments if each.ref == file), None)
        if found is None:
            abort(404)
        path = application().settings.data_dir / "attachments" / found.sha256
        name = found.filename
    if not path.is_file():
        abort(404)
    return send_file(
        path.absolute(), mimetype="application/octet-stream", as_attachment=True, download_name=name, max_age=0
    )
