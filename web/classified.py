"""What a record is classified as, a row for each list: the list's name and the labels of the codes."""

from __future__ import annotations

from collections.abc import Iterable

from matchmaker.models import Classification
from web.choices import scheme
from web.formats import listed
from web.i18n import language


def classification_rows(classifications: Iterable[Classification]) -> list[tuple[str, str]]:
    """[(name of the list, labels)]; a code that its list has lost since is shown as it was written."""
    by_scheme: dict[str, list[str]] = {}
    for row in sorted(classifications, key=lambda row: (row.scheme, row.code)):
        terms = scheme(row.scheme)
        text = terms.get(row.code).label(language()) if row.code in terms else row.text or row.code
        by_scheme.setdefault(row.scheme, []).append(text)
    return [(scheme(name).label(language()), listed(labels)) for name, labels in by_scheme.items()]
