"""Words are whole: no term is taken out of a longer one, in real texts and in cases that went wrong once."""

from __future__ import annotations

import json
import unicodedata
from itertools import pairwise

import pytest

from embeddings import Segmenter
from matchmaker.ranking.whole_words import borders, cut_words

# Characters that a reader never parts from the word before them, and those that make another substance of what follows.
ENDS = "脲酯醛酮醚烷烯炔苯胺酰肼腈肟酐酶剂膜机器仪泵阀炉釜"
SHARES = {"电池": 0.017, "锂电": 0.0003, "透气": 0.0002}
SUBSTANCES = "聚亚偏氯溴碘氟硝羟羧"


@pytest.fixture(scope="module")
def segmenter():
    return Segmenter()


def named(text, segmenter):
    return {name for word in cut_words(text, segmenter, SHARES) for name in word.names}


@pytest.mark.parametrize(
    ("text", "held", "not_held"),
    [
        ("二氧化硫脲连续反应新工艺", {"二氧化硫脲"}, {"二氧化硫"}),
        ("二氧化硫的吸收", {"二氧化硫"}, set()),
        ("提取肠粘膜蛋白工艺", {"蛋白"}, {"膜蛋白", "粘膜"}),
        ("聚丙烯酰胺与聚丙烯", {"聚丙烯酰胺", "聚丙烯"}, {"丙烯", "丙烯酰胺"}),
        ("聚氯乙烯管材", {"聚氯乙烯"}, {"氯乙烯", "乙烯"}),
        ("香菇酱的二次工艺", {"香菇酱"}, {"香菇"}),
        ("香菇酱二次工艺", {"二次"}, {"香菇"}),
        ("锦氨内衣染色", {"染色"}, {"氨内衣", "内衣"}),
        ("危险化学品液罐车", {"罐车"}, {"化学品液"}),
        ("校服入校量体慢", {"校服"}, {"入校量"}),
        ("汽车车联网", {"联网"}, {"汽车车", "汽车"}),
        ("锂电池的寿命", {"锂电池", "电池"}, {"锂"}),
        ("高盐废水浓缩", {"高盐废水", "废水", "浓缩"}, {"高盐"}),
        ("电解液添加剂", {"电解液", "添加剂"}, {"电解", "添加"}),
        ("电池组的电池", {"电池组", "电池"}, set()),
        ("大型风电主轴锻件", {"锻件"}, {"电主轴", "主轴"}),
        ("高速电主轴轴承", {"电主轴", "轴承"}, set()),
        ("高镍电解液", {"电解液"}, {"镍电解液", "电解"}),
        ("废水处理工艺", {"废水处理", "废水"}, set()),
        ("人工智能", {"人工智能"}, {"人工"}),
        ("邻硝基氯苯类产品硝化", {"硝化"}, {"邻硝基", "类产品"}),
        ("透气性好", {"透气性"}, {"透气", "气性"}),
        ("抑制镍溶出", set(), {"抑制镍", "抑制"}),
        ("盐酸二甲双胍缓释片", {"盐酸"}, {"二甲"}),
        ("RFID读写器", {"rfid", "读写器"}, set()),
        ("lithium-ion batteries", {"lithium", "ion", "battery"}, set()),
    ],
)
def test_what_a_text_names(text, held, not_held, segmenter):
    found = named(text, segmenter)
    assert held <= found
    assert not not_held & found


@pytest.fixture(scope="module")
def real_texts(shared_data):
    rows = []
    for name in ("inputs/needs.jsonl", "inputs/teams.jsonl"):
        rows += [json.loads(line) for line in (shared_data / name).read_text(encoding="utf-8").splitlines()]
    return [text for row in rows for text in (row["title"], row["text"]) if text]


@pytest.mark.data
def test_in_real_texts_every_name_is_a_word_or_ends_one(real_texts, segmenter):
    """Judged from the text alone: what stands before and behind a named word does not belong to it."""
    for text in real_texts:
        words = cut_words(text, segmenter)
        assert all(a.stop <= b.start for a, b in pairwise(words))
        starts, singles = _starts(text, segmenter)
        for word in (word for word in words if word.names):
            shown = unicodedata.normalize("NFKC", text[word.start : word.stop]).casefold()
            behind, before = text[word.stop : word.stop + 1], text[word.start - 1 : word.start] if word.start else ""
            if "\u3400" <= shown[-1] <= "\u9fff":
                assert word.names[0] == shown
                assert not (behind and behind in ENDS and word.stop not in starts), f"{shown}|{behind}"
                whole, *parts = word.names
                assert all(whole.endswith(part) or whole.removeprefix(part) in borders().acts for part in parts)
                assert not (before and before in SUBSTANCES and word.start - 1 in singles), f"{before}|{shown}"


def _starts(text, segmenter):
    """Where words of several characters begin, and where single characters stand, as the segmenter alone cuts them."""
    place, starts, singles = 0, set(), set()
    for piece in segmenter.cut(text):
        (starts if len(piece) > 1 else singles).add(place)
        place += len(piece)
    return starts, singles


@pytest.mark.data
def test_in_real_texts_few_words_are_left_without_a_name(real_texts, segmenter):
    words = [word for text in real_texts for word in cut_words(text, segmenter)]
    assert sum(not word.names for word in words) < 0.04 * len(words)


def test_a_character_is_in_one_list_for_each_side():
    known = borders()
    assert not known.free & known.things
    assert not known.free & known.qualities
    assert not known.things & known.qualities
    assert not known.certain & (known.things | known.qualities | known.free)
    assert all(len(sign) == 1 for group in (known.free, known.things, known.qualities) for sign in group)
