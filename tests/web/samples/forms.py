"""What the console's forms of records are filled with (示例)."""

from __future__ import annotations

from typing import Any

from matchmaker.services.merge_preview import MergePreview
from tests.web.samples.choices import FIELDS, counties, group, terms
from tests.web.samples.partners import achievement, expert
from tests.web.samples.records import campaign, enterprise, need
from web.form_state import FormState


def need_form() -> dict[str, Any]:
    one = need(version=3)
    names = ("title", "problem", "indicators", "goal", "background", "keywords", "funds_text", "cooperation_mode")
    entered = {name: getattr(one, name) for name in names}
    return {
        "campaign": campaign(),
        "need": one,
        "form": FormState({**entered, "fields": ["environment"], "confidentiality": "county"}),
        "fields": FIELDS,
        "modes": group("cooperation_modes", "solving"),
        "wishes": group("cooperation_modes", "wish"),
        "activity_kinds": terms("need_kinds"),
        "confidentiality_levels": terms("confidentiality_levels"),
    }


def expert_form(**changes: Any) -> dict[str, Any]:
    one = expert(version=2)
    names = ("name", "school", "title", "degree", "birth_year", "profile", "max_visits", "max_days")
    entered = {name: getattr(one, name) for name in names}
    values: dict[str, Any] = {
        "campaign": campaign(),
        "expert": one,
        "form": FormState(
            {
                **entered,
                "institution": one.institution.name,
                "directions": "\n".join(one.directions),
                "basis": "confirmed",
                "fields": ["environment"],
            }
        ),
        "kinds": terms("expert_kinds"),
        "bases": terms("profile_basis"),
        "fields": FIELDS,
        "own_institution": False,
    }
    return values | changes


def expert_form_refused() -> dict[str, Any]:
    errors = {"name": "请填写此项。", "birth_year": "请填写 1900 到 2100 之间的整数。"}
    return expert_form(expert=None, form=FormState({"kind": "team", "birth_year": "七四", "basis": "provided"}, errors))


def achievement_form() -> dict[str, Any]:
    one = achievement()
    one.version = 1
    return {
        "campaign": campaign(),
        "achievement": one,
        "form": FormState({"title": one.title, "text": one.text, "trl": "8", "fields": ["environment"]}),
        "fields": FIELDS,
        "stages": terms("achievement_stages"),
        "ip_states": terms("ip_states"),
        "own_institution": False,
    }


def organization_form() -> dict[str, Any]:
    one = enterprise(version=1)
    return {
        "campaign": campaign(),
        "organization": one,
        "form": FormState({"name": one.name, "county_code": one.county_code, "tags": one.tags, "chains": []}),
        "kinds": terms("organization_kinds"),
        "counties": counties(),
        "zones": terms("zones"),
        "chains": terms("chains"),
    }


def organization_merge() -> dict[str, Any]:
    moves = {"needs": 2, "experts": 0, "achievements": 0, "contacts": 1, "accounts": 0}
    return {
        "campaign": campaign(),
        "keep": enterprise(version=1),
        "drop": enterprise(ref="X2", name="泰安市澄源环保科技公司（示例）", version=4),
        "preview": MergePreview(moves=moves, uscc=None, two_codes=False),
    }
