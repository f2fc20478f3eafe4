"""The style guide: every macro with real-looking content, and mock-ups of pages. For development and tests only."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, current_app, g, render_template, url_for
from flask.blueprints import BlueprintSetupState

from web.form_state import FormState
from web.listing import Listing
from web.samples import Examples

# Invented entries for the record of actions.
EVENTS = (
    {
        "at": datetime(2026, 11, 18, 1, 32, tzinfo=UTC),
        "actor": "李经办（示例）",
        "text": "接受推荐：水处理实验室",
        "why": "方向一致",
    },
    {
        "at": datetime(2026, 11, 17, 8, 5, tzinfo=UTC),
        "actor": "泰山区科技局（示例）",
        "text": "审核通过",
        "changes": [("状态", "待审核", "审核通过"), ("拟投入资金", "", "120 万元")],
    },
    {"at": datetime(2026, 11, 16, 2, 41, tzinfo=UTC), "actor": "企业（专属链接）", "text": "提交需求"},
)

blueprint = Blueprint("style_guide", __name__, url_prefix="/styleguide")


@blueprint.record_once
def lead_somewhere(state: BlueprintSetupState) -> None:
    """Links of mock-ups to pages that do not exist yet lead to their mock-up, or to a page that names them."""
    state.app.url_build_error_handlers.append(stand_in)


def stand_in(error: Exception, endpoint: str, values: dict[str, Any]) -> str:
    for name, example in examples().items():
        if example.endpoint == endpoint:
            return url_for("style_guide.show", name=name)
    return url_for("style_guide.missing", page=endpoint)


def examples() -> Examples:
    known: Examples = current_app.extensions["examples"]
    return known


@blueprint.get("/")
def index() -> str:
    return render_template(
        "style_guide/index.html", examples=examples(), Listing=Listing, FormState=FormState, style_guide_events=EVENTS
    )


@blueprint.get("/missing/<page>")
def missing(page: str) -> str:
    return render_template("style_guide/missing.html", page=page)


@blueprint.get("/<path:name>")
def show(name: str) -> str:
    example = examples().get(name)
    if example is None:
        abort(404)
    g.viewer = example.viewer
    g.section = example.section
    return render_template(example.template, **example.context())
