"""Acts of the two rounds: made, opened for collection, and the earlier one closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from matchmaker.demo.act import Act, act
from matchmaker.demo.codes import code_of
from matchmaker.demo.data import DemoData, Row
from matchmaker.demo.scene import SOURCE, Scene
from matchmaker.models import Campaign
from matchmaker.services.campaign import CLOSED, NewCampaign, Target, close_campaign, create_campaign, open_campaign
from matchmaker.services.campaign_progress import ZONE_TARGETS
from matchmaker.services.collection import NewCollectionRound, add_collection_round
from matchmaker.services.work import TAIAN

PREPARED_DAYS_BEFORE = 2


def round_acts(data: DemoData) -> Iterator[Act]:
    """Each round is prepared some days before its collection opens, runs from then on, and ends on its last day."""
    for row in data.rows("round"):
        key, opens = row["key"], _moment(row["collection"]["opens"])
        prepared = opens - timedelta(days=PREPARED_DAYS_BEFORE)
        yield act(f"round:{key}", prepared, partial(_create, row))
        yield act(f"round:{key}:collect", prepared + timedelta(minutes=20), partial(_collect, row))
        yield act(f"round:{key}:open", opens, partial(_open, row))
        if row["state"] == CLOSED:
            ends = datetime.combine(row["to"], time(17, 0), TAIAN)
            yield act(f"round:{key}:close", ends, partial(_close, row))


def _moment(local: datetime) -> datetime:
    return local.replace(tzinfo=TAIAN)


def _create(row: Row, scene: Scene) -> None:
    work = scene.work_as("city")
    zones = {code_of(work, "zones", name): count for name, count in row.get("zone_targets", {}).items()}
    new = NewCampaign(
        number=row["number"],
        name=row["name"],
        visits_name=row["visits_name"],
        delegations_name=row["delegations_name"],
        starts_on=row["from"],
        ends_on=row["to"],
        targets=tuple(Target(one["code"], float(one["count"]), one["definition"]) for one in row["targets"]),
        rules={ZONE_TARGETS: zones} if zones else {},
        source=SOURCE,
        external_id=row["key"],
    )
    create_campaign(work=work, new=new)


def _collect(row: Row, scene: Scene) -> None:
    new = NewCollectionRound(
        name=row["name"],
        opens_at=_moment(row["collection"]["opens"]),
        closes_at=_moment(row["collection"]["closes"]),
        targets=row["county_targets"],
    )
    add_collection_round(work=scene.work_as("city"), campaign=scene.row(Campaign, row["key"]), new=new)


def _open(row: Row, scene: Scene) -> None:
    open_campaign(work=scene.work_as("city"), campaign=scene.row(Campaign, row["key"]))


def _close(row: Row, scene: Scene) -> None:
    close_campaign(work=scene.work_as("city"), campaign=scene.row(Campaign, row["key"]))
