"""Rounds of the campaign in the API: names, dates, targets, collections with their counties."""

from __future__ import annotations

from datetime import UTC, date, datetime

from matchmaker.models import Campaign
from matchmaker.services.campaign import NewCampaign, Target, create_campaign, open_campaign
from matchmaker.services.collection import NewCollectionRound, add_collection_round
from matchmaker.services.work import Work
from tests.web.api.conftest import Api, Shop
from tests.web.api.examples import coded


def a_round(work: Work, number: int = 4, running: bool = True) -> Campaign:
    new = NewCampaign(
        number, f"第{number}届（示例）", "百名专家泰安行", "百家企业院校行", date(2026, 10, 8), date(2027, 6, 30),
        targets=(Target("contracts", 35, "不含框架协议", last_year=22),),
    )  # fmt: skip
    campaign = create_campaign(work=work, new=new)
    if running:
        open_campaign(work=work, campaign=campaign)
    window = (datetime(2026, 10, 8, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
    targets = {"370982": 16, "370902": 8}
    add_collection_round(work=work, campaign=campaign, new=NewCollectionRound("第一批", *window, targets))
    return campaign


def test_a_round_comes_field_by_field(api: Api, shop: Shop) -> None:
    ref = shop.do(lambda work: a_round(work).ref)
    answer = api.get(f"/campaigns/{ref}")
    found = answer.json
    assert answer.headers["ETag"]
    dates = {name: found.pop(name) for name in ("created_at", "updated_at", "version")}
    assert dates["version"] == 2
    figure, county = (
        found["targets"][0].pop("figure"),
        [row.pop("county") for row in found["collections"][0]["targets"]],
    )
    assert (figure["scheme"], figure["code"]) == ("indicators", "contracts")
    assert [place["code"] for place in county] == ["370902", "370982"]
    assert found == {
        "ref": ref,
        "source": None,
        "external_id": None,
        "state": coded("campaign_states", "running", "进行中", "Running"),
        "number": 4,
        "name": "第4届（示例）",
        "visits_name": "百名专家泰安行",
        "delegations_name": "百家企业院校行",
        "county": None,
        "starts_on": "2026-10-08",
        "ends_on": "2027-06-30",
        "targets": [{"target": 35.0, "last_year": 22.0, "definition": "不含框架协议"}],
        "collections": [
            {
                "name": "第一批",
                "opens_at": "2026-10-08T00:00:00Z",
                "closes_at": "2026-12-01T00:00:00Z",
                "targets": [{"target": 8}, {"target": 16}],
            }
        ],
    }


def test_rounds_are_listed_newest_first_and_by_state(api: Api, shop: Shop) -> None:
    shop.do(lambda work: [a_round(work, 3, running=False), a_round(work, 4)])
    numbers = {query: [row["number"] for row in api.get(f"/campaigns{query}").json["items"]] for query in
               ("", "?state=running", "?state=planned", "?state=closed")}  # fmt: skip
    assert numbers == {"": [4, 3], "?state=running": [4], "?state=planned": [3], "?state=closed": []}
    assert api.get("/campaigns?state=ended").json["error"]["field"] == "state"
    assert api.get("/campaigns/0000000000").status_code == 404
