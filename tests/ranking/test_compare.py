"""The view of one need: similarities, statistics, terms."""

import numpy as np
import pytest

from matchmaker.ranking.compare import compare
from matchmaker.ranking.query import Need
from matchmaker.ranking.reference import nearest_mean
from tests.ranking.conftest import BATTERY_NEED


def test_similarity_is_the_product_of_centred_units(corpus, ask, space):
    from matchmaker.matching.space import centred

    query = ask(BATTERY_NEED)
    view = compare(query, corpus)
    unit = centred(query.vectors, list(query.parts.values()), space.needs)
    assert view.parts["whole"].similarity == pytest.approx(corpus.vectors @ unit[1], abs=1e-5)
    reference = corpus.reference @ unit[1]
    assert view.parts["whole"].mean == pytest.approx(reference.mean(), abs=1e-5)
    assert view.parts["whole"].deviation == pytest.approx(reference.std(), abs=1e-5)
    assert view.parts["whole"].crowd == pytest.approx(nearest_mean(reference[None])[0], abs=1e-5)


def test_a_need_without_text_is_compared_by_its_title_in_both_ways(corpus, ask):
    view = compare(ask(Need(title="锂电池")), corpus)
    assert view.parts["whole"].similarity.tolist() == view.parts["title"].similarity.tolist()
    assert view.words is view.title_words


def test_a_need_without_words_has_no_term_view(corpus, ask):
    view = compare(ask(Need(title="的")), corpus)
    assert view.words is None
    assert view.grams is not None


def test_words_nobody_has_share_nothing(corpus, ask):
    view = compare(ask(Need(title="航天器姿态")), corpus)
    assert view.words.shared.tolist() == [0.0] * 10


def test_shared_words_weigh_by_rarity(corpus, ask):
    view = compare(ask(Need(title="电解液")), corpus)
    assert np.flatnonzero(view.words.shared).tolist() == [4]
    assert view.words.shared[4] > 5.0


def test_chance_explains_what_long_passages_share(engine, vectors_of, ask):
    from matchmaker.ranking.corpus import Candidate

    long = Candidate("long", ("小麦玉米花生大豆马铃薯育种栽培施肥灌溉收获加工贮藏运输销售" * 3,))
    people = [long, Candidate("short", ("小麦育种",)), Candidate("other", ("电池",))]
    corpus = engine.corpus(people, vectors_of(people))
    view = compare(ask(Need(title="小麦育种")), corpus)
    assert view.words.shared[0] == view.words.shared[1] > 0.0
    assert view.words.standing[1] > view.words.standing[0] > view.words.standing[2]
