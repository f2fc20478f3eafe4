"""Labels of coded values on pages: asked of whoever keeps the reference data."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app

from web.i18n import language

# (scheme, code, language zh or en) -> label; an unknown scheme or code fails with the known ones
CodeLabels = Callable[[str, str, str], str]


def label(code: str | None, scheme: str) -> str:
    """Filter: `need.state | label("need_state")`. No code, no label."""
    if code is None:
        return ""
    labels: CodeLabels = current_app.extensions["labels"]
    return labels(scheme, str(code), language())
