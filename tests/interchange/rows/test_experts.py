"""Rows of experts, achievements and organizations as typed drafts."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from matchmaker.interchange import AchievementRow, ExpertRow, OrganizationRow, Parsed, read_file
from matchmaker.interchange.messages import message
from matchmaker.interchange.reading.table import Skipped
from matchmaker.interchange.rows.expert_kinds import by_name
from matchmaker.interchange.rows.institution import Affiliated, affiliated
from matchmaker.interchange.rows.lists_in_text import Project, listed, projects


def parsed(kind: str, *records: dict[str, Any]) -> Parsed:
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    return read_file(kind, lines.encode(), "a.jsonl")


PERSON = {
    "专家编号": "E1",
    "专家类型": "专家",
    "姓名": "王五",
    "工作单位": "示例大学",
    "学院": "材料学院",
    "职称": "教授",
    "职务": "副院长",
    "学位": "博士",
    "性别": "男",
    "出生年月": "1975.3",
    "地区": "山东济南",
    "学科": "材料科学、冶金工程技术",
    "技术领域": "新材料",
    "研究方向": "1.余热回收；2.除尘滤料",
    "个人简介": "从事工业窑炉研究。",
    "主要成果": "省科技进步奖",
    "专利": "ZL1",
    "科研项目": "高温除尘中试（2024）；余热发电 2022",
    "可提供服务": "诊断、委托开发",
    "关键词": "余热",
    "信息来源": "单位提供",
    "可来泰时间": "2026.12.8、2026.12.9",
    "走访上限": "3",
    "天数上限": 2,
    "专家状态": "正常",
    "电话": "13812345678",
    "链接": "https://example.org/1",
}


def test_a_person_becomes_typed_values():
    row = parsed("experts", PERSON).rows[0]
    assert isinstance(row, ExpertRow)
    assert (row.kind.code, row.form, row.name, row.short_name) == ("person", None, "王五", "王五")
    assert (row.external_id, row.institutions, row.school) == ("E1", ("示例大学",), "材料学院")
    assert (row.professional_title, row.position, row.degree) == ("教授", "副院长", "博士")
    assert (row.gender.code, row.birth_year, row.region) == ("male", 1975, "山东济南")
    assert [value.code for value in row.disciplines] == ["430", "450"]
    assert [value.code for value in row.fields] == ["materials"]
    assert row.directions == ("余热回收", "除尘滤料")
    assert row.projects == (Project("高温除尘中试", 2024), Project("余热发电", 2022))
    assert row.services == ("诊断", "委托开发")
    assert (row.basis.code, row.state.code) == ("provided", "active")
    assert [window.start for window in row.available] == [date(2026, 12, 8), date(2026, 12, 9)]
    assert (row.max_visits, row.max_days) == (3, 2)
    assert row.profile_source == "https://example.org/1"
    assert row.text == "余热回收\n除尘滤料\n从事工业窑炉研究。\n省科技进步奖\nZL1\n高温除尘中试\n余热发电"
    assert row.warnings == ()


def test_each_row_of_a_file_of_teams_is_what_its_kind_says():
    result = parsed(
        "experts",
        {"title": "示例大学 电池团队", "text": "一", "kind": "team"},
        {"title": "示例大学 作物重点实验室", "text": "二", "kind": "lab"},
        {"title": "示例大学 收获装置", "text": "三", "kind": "achievement"},
        {"title": "示例大学 水质实验室", "text": "四", "kind": "paper_abstract"},
        {"title": "王五", "text": "五", "kind": "专家"},
        {"title": "另例大学 工程中心", "text": "六", "kind": "平台"},
    )
    assert [(type(row).__name__, row.form.code if row.form else None) for row in result.rows] == [  # type: ignore[union-attr]
        ("ExpertRow", "team"),
        ("ExpertRow", "laboratory"),
        ("AchievementRow", "technology"),
        ("AchievementRow", "paper"),
        ("ExpertRow", None),
        ("ExpertRow", "centre"),
    ]
    achievement = result.rows[2]
    assert isinstance(achievement, AchievementRow)
    assert (achievement.title, achievement.short_title, achievement.institutions, achievement.text) == (
        "示例大学 收获装置",
        "收获装置",
        ("示例大学",),
        "三",
    )


def test_an_unknown_kind_is_told_and_the_name_decides():
    result = parsed("experts", {"name": "压电课题组", "kind": "神秘"})
    assert (result.rows[0].kind.code, result.rows[0].form.code) == ("team", "team")  # type: ignore[union-attr]
    assert result.warnings[0].message == message("code.unknown", text="神秘", scheme="专家类别")


@pytest.mark.parametrize(
    ("name", "row_is", "form"),
    [
        ("王五", "person", None),
        ("欧阳示例（特聘）", "person", None),
        ("John Smith", "person", None),
        ("固态电池团队", "team", "team"),
        ("作物生物学国家重点实验室", "team", "laboratory"),
        ("煤矿装备工程研究中心", "team", "centre"),
        ("智能快速掘进技术装备", "team", None),
    ],
)
def test_a_name_tells_persons_from_teams(name: str, row_is: str, form: str | None):
    kind = by_name(name)
    assert (kind.row_is, kind.form.code if kind.form else None) == (row_is, form)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("甲农业大学机械与电子工程学院 杂粮机械化团队", (("甲农业大学",), "机械与电子工程学院", "杂粮机械化团队")),
        ("甲农业大学 作物国家重点实验室", (("甲农业大学",), "", "作物国家重点实验室")),
        ("甲石油大学(华东)科学院 絮凝剂", (("甲石油大学(华东)",), "科学院", "絮凝剂")),
        ("甲工业大学(乙省科学院) 新材料研究所", (("甲工业大学(乙省科学院)",), "新材料研究所", "新材料研究所")),
        (
            "甲理工大学 清洁能源团队(乙省清洁能源工程技术研究中心)",
            (("甲理工大学",), "", "清洁能源团队(乙省清洁能源工程技术研究中心)"),
        ),
        ("小麦国家工程实验室(乙省农业科学院)", (("乙省农业科学院",), "", "小麦国家工程实验室")),
        ("掘进服务团(甲安全学会、乙矿业大学)", (("甲安全学会", "乙矿业大学"), "", "掘进服务团")),
        ("充填重点实验室(乙科技大学参与共建)", (("乙科技大学",), "", "充填重点实验室")),
        ("小麦育种团队(院士工作站)", ((), "", "小麦育种团队(院士工作站)")),
        ("高效育种体系", ((), "", "高效育种体系")),
        ("机械工程学院液压团队", ((), "", "机械工程学院液压团队")),
        ("大学生创业平台", ((), "", "大学生创业平台")),
    ],
)
def test_institutions_are_taken_out_of_titles(title: str, expected: tuple[tuple[str, ...], str, str]):
    assert affiliated(title) == Affiliated(*expected)


def test_a_column_for_the_institution_counts_more_than_the_title():
    row = parsed("experts", {"团队名称": "示例大学 电池团队", "单位": "另例大学", "简介": "x"}).rows[0]
    assert (row.institutions, row.short_name) == (("另例大学",), "示例大学 电池团队")  # type: ignore[union-attr]
    row = parsed("experts", {"团队名称": "示例大学 电池团队", "单位": "示例大学", "简介": "x"}).rows[0]
    assert (row.institutions, row.short_name) == (("示例大学",), "电池团队")  # type: ignore[union-attr]


def test_persons_of_one_name_at_two_institutions_are_two_and_repeats_are_left_out():
    result = parsed(
        "experts",
        {"姓名": "王五", "单位": "示例大学", "简介": "一"},
        {"姓名": "王五", "单位": "另例大学", "简介": "一"},
        {"姓名": "王五", "单位": "示例大学", "简介": "一。"},
        {"姓名": "王五", "单位": "示例大学", "简介": "二"},
        {"姓名": None, "单位": "示例大学", "简介": "三"},
    )
    assert [row.row for row in result.rows] == [1, 2, 4]
    assert result.skipped == (Skipped(3, message("row.repeat_name", first=1)), Skipped(5, message("row.no_name")))
    assert [(warning.row, warning.message) for warning in result.warnings] == [(4, message("row.same_name", first=1))]
    assert len({row.name_key for row in result.rows}) == 2


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("一；二", ("一", "二")),
        ("1、余热回收2、除尘", ("余热回收", "除尘")),
        ("1.5mm薄板；2.5mm厚板", ("1.5mm薄板", "2.5mm厚板")),
        ("1、余热回收 2、除尘", ("余热回收", "除尘")),
        ("（1）余热\n（2）除尘", ("余热", "除尘")),
        ("①余热②除尘", ("余热", "除尘")),
        ("余热、除尘、节能。", ("余热", "除尘", "节能")),
        ("余热，除尘，节能", ("余热", "除尘", "节能")),
        (
            "从事余热回收研究，主持多项课题，成果在企业应用效果良好、获奖",
            ("从事余热回收研究，主持多项课题，成果在企业应用效果良好、获奖",),
        ),
        ("缓冲层2.5mm；3.5GHz天线", ("缓冲层2.5mm", "3.5GHz天线")),
        ("", ()),
    ],
)
def test_lists_in_a_cell(text: str, items: tuple[str, ...]):
    assert listed(text) == items


def test_projects_and_their_years():
    assert projects("2022年余热项目；除尘项目（2024年）；2021-2023规划") == (
        Project("余热项目", 2022),
        Project("除尘项目", 2024),
        Project("2021-2023规划", 2023),
    )


def test_an_achievement_becomes_typed_values():
    row = parsed(
        "achievements",
        {
            "成果名称": "示例大学 滤膜除尘",
            "成果简介": "550℃除尘",
            "完成人": "王五、赵六",
            "技术领域": "新材料",
            "技术成熟度": "TRL7",
            "成果阶段": "中试",
            "知识产权情况": "发明专利已授权",
            "转让价格（元）": 500000,
            "合作方式": "技术转让/技术许可",
            "完成时间": "2024年5月",
            "应用领域": "窑炉",
        },
    ).rows[0]
    assert isinstance(row, AchievementRow)
    assert (row.title, row.short_title, row.institutions) == ("示例大学 滤膜除尘", "滤膜除尘", ("示例大学",))
    assert (row.owners, row.trl, row.stage.code, row.ip_state.code) == (("王五", "赵六"), 7, "pilot", "granted")
    assert (row.price.low, row.price.text, row.year, row.application) == (50, "500000元", 2024, "窑炉")
    assert [value.code for value in row.contract_kinds] == ["transfer", "licence"]
    assert row.warnings == ()


def test_the_same_achievement_is_a_repeat_with_and_without_punctuation():
    result = parsed(
        "achievements", {"title": "滤膜", "text": "除尘。"}, {"title": "滤膜", "text": "除 尘"}, {"text": "x"}
    )
    assert [row.row for row in result.rows] == [1, 3]
    assert result.skipped == (Skipped(2, message("row.repeat", first=1)),)
    assert result.rows[1].title == "x"  # type: ignore[union-attr]


def test_an_organization_becomes_typed_values():
    row = parsed(
        "organizations",
        {
            "单位名称": "示例 锻造有限公司",
            "单位性质": "企业",
            "信用代码": "91110000600037341L",
            "所属县市区": "宁阳",
            "所属行业": "锻造",
            "产业链": "汽车及零部件、输变电",
            "企业资质": "高新技术企业；专精特新",
            "职工人数": "约120人",
            "主营业务": "锻件",
            "网址": "https://a.example",
            "联系人": "王五",
        },
    ).rows[0]
    assert isinstance(row, OrganizationRow)
    assert (row.name, row.kind.code, row.uscc) == ("示例锻造有限公司", "enterprise", "91110000600037341L")
    assert (row.place.county, row.industry, row.employees, row.profile) == ("370921", "锻造", 120, "锻件")
    assert [value.code for value in row.chains] == ["auto", "power_transmission"]
    assert (row.tags, row.website, row.contact.name) == (("高新技术企业", "专精特新"), "https://a.example", "王五")
    assert row.warnings == ()


def test_one_organization_twice_is_told_and_the_same_row_twice_is_left_out():
    result = parsed(
        "organizations",
        {"单位名称": "甲公司", "联系人": "王五"},
        {"单位名称": "甲 公司", "联系人": "赵六"},
        {"单位名称": "甲公司", "联系人": "王五"},
        {"联系人": "王五"},
    )
    assert [row.row for row in result.rows] == [1, 2]
    assert result.skipped == (Skipped(3, message("row.repeat_name", first=1)), Skipped(4, message("row.no_name")))
    assert message("row.same_name", first=1) in [warning.message for warning in result.warnings]
