"""Taking off what all vectors share."""

import numpy as np
import pytest

from matchmaker.matching.space import (
    CHINESE,
    LETTERS_PER_CHARACTER,
    OTHER,
    SHIPPED_TEXTS,
    Common,
    Space,
    centred,
    fit_common,
    language,
    log_lengths,
)


def common(*base):
    return Common(np.array(base, dtype=np.float32), np.zeros(len(base), dtype=np.float32))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("磷酸铁锂电解液", CHINESE),
        ("lithium iron phosphate", OTHER),
        ("基于LoRA与Transformer的检测", CHINESE),
        ("A long English abstract that names 泰安 once and nothing else in Chinese at all, indeed", OTHER),
        ("12/24VDC 220", OTHER),
        ("1.5%", CHINESE),
        ("", CHINESE),
    ],
)
def test_language(text, expected):
    assert language(text) == expected


def test_lengths_compare_languages_and_are_bounded():
    lengths = log_lengths(
        ["字" * 20, "x" * round(20 * LETTERS_PER_CHARACTER), "", "字" * 10_000], [CHINESE, OTHER, CHINESE, CHINESE]
    )
    assert lengths[0] == pytest.approx(lengths[1])
    assert lengths[2] == pytest.approx(np.log(5) - 3.5)
    assert lengths[3] == pytest.approx(np.log(800) - 3.5)


def test_fit_common_finds_base_and_slope():
    random = np.random.default_rng(0)
    lengths = random.normal(size=4000).astype(np.float32)
    vectors = np.array([0.5, -0.2]) + np.outer(lengths, [0.1, 0.0]) + 0.01 * random.normal(size=(4000, 2))
    found = fit_common(vectors.astype(np.float32), lengths)
    assert found.base == pytest.approx([0.5, -0.2], abs=0.002)
    assert found.slope == pytest.approx([0.1, 0.0], abs=0.002)
    assert found.at(np.array([2.0], dtype=np.float32)) == pytest.approx(np.array([[0.7, -0.2]]), abs=0.004)


def test_centred_vectors_have_unit_length_and_lose_the_common_part():
    vectors = np.array([[0.6, 0.8], [0.8, 0.6], [0.6, 0.8]], dtype=np.float32)
    found = centred(vectors, ["甲", "乙", "x"], {CHINESE: common(0.6, 0.6), OTHER: common(0.6, 0.8)})
    assert found == pytest.approx(np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 0.0]]), abs=1e-5)


@pytest.fixture
def space():
    none = np.zeros((0, 2), dtype=np.float32)
    shipped = {CHINESE: common(1.0, 0.0), OTHER: common(0.0, 1.0)}
    return Space("model@1", shipped, shipped, none, none)


def test_a_small_corpus_keeps_the_shipped_common_part(space):
    vectors = np.tile(np.array([0.0, 1.0], dtype=np.float32), (2, 1))
    found = space.passage_common(vectors, ["甲", "乙"])
    share = 2 / (SHIPPED_TEXTS + 2)
    assert found[CHINESE].base == pytest.approx([1 - share, share], abs=1e-6)
    assert found[OTHER].base.tolist() == [0.0, 1.0]


def test_a_large_corpus_has_its_own(space):
    count = int(SHIPPED_TEXTS) * 99
    found = space.need_common(np.tile(np.array([0.0, 1.0], dtype=np.float32), (count, 1)), ["甲"] * count)
    assert found[CHINESE].base == pytest.approx([0.01, 0.99], abs=1e-5)


def test_nothing_asked_leaves_the_shipped(space):
    assert space.need_common(np.zeros((0, 2), dtype=np.float32), []) == dict(space.needs)
