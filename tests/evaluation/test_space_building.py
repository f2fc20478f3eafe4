"""Space and term statistics from texts without labels."""

import json

import numpy as np
import pytest

from embeddings import Segmenter
from matchmaker.evaluation.errors import BadEvaluationFile
from matchmaker.evaluation.space_building import (
    PARALLEL_TITLES,
    OpenText,
    SpaceInput,
    build_space,
    count_terms,
    read_open_texts,
)
from matchmaker.matching.space import CHINESE, OTHER, centred

TEXTS = [OpenText(f"第{n}种材料的制备工艺", f"本文研究了第{n}种材料，结果表明性能良好。") for n in range(40)]


def test_the_space_centres_what_it_was_made_from(encoder):
    needs, passages = [text.abstract for text in TEXTS], [text.title for text in TEXTS]
    given = SpaceInput(needs, encoder.encode_queries(needs), passages, encoder.encode_passages(passages), TEXTS)
    space = build_space(given, encoder)
    assert space.encoder == encoder.model_id
    assert np.abs(centred(given.passage_vectors, passages, space.passages).mean(axis=0)).max() < 0.05
    assert np.abs(centred(given.need_vectors, needs, space.needs).mean(axis=0)).max() < 0.05
    assert len(space.reference_passages) == 40


def test_english_differs_by_what_parallel_titles_differ_by(encoder):
    needs = [text.abstract for text in TEXTS]
    given = SpaceInput(needs, encoder.encode_queries(needs), needs, encoder.encode_passages(needs), TEXTS)
    space = build_space(given, encoder)
    rows = [json.loads(line) for line in PARALLEL_TITLES.read_text(encoding="utf-8").splitlines()]
    chinese = encoder.encode_passages([row["zh"] for row in rows])
    english = encoder.encode_passages([row["en"] for row in rows])
    shift = space.passages[OTHER].base - space.passages[CHINESE].base
    assert shift == pytest.approx(english.mean(axis=0) - chinese.mean(axis=0), abs=1e-5)


def test_terms_are_counted_once_a_title_and_rare_ones_left_out():
    terms = count_terms(
        ["电解液电解液", "电解液", "电解液", "隔膜"], ["本文研究隔膜"] * 3, ["需求"], Segmenter().tokens
    )
    assert terms.words.shares["电解液"] == 0.75
    assert "隔膜" not in terms.words.shares
    assert terms.grams.shares["电"] == 0.75


def test_everyday_words_come_from_long_texts_and_the_list():
    terms = count_terms(["隔膜"], ["本文研究了方法"] * 10, ["企业寻求合作"], Segmenter().tokens)
    assert {"研究", "寻求", "大学", "团队"} <= terms.everyday
    assert "隔膜" not in terms.everyday


def test_open_texts(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"title": " 甲 ", "abstract": "乙"}\n{"title": "", "abstract": "丙"}\n', encoding="utf-8")
    assert read_open_texts(path) == [OpenText("甲", "乙")]
    path.write_text('{"title": "甲"}\n', encoding="utf-8")
    with pytest.raises(BadEvaluationFile, match="abstract"):
        read_open_texts(path)
