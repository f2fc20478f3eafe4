"""A need's parts."""

import pytest

from matchmaker.ranking.query import Need


@pytest.mark.parametrize(
    ("need", "parts"),
    [
        (Need(), {}),
        (Need(title=" 电池 "), {"title": "电池", "whole": "电池"}),
        (Need(title="电池", text="长寿命"), {"title": "电池", "whole": "电池 长寿命"}),
        (Need(text="长寿命"), {"whole": "长寿命"}),
        (Need(title="？？", text="……"), {}),
        (Need(title="？？", text="长寿命"), {"whole": "长寿命"}),
        (Need(problem="起火"), {"whole": "起火"}),
        (
            Need(title="电池", problem="起火", goal="不起火"),
            {"title": "电池", "problem": "起火", "goal": "不起火", "whole": "电池 起火 不起火"},
        ),
    ],
)
def test_parts(need, parts):
    assert need.parts() == parts
