"""The 43 real teams and real needs: who must be found, and who must not."""

from __future__ import annotations

import json

import pytest

from embeddings import DEFAULT_MODEL, CachedEncoder, EncodingCache, ModelMissing
from matchmaker.matching.grades import Grade
from matchmaker.ranking.corpus import Candidate
from matchmaker.ranking.encoder import open_ranking_encoder
from matchmaker.ranking.engine import load_engine
from matchmaker.ranking.query import Need, Query
from matchmaker.ranking.rank import rank
from matchmaker.settings import Settings

pytestmark = [pytest.mark.model, pytest.mark.data]

PARTNERS = {
    "一种安全高效基于物联网平台的矿山智能化掘进系统": "煤矿智能快速掘进",
    "磷酸铁锂高压实长寿命电解液开发": "锂金属负极",
    "5t/h高盐废水浓缩零排放技术": "水质科学与技术重点实验室",
    "香菇酱二次工艺创新研究": "食品发酵与农产品加工",
    "超级小麦种质资源创造及利用": "小麦育种团队",
}
LONELY = ("RFID如何在复杂环境下消除干扰", "高韧性立方氮化硼CBN单晶的研制及其产业化")


CANTEEN = ("公司食堂希望改善饭菜口味和就餐环境", "招聘司机两名", "办公楼电梯维修")
THREE = (
    Candidate("wheat", ("小麦抗逆遗传育种", "黄淮麦区高产优质小麦新品种选育")),
    Candidate("battery", ("锂离子电池电解液与固态电池",)),
    Candidate("mine", ("煤矿巷道快速掘进与支护",)),
)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    try:
        inner = open_ranking_encoder(DEFAULT_MODEL, cache_dir=Settings().cache_path, threads=2)
    except ModelMissing as error:
        pytest.skip(str(error))
    cache = EncodingCache(tmp_path_factory.mktemp("vectors") / "v.sqlite")
    yield CachedEncoder(inner, cache)
    cache.close()


@pytest.fixture(scope="module")
def ranked(shared_data, encoder):
    """Each real need with its ranking among the real teams."""
    wanted = (*PARTNERS, *LONELY)
    lines = (shared_data / "inputs" / "needs.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if any(part in row["title"] for part in wanted)]
    teams = [json.loads(line) for line in (shared_data / "inputs" / "teams.jsonl").read_text("utf-8").splitlines()]
    people = [Candidate(team["title"], (f"{team['title']} {team['text']}",)) for team in teams]
    engine = load_engine(encoder.model_id)
    corpus = engine.corpus(people, encoder.encode_passages([person.passages[0] for person in people]))
    found = {}
    for row in rows:
        found[row["title"]] = ranking_of(Need(title=row["title"], text=row["text"]), corpus, engine, encoder)
    return found


def ranking_of(need, corpus, engine, encoder):
    parts = need.parts()
    return rank(Query(parts, encoder.encode_queries(list(parts.values()))), corpus, engine)


@pytest.fixture(scope="module")
def among_three(encoder):
    """Asks a need of a registry of three."""
    engine = load_engine(encoder.model_id)
    corpus = engine.corpus(THREE, encoder.encode_passages([text for person in THREE for text in person.passages]))
    return lambda need: ranking_of(need, corpus, engine, encoder)


@pytest.mark.parametrize("need", PARTNERS)
def test_the_partner_comes_first_with_a_good_grade(ranked, need):
    ranking = next(ranking for title, ranking in ranked.items() if need in title)
    first = ranking.candidates[0]
    assert PARTNERS[need] in first.id
    assert first.grade in (Grade.FAIR, Grade.STRONG)
    assert ranking.none_reason is None


@pytest.mark.parametrize("need", LONELY)
def test_needs_without_a_partner_say_so(ranked, need):
    assert ranked[need].none_reason is not None
    assert ranked[need].none_reason.uncovered_terms


def test_all_evidence_is_true(ranked):
    for ranking in ranked.values():
        for candidate in ranking.candidates:
            evidence = candidate.evidence
            assert evidence.passage_text in candidate.id or candidate.id in evidence.passage_text
            for term in evidence.shared_terms:
                assert term in evidence.need_text.casefold()
                assert term in evidence.passage_text.casefold()


@pytest.mark.parametrize("title", CANTEEN)
def test_among_three_strangers_nobody_is_offered_for_what_is_no_technical_need(among_three, title):
    ranking = among_three(Need(title=title))
    assert {candidate.grade for candidate in ranking.candidates} <= {Grade.WEAK, Grade.NONE}
    assert ranking.none_reason is not None


@pytest.mark.parametrize(
    ("title", "who"), [("小麦抗旱品种选育", "wheat"), ("磷酸铁锂高压实长寿命电解液开发", "battery")]
)
def test_among_three_the_one_who_fits_is_offered(among_three, title, who):
    first = among_three(Need(title=title)).candidates[0]
    assert (first.id, first.grade) == (who, Grade.STRONG)
