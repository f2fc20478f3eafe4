"""Files that a page gives away: named in any language, never shown as a page of this service."""

from __future__ import annotations

import io
import mimetypes

from flask import Response, send_file


def download_of(content: bytes, name: str) -> Response:
    """`content` as a file to keep under `name`."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    answer = send_file(io.BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"  # a file of data stays in no cache on the way
    return answer
