"""The signed-in person's own account: who they are, where they are signed in, password, second step, language."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import SignInExpired
from matchmaker.models.codes import Role
from matchmaker.services.user import edit_user
from matchmaker.services.user_scope import get_user
from matchmaker.services.user_session import FoundSession, end_own_session, own_sessions
from web import landing
from web.session import reading, require, rules, sign_in_state, viewer_of, writing

blueprint = Blueprint("account", __name__)


@blueprint.get("/account")
@require()
def show() -> ResponseReturnValue:
    found = my_session()
    with reading() as work:
        rows = own_sessions(work=work, rules=rules())
    enterprise = found.user.role is Role.ENTERPRISE
    return render_template(
        "account.html",
        layout="layouts/public.html" if enterprise else "layouts/console.html",
        home=(gettext("My needs") if enterprise else gettext("Start"), landing.landing_page(found.user.role)),
        user=found.user,
        area=viewer_of(found.user).area,
        second_factor=found.user.totp_confirmed_at is not None,
        sessions=[
            {
                "ref": row.id,
                "network": row.address,
                "agent": row.agent,
                "last_seen_at": row.last_seen_at,
                "current": row.id == found.id,
            }
            for row in rows
        ],
    )


@blueprint.post("/account/language")
@require()
def set_language() -> ResponseReturnValue:
    locale = request.form.get("locale", "")
    with writing("user") as work:
        user = get_user(work=work, ref=my_session().user.ref)
        edit_user(work=work, user=user, values={"locale": locale})
    return landing.set_language(redirect(url_for("account.show"), 303), locale)


@blueprint.post("/account/sessions/<int:session_id>/end")
@require()
def end(session_id: int) -> ResponseReturnValue:
    with writing("session") as work:
        end_own_session(work=work, session_id=session_id, rules=rules())
    flash(gettext("That sign-in has ended."))
    return redirect(url_for("account.show"), 303)


@blueprint.post("/account/sessions/end")
@require()
def end_others() -> ResponseReturnValue:
    mine = my_session().id
    with writing("session") as work:
        for row in own_sessions(work=work, rules=rules()):
            if row.id != mine:
                end_own_session(work=work, session_id=row.id, rules=rules())
    flash(gettext("All other sign-ins have ended."))
    return redirect(url_for("account.show"), 303)


def my_session() -> FoundSession:
    found = sign_in_state()
    if found is None:
        raise SignInExpired
    return found
