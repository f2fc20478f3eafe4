"""The school of an institution that is proposed for a pairing: where the experts are who fit."""

from __future__ import annotations

import pytest

from matchmaker.database import Database
from matchmaker.models import Classification
from matchmaker.models.codes import Grade
from matchmaker.services.organization import edit_organization
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.pair_school import best_school, schools_that_fit
from tests.services.planning.institution_scene import Hosts, hosts, worked_out
from tests.services.planning.scenes import accept, plan_of
from tests.support.builders import a_suggestion, an_expert
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Hosts:
    """Two experts at 化工学院 and one at 机械学院 of the first institution fit the first two enterprises."""
    with database.write() as session:
        work = world.work(session)
        made = hosts(work, institutions=1, enterprises=3, rules={"pairs": {"max_load": 9}})
        place = made.institutions[0]
        one = an_expert(work, "甲示例", institution=place, school="化工学院")
        two = an_expert(work, "乙示例", institution=place, school="化工学院")
        three = an_expert(work, "丙示例", institution=place, school="机械学院")
        accept(work, made.needs[0], one, 0.6)
        accept(work, made.needs[0], two, 0.5)  # the same need again adds nothing to the school
        accept(work, made.needs[0], three, 0.7)
        accept(work, made.needs[1], two, 0.8)
        a_suggestion(work, made.needs[2], three, Grade.WEAK)  # a weak relation is no reason
        for enterprise in made.enterprises[:2]:
            session.add(Classification(organization_id=enterprise.id, scheme="chains", code="auto"))
        return made


def test_a_school_is_worth_its_best_expert_for_each_need(database: Database, world: World, made: Hosts) -> None:
    place = made.institutions[0].id
    with database.read() as session:
        work = world.work(session)
        first, second, third = ([*schools_that_fit(work=work, row=("enterprise", one.id), institution_id=place)]
                                for one in made.enterprises)  # fmt: skip
        assert first == [("机械学院", 0.7), ("化工学院", 0.6)]
        assert second == [("化工学院", 0.8)]
        assert third == []
        chain = schools_that_fit(work=work, row=("chain", "auto"), institution_id=place)
        assert [(name, pytest.approx(worth)) for name, worth in chain] == [("化工学院", 1.4), ("机械学院", 0.7)]
        own = best_school(work=work, row=("enterprise", made.enterprises[0].id), institution_id=place,
                          known=("化工学院",))  # fmt: skip
        assert own == "化工学院"


def test_it_stands_in_the_plan_as_a_proposal(database: Database, world: World, made: Hosts) -> None:
    plan_id = worked_out(database, world, made, "pairs", Inputs(chains=("auto",)))
    with database.read() as session:
        pairings = plan_of(world.work(session), plan_id).pairings
        schools = {one.chain_code or one.enterprise_id: one.school for one in pairings}
    assert schools == {
        "auto": "化工学院",
        made.enterprises[0].id: "机械学院",
        made.enterprises[1].id: "化工学院",
        made.enterprises[2].id: None,
    }


def test_only_schools_that_the_institution_named_are_proposed(database: Database, world: World, made: Hosts) -> None:
    with database.write() as session:
        work = world.work(session)
        place = session.get_one(type(made.institutions[0]), made.institutions[0].id)
        edit_organization(work=work, organization=place, values={"schools": ["化工学院"]})
    plan_id = worked_out(database, world, made, "pairs")
    with database.read() as session:
        found = {one.enterprise_id: one.school for one in plan_of(world.work(session), plan_id).pairings}
    assert found[made.enterprises[0].id] == "化工学院"
