"""Who acts in this request: the session of the cookie, the roles a page asks for, and units of work for the actor.

The cookie holds nothing but the session's token; the session itself is a row that can be ended (S7). Flask's own signed
cookie keeps only what is no right: the form token and where to go after signing in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from matchmaker.bootstrap import Application
from matchmaker.errors import SignInExpired
from matchmaker.models import User
from matchmaker.models.codes import Role
from matchmaker.services.origin import Origin, origin_of
from matchmaker.services.overtaking import telling_of_outage, telling_of_overtaking
from matchmaker.services.user_session import FoundSession, SessionRules, Step, resume_session, session_rules
from matchmaker.services.work import ANONYMOUS, Actor, Work
from matchmaker.services.work_source import WorkSource
from web.access_log import request_id
from web.labels import label
from web.viewer import Viewer

View = TypeVar("View", bound=Callable[..., Any])
# What a session that is not finished yet has to do before it may open a page that asks for a role.
STEP_PAGES = {
    Step.CODE: "auth.second_factor",
    Step.ENROL: "auth.second_factor_enrol",
    Step.PASSWORD: "auth.change_password",
}
# Asked for by programs, or the same for everybody: nobody is looked up.
WITHOUT_SESSION = frozenset({"assets", "api", "health"})


def init_session(app: Flask) -> None:
    app.before_request(resume)


def application() -> Application:
    """The parts below, as the web layer was started with them."""
    found: Application = current_app.extensions["services"]
    return found


def works() -> WorkSource:
    """For use cases that open their own transactions."""
    parts = application()
    return WorkSource(parts.database, parts.clock, parts.entropy, request_id(), parts.sealer)


def rules() -> SessionRules:
    return session_rules(application().settings)


def origin() -> Origin:
    """Where this request comes from; behind proxies of our own what they say."""
    return origin_of(request.remote_addr, request.user_agent.string)


def resume() -> None:
    """Set `g.sign_in` (the live session or None), `g.actor` and `g.viewer`. No cookie is nobody."""
    g.sign_in, g.actor, g.viewer = None, ANONYMOUS, None
    token = session_token()
    if not token or request.blueprint in WITHOUT_SESSION:
        return
    with telling_of_outage():
        found = resume_session(works=works(), token=token, rules=rules())
    if found is not None:
        g.sign_in, g.actor = found, found.actor
        g.viewer = viewer_of(found.user) if found.step is Step.NONE else None


def viewer_of(user: User) -> Viewer:
    """What the layouts show of a signed-in person: of a county its name, of an enterprise or institution its name."""
    if user.county_code is not None:
        area = label(user.county_code, "divisions")
    else:
        area = user.organization.name if user.organization is not None else ""
    return Viewer(name=user.display_name, role=user.role, area=area)


def current_actor() -> Actor:
    """The signed-in user of this request, or ANONYMOUS; also while a step of the sign-in is still open."""
    actor: Actor = g.get("actor", ANONYMOUS)
    return actor


def sign_in_state() -> FoundSession | None:
    """The live session of this request, whatever step it is at."""
    found: FoundSession | None = g.get("sign_in")
    return found


def require(*roles: Role) -> Callable[[View], View]:
    """Decorator of a view: only for users of `roles` (of any role if none is named).

    Who is not signed in is led to the sign-in and back; who is, but in another role, is refused (403).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> Any:
            return admit_roles(roles) or view(*args, **values)

        return guarded  # type: ignore[return-value]  # the same signature, by `wraps`

    return decorate


def admit_roles(roles: tuple[Role, ...]) -> Any:
    """None if the actor has one of `roles`; else the way to the sign-in, or a refusal (raised)."""
    actor = current_actor()
    if actor.kind != "user":
        return to_sign_in()
    if roles and actor.role not in roles:
        abort(403)
    return None


def to_sign_in() -> Any:
    """To the step that is open, or to the sign-in, and back to this page afterwards. Nothing posted is carried over."""
    if request.method not in ("GET", "HEAD") or request.headers.get("HX-Request"):
        raise SignInExpired
    found = sign_in_state()
    session["next"] = request.full_path.removesuffix("?")
    return redirect(url_for(STEP_PAGES[found.step] if found else "auth.sign_in"), 303)


@contextmanager
def reading() -> Iterator[Work]:
    """A unit of work of the current actor that only reads."""
    parts = application()
    with telling_of_outage(), parts.database.read() as opened:
        yield parts.work(opened, current_actor(), request_id())


@contextmanager
def writing(what: str = "record") -> Iterator[Work]:
    """A unit of work of the current actor: committed at the end of the block, rolled back on any error.

    Who is overtaken by another writer gets Conflicting, which names `what`.
    """
    parts = application()
    with telling_of_outage(), telling_of_overtaking(what), parts.database.write() as opened:
        yield parts.work(opened, current_actor(), request_id())


def cookie_name() -> str:
    return "__Host-sign-in" if current_app.config["SESSION_COOKIE_SECURE"] else "sign-in"


def session_token() -> str:
    """The token of the cookie; empty if there is none."""
    return request.cookies.get(cookie_name(), "")


def keep_token(response: Response, token: str) -> Response:
    """Give the browser the token of a new or renewed session; it forgets it when it is closed."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(cookie_name(), token, httponly=True, samesite="Lax", secure=secure, path="/")
    return response


def drop_token(response: Response) -> Response:
    """Take the token away, and with it all that Flask's own cookie kept."""
    session.clear()
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.delete_cookie(cookie_name(), httponly=True, samesite="Lax", secure=secure, path="/")
    return response
