"""An office with a round to plan, and short ways to ask its pages of plans."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape

import pytest
from werkzeug.test import TestResponse

from matchmaker.models import Plan, Visit
from matchmaker.services.planning.stored import visit_rows
from matchmaker.services.work import Work
from tests.services.planning.scenes import Round, a_round, planned, published
from tests.web.pages.console.conftest import Office

PLANS = "/console/plans/"
HTMX = {"HX-Request": "true"}


@dataclass
class Desk:
    """An office with a round, and what is on its desk."""

    office: Office
    made: Round

    def draft(self) -> str:
        return self._ref(planned(self.office.database, self.office.world, self.made))

    def published(self) -> str:
        return self._ref(published(self.office.database, self.office.world, self.made))

    def _ref(self, key: int) -> str:
        return self.office.do(lambda work: work.session.get_one(Plan, key).ref)

    def visits(self, ref: str) -> list[Visit]:
        def read(work: Work) -> list[Visit]:
            return visit_rows(work, work.session.query(Plan).filter_by(ref=ref).one())

        return self.office.do(read)

    def get(self, path: str, **options: object) -> TestResponse:
        return self.office.city.get(PLANS + path, **options)

    def post(self, path: str, data: dict[str, str] | None = None, **options: object) -> TestResponse:
        return self.office.city.post(PLANS + path, data or {}, **options)


@pytest.fixture
def desk(office: Office) -> Desk:
    made = office.do(lambda work: a_round(work, experts=6, rules={"expert_days": 5}, planner="planner"))
    return Desk(office, made)


def words(answer: TestResponse) -> str:
    plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(plain))


def toast(answer: TestResponse) -> dict[str, str]:
    found: dict[str, str] = json.loads(answer.headers["HX-Trigger"])["toast"]
    return found


def version_of(desk: Desk, ref: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', desk.get(ref).text)
    assert found is not None
    return found[1]
