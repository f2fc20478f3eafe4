"""Files that belong to a need, for whoever may read the need."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from web.navigation import READERS
from web.pages.console.needs.page import opened
from web.session import require
from web.uploads import send_attachment


@require(*READERS)
def download(ref: str, file: str) -> ResponseReturnValue:
    """As a download: what an enterprise sent is never shown as a page of this service."""
    with opened(ref) as (_, need):
        return send_attachment(need, file)
