"""Weights learnt from decisions say what people say, as far as the decisions carry, and stay monotone."""

from dataclasses import replace

import numpy as np
import pytest

from matchmaker.evaluation.errors import TooFewDecisions
from matchmaker.evaluation.learning import SHARES, learn_weights, replay_learning
from matchmaker.evaluation.replay import Verdict
from matchmaker.evaluation.taken import Taken, levels_of
from matchmaker.matching.odds import probability
from matchmaker.matching.weights_file import parse_weights, weights_text
from tests.evaluation.decided import PAIRS, contender, decisions_of


@pytest.fixture(scope="module")
def base(engine, ask, vectors_of):
    """Weights that say they were trained on 600 pairs."""
    model = replace(engine.model, provenance={"pairs": 600})
    return contender(replace(engine, model=model), ask, vectors_of)


@pytest.fixture(scope="module")
def taken(base):
    """People accept far more than the weights expect."""
    return decisions_of(base)


def mean_loss(model, base, decisions):
    said = probability(model.odds(base.features(decisions)))
    return float(-np.log(np.where(levels_of(decisions) > 2.5, said, 1 - said)).mean())


def test_learnt_weights_fit_the_decisions_and_name_what_they_rest_on(base, taken):
    model = learn_weights(taken, base=base, version="2027.1")
    assert mean_loss(model, base, taken) < mean_loss(base.engine.model, base, taken) - 0.1
    before, after = (probability(m.odds(base.features(taken))).mean() for m in (base.engine.model, model))
    assert before + 0.1 < after < (levels_of(taken) > 2.5).mean() + 0.05
    assert model.version == "2027.1"
    learnt = dict(model.provenance["learnt"])
    assert learnt.pop("share of the training that counts") in SHARES
    assert learnt == {
        "on top of": "hand-made",
        "decisions": 60,
        "accepted": int((levels_of(taken) > 2.5).sum()),
        "needs": 12,
    }


def test_everything_but_intercept_and_weights_stays(base, taken):
    model, old = learn_weights(taken, base=base, version="2027.1"), base.engine.model
    assert (model.names, model.rising, model.thresholds, model.encoder, model.partners) == (
        old.names,
        old.rising,
        old.thresholds,
        old.encoder,
        old.partners,
    )
    assert model.mean is old.mean


def test_a_training_of_many_pairs_gives_way_less(base, taken):
    trusting = base.with_model(replace(base.engine.model, provenance={"pairs": 10**7}))
    moved, stayed = (learn_weights(taken, base=side, version="v").weights for side in (base, trusting))
    old = base.engine.model.weights
    assert np.abs(stayed - old).max() < 0.1 * np.abs(moved - old).max()


def test_decisions_against_similarity_never_make_it_a_drawback(base, taken):
    contrary = [Taken(d.need, d.candidate, 5.0 - d.level) for d in taken]
    model = learn_weights(contrary, base=base, version="v")
    assert model.weights[np.array(model.rising)].min() >= 0.0


def test_the_order_of_decisions_does_not_matter_for_what_is_learnt(base, taken):
    one, other = learn_weights(taken, base=base, version="v"), learn_weights(taken[::-1], base=base, version="v")
    # Folds are dealt by order of appearance, so another share of the training may win; the fit itself is the same.
    if one.provenance == other.provenance:
        assert one.weights == pytest.approx(other.weights)


def test_learnt_weights_survive_their_file(base, taken):
    model = learn_weights(taken, base=base, version="v")
    known = parse_weights(weights_text(model), source="row 1")
    assert known.odds(base.features(taken)) == pytest.approx(model.odds(base.features(taken)), abs=1e-5)
    assert known.provenance == model.provenance


@pytest.mark.parametrize(
    "levels", [[4, 1] * 9, [1] * 56 + [4] * 4, [4] * 60], ids=["too few", "few accepted", "none rejected"]
)
def test_too_little_to_learn_from_is_refused(base, levels):
    few = [Taken(need, candidate, level) for (need, candidate), level in zip(PAIRS, levels, strict=False)]
    with pytest.raises(TooFewDecisions) as refused:
        learn_weights(few, base=base, version="v")
    assert refused.value.params == {"count": len(few), "accepted": levels.count(4), "least": 20, "of_a_kind": 5}


def test_learning_from_the_past_is_judged_on_what_came_later(base, taken):
    found = replay_learning(taken, base=base, running=base)
    assert found.figures[0].name == "log loss"
    assert found.figures[0].gain > 0.0
    assert (found.decisions, found.left_out) == (48, 0)


def test_what_the_running_weights_learnt_from_is_not_judged(base, taken):
    learnt = base.with_model(learn_weights(taken[:40], base=base, version="v"))
    found = replay_learning(taken, base=base, running=learnt, seen=40)
    assert (found.decisions, found.needs, found.verdict) == (20, 4, Verdict.UNDECIDED)


def test_with_too_little_to_learn_from_both_sides_say_the_same(base, taken):
    few = replay_learning(taken[:19], base=base, running=base)
    assert {figure.gain for figure in few.figures} == {0.0}
