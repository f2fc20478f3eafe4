"""Sign-in with its steps, sign-out, and passwords: changed, or set anew by a link."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from matchmaker.errors import InvalidInput, LinkExpired, MatchmakerError, SignInExpired, SignInRefused, TooMany
from matchmaker.services.password import LEAST_LENGTH
from matchmaker.services.password_change import change_password as change
from matchmaker.services.password_reset import finish_reset, link_is_open, request_reset
from matchmaker.services.sign_in import attempt_sign_in
from matchmaker.services.sign_in_code import attempt_code, attempt_enrolment, enrol
from matchmaker.services.user_session import Step, end_session, find_session
from web import session as web_session
from web.errors import STATUS_OF
from web.form_errors import field_errors, words_of
from web.form_state import FormState
from web.landing import landing_page, set_language
from web.links import safe_return
from web.qr import qr_code
from web.session import application, drop_token, keep_token, origin, rules, session_token, works

blueprint = Blueprint("auth", __name__)
# What a form of these pages can be refused with and still be shown again.
REFUSALS = (SignInRefused, TooMany)


@blueprint.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    found = web_session.sign_in_state()
    if found is not None and found.step is Step.NONE and "again" not in request.args:
        return redirect(landing_page(found.user.role), 303)
    return render_template("auth/sign_in.html", form=FormState(), next=session.get("next", ""), message="")


@blueprint.post("/sign-in")
def begin() -> ResponseReturnValue:
    name, following = request.form.get("name", ""), safe_return(request.form.get("next", ""), "")
    try:
        done = attempt_sign_in(
            works=works(),
            name=name,
            password=request.form.get("password", ""),
            origin=origin(),
            rules=rules(),
            replaces=session_token() or None,
        )
    except REFUSALS as error:
        page = render_template(
            "auth/sign_in.html", form=FormState({"name": name}), next=following, message=words_of(error)
        )
        return refused(page, error)
    session.clear()  # also the form token: nothing of before the sign-in is good after it
    if following:
        session["next"] = following
    return go_on(done.token, done.step)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    with web_session.writing() as work:
        end_session(work=work, token=session_token())
    return drop_token(redirect(url_for("home.index"), 303))


@blueprint.get("/sign-in/code")
def second_factor() -> ResponseReturnValue:
    require_step(Step.CODE)
    return render_template("auth/second_factor.html", form=FormState(), message="")


@blueprint.post("/sign-in/code")
def check_code() -> ResponseReturnValue:
    code = request.form.get("code", "")
    try:
        done = attempt_code(works=works(), token=session_token(), code=code, origin=origin(), rules=rules())
    except REFUSALS as error:
        return refused(render_template("auth/second_factor.html", form=FormState(), message=words_of(error)), error)
    return go_on(done.token, done.step)


@blueprint.get("/sign-in/second-factor")
def second_factor_enrol() -> ResponseReturnValue:
    try:
        return enrolment_page()
    except SignInExpired:  # by one's own wish: only just after the password was given
        if web_session.sign_in_state() is None:
            raise
        session["next"] = url_for("auth.second_factor_enrol")
        return redirect(url_for("auth.sign_in", again=1), 303)


@blueprint.post("/sign-in/second-factor")
def confirm_second_factor() -> ResponseReturnValue:
    code, key = request.form.get("code", ""), request.form.get("key", "")
    try:
        done = attempt_enrolment(
            works=works(), token=session_token(), code=code, sealed=key, origin=origin(), rules=rules()
        )
    except REFUSALS as error:
        return refused(enrolment_page(words_of(error), key), error)
    return go_on(done.token, done.step)


def enrolment_page(message: str = "", key: str = "") -> str:
    """The key to take up; after a mistyped code the same one. The form carries it, sealed."""
    site = current_app.config["SITE_NAME"] or gettext("Tai'an technology matchmaking")
    made = enrol(works=works(), token=session_token(), rules=rules(), issuer=site, sealed=key)
    groups = " ".join(made.secret[start : start + 4] for start in range(0, len(made.secret), 4))
    return render_template(
        "auth/second_factor_enrol.html",
        secret=groups,
        qr=qr_code(made.uri, gettext("QR code of the key")),
        key=made.sealed,
        form=FormState(),
        message=message,
    )


@blueprint.get("/account/password")
def change_password() -> ResponseReturnValue:
    found = web_session.sign_in_state()
    if found is None or found.step not in (Step.NONE, Step.PASSWORD):
        raise SignInExpired
    return password_page(FormState())


@blueprint.post("/account/password")
def store_password() -> ResponseReturnValue:
    current, new = request.form.get("old_password", ""), request.form.get("password", "")
    try:
        token = change(works=works(), token=session_token(), current=current, new=new, rules=rules())
    except InvalidInput as error:
        return password_page(FormState({}, field_errors(error))), 422
    except SignInRefused as error:
        wrong = gettext("The present password is not right.")
        return refused(password_page(FormState({}, {"old_password": wrong})), error)
    except TooMany as error:
        return refused(password_page(FormState({}, {"old_password": words_of(error)})), error)
    flash(gettext("The password is changed. All other sign-ins have ended."))
    return go_on(token, Step.NONE)


def password_page(form: FormState, token: str | None = None) -> str:
    return render_template("auth/reset.html", form=form, token=token, shortest=LEAST_LENGTH)


@blueprint.route("/password-reset", methods=["GET", "POST"])
def reset_request() -> ResponseReturnValue:
    if request.method == "POST":
        base_url = application().settings.base_url
        request_reset(works=works(), email=request.form.get("email", ""), origin=origin(), base_url=base_url)
    return render_template("auth/reset_request.html", form=FormState(), sent=request.method == "POST")


@blueprint.get("/password-reset/<token>")
def reset(token: str) -> ResponseReturnValue:
    with web_session.reading() as work:
        if not link_is_open(work=work, token=token):
            raise LinkExpired
    return password_page(FormState(), token)


@blueprint.post("/password-reset/<token>")
def finish(token: str) -> ResponseReturnValue:
    try:
        finish_reset(works=works(), token=token, password=request.form.get("password", ""), origin=origin())
    except InvalidInput as error:
        return password_page(FormState({}, field_errors(error)), token), 422
    flash(gettext("The password is set. Sign in with it now."))
    return redirect(url_for("auth.sign_in"), 303)


def require_step(step: Step) -> None:
    found = web_session.sign_in_state()
    if found is None or found.step is not step:
        raise SignInExpired


def refused(page: str, error: MatchmakerError) -> ResponseReturnValue:
    """The form again, with the status of why; nothing tells which of name, password and code was wrong."""
    headers = {"Retry-After": str(error.params["seconds"])} if isinstance(error, TooMany) else {}
    return page, next(STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF), headers


def go_on(token: str, step: Step) -> Response:
    """With a new token to the step that is open, or to where the person wanted to go."""
    if step is not Step.NONE:
        return keep_token(redirect(url_for(web_session.STEP_PAGES[step]), 303), token)
    with works().reading() as work:
        found = find_session(work=work, token=token, rules=rules())
    if found is None:
        raise SignInExpired
    address = safe_return(session.pop("next", ""), landing_page(found.user.role))
    return set_language(keep_token(redirect(address, 303), token), found.user.locale)
