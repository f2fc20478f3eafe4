"""Invitations on their way: by mail, or as texts with fresh links to pass on, shown once with a QR code."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from matchmaker.models import Invitation
from matchmaker.services.invitations.sending import HandOut, hand_out, send_by_mail
from matchmaker.services.work import Work
from web.pages.console.rendering import render_page
from web.qr import qr_code


def deliver(
    work: Work, invitations: Sequence[Invitation], *, by_mail: bool, without: int, base_url: str, back: tuple[str, str]
) -> ResponseReturnValue:
    """Mail them and go `back`, or show the texts; `without`: how many more have no address for a mail."""
    if by_mail:
        for one in invitations:
            send_by_mail(work=work, invitation=one, base_url=base_url)
        flash(mail_words(len(invitations), without))
        return redirect(back[1], 303)
    texts = [hand_out(work=work, invitation=one, base_url=base_url) for one in invitations]
    return hand_out_page(work, texts, title=gettext("Texts to pass on"), back=back)


def mail_words(sent: int, without: int) -> str:
    """How many mails are on their way, and how many parties have no address."""
    said = ngettext("%(num)s mail is on its way.", "%(num)s mails are on their way.", sent)
    if without:
        said += " " + ngettext(
            "%(num)s has no e-mail address: pass the text on by WeChat.",
            "%(num)s have no e-mail address: pass the texts on by WeChat.",
            without,
        )
    return str(said)


def hand_out_page(work: Work, texts: Sequence[HandOut], *, title: str, back: tuple[str, str]) -> str:
    """The page that answers the post: links are known only now, so that there is no address to come back to."""
    rows = [
        {"name": one.party.name, "text": one.text, "link": one.link, "qr": qr_code(one.link, gettext("QR code"))}
        for one in texts
    ]
    return render_page(work, "console/hand_outs.html", title=title, rows=rows, back=back)
