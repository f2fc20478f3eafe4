"""The Flask application: settings in, pages out. Everything it needs from below is passed in."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from web import assets
from web.access_log import init_access_log
from web.errors import init_errors
from web.i18n import init_i18n
from web.labels import CodeLabels
from web.pages import register_pages
from web.readiness import ReadinessCheck
from web.samples import Examples
from web.security import init_security
from web.session import init_session
from web.settings import WebSettings
from web.templating import init_templating


class Application(Flask):
    """Flask, with unexpected failures logged by `web.errors` alone: the message may quote what somebody typed."""

    def log_exception(self, exc_info: Any) -> None:
        return


def create_app(
    settings: WebSettings,
    *,
    readiness: ReadinessCheck,
    labels: CodeLabels,
    services: Any = None,
    examples: Examples | None = None,
) -> Flask:
    """Build the application.

    `labels` gives the label of a code of a scheme (need states, counties, fields ...) in a language.
    `readiness` tells the state of the parts below for /readyz. `services` is whatever the pages call; they find it
    as `current_app.extensions["services"]`. `examples` are page mock-ups for the style guide, where that is on.
    """
    app = Application("web", static_folder=None)
    app.config.update(configuration(settings))
    if settings.proxy_hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxy_hops, x_proto=settings.proxy_hops)  # type: ignore[method-assign]
    app.extensions.update(
        readiness=readiness, labels=labels, services=services, examples=examples or {}, assets=assets.load_assets()
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    init_access_log(app)
    init_security(app)
    init_i18n(app, settings.timezone)
    init_templating(app, settings)
    init_session(app)
    init_errors(app)
    app.register_blueprint(assets.blueprint)
    register_pages(app, style_guide=settings.style_guide)
    return app


def configuration(settings: WebSettings) -> dict[str, object]:
    """Flask's own settings. Its defaults leave cookies, hosts and sizes open."""
    return {
        "SECRET_KEY": settings.secret_key,
        "TRUSTED_HOSTS": list(settings.trusted_hosts),
        "MAX_CONTENT_LENGTH": settings.max_upload_bytes,
        "MAX_FORM_MEMORY_SIZE": settings.max_form_bytes,
        "MAX_FORM_PARTS": settings.max_form_parts,
        "SESSION_COOKIE_NAME": "__Host-session" if settings.secure_cookies else "session",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # The token lives as long as the session: a form may stay open over lunch.
        "WTF_CSRF_TIME_LIMIT": None,
        "SITE_NAME": settings.site_name,
        "TESTING": settings.testing,
        # In tests, too, a failure is the page that a visitor would see.
        "PROPAGATE_EXCEPTIONS": False,
    }
