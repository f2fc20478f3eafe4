"""Short messages after an htmx request: told in a header, shown by static/js/toast.js, taken back by its undo."""

from __future__ import annotations

import json

from flask import Response


def with_toast(
    response: Response, text: str, *, undo: str | None = None, target: str = "body", event: str | None = None
) -> Response:
    """Add a toast. `undo` is an address that a press on "undo" posts to; what it answers replaces `target`.

    `event` is raised on the page once the answer stands in it, for example "decided" (static/js/review.js).
    """
    toast: dict[str, object] = {"text": text}
    if undo:
        toast["undo"] = {"url": undo, "target": target}
    response.headers["HX-Trigger"] = json.dumps({"toast": toast}, ensure_ascii=True)
    if event:
        response.headers["HX-Trigger-After-Settle"] = event
    return response
