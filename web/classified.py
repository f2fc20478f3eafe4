"""What a record is classified as, a row for each list: the list's name and the labels of the codes."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext

from matchmaker.models import Classification
from matchmaker.services.importing.codes import OTHER_FIELD, SUBFIELD
from web.choices import scheme
from web.formats import listed
from web.i18n import language


def classification_rows(classifications: Iterable[Classification]) -> list[tuple[str, str]]:
    """[(name of the list, labels)]; a code that its list has lost since is shown as it was written."""
    by_scheme: dict[str, list[str]] = {}
    for row in sorted(classifications, key=lambda row: (row.scheme, row.code)):
        by_scheme.setdefault(row.scheme, []).append(_label(row))
    return [(_name(name), listed(labels)) for name, labels in by_scheme.items()]


def _label(row: Classification) -> str:
    written = row.text or row.code
    if row.scheme in (SUBFIELD, OTHER_FIELD):
        return written
    terms = scheme(row.scheme)
    return terms.get(row.code).label(language()) if row.code in terms else written


def _name(name: str) -> str:
    """What a list is called; texts that stand in no list have none."""
    texts = {SUBFIELD: gettext("Sub-field"), OTHER_FIELD: gettext("Field in no list")}
    return texts[name] if name in texts else scheme(name).label(language())
