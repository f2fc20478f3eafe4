"""Reference lists as they stand for this service: a list by name, its entries to choose from, the label of one."""

from __future__ import annotations

from collections.abc import Iterable

from matchmaker.reference import Scheme, load_scheme
from web.i18n import language
from web.session import application

# (code, label)
Choice = tuple[str, str]
CITY = "370900"


def scheme(name: str) -> Scheme:
    """A reference list with the operator's changes."""
    return load_scheme(name, application().settings.reference_dir)


def choices(name: str, group: str | None = None) -> list[Choice]:
    """The entries of a list, or of one group of it, in the language of this request."""
    return [(term.code, term.label(language())) for term in scheme(name) if group is None or term.group == group]


def counties() -> list[Choice]:
    """The counties of the city."""
    return [(term.code, term.label(language())) for term in scheme("divisions").children(CITY)]


def places() -> list[Choice]:
    """The counties of the city, then its zones, which count for the county they lie in."""
    return counties() + choices("zones")


def caption(code: str, offered: Iterable[Choice]) -> str:
    """What the entry `code` of `offered` is called; a code that is not offered as it is."""
    return dict(offered).get(code, code)
