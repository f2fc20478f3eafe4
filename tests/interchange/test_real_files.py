"""The files that a county office and the earlier campaign really handed over."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from matchmaker.interchange import AchievementRow, ExpertRow, NeedRow, Parsed, read_file
from matchmaker.interchange.messages import message
from matchmaker.interchange.reading.table import Skipped
from tests.interchange.test_round_trip import again, still

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def needs(shared_data: Path) -> Parsed:
    return read_file("needs", shared_data / "inputs" / "需求汇总表.xlsx", "需求汇总表.xlsx")


@pytest.fixture(scope="module")
def teams(shared_data: Path) -> Parsed:
    return read_file("experts", shared_data / "inputs" / "teams.jsonl", "teams.jsonl")


def by_row(parsed: Parsed) -> dict[int, NeedRow]:
    return {row.row: row for row in parsed.rows if isinstance(row, NeedRow)}


def test_44_needs_are_taken_and_the_repeat_is_named(needs: Parsed):
    assert (needs.sheet, needs.header_row, len(needs.rows)) == ("需求汇总", 3, 44)
    assert needs.skipped == (Skipped(12, message("row.repeat", first=7)),)
    assert needs.set_aside == (
        Skipped(1, message("row.title")),
        Skipped(2, message("row.title")),
        Skipped(37, message("row.blank", last=37)),
        Skipped(50, message("row.sum")),
    )
    assert needs.mapping.unmapped == ()
    assert [note.code for note in needs.notes] == ["sheet.chosen", "column.no_uscc"]


def test_every_row_is_accounted_for(needs: Parsed):
    numbers = [row.row for row in needs.rows] + [entry.row for entry in (*needs.skipped, *needs.set_aside)]
    assert sorted([*numbers, needs.header_row]) == list(range(1, 51))


def test_warnings_stand_where_they_should(needs: Parsed):
    rows: dict[str, list[int]] = {}
    for warning in needs.warnings:
        rows.setdefault(warning.message.code, []).append(warning.row)
    assert rows == {
        "mode.several": [4, 5, 6, 24, 26, 49],
        "amount.no_figure": [7, 23, 39, 49],
        "amount.about": [36],
        "field.chain": [9, 19, 21, 25, 26, 27, 39, 40, 41, 42, 47],
        "field.unknown": [32, 34, 38, 44],
        "need.achievement": [31, 48],
        "need.advertisement": [49],
        "text.missing": [46],
    }


def test_counties_cut_short_are_understood_silently(needs: Parsed):
    rows = by_row(needs)
    places = {
        row: (rows[row].organization.place.county, rows[row].organization.place.zone) for row in (19, 20, 33, 40, 43)
    }
    assert places == {
        19: ("370902", None),
        20: ("370911", "taian_gaoxin"),
        33: ("370911", "taian_gaoxin"),
        40: ("370983", None),
        43: ("370911", None),
    }
    assert all(row.organization.place.county for row in rows.values())


def test_as_above_is_the_row_above(needs: Parsed):
    row = by_row(needs)[16]
    assert (row.organization.name, row.organization.place.county) == ("示例企业011有限公司", "370921")


def test_amounts_fields_chains_and_wishes(needs: Parsed):
    rows = by_row(needs)
    assert Counter((row.funds.exactness if row.funds else "blank") for row in rows.values()) == {
        "exact": 28,
        "range": 8,
        "negotiable": 4,
        "about": 1,
        "blank": 3,
    }
    assert (rows[9].funds.low, rows[9].funds.high) == (300, 500)
    assert ([value.code for value in rows[9].chains], rows[9].fields) == (["auto"], ())
    assert ([value.code for value in rows[10].wishes], rows[10].mode) == (["adopt_achievement"], None)
    assert rows[8].mode.code == "joint"
    assert rows[15].title == "耐磨农机具关键零部件"
    assert rows[21].problem.startswith("现我单位")
    assert all(row.window.meaning == "dated" for row in rows.values())


def test_all_43_of_the_teams_are_what_they_are(teams: Parsed):
    assert (len(teams.rows), teams.skipped) == (43, ())
    kinds = Counter((type(row), row.form.code if row.form else None) for row in teams.rows)  # type: ignore[union-attr]
    assert kinds == {
        (ExpertRow, "team"): 13,
        (ExpertRow, "laboratory"): 9,
        (AchievementRow, "technology"): 18,
        (AchievementRow, "paper"): 3,
    }
    without = [row.row for row in teams.rows if not row.institutions]  # type: ignore[union-attr]
    assert without == [3, 43]
    assert {warning.message.code for warning in teams.warnings} == {"field.chain", "field.unknown"}


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_an_exported_file_imports_again_unchanged(needs: Parsed, teams: Parsed, format: str):
    for parsed in (needs, teams):
        second = again(parsed, format)
        assert [still(row) for row in second.rows] == [still(row) for row in parsed.rows]
        assert [warning.message for warning in second.warnings] == [warning.message for warning in parsed.warnings]
        assert second.skipped == ()


def test_few_real_needs_are_suspected(shared_data: Path):
    parsed = read_file("needs", shared_data / "inputs" / "needs.jsonl", "needs.jsonl")
    assert (len(parsed.rows), len(parsed.skipped)) == (272, 9)
    suspected = [w for w in parsed.warnings if w.message.code in ("need.advertisement", "need.achievement")]
    assert len(suspected) <= 6
