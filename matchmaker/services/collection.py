"""Collection rounds (征集): a time in which needs are collected, with a target for each county."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from matchmaker.errors import InvalidInput, WrongState
from matchmaker.locale import N_
from matchmaker.models import Campaign, CollectionRound, CountyTarget
from matchmaker.services.audit import audit
from matchmaker.services.campaign import CLOSED, require_campaign_manager
from matchmaker.services.work import Work


@dataclass(frozen=True)
class NewCollectionRound:
    """Needs are collected from `opens_at` until before `closes_at`; `targets` are county codes with how many needs."""

    name: str
    opens_at: datetime
    closes_at: datetime
    targets: Mapping[str, int] = field(default_factory=dict)


def add_collection_round(*, work: Work, campaign: Campaign, new: NewCollectionRound) -> CollectionRound:
    """Open a time of collection within a round of the campaign. Several may follow each other or overlap."""
    _require_open(work, campaign, "campaign.collect")
    _check_window(new.opens_at, new.closes_at)
    name = new.name.strip()
    if not name:
        raise InvalidInput(field="name", problem=N_("The name is empty."))
    targets = [CountyTarget(county_code=code, target=count) for code, count in _checked(work, new.targets).items()]
    row = CollectionRound(campaign=campaign, name=name, opens_at=new.opens_at, closes_at=new.closes_at, targets=targets)
    work.session.add(row)
    campaign.updated_at = work.now()
    work.session.flush()
    audit(work=work, action="campaign.collect", subject=campaign, after=_values(row))
    return row


def edit_collection_round(
    *,
    work: Work,
    collection: CollectionRound,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    targets: Mapping[str, int] | None = None,
) -> CollectionRound:
    """Move the window (a deadline is put off) or replace the county targets; what is None stays as it is."""
    _require_open(work, collection.campaign, "campaign.collect_edit")
    opens, closes = opens_at or collection.opens_at, closes_at or collection.closes_at
    _check_window(opens, closes)
    before = _values(collection)
    collection.opens_at, collection.closes_at = opens, closes
    if targets is not None:
        _replace_targets(collection, _checked(work, targets))
    after = _values(collection)
    if before != after:
        collection.campaign.updated_at = work.now()
        work.session.flush()
        audit(work=work, action="campaign.collect_edit", subject=collection.campaign, before=before, after=after)
    return collection


def open_collection(*, work: Work, campaign: Campaign) -> CollectionRound | None:
    """The collection that is open now; of several the one that closes first."""
    now = work.now()
    query = select(CollectionRound).where(
        CollectionRound.campaign_id == campaign.id, CollectionRound.opens_at <= now, CollectionRound.closes_at > now
    )
    return work.session.scalars(query.order_by(CollectionRound.closes_at, CollectionRound.id)).first()


def county_targets(*, work: Work, campaign: Campaign) -> dict[str, int]:
    """What each county is asked to bring in over all collections of the campaign; counties without one are absent."""
    query = select(CountyTarget).join(CollectionRound, CollectionRound.id == CountyTarget.round_id)
    totals: dict[str, int] = {}
    for row in work.session.scalars(query.where(CollectionRound.campaign_id == campaign.id)):
        totals[row.county_code] = totals.get(row.county_code, 0) + row.target
    return totals


def _require_open(work: Work, campaign: Campaign, action: str) -> None:
    require_campaign_manager(work, action, campaign.county_code)
    if campaign.state == CLOSED:
        raise WrongState(kind="campaign", state=campaign.state)


def _check_window(opens_at: datetime, closes_at: datetime) -> None:
    if closes_at <= opens_at:
        raise InvalidInput(field="closes_at", problem=N_("The collection closes before it opens."))


def _checked(work: Work, targets: Mapping[str, int]) -> dict[str, int]:
    """The targets, if every code is a county's; UnknownCode names the known ones."""
    divisions = work.schemes("divisions")
    for code, count in targets.items():
        if divisions.get(code).parent is None:
            raise InvalidInput(field="targets", problem=N_("Targets are given to counties, not to the whole city."))
        if count < 0:
            raise InvalidInput(field="targets", problem=N_("A target cannot be negative."))
    return dict(targets)


def _replace_targets(collection: CollectionRound, wanted: Mapping[str, int]) -> None:
    present = {row.county_code: row for row in collection.targets}
    for code in present.keys() - wanted.keys():
        collection.targets.remove(present[code])
    for code, count in wanted.items():
        if code in present:
            present[code].target = count
        else:
            collection.targets.append(CountyTarget(county_code=code, target=count))


def _values(row: CollectionRound) -> dict[str, object]:
    """What the log keeps of a collection."""
    targets = {target.county_code: target.target for target in row.targets}
    return {"name": row.name, "opens_at": row.opens_at, "closes_at": row.closes_at, "targets": targets}
