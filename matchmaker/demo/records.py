"""Acts of what took place beside the needs: visits with their ratings, trips, agreements, platforms, deputies, ties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from matchmaker.demo.act import Act, act
from matchmaker.demo.codes import code_of
from matchmaker.demo.data import DemoData, Row
from matchmaker.demo.invented import drawn
from matchmaker.demo.organizations import first_moments
from matchmaker.demo.scene import SOURCE, Scene
from matchmaker.demo.story_time import workdays_after
from matchmaker.models import Campaign, Expert, Need, Organization, Pairing, Visit
from matchmaker.services.expert import declare_conflict
from matchmaker.services.feedback import ENTERPRISE, EXPERT, give_feedback
from matchmaker.services.outcome import NewOutcome, record_outcome
from matchmaker.services.pairing import NewPairing, record_pairing
from matchmaker.services.trip import NewTrip, record_trip
from matchmaker.services.visit import NewVisit, record_visit
from matchmaker.services.work import TAIAN, Work

# Ties that are older than the service, and those that its first round made.
OLD_TIES = datetime(2025, 3, 5, 14, 0, tzinfo=TAIAN)
NEW_TIES = datetime(2026, 3, 5, 14, 0, tzinfo=TAIAN)


def record_acts(data: DemoData) -> Iterator[Act]:
    """All that was recorded of the closed round beside the needs' own results."""
    for visit in data.rows("visit"):
        key = visit_key(visit)
        yield act(f"visit:{visit['expert']}:{visit['date']:%m%d}", _at(visit["date"], 17), partial(_visit, visit))
        rated = _at(workdays_after(visit["date"], drawn(f"{key}:rated", 1, 4)), 10)
        yield act(f"rating:{visit['expert']}:{visit['date']:%m%d}", rated, partial(_rate, visit))
    for number, trip in enumerate(data.rows("trip"), start=1):
        yield act(f"trip:{number}", _at(trip["date"], 18), partial(_trip, trip))
    for number, pairing in enumerate(data.rows("pairing"), start=1):
        yield act(f"pairing:{number}", _at(pairing["signed"], 16), partial(_pairing, pairing))
    for number, platform in enumerate(data.rows("platform"), start=1):
        yield act(f"platform:{number}", _at(platform["opened"], 16), partial(_platform, platform))
    for number, deputy in enumerate(data.rows("deputy"), start=1):
        yield act(f"deputy:{number}", _at(deputy["from"], 9), partial(_deputy, deputy))


def tie_acts(data: DemoData) -> Iterator[Act]:
    """Declared interests, and pairs that work together already (for those of the closed round, since its results)."""
    first = first_moments(data)
    for number, (enterprise, expert) in enumerate(data.pairs("cooperating"), start=1):
        since = NEW_TIES if _met_in_round(data, enterprise, expert) else OLD_TIES
        at = max(since, first[enterprise] + timedelta(minutes=3))
        note = "双方有在履行的合作合同"
        yield act(f"cooperating:{number}", at, partial(_tie, expert, enterprise, "cooperating", note))
    for number, (expert, enterprise, note) in enumerate(data.pairs("conflicts"), start=1):
        at = max(OLD_TIES, first[enterprise] + timedelta(minutes=3))
        yield act(f"conflict:{number}", at, partial(_tie, expert, enterprise, "declared", note))


def visit_key(visit: Row) -> str:
    """The external id of a visit of the data."""
    return f"{visit['round']}:{visit['expert']}:{visit['enterprise']}:{visit['date']}"


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 0), TAIAN)


def _met_in_round(data: DemoData, enterprise: str, expert: str) -> bool:
    return any((visit["enterprise"], visit["expert"]) == (enterprise, expert) for visit in data.rows("visit"))


def _county_work(enterprise: str, scene: Scene) -> Work:
    return scene.organizer(scene.data.by_key[enterprise]["county"])


def _visit(row: Row, scene: Scene) -> None:
    new = NewVisit(
        expert=scene.row(Expert, row["expert"]),
        enterprise=scene.row(Organization, row["enterprise"]),
        on_date=row["date"],
        needs=tuple(scene.row(Need, key) for key in row["needs"]),
        findings=row.get("note", ""),
        source=SOURCE,
        external_id=visit_key(row),
    )
    record_visit(work=_county_work(row["enterprise"], scene), campaign=scene.row(Campaign, row["round"]), new=new)


def _rate(row: Row, scene: Scene) -> None:
    """Both sides' word, noted by the organizer on the telephone: high where it led to something, else so-so."""
    visit, work = scene.row(Visit, visit_key(row)), _county_work(row["enterprise"], scene)
    solved = all(scene.data.by_key[key].get("result") == "solved" for key in row["needs"])
    low, high = (4, 5) if solved else (2, 3)
    for side in (ENTERPRISE, EXPERT):
        rating = drawn(f"{visit_key(row)}:{side}", low, high)
        give_feedback(work=work, subject=visit, side=side, rating=rating, text=row.get("note", ""))


def _trip(row: Row, scene: Scene) -> None:
    new = NewTrip(
        institution=scene.row(Organization, row["institution"]),
        on_date=row["date"],
        enterprises=tuple(scene.row(Organization, key) for key in row["enterprises"]),
        source=SOURCE,
        external_id=f"{row['round']}:{row['institution']}:{row['date']}",
    )
    record_trip(work=scene.work_as("city"), campaign=scene.row(Campaign, row["round"]), new=new)


def _pairing(row: Row, scene: Scene) -> None:
    work, enterprise = scene.work_as("city"), row.get("enterprise")
    new = NewPairing(
        institution=scene.row(Organization, row["institution"]),
        signed_on=row["signed"],
        agreement=row["agreement"],
        enterprise=scene.row(Organization, enterprise) if enterprise else None,
        chain_code=code_of(work, "chains", row["chain"]) if "chain" in row else None,
        school=row.get("school"),
        source=SOURCE,
        external_id=_pairing_key(enterprise or row["chain"], row["institution"]),
    )
    record_pairing(work=work, campaign=scene.row(Campaign, row["round"]), new=new)


def _pairing_key(party: str, institution: str) -> str:
    return f"{party}:{institution}"


def _platform(row: Row, scene: Scene) -> None:
    """A joint platform, traced to the agreement of the two, or else to the enterprise's need that was solved."""
    pairings = {(one.get("enterprise"), one["institution"]) for one in scene.data.rows("pairing")}
    paired = (row["enterprise"], row["institution"]) in pairings
    pairing = scene.row(Pairing, _pairing_key(row["enterprise"], row["institution"])) if paired else None
    need = None if paired else scene.row(Need, _solved_need(scene.data, row["enterprise"]))
    new = NewOutcome(
        level="agreement",
        pairing=pairing,
        need=need,
        campaign=scene.row(Campaign, row["round"]),
        joint_platform=True,
        signed_on=row["opened"],
        note=row["name"],
        source=SOURCE,
        external_id=f"platform:{row['enterprise']}",
    )
    record_outcome(work=scene.work_as("city"), new=new)


def _deputy(row: Row, scene: Scene) -> None:
    visit = next(
        one
        for one in scene.data.rows("visit")
        if (one["expert"], one["enterprise"]) == (row["expert"], row["enterprise"])
    )
    new = NewOutcome(
        level="agreement",
        need=scene.row(Need, visit["needs"][0]),
        visit=scene.row(Visit, visit_key(visit)),
        expert=scene.row(Expert, row["expert"]),
        vice_president=True,
        signed_on=row["from"],
        note=f"聘期{row['from']}至{row['to']}",
        source=SOURCE,
        external_id=f"deputy:{row['enterprise']}",
    )
    record_outcome(work=scene.work_as("city"), new=new)


def _solved_need(data: DemoData, enterprise: str) -> str:
    solved = (row for row in data.rows("need") if row["enterprise"] == enterprise and row.get("result") == "solved")
    return str(next(solved)["key"])


def _tie(expert: str, enterprise: str, kind: str, note: str, scene: Scene) -> None:
    declare_conflict(
        work=scene.work_as("city"),
        expert=scene.row(Expert, expert),
        organization=scene.row(Organization, enterprise),
        kind=kind,
        note=note,
    )
