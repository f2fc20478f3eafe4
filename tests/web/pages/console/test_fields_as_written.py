"""Fields that an imported row named and no list has: they are shown as they were written, and break no page."""

from __future__ import annotations

import pytest

from matchmaker.models import Expert, Need
from matchmaker.services.classification import classify
from matchmaker.services.importing.codes import OTHER_FIELD, SUBFIELD, Code
from matchmaker.services.work import Work
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.seeds import seed_city


@pytest.mark.parametrize(("kind", "place", "model"), [("need", "needs", Need), ("expert", "experts", Expert)])
def test_the_page_shows_them(office: Office, kind: str, place: str, model: type[Need] | type[Expert]) -> None:
    city = seed_city(office)
    ref = city.submitted if kind == "need" else city.expert

    def written(work: Work) -> None:
        row = work.session.query(model).filter_by(ref=ref).one()
        codes = (Code(SUBFIELD, "换热器", "换热器"), Code(OTHER_FIELD, "食药同源", None), Code("chains", "auto", None))
        classify(row, codes)

    office.do(written)
    answer = office.city.get(f"/console/{place}/{ref}")
    assert answer.status_code == 200
    for text in ("细分领域", "换热器", "领域（原文）", "食药同源"):
        assert text in answer.text
