"""Chinese first, English by switch: which language a request speaks, and where its messages come from."""

from __future__ import annotations

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, g, request
from flask_babel import Babel, Domain, get_locale

from matchmaker.locale.catalogues import DEFAULT_LOCALE, DOMAIN, LOCALES, translations

COOKIE = "lang"
# what stands in links and in the cookie -> locale, the form for <html lang>, how the language calls itself
LANGUAGES: dict[str, tuple[str, str, str]] = {
    "zh": ("zh_Hans_CN", "zh-Hans-CN", "中文"),
    "en": ("en", "en", "English"),
}
CODES = {locale: code for code, (locale, _, _) in LANGUAGES.items()}
assert set(CODES) == set(LOCALES)


class CatalogueDomain(Domain):
    """Flask-Babel's domain, fed from the .po files."""

    def get_translations(self) -> NullTranslations:
        return translations(str(get_locale() or DEFAULT_LOCALE))


def init_i18n(app: Flask, timezone: str) -> None:
    babel = Babel()
    babel.domain_instance = CatalogueDomain(domain=DOMAIN)
    babel.init_app(app, default_locale=DEFAULT_LOCALE, default_timezone=timezone, locale_selector=choose_locale)


def choose_locale() -> str:
    """`?lang=` speaks for one request, the cookie for all; anything unknown counts as not said."""
    for code in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if code in LANGUAGES:
            return LANGUAGES[code][0]
    return DEFAULT_LOCALE


def language() -> str:
    """The code (zh, en) of the language of this request."""
    locale: Locale | None = get_locale() if g else None
    return CODES[str(locale)] if locale else CODES[DEFAULT_LOCALE]


def html_lang() -> str:
    return LANGUAGES[language()][1]
