"""Confidential suggestions are put together while others can write; the look is recorded all the same."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.models import Event
from matchmaker.models.codes import Confidentiality
from tests.support.writers import watched
from tests.web.api.conftest import ApiMaker, Shop
from tests.web.api.test_suggestions import a_stored_suggestion
from web.api.shapes.suggestion import SuggestionDetail, SuggestionOut


def test_others_write_while_confidential_suggestions_are_put_together(
    app: object, api_for: ApiMaker, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = shop.do(lambda work: a_stored_suggestion(work, confidentiality=Confidentiality.CONFIDENTIAL).ref)
    trusted = api_for(app, "needs:read", "needs:confidential", "suggestions:read", name="示例系统")
    seen: list[bool] = []
    monkeypatch.setattr(SuggestionDetail, "in_full", watched(shop.database, SuggestionDetail.in_full, seen))
    monkeypatch.setattr(SuggestionOut, "of", watched(shop.database, SuggestionOut.of, seen))
    for path in (f"/suggestions/{ref}", "/suggestions"):
        assert trusted.get(path).status_code == 200
    assert seen
    assert all(seen)
    with shop.database.read() as session:
        looks = session.scalars(select(Event.actor_name).where(Event.action == "need.read_confidential")).all()
    assert looks == ["示例系统", "示例系统"]
