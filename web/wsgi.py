"""The WSGI application that `matchmaker serve` names: settings from the environment, parts from the bootstrap."""

from __future__ import annotations

import sys
from functools import partial
from urllib.parse import urlsplit

from flask import Flask

from matchmaker import schema
from matchmaker.bootstrap import Application, build_application, secret_key
from matchmaker.logs import configure_logging
from matchmaker.reference import load_scheme
from matchmaker.services.readiness import examine_readiness
from web.admission import Admission
from web.api import register_api
from web.app import create_app
from web.readiness import Readiness
from web.settings import MEGABYTE, WebSettings

# Seconds that a thread computes before others get their turn. SQLite lets go for each row that it reads, and whoever
# let go waits as long for each row: behind an export a page of 25 rows waits long with Python's own 5 ms. Fifty clients
# over 50,000 records, two runs each in turn: 95 of 100 searches within 0.42 and 0.30 s; with 5 ms, 0.54 and 0.69 s.
TURN_SECONDS = 0.0005


def build() -> Flask:
    """The Flask application of this process. Search is warmed up beside the first requests."""
    sys.setswitchinterval(TURN_SECONDS)
    configure_logging()
    application = build_application()
    schema.require_current(application.database)
    app = build_web(application)
    application.warm_up()
    return app


def build_web(application: Application) -> Flask:
    """The Flask application over the parts in `application`."""
    app = create_app(
        web_settings(application),
        readiness=partial(readiness, application),
        labels=partial(code_label, application),
        services=application,
    )
    register_api(app)
    settings = application.settings
    app.wsgi_app = Admission(app.wsgi_app, settings.web_threads, settings.web_waiting)  # type: ignore[method-assign]
    return app


def web_settings(application: Application) -> WebSettings:
    """What the web layer must be told. Cookies are Secure wherever the public address is https."""
    settings = application.settings
    secure = urlsplit(settings.base_url).scheme == "https"
    return WebSettings(
        secret_key=secret_key(settings, application.entropy),
        trusted_hosts=tuple(settings.trusted_host_list),
        secure_cookies=secure or settings.environment == "production",
        max_upload_bytes=settings.max_upload_mb * MEGABYTE,
        proxy_hops=settings.proxy_hops,
        timezone=settings.time_zone,
        style_guide=settings.environment != "production",
        testing=settings.environment == "testing",
    )


def readiness(application: Application) -> Readiness:
    """For /readyz: what works, what waits."""
    found = examine_readiness(application)
    return Readiness(found.status, found.parts)


def code_label(application: Application, scheme: str, code: str, language: str) -> str:
    """The label of a code of a reference list; what a record holds and the list no longer does is shown as it is."""
    terms = load_scheme(scheme, application.settings.reference_dir)
    return terms.get(code).label(language) if code in terms else code
