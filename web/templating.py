"""What every template may use beside its own context."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from web import formats
from web.assets import asset_url
from web.i18n import LANGUAGES, html_lang, language
from web.labels import label
from web.navigation import navigation
from web.security import csp_nonce
from web.settings import WebSettings
from web.viewer import current_viewer


def init_templating(app: Flask, settings: WebSettings) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {
        "day": formats.day,
        "label": label,
        "moment": formats.moment,
        "wan": formats.wan,
        "listed": formats.listed,
        "days": formats.days,
        "marked": formats.marked,
    }
    # Globals, not a context processor: imported macros see them without "with context".
    app.jinja_env.globals |= {
        "asset": asset_url,
        "icon": icon,
        "csrf_field": csrf_field,
        "csrf_token": generate_csrf,
        "csp_nonce": csp_nonce,
        "funds": formats.funds,
        "html_lang": html_lang,
        "language": language,
        "languages": LANGUAGES,
        "navigation": navigation,
        "viewer": current_viewer,
        "site": settings.site,
        "here": here,
        "here_with": here_with,
    }


def icon(name: str, label: str = "", size: str = "") -> Markup:
    """An icon of the sprite: silent for screen readers unless it has a label."""
    voice = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon{}" {}><use href="{}#{}"></use></svg>').format(
        f" icon-{size}" if size else "", voice, asset_url("vendor/icons.svg"), name
    )


def csrf_field() -> Markup:
    """The hidden field of every form that posts."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(escape(generate_csrf()))


def here_with(**changes: str | None) -> str:
    """Path of this page with some fields of its query changed; None takes a field out."""
    query = request.args.to_dict()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"{request.path}?{urlencode(query)}" if query else request.path


def here() -> str:
    """Path and query of this page, for coming back to it."""
    return request.full_path.removesuffix("?")
