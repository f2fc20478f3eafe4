"""What templates may use: icons, addresses of the same page, labels, and messages after a request."""

from __future__ import annotations

import json

import pytest
from flask import Flask, Response

from matchmaker.reference import UnknownCode
from web.labels import label
from web.templating import here, here_with, icon
from web.toasts import with_toast


def test_an_icon_is_silent_unless_it_has_a_label(app: Flask) -> None:
    with app.test_request_context("/"):
        silent, said = icon("check"), icon("lock", 'a "name"', "sm")
    assert 'class="icon" aria-hidden="true"' in silent
    assert 'class="icon icon-sm" role="img" aria-label="a &#34;name&#34;"' in said
    assert silent.endswith('vendor/icons.svg#check"></use></svg>')


def test_the_same_page_with_another_query(app: Flask) -> None:
    with app.test_request_context("/console/needs?q=盐&state=submitted&after=x"):
        assert here() == "/console/needs?q=盐&state=submitted&after=x"
        assert here_with(after=None, state="verified") == "/console/needs?q=%E7%9B%90&state=verified"
        assert here_with(q=None, state=None, after=None) == "/console/needs"


def test_labels_follow_the_language_and_unknown_codes_fail(app: Flask) -> None:
    with app.test_request_context("/"):
        assert (label("submitted", "need_states"), label(None, "need_states")) == ("待审核", "")
        with pytest.raises(UnknownCode, match="submitted"):
            label("submited", "need_states")
    with app.test_request_context("/?lang=en"):
        assert label("submitted", "need_states") == "Awaiting review"


def test_a_toast_travels_in_ascii_headers() -> None:
    response = with_toast(Response(""), "已记录", undo="/undo/1", target="#c1", event="decided")
    told = response.headers["HX-Trigger"]
    assert told.isascii()
    assert json.loads(told) == {"toast": {"text": "已记录", "undo": {"url": "/undo/1", "target": "#c1"}}}
    assert response.headers["HX-Trigger-After-Settle"] == "decided"
    assert "HX-Trigger-After-Settle" not in with_toast(Response(""), "ok").headers
