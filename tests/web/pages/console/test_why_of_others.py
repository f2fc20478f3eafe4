"""Why this one, why not that one: the page of trips, meetings and pairings names the limits, the price and the way."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from matchmaker.models import Plan, PlanOrder
from matchmaker.services.planning.publish_others import publish_other_plan
from matchmaker.services.work import Work
from tests.services.planning.scenes import Round
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.plan_scenes import seeded_hosts, seeded_round, worked_out


def words(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def choices(answer: TestResponse, name: str) -> list[str]:
    block = re.search(rf'<select[^>]*name="{name}".*?</select>', answer.text, re.DOTALL)
    assert block is not None
    return [unescape(value) for value in re.findall(r'<option value="([^"]+)"', block[0])]


@pytest.mark.parametrize(
    ("kind", "pages", "sides"),
    [
        ("trips", "trips", ("enterprise", "institution")),
        ("meetings", "meetings", ("expert", "enterprise")),
        ("pairs", "pairings", ("row", "institution")),
    ],
)
def test_two_are_chosen_explained_and_brought_together_or_kept_apart(
    office: Office, kind: str, pages: str, sides: tuple[str, str]
) -> None:
    made: Round = seeded_round(office, experts=4, enterprises=6) if kind == "meetings" else seeded_hosts(office)
    ref = worked_out(office, made, kind)

    def publish(work: Work) -> None:
        plan = work.session.query(Plan).filter_by(ref=ref).one()
        publish_other_plan(work=work.as_actor(made.city), plan=plan)

    office.do(publish)
    why = f"/console/{pages}/{ref}/why"
    assert "为什么是这家、不是那家" in words(office.city.get(f"/console/{pages}/{ref}"))
    form = office.city.get(why)
    assert form.status_code == 200
    heard: dict[str, dict[str, str]] = {}
    for one in choices(form, sides[0]):
        for other in choices(form, sides[1]):
            asked = {sides[0]: one, sides[1]: other}
            page = words(office.city.get(f"{why}?{urlencode(asked)}"))
            if "不可行" not in page and "整个方案" in page:
                heard.setdefault("apart" if "目前没有安排在一起" in page else "together", asked)
        if len(heard) == 2:
            break
    assert "together" in heard
    name = min(heard)  # apart, if anything can be brought together at all
    answer = office.city.post(why, {**heard[name], "note": "示例理由"})
    assert (answer.status_code, answer.location) == (303, f"/console/{pages}/{ref}")
    with office.database.read() as session:
        order = session.query(PlanOrder).one()
    assert (order.kind, order.why) == ("must" if name == "apart" else "must_not", "示例理由")
    again = words(office.city.get(f"{why}?{urlencode(heard[name])}"))
    assert ("目前安排在一起" in again) is (name == "apart")


def test_nobody_unknown_is_asked_about(office: Office) -> None:
    made = seeded_hosts(office)
    ref = worked_out(office, made, "trips")
    assert office.city.get(f"/console/trips/{ref}/why?enterprise=none&institution=none").status_code == 404
    pair = {"enterprise": made.enterprises[0].ref, "institution": made.institutions[0].ref}
    assert office.city.get(f"/console/trips/{ref}/why?{urlencode({**pair, 'on_date': 'heute'})}").status_code == 422
    assert office.city.post(f"/console/trips/{ref}/why", {"enterprise": "none"}).status_code == 404
