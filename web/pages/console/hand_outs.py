"""Texts with fresh personal links for an officer to pass on by WeChat or on paper: shown once, with a QR code."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext

from matchmaker.services.invitations.sending import HandOut
from matchmaker.services.work import Work
from web.pages.console.rendering import render_page
from web.qr import qr_code


def hand_out_page(work: Work, texts: Sequence[HandOut], *, title: str, back: tuple[str, str]) -> str:
    """The page that answers the post: links are known only now, so that there is no address to come back to."""
    rows = [
        {"name": one.party.name, "text": one.text, "link": one.link, "qr": qr_code(one.link, gettext("QR code"))}
        for one in texts
    ]
    return render_page(work, "console/hand_outs.html", title=title, rows=rows, back=back)
