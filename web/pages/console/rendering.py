"""A page of the console: its template with what the layout shows beside it."""

from __future__ import annotations

from typing import Any

from flask import render_template

from matchmaker.services.campaign import current_campaign
from matchmaker.services.work import Work


def render_page(work: Work, template: str, **context: Any) -> str:
    """The template within the console; the running campaign stands in the top bar."""
    return render_template(template, campaign=current_campaign(work=work), **context)
