"""Who is asked in a round, filtered and in scope; shares by side and county; the workbook out and in."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput
from matchmaker.interchange.errors import ColumnsMissing
from matchmaker.interchange.writing.workbook import Column, write_workbook
from matchmaker.models import Event, Participation, Willingness
from matchmaker.models.codes import Role, SuggestionState
from matchmaker.services.invitations.sending import hand_out
from matchmaker.services.paging import PageRequest
from matchmaker.services.willingness_asking import ask_willingness
from matchmaker.services.willingness_list import AskedFilter, all_asked, list_asked
from matchmaker.services.willingness_partner import partner_names, partners_named
from matchmaker.services.willingness_reading import apply_rows, read_workbook_rows, row_document
from matchmaker.services.willingness_shares import willingness_shares
from matchmaker.services.willingness_workbook import export_willingness
from matchmaker.services.work import Work
from tests.services.planning.scenes import Round, a_round, say
from tests.support.builders import TAISHAN, XINTAI, a_user, an_enterprise, an_expert
from tests.support.world import World


def names(work: Work, made: Round, **where: str) -> list[str]:
    found = list_asked(work=work, campaign=made.campaign, where=AskedFilter(**where), page=PageRequest())
    return sorted(one.party.name for one in found.items)


def some_answers(work: Work) -> Round:
    """Experts 0 willing, 1 and 2 unknown; enterprises 0 willing, 1 not, 2 asked, 3 nothing."""
    made = a_round(work, answered=False)
    say(work, made, made.experts[0])
    say(work, made, made.enterprises[0])
    say(work, made, made.enterprises[1], "unwilling")
    row = ask_willingness(work=work, campaign=made.campaign, party=made.enterprises[2])
    hand_out(work=work, invitation=row, base_url="http://localhost")
    return made


def test_the_list_holds_whom_planning_could_use(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        made = some_answers(work)
        an_enterprise(work, "没有需求的示例公司")
        an_expert(work, "没人推荐的专家示例")
        late = an_enterprise(work, "没有需求但已答复的示例公司")
        say(work, made, late)
        assert names(work, made, side="expert") == ["专家0示例", "专家1示例", "专家2示例"]
        assert [name for name in names(work, made) if "示例企业" not in name] == ["没有需求但已答复的示例公司"]
        for row in made.suggestions:
            row.state = SuggestionState.HELD
        session.flush()
        assert names(work, made, side="expert") == ["专家0示例"]  # has answered


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"answer": "willing"}, "0"), ({"answer": "unwilling"}, "1"), ({"answer": "unknown"}, "23"),
        ({"answer": "waiting"}, "2"), ({"answer": "not_asked"}, "3"), ({"county_code": XINTAI}, "13"),
        ({"words": "企业2"}, "2"), ({"words": "%"}, ""), ({"answer": "colleague"}, ""),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(sqlite_database: Database, world: World, where: dict[str, str], expected: str) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        made = some_answers(work)
        assert names(work, made, **where) == [f"示例企业{number}有限公司" for number in expected]
        with pytest.raises(InvalidInput):
            names(work, made, side="nobody")


def test_shares_count_the_unknown_apart_and_keep_to_the_county(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        made = some_answers(work)
        found = willingness_shares(work=work, campaign=made.campaign)
        assert dict(found.sides["enterprise"].answers) == {"willing": 1, "unwilling": 1, "unknown": 2}
        assert (found.sides["expert"].total, found.sides["expert"].answered, found.sides["expert"].willing) == (3, 1, 1)
        assert {code: (one.total, one.answered) for code, one in found.counties.items()} == {
            TAISHAN: (2, 1), XINTAI: (2, 1),
        }  # fmt: skip
        county = work.as_actor(a_user(work, Role.COUNTY, "xintai", county_code=XINTAI))
        assert set(willingness_shares(work=county, campaign=made.campaign).counties) == {XINTAI}
        for role in (Role.ENTERPRISE, Role.LIAISON):
            with pytest.raises(Forbidden):
                willingness_shares(work=work.as_actor(a_user(work, role, role.value)), campaign=made.campaign)


def sheet(rows: list[list[str]], headers: tuple[str, ...] = ("企业名称", "意向", "可参加日期", "备注")) -> bytes:
    return write_workbook([Column(name) for name in headers], rows)


def test_the_workbook_comes_back_with_what_was_filled_in(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        made = some_answers(work)
        content = export_willingness(work=work, campaign=made.campaign, where=AskedFilter())
        book = load_workbook(io.BytesIO(content))
        page = book.active
        assert page is not None
        head = [cell.value for cell in page[1]]
        row = next(cells for cells in page.iter_rows(min_row=2) if cells[1].value == "示例企业3有限公司")
        row[head.index("意向")].value = "需线上先沟通"
        row[head.index("可参加日期")].value = "2026-11-26、12月1日"
        out = io.BytesIO()
        book.save(out)
        fates = read_workbook_rows(
            work=work, campaign=made.campaign, side="enterprise", content=out.getvalue(), filename="填好.xlsx"
        )
        assert sorted((one.name, one.verdict) for one in fates) == [
            ("示例企业0有限公司", "unchanged"), ("示例企业1有限公司", "unchanged"), ("示例企业2有限公司", "empty"),
            ("示例企业3有限公司", "taken"),
        ]  # fmt: skip
        good = [row_document(one) for one in fates if one.verdict == "taken"]
        assert session.query(Willingness).count() == 3  # reading stored nothing
        assert apply_rows(work=work, campaign=made.campaign, side="enterprise", rows=good) == 1
        assert apply_rows(work=work, campaign=made.campaign, side="enterprise", rows=good) == 0
    with database.read() as session:
        stored = session.scalars(select(Willingness).order_by(Willingness.id.desc())).first()
        assert stored is not None
        assert (stored.answer, stored.how) == ("online_first", "workbook")
        known = session.scalars(select(Participation)).one()
        assert known.dates == ["2026-11-26", "2026-12-01"]
        exports = session.scalars(select(Event.after).where(Event.action == "willingness.export")).all()
        assert exports == [{"side": "enterprise", "count": 4}]


def test_every_row_that_is_not_taken_says_why(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        made = some_answers(work)
        an_enterprise(work, "同名示例公司")
        an_enterprise(work, "同名示例公司", XINTAI)
        rows = [
            ["示例企业0有限公司", "不愿意", "", ""], ["示例企业1有限公司", "也许", "", ""],
            ["查无此示例公司", "愿意", "", ""],
            ["同名示例公司", "愿意", "", ""], ["示例企业2有限公司", "愿意", "随时", ""],
            ["示例企业2有限公司", "愿意", "2026-02-30", ""], ["示例企业0有限公司", "愿意", "", ""],
            ["示例企业3有限公司", "", "", ""], ["示例企业2有限公司", "推荐同事", "", ""],
        ]  # fmt: skip
        fates = read_workbook_rows(
            work=work, campaign=made.campaign, side="enterprise", content=sheet(rows), filename="表.xlsx"
        )
        told = [(one.row, one.verdict, one.problem and one.problem.params["field"]) for one in fates]
        assert told == [
            (2, "updated", None), (3, "skipped", "answer"), (4, "skipped", "name"), (5, "skipped", "name"),
            (6, "skipped", "dates"), (7, "skipped", "dates"), (8, "skipped", "name"), (9, "empty", None),
            (10, "skipped", "colleague"),
        ]  # fmt: skip
        with pytest.raises(ColumnsMissing):
            read_workbook_rows(work=work, campaign=made.campaign, side="enterprise",
                               content=sheet([["甲", "乙"]], ("一", "二")), filename="别的.xlsx")  # fmt: skip


def test_a_county_records_by_workbook_only_for_whom_it_sees(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        made = some_answers(work)
        county = work.as_actor(a_user(work, Role.COUNTY, "xintai", county_code=XINTAI))
        foreign = {"ref": made.enterprises[0].ref, "answer": "unwilling", "note": "", "colleague": "", "dates": None}
        with pytest.raises(InvalidInput):
            apply_rows(work=county, campaign=made.campaign, side="enterprise", rows=[foreign])
        for broken in ({"ref": made.enterprises[1].ref}, foreign | {"ref": made.enterprises[1].ref, "dates": ["x"]}):
            with pytest.raises(InvalidInput):
                apply_rows(work=county, campaign=made.campaign, side="enterprise", rows=[broken])
        listed = all_asked(work=county, campaign=made.campaign, where=AskedFilter())
        assert [one.party.county_code for one in listed] == [XINTAI, XINTAI]
        assert date(2026, 11, 25) > work.today()


def test_a_partner_is_found_by_name_unless_several_bear_it(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        made = a_round(work, answered=False)
        expert, enterprise = made.experts[0], made.enterprises[0]
        assert partners_named(work=work, party=expert, name=" 示例企业0有限公司 ") == (enterprise,)
        assert partners_named(work=work, party=enterprise, name="专家0示例") == (expert,)
        assert partners_named(work=work, party=enterprise, name=" ") == ()
        an_expert(work, "专家0示例")
        for party, name in ((enterprise, "专家0示例"), (enterprise, "没有的人"), (expert, "没有的公司")):
            with pytest.raises(InvalidInput) as caught:
                partners_named(work=work, party=party, name=name)
            assert caught.value.params["field"] == "partner"
        assert partner_names(work=work, party=expert, keys=[enterprise.id]) == ["示例企业0有限公司"]
