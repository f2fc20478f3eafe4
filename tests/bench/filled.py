"""A registry of many invented records, written in bulk: for measuring pages and lists, not for reading."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert, update

from embeddings import Encoder
from matchmaker.database import Database
from matchmaker.identity import text_hash
from matchmaker.models import (
    Campaign,
    CollectionRound,
    CountyTarget,
    Embedding,
    Expert,
    Ledger,
    MatchRun,
    Need,
    Organization,
    Passage,
    Suggestion,
)

Values = dict[str, Any]
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
COUNTIES = ("370902", "370911", "370921", "370923", "370982", "370983")
ZONES = ("taian_gaoxin", None, None, None)
MATTERS = (
    "高盐废水",
    "换热管",
    "磷酸铁锂电解液",
    "硬岩巷道",
    "香菇酱",
    "铜丝绞合",
    "小麦育种",
    "射频标签",
    "玻纤拉丝",
    "立方氮化硼",
)
TROUBLES = (
    "结垢严重",
    "效率下降",
    "循环寿命不足",
    "掘进速度慢",
    "褐变控制",
    "断线率高",
    "抗病性弱",
    "信号干扰",
    "能耗偏高",
)
STATES = ("submitted",) * 4 + ("returned", "verified", "published") + ("matching",) * 2 + ("in_contact", "closed")
GRADES = ("strong", "fair", "fair", "weak", "weak", "none")
PER_ENTERPRISE, PER_INSTITUTION, PER_NEED = 10, 100, 3
BATCH = 2_000


def fill(database: Database, encoder: Encoder, *, needs: int, experts: int, seed: int = 7) -> None:
    """Write `needs` needs with their enterprises and suggestions, and `experts` experts; vectors are random."""
    source = random.Random(seed)
    enterprises, institutions = max(1, needs // PER_ENTERPRISE), max(1, experts // PER_INSTITUTION)
    with database.engine.execution_options(matchmaker_write=True).begin() as connection:
        _store(connection, Organization, _organizations(source, enterprises, institutions))
        _campaign(connection)
        _store(connection, Expert, _experts(source, experts, enterprises, institutions))
        _store(connection, Need, _needs(source, needs, enterprises))
        _store(connection, Suggestion, _suggestions(source, needs, experts))
        passages = list(_passages(needs, experts, source))
        _store(connection, Passage, passages)
        _store(connection, Embedding, _embeddings(passages, encoder, seed))
        connection.execute(update(Ledger).values(change_number=1))


def _store(connection: Connection, kind: Any, rows: Iterable[Values]) -> None:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        connection.execute(insert(kind), batch)


def _resource(kind: str, number: int) -> Values:
    at = NOW - timedelta(minutes=number % 60_000)
    return {"id": number, "ref": f"{kind}{number:09d}", "version": 1, "created_at": at, "updated_at": at}


def _organizations(source: random.Random, enterprises: int, institutions: int) -> Iterator[Values]:
    for number in range(1, enterprises + institutions + 1):
        enterprise = number <= enterprises
        name = f"示例{source.choice(MATTERS)}{number}{'有限公司' if enterprise else '大学'}"
        yield _resource("O", number) | {
            "kind": "enterprise" if enterprise else "university", "name": name, "name_key": name,
            "verified": number % 3 > 0, "county_code": source.choice(COUNTIES), "zone_code": source.choice(ZONES),
            "profile": "", "tags": [], "schools": [],
        }  # fmt: skip


def _campaign(connection: Connection) -> None:
    day = NOW.date()
    names = {"name": "第四届（示例）", "visits_name": "百名专家泰安行", "delegations_name": "百家企业院校行"}
    _store(connection, Campaign, [
        _resource("C", 1) | names | {"number": 4, "starts_on": day, "ends_on": day + timedelta(days=90),
                                     "state": "running", "targets": [], "rules": {}},
    ])  # fmt: skip
    window = {"opens_at": NOW - timedelta(days=20), "closes_at": NOW + timedelta(days=20)}
    _store(connection, CollectionRound, [{"id": 1, "campaign_id": 1, "name": "第一批", **window}])
    _store(connection, CountyTarget, [{"round_id": 1, "county_code": code, "target": 9_000} for code in COUNTIES])
    run = {"id": 1, "model_id": "bench", "weights_version": "1", "generation": 1, "reason": "all", "started_at": NOW}
    _store(connection, MatchRun, [run | {"needs": 0, "suggestions": 0}])


def _experts(source: random.Random, count: int, enterprises: int, institutions: int) -> Iterator[Values]:
    for number in range(1, count + 1):
        direction = f"{source.choice(MATTERS)}{source.choice(TROUBLES)}的机理与工艺{number}"
        yield _resource("E", number) | {
            "kind": "person", "name": f"示例专家{number}", "name_key": f"示例专家{number}",
            "institution_id": enterprises + 1 + number % institutions, "profile": "", "directions": [direction],
            "projects": [], "services": [], "basis": "public", "state": "active", "profile_updated_on": NOW.date(),
            "available_dates": [],
        }  # fmt: skip


def _needs(source: random.Random, count: int, enterprises: int) -> Iterator[Values]:
    for number in range(1, count + 1):
        state = source.choice(STATES)
        matched = state not in ("submitted", "returned")
        grade = source.choice(GRADES) if matched else None
        title = f"{source.choice(MATTERS)}{source.choice(TROUBLES)}{number}"
        yield _resource("N", number) | {
            "organization_id": 1 + number % enterprises, "campaign_id": 1, "county_code": COUNTIES[number % 6],
            "state": state, "result": "solved" if state == "closed" else None, "intake": "portal", "title": title,
            "problem": f"{title}，已试过三种办法仍未解决，希望专家上门诊断。", "indicators": "", "goal": "",
            "background": "", "content_key": f"{number:064d}", "keywords": [], "wishes": [],
            "confidentiality": "confidential" if number % 50 == 0 else "county",
            "submitted_at": NOW - timedelta(minutes=number), "assessed_at": NOW if matched else None, "grade": grade,
            "answer_due_on": (NOW + timedelta(days=source.randint(-3, 20))).date(),
            "suggestion_count": PER_NEED if grade in ("strong", "fair") else 0,
        }  # fmt: skip


def _suggestions(source: random.Random, needs: int, experts: int) -> Iterator[Values]:
    number = 0
    for need in range(1, needs + 1):
        chosen = source.sample(range(1, experts + 1), min(PER_NEED, experts))
        for rank, expert in enumerate(chosen, start=1):
            number += 1
            yield _resource("S", number) | {
                "run_id": 1, "need_id": need, "expert_id": expert, "rank": rank, "grade": source.choice(GRADES[:5]),
                "score": source.random(), "parts": {}, "evidence": {},
                "state": source.choice(("suggested", "suggested", "accepted", "rejected")),
            }  # fmt: skip


def _passages(needs: int, experts: int, source: random.Random) -> Iterator[Values]:
    for owner, count, parts in (
        ("expert_id", experts, ("name", "direction")),
        ("need_id", needs, ("title", "problem")),
    ):
        for key in range(1, count + 1):
            for position, part in enumerate(parts):
                text = f"{source.choice(MATTERS)}{source.choice(TROUBLES)}{part}{owner}{key}"
                yield {"expert_id": None, "need_id": None, owner: key, "part": part, "position": position,
                       "text": text, "text_hash": text_hash(text), "searchable": True}  # fmt: skip


def _embeddings(passages: Iterable[Mapping[str, Any]], encoder: Encoder, seed: int) -> Iterator[Values]:
    random_numbers = np.random.default_rng(seed)
    for row in passages:
        vector = random_numbers.standard_normal(encoder.dimension, dtype=np.float32)
        yield {
            "model_id": encoder.model_id, "purpose": "query" if row["need_id"] else "passage", "state": "ready",
            "text_hash": row["text_hash"], "vector": (vector / np.linalg.norm(vector)).tobytes(), "created_at": NOW,
        }  # fmt: skip
