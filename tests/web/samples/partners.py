"""Invented partners (示例): a university, its experts and teams, their achievements."""

from __future__ import annotations

from datetime import date
from typing import Any

from matchmaker.models import Achievement, Affiliation, Conflict, Expert, Organization
from matchmaker.models.codes import ExpertKind, ExpertState, OrganizationKind, ProfileBasis
from tests.web.samples.records import enterprise


def university(**changes: Any) -> Organization:
    values: dict[str, Any] = {
        "ref": "3KD8NQ0VZA",
        "kind": OrganizationKind.UNIVERSITY,
        "name": "岱岳工业大学（示例）",
        "uscc": "12370000495500000X",
        "verified": True,
        "county_code": "370911",
        "zone_code": None,
        "address": "岱岳区示例大街 9 号",
        "website": "https://example.edu.cn",
        "legal_representative": None,
        "industry": "高等教育",
        "employees": 2100,
        "profile": "以材料、环境、装备见长的省属高校。（示例）",
        "tags": [],
        "schools": ["环境与化学工程学院", "材料科学与工程学院", "机械与电子工程学院"],
    }
    return Organization(**(values | changes))


def expert(**changes: Any) -> Expert:
    values: dict[str, Any] = {
        "ref": "E7H2VQ5N0C",
        "kind": ExpertKind.TEAM,
        "name": "工业水处理与资源化实验室（示例）",
        "institution": university(),
        "school": "环境与化学工程学院",
        "title": "教授（负责人）",
        "degree": "博士",
        "birth_year": 1974,
        "region": "山东泰安",
        "profile": "面向煤化工、制药、印染高盐废水，开展蒸发结晶防垢、分盐结晶与杂盐资源化研究，建有中试装置。",
        "directions": [
            "工业高盐废水零排放：蒸发结晶过程的换热管防垢机理、晶种法工艺与在线清洗",
            "分盐结晶与杂盐资源化，结晶盐纯度在线监测",
            "膜浓缩前处理与膜污染控制",
        ],
        "projects": [
            {"title": "煤化工高盐废水分盐结晶关键技术", "year": 2024},
            {"title": "蒸发器在线清洗装备", "year": 2022},
        ],
        "services": ["工艺诊断", "中试试验", "委托开发"],
        "basis": ProfileBasis.CONFIRMED,
        "state": ExpertState.ACTIVE,
        "profile_updated_on": date(2026, 6, 18),
        "max_visits": 4,
        "max_days": 2,
        "available_dates": ["2026-12-08", "2026-12-09", "2027-01-12"],
        "profile_source": "学院推荐表",
    }
    made = Expert(**(values | changes))
    made.affiliations = [Affiliation(organization=university(ref="U2", name="汶水产业技术研究院（示例）"))]
    made.conflicts = [
        Conflict(
            organization=enterprise(ref="X1", name="泰安清澈水务有限公司（示例）"),
            kind="declared",
            note="负责人任技术顾问",
        )
    ]
    return made


def experts() -> list[Expert]:
    return [
        expert(),
        expert(
            ref="E2",
            kind=ExpertKind.PERSON,
            name="蔺予安（示例）",
            school="药学院",
            title="教授",
            directions=["原料药晶型筛选与结晶放大", "冷却结晶粒度控制"],
            basis=ProfileBasis.PUBLIC,
        ),
        expert(
            ref="E3",
            name="巷道快速掘进与智能支护课题组（示例）",
            school="能源与矿业学院",
            title="研究员（负责人）",
            directions=["硬岩掘进机截割与支护协同", "巷道围岩控制"],
            profile_updated_on=date(2024, 5, 9),
            state=ExpertState.RESTING,
            basis=ProfileBasis.PROVIDED,
        ),
        expert(
            ref="E4",
            kind=ExpertKind.PERSON,
            name="祁衡之（示例）",
            school="材料科学与工程学院",
            title="副教授",
            directions=["磷酸铁锂电池低温电解液添加剂"],
            state=ExpertState.RETIRED,
        ),
    ]


def achievement(**changes: Any) -> Achievement:
    values: dict[str, Any] = {
        "ref": "A5J1RX8P3B",
        "title": "晶种法防垢强制循环蒸发成套技术",
        "text": "以细晶硫酸钙为晶种，使垢质优先在晶种表面析出，换热管可连续运行 45 天，已在 2 套装置应用。（示例）",
        "expert": expert(),
        "institution": university(),
        "trl": 8,
        "stage": "industrial",
        "ip_state": None,
        "year": 2025,
        "region": "山东泰安",
        "active": True,
        "profile_source": "学校成果汇编",
    }
    return Achievement(**(values | changes))


def achievements() -> list[Achievement]:
    return [
        achievement(),
        achievement(
            ref="A2",
            title="香菇热加工褐变抑制复合护色剂",
            stage="pilot",
            trl=6,
            year=2024,
            expert=None,
            text="以抗坏血酸衍生物与植物多酚复配，贮藏 6 个月褐变指数下降 40%。（示例）",
        ),
        achievement(
            ref="A3",
            title="低温型磷酸铁锂电解液配方",
            stage="laboratory",
            trl=4,
            year=2023,
            active=False,
            text="-20℃ 放电容量保持率 82%。（示例）",
        ),
    ]
