"""What the shipped lists hold: published facts, marks of what is to be checked, codes that the program acts on."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import pytest

from matchmaker.models import codes
from matchmaker.reference import Scheme, Term, load_all, load_scheme


def test_divisions_are_those_of_gbt_2260():
    divisions = load_scheme("divisions")
    assert {term.code: term.zh for term in divisions} == {
        "370900": "泰安市",
        "370902": "泰山区",
        "370911": "岱岳区",
        "370921": "宁阳县",
        "370923": "东平县",
        "370982": "新泰市",
        "370983": "肥城市",
    }
    assert divisions.source == "GB/T 2260"
    assert all(term.official for term in divisions)
    assert len(divisions.children("370900")) == 6


def test_every_zone_has_a_division_above_it_and_unsure_ones_are_marked():
    zones = load_scheme("zones")
    assert [term.zh for term in zones if term.official] == ["泰安高新区", "汶河新区", "泰安农高区"]
    assert all(term.to_check and term.parent in load_scheme("divisions") for term in zones)
    assert zones.get("taian_gaoxin").parent == "370911"


def test_only_published_chains_are_official():
    chains = load_scheme("chains")
    assert [term.zh for term in chains if term.official] == [
        "汽车及零部件",
        "新能源",
        "输变电装备及电线电缆",
        "医药及医疗器械",
        "新材料",
        "高端化工",
    ]
    assert [term.zh for term in chains if not term.official] == ["锂电新材料", "新型建筑材料", "文化旅游", "中医药"]
    assert all(term.to_check != term.official for term in chains)


def test_the_two_field_lists_are_apart():
    form, state = load_scheme("fields_form12"), load_scheme("fields_hightech8")
    assert (len(form), len(state)) == (12, 8)
    assert not form.to_check
    assert state.to_check
    assert form.find("新材料").scheme == "fields_form12"
    assert state.find("新材料").scheme == "fields_hightech8"


def test_cooperation_modes_are_in_two_named_groups():
    modes = load_scheme("cooperation_modes")
    assert [term.zh for term in modes.group("solving")] == ["独立研发", "委托研发", "合作研发", "其他"]
    assert [term.code for term in modes.group("wish")] == ["joint_project", "adopt_achievement", "bring_in_people"]


def test_disciplines_are_the_62_of_the_first_level_in_order():
    disciplines = load_scheme("disciplines")
    assert len(disciplines) == 62
    assert disciplines.codes[0] == "110"
    assert disciplines.codes[-1] == "910"
    assert list(disciplines.codes) == sorted(disciplines.codes)
    assert disciplines.get("430").zh == "材料科学"
    assert disciplines.to_check


@pytest.mark.parametrize(
    ("enum", "scheme"),
    [
        (codes.OrganizationKind, "organization_kinds"),
        (codes.ExpertKind, "expert_kinds"),
        (codes.ExpertState, "expert_states"),
        (codes.ProfileBasis, "profile_basis"),
        (codes.NeedState, "need_states"),
        (codes.NeedResult, "need_results"),
        (codes.NeedSource, "intake_sources"),
        (codes.Confidentiality, "confidentiality_levels"),
        (codes.Grade, "grades"),
        (codes.SuggestionState, "suggestion_states"),
        (codes.Verdict, "verdicts"),
        (codes.Role, "roles"),
        (codes.JobState, "job_states"),
    ],
)
def test_codes_the_program_acts_on_all_have_labels(enum: type[StrEnum], scheme: str):
    assert list(load_scheme(scheme).codes) == [str(code) for code in enum]


def test_words_on_the_pages():
    assert [term.zh for term in load_scheme("grades")] == ["高度相关", "较相关", "弱相关", "暂无合适对象"]
    assert load_scheme("need_states").get("matching").zh == "专家匹配中"
    assert load_scheme("need_states").get("closed").zh == "已办结"
    assert [term.zh for term in load_scheme("willingness_answers")] == [
        "愿意",
        "不愿意",
        "已在合作",
        "需线上先沟通",
        "推荐同事",
    ]


def test_every_term_of_every_list_has_both_labels_and_its_scheme():
    for name, scheme in load_all().items():
        assert scheme.zh
        assert scheme.en
        assert scheme.source
        for term in scheme:
            assert term.scheme == name
            assert term.label() == term.zh
            assert term.label("en") == term.en
            assert scheme.find(term.zh) == term


def test_terms_hold_between_their_dates_inclusive():
    term = Term("s", "c", "甲", "A", valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    scheme = Scheme("s", "甲", "A", (term,))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [scheme.active(day) for day in days] == [(), (term,), (term,), ()]


def test_find_does_not_mind_case_width_and_blanks():
    trl = load_scheme("trl")
    assert trl.find("ｔｒｌ 6:相关环境中演示(中试)") == trl.get("6")
    assert trl.find("TRL") is None
