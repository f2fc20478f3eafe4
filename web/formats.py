"""How dates, times, amounts and marked words are written on pages, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from flask import current_app
from flask_babel import format_date, format_datetime, format_decimal, gettext, to_user_timezone
from markupsafe import Markup, escape

from web.i18n import language

NOTHING = "—"
SEPARATORS = {"zh": ("、", "；"), "en": (", ", "; ")}
# As far from today as this, nobody takes one year's day for another's.
PLAIN = timedelta(days=182)


def day(value: date | datetime | None, *, year: bool = True) -> str:
    """2026年11月24日 / 24 Nov 2026; without the year where it is not wanted and goes without saying."""
    if value is None:
        return NOTHING
    # Translators: date pattern in Unicode's form (CLDR), with and without the year
    pattern = gettext("d MMM yyyy") if year or not year_is_plain(value) else gettext("d MMM")
    return str(format_datetime(value, pattern) if isinstance(value, datetime) else format_date(value, pattern))


def moment(value: datetime | None) -> str:
    """11月24日 09:32 in the service's time zone, with the year where it does not go without saying."""
    if value is None:
        return NOTHING
    # Translators: pattern of date and time in Unicode's form (CLDR), without and with the year
    pattern = gettext("d MMM, HH:mm") if year_is_plain(value) else gettext("d MMM yyyy, HH:mm")
    return str(format_datetime(value, pattern))


def year_is_plain(value: date | datetime) -> bool:
    """Whether a day of this year or of the half years around today is meant, by the service's clock."""
    services = current_app.extensions["services"]
    if services is None:  # the mock-ups of the style guide stand in no year
        return True
    today = to_user_timezone(services.clock()).date()
    meant = to_user_timezone(value).date() if isinstance(value, datetime) else value
    return meant.year == today.year or abs(meant - today) <= PLAIN


def wan(value: Decimal | float | int | None) -> str:
    """An amount in 万元, without the unit and without idle zeros."""
    return NOTHING if value is None else str(format_decimal(value))


def funds(low: Decimal | None, high: Decimal | None, text: str | None = None) -> str:
    """拟投入资金: what was written where no number could be read, else a number or a range in 万元."""
    if low is None and high is None:
        return text or NOTHING
    if low is None or high is None or low == high:
        return gettext("%(amount)s (10,000 yuan)", amount=wan(high if low is None else low))
    return gettext("%(low)s to %(high)s (10,000 yuan)", low=wan(low), high=wan(high))


def listed(values: Iterable[object], *, long: bool = False) -> str:
    """The values in a row; `long` ones (with commas of their own) are kept further apart."""
    return SEPARATORS[language()][long].join(str(value) for value in values)


def days(values: Iterable[str]) -> str:
    """Days that are stored as 2026-12-03, in a row and without a year that goes without saying."""
    return listed(day(date.fromisoformat(value), year=False) for value in values)


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    """`text` with the characters from start to end (exclusive) of every span as <mark>; spans that overlap join."""
    parts: list[Markup | str] = []
    last = 0
    for start, stop in sorted(spans):
        begin, end = max(start, last), min(stop, len(text))
        if end <= begin:
            continue
        parts += [escape(text[last:begin]), Markup("<mark>"), escape(text[begin:end]), Markup("</mark>")]
        last = end
    parts.append(escape(text[last:]))
    return Markup("").join(parts).replace(Markup("</mark><mark>"), Markup(""))
