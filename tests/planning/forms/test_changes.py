"""Changes after publication as documents."""

from __future__ import annotations

from typing import Any

import pytest

from matchmaker.locale.render import render_error
from matchmaker.planning.errors import InvalidProblem
from matchmaker.planning.forms.changes import read_changes
from matchmaker.planning.values.changes import EnterpriseDates, ExpertDates, NewNeed, Rejection


def test_reads_every_kind() -> None:
    assert read_changes(
        [
            {"kind": "rejection", "expert": 1, "enterprise": 2},
            {"kind": "expert_dates", "expert": 3, "dates": [0, 4]},
            {"kind": "enterprise_dates", "enterprise": 5, "dates": []},
            {"kind": "new_need", "enterprise": 6, "affinity": [[7, 0.5], [8, 1]]},
        ]
    ) == (
        Rejection(expert=1, enterprise=2),
        ExpertDates(expert=3, dates=(0, 4)),
        EnterpriseDates(enterprise=5, dates=()),
        NewNeed(enterprise=6, affinity=((7, 0.5), (8, 1.0))),
    )


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({}, "changes: {} is not a list."),
        ([{"expert": 1}], "changes[0].kind: This field is missing."),
        (
            [{"kind": "strike"}],
            "changes[0].kind: 'strike' is none of these: rejection, expert_dates, enterprise_dates, new_need.",
        ),
        ([{"kind": "rejection", "expert": 1}], "changes[0].enterprise: This field is missing."),
        ([{"kind": "expert_dates", "expert": 1, "dates": 3}], "changes[0].dates: 3 is not a list."),
        ([{"kind": "new_need", "enterprise": 1, "affinity": [[2]]}], "changes[0].affinity: [2] is not a list of 2."),
    ],
)
def test_names_the_place_that_is_wrong(document: Any, told: str) -> None:
    with pytest.raises(InvalidProblem) as raised:
        read_changes(document)
    assert render_error(raised.value, locale="en") == told
