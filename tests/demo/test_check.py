"""The sanity report: suggestions against the data's partners."""

from __future__ import annotations

import pytest

from matchmaker.database import Database
from matchmaker.demo.check import Agreement, check_suggestions
from matchmaker.demo.data import demo_data
from matchmaker.models.codes import MATCHED_STATES, Grade

pytestmark = pytest.mark.xdist_group("demo")
DATA = demo_data()


def test_perfect_suggestions_get_perfect_figures(told: Database) -> None:
    matched = [row for row in DATA.rows("need") if row["state"] in MATCHED_STATES]
    partnered = [row for row in matched if row["partners"]]
    with told.read() as session:
        found = check_suggestions(session, DATA)
    assert (found.needs, found.with_partner, found.first_right) == (len(matched), len(partnered), len(partnered))
    assert found.wanted == found.hits == found.right == found.shown == sum(len(row["partners"]) for row in partnered)
    assert (found.precision, found.recall) == (1.0, 1.0)
    assert (found.told_no_match(False), found.told_no_match(True)) == (1.0, 0.0)
    assert found.grades == {
        (True, Grade.STRONG): len(partnered), (False, Grade.WEAK): len(matched) - len(partnered),
    }  # fmt: skip


def test_without_needs_there_are_no_figures(sqlite_database: Database) -> None:
    with sqlite_database.read() as session:
        found = check_suggestions(session, DATA)
    assert found == Agreement(0, 0, 0, 0, 0, 0, 0, {})
    assert (found.precision, found.recall, found.told_no_match(True)) == (0.0, 0.0, 0.0)
