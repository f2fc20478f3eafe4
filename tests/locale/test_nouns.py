"""Messages name kinds of records and their states in words, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import matchmaker
from matchmaker.errors import Conflicting, MatchmakerError, NotFound, WrongState
from matchmaker.locale.nouns import NOUNS
from matchmaker.locale.render import render_error

RAISED = re.compile(r'(?:Conflicting|AlreadyPublished|NotFound|WrongState)\((?:what|kind)="([^"]+)"')


@pytest.mark.parametrize(
    ("error", "chinese", "english"),
    [
        (
            Conflicting(what="plan"),
            "计划期间已有变化，请刷新后重新操作。",
            "plan has changed in the meantime. Load it again and repeat your step.",
        ),
        (
            WrongState(kind="visit", state="cancelled"),
            "专家入企处于“已取消”状态，不能进行此操作。",
            "This cannot be done while the visit is in the state Cancelled.",
        ),
        (NotFound(kind="user", ref="X1"), "没有找到账号 X1。", "There is no account X1."),
        (NotFound(kind="moon", ref="X1"), "没有找到moon X1。", "There is no moon X1."),
    ],
)
def test_kinds_and_states_are_words(error: MatchmakerError, chinese: str, english: str) -> None:
    assert [render_error(error, locale=locale) for locale in ("zh_Hans_CN", "en")] == [chinese, english]


def test_every_kind_that_an_error_names_has_a_word() -> None:
    root = Path(matchmaker.__file__).parent
    named = {kind for path in root.rglob("*.py") for kind in RAISED.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 20
    assert named - NOUNS.keys() == set()
