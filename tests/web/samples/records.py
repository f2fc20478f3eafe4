"""Invented records (示例) that several mock-ups show: needs, enterprises, the campaign, people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from matchmaker.models import (
    Attachment,
    Campaign,
    CollectionRound,
    Need,
    Organization,
    User,
)
from matchmaker.models.codes import (
    Confidentiality,
    NeedSource,
    NeedState,
    OrganizationKind,
    Role,
)
from web.viewer import Viewer

OFFICER = Viewer("李经办（示例）", Role.CITY)
COUNTY_OFFICER = Viewer("王科长（示例）", Role.COUNTY, "泰山区")
AUDITOR = Viewer("审计员（示例）", Role.AUDITOR)
ENTERPRISE = Viewer("周总工（示例）", Role.ENTERPRISE, "泰安澄源环保科技有限公司（示例）")


def at(day: int, hour: int = 1, minute: int = 30) -> datetime:
    """A moment of November 2026, in UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def campaign() -> Campaign:
    return Campaign(
        number=4,
        name="第四届双百行动（示例）",
        visits_name="百名专家泰安行",
        delegations_name="百家企业院校行",
        starts_on=date(2026, 10, 8),
        ends_on=date(2027, 6, 30),
        state="running",
    )


def collection_round() -> CollectionRound:
    return CollectionRound(name="第二轮需求征集", opens_at=at(1), closes_at=datetime(2026, 12, 5, 10, 0, tzinfo=UTC))


def enterprise(**changes: Any) -> Organization:
    values: dict[str, Any] = {
        "ref": "7Q2MXW9KTD",
        "kind": OrganizationKind.ENTERPRISE,
        "name": "泰安澄源环保科技有限公司（示例）",
        "uscc": None,
        "verified": False,
        "county_code": "370902",
        "zone_code": None,
        "address": "泰山区示例路 1 号",
        "website": None,
        "legal_representative": "周某某（示例）",
        "industry": "专用设备制造业",
        "employees": 180,
        "profile": "从事煤化工与印染高盐废水零排放装置的设计、制造和运维，现有在运装置 14 套。（示例）",
        "tags": ["高企", "科技型中小"],
        "schools": [],
    }
    return Organization(**(values | changes))


def officer() -> User:
    return User(
        username="li.jingban",
        display_name="李经办（示例）",
        role=Role.CITY,
        email="l***@example.cn",
        mobile="138****5678",
        last_signed_in_at=at(18, 0, 12),
    )


PROBLEM = (
    "高盐废水蒸发结晶时换热管结垢严重，每7天就要停机清洗一次，单次停机损失约12万元。试过加阻垢剂和提高循环流速，"
    "能延长到10天左右，但药剂成本偏高，且结晶盐纯度下降到96%以下。"
)


def need(**changes: Any) -> Need:
    values: dict[str, Any] = {
        "ref": "B4T9WZ2K8M",
        "organization": enterprise(),
        "county_code": "370902",
        "state": NeedState.VERIFIED,
        "result": None,
        "intake": NeedSource.PHONE,
        "entered_by": officer(),
        "confirmed_at": None,
        "confirmed_how": None,
        "title": "高盐废水蒸发结晶换热管防垢技术",
        "problem": PROBLEM,
        "indicators": "连续运行周期由7天延长到30天以上；吨水综合运行成本不高于38元；结晶盐纯度≥98.5%。",
        "goal": "形成可在现有三效蒸发装置上改造的成套方案，2027年6月前完成一条线的改造。",
        "background": "与设备厂家联合做过两次化学清洗方案比较，效果不稳定。",
        "keywords": ["高盐废水", "蒸发结晶", "换热管", "防垢"],
        "public_title": "高盐废水蒸发换热面防垢",
        "public_text": "某环保企业希望解决高盐废水蒸发结晶过程中换热面结垢快、清洗频繁的问题，寻求可改造装置的方案。",
        "public_approved_at": None,
        "confidentiality": Confidentiality.COUNTY,
        "cooperation_mode": "joint",
        "wishes": ["team"],
        "funds_low": Decimal(100),
        "funds_high": Decimal(150),
        "funds_text": "100-150万元",
        "window_from": date(2026, 12, 1),
        "window_to": date(2027, 6, 30),
        "window_text": None,
        "wanted_partners": "有煤化工废水案例的团队",
        "submitted_at": at(16, 2, 41),
        "reviewed_at": at(17, 8, 5),
        "review_note": None,
        "answer_due_on": date(2026, 12, 1),
        "grade": "strong",
        "suggestion_count": 4,
        "attachments": [Attachment(ref="F1", filename="水质检测报告（示例）.pdf", size=482_133)],
    }
    return Need(**(values | changes))


def needs() -> list[Need]:
    """Five needs as a list shows them."""
    mill = enterprise(ref="M1", name="宁阳穗禾食品有限公司（示例）", verified=True, county_code="370921")
    battery = enterprise(ref="M2", name="新泰锂安新能源股份有限公司（示例）", verified=True, county_code="370982")
    mine = enterprise(ref="M3", name="新泰岩通矿山工程有限公司（示例）", verified=True, county_code="370982")
    reader = enterprise(ref="M4", name="肥城感联物联科技有限公司（示例）", county_code="370983")
    return [
        need(),
        need(
            ref="N2",
            organization=battery,
            county_code="370982",
            title="磷酸铁锂电池电解液低温性能提升",
            grade="fair",
            state=NeedState.MATCHING,
            intake=NeedSource.PORTAL,
            funds_low=Decimal(300),
            funds_high=Decimal(300),
            suggestion_count=6,
            submitted_at=at(15),
        ),
        need(
            ref="N3",
            organization=mine,
            county_code="370982",
            title="硬岩巷道快速掘进与支护协同工艺",
            grade="strong",
            state=NeedState.IN_CONTACT,
            intake=NeedSource.WORKBOOK,
            funds_low=None,
            funds_high=None,
            funds_text="面议",
            suggestion_count=3,
            submitted_at=at(12),
        ),
        need(
            ref="N4",
            organization=mill,
            county_code="370921",
            title="香菇酱贮藏期褐变与风味劣变控制",
            grade=None,
            state=NeedState.SUBMITTED,
            intake=NeedSource.WECHAT,
            funds_low=Decimal(35),
            funds_high=Decimal(35),
            suggestion_count=0,
            submitted_at=at(18),
        ),
        need(
            ref="N5",
            organization=reader,
            county_code="370983",
            title="密集金属环境下RFID读取抗干扰",
            grade="none",
            state=NeedState.VERIFIED,
            confidentiality=Confidentiality.CONFIDENTIAL,
            intake=NeedSource.VISIT,
            funds_low=Decimal(80),
            funds_high=Decimal(80),
            suggestion_count=0,
            submitted_at=at(10),
        ),
    ]
