"""Short messages after an htmx request: told in a header, shown by static/js/toast.js, taken back by its undo."""

from __future__ import annotations

import json

from flask import Response


def with_toast(
    response: Response, text: str, *, undo: str | None = None, target: str = "body", event: str | None = None
) -> Response:
    """Add a toast. `undo` is an address that a press on "undo" posts to; what it answers replaces `target`.

    `event` is a further event to raise on the page, for example "decided" (static/js/review.js).
    """
    toast: dict[str, object] = {"text": text}
    if undo:
        toast["undo"] = {"url": undo, "target": target}
    events: dict[str, object] = {"toast": toast} | ({event: {}} if event else {})
    response.headers["HX-Trigger"] = json.dumps(events, ensure_ascii=True)
    return response
