"""The addresses that plans of trips, pairings and meetings have in common."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint
from flask.typing import ResponseReturnValue

from web.navigation import ORGANIZERS, READERS
from web.pages.console.other_plans.acting import discard_plan, list_plans, publish_plan, stop_plan
from web.pages.console.other_plans.asking import ask, asking_form
from web.pages.console.other_plans.items import end_item, lock_item, propose_without
from web.pages.console.other_plans.kinds import PlanKind
from web.pages.console.other_plans.showing import Content, show_plan, show_progress
from web.pages.console.other_plans.why import follow_why, why_page
from web.session import require

View = Callable[..., ResponseReturnValue]


def plan_pages(kind: PlanKind, content: Content) -> Blueprint:
    """A blueprint with the pages of one kind; `content` fills the page of a plan that is worked out."""
    blueprint = Blueprint(kind.pages, __name__, url_prefix=f"/console/{kind.pages}")
    reading: dict[str, tuple[str, View]] = {
        "index": ("/", lambda: list_plans(kind)),
        "show": ("/<ref>", lambda ref: show_plan(ref, kind, content)),
        "progress": ("/<ref>/progress", lambda ref: show_progress(ref, kind)),
    }
    asking: dict[str, tuple[str, View]] = {"why": ("/<ref>/why", lambda ref: why_page(ref, kind))}
    posting: dict[str, tuple[str, View]] = {
        "stop": ("/<ref>/stop", lambda ref: stop_plan(ref, kind)),
        "discard": ("/<ref>/discard", lambda ref: discard_plan(ref, kind)),
        "publish": ("/<ref>/publish", lambda ref: publish_plan(ref, kind, content)),
        "follow": ("/<ref>/why", lambda ref: follow_why(ref, kind, content)),
    }
    one = f"/<ref>/{kind.items}/<{kind.item}>"
    posting |= {
        "lock": (f"{one}/lock", lambda ref, **item: lock_item(ref, item[kind.item], kind, content)),
        kind.ending: (f"{one}/{kind.ending}", lambda ref, **item: end_item(ref, item[kind.item], kind, content)),
        "decline": (f"{one}/decline", lambda ref, **item: propose_without(ref, item[kind.item], kind)),
    }
    if kind.rules:  # a meeting has a form of its own
        asking["new"] = ("/new", lambda: asking_form(kind))
        posting["ask"] = ("/new", lambda: ask(kind))
    for name, (rule, view) in reading.items():
        blueprint.add_url_rule(rule, name, require(*READERS)(view))
    for name, (rule, view) in asking.items():
        blueprint.add_url_rule(rule, name, require(*ORGANIZERS)(view))
    for name, (rule, view) in posting.items():
        blueprint.add_url_rule(rule, name, require(*ORGANIZERS)(view), methods=["POST"])
    return blueprint
