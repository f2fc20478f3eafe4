"""What speaks for a pair and what against it, as codes and parameters; `matchmaker.locale` puts them into words.

Every family of features that moved the grade notably is told, the strongest first; besides them, what a reader should
know whatever the model made of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from matchmaker.locale import N_
from matchmaker.matching.shared_terms import SharedTerms

Param = str | int | float | tuple[str, ...]

# Which features speak of the same thing: their log-odds are added up for the reader.
FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "meaning": ("title_similarity", "text_similarity", "title_standing", "text_standing"),
        "words": ("title_words", "text_words", "title_characters", "text_characters", "key_terms"),
        "crowd": ("title_crowd", "text_crowd", "candidate_crowd"),
        "field": ("need_field",),
        "size": ("profile_size",),
    }
)

# Log-odds against an average checked pair from which a family is worth a sentence.
NOTABLE = 0.2
_CLEAR = 0.8
# Standing (deviations above the corpus) that is unusual, and that is nothing.
_UNUSUAL = 3.0
_ORDINARY = 1.5
# "More than most" is said within the nearest half of all passages; "many are nearer" where a tenth of them is, and not
# fewer than this.
_HALF = 0.5
_TENTH = 0.1
_MANY = 3
# Standing of shared words (deviations above chance) that a reader can find again without a shared key term.
_UNLIKELY = 2.0
# Luck of a profile's size that deserves a warning: a generalist.
_GENERALIST = 0.08


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing to say: a code of the table below, the parameters its sentence needs, the log-odds it stands for.

    `odds` is 0 where the statement is of no feature: something to know, that moved nothing by itself.
    """

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)
    odds: float = 0.0


# Every code with what its sentence says; locale has one sentence each, in Chinese and English. Codes that are not said
# any more stay: evidence that was decided on keeps its words.
CODES: Mapping[str, str] = MappingProxyType(
    {
        "meaning_nearest": N_(
            "The meaning is close: by closeness to this need the passage is number %(place)s of %(total)s"
            " in the registry."
        ),
        "meaning_close": N_("The meaning is close: the nearest passage stands out by %(deviations)s deviations."),
        "meaning_related": N_("The meaning is related, more than for most candidates."),
        "meaning_nearer": N_("The meaning is nearer than that of an average checked pair."),
        "terms_shared": N_("Both name %(terms)s."),
        "terms_named": N_("The profile names %(terms)s of the need."),
        "words_fit": N_("The wording overlaps more than chance explains."),
        "words_nearer": N_("The wording overlaps more than that of an average checked pair."),
        "few_alike": N_("Few texts resemble this need, so closeness says more; this holds for all candidates."),
        "field_often": N_(
            "For needs of this kind officers found partners more often than usual; this holds for all candidates."
        ),
        "profile_helps": N_("The extent of the profile speaks for it."),
        "stands_out": N_("It stands out clearly from the other candidates of this need and was graded higher for it."),
        "meaning_far": N_("The meaning is not closer than that of many other candidates."),
        "meaning_less": N_("The meaning is less close than that of an average checked pair."),
        "no_terms_shared": N_("They share no key term."),
        "terms_missing": N_("The profile does not name %(terms)s."),
        "words_differ": N_("The wording overlaps less than that of an average checked pair."),
        "one_passage": N_("Only one of %(passages)s passages of the profile is close to the need."),
        "generalist": N_("The profile covers many fields; something in it is near to almost any need."),
        "crowded": N_("Many candidates are this close to the need, so closeness says less."),
        "many_alike": N_("Many texts resemble this need, so closeness says less; this holds for all candidates."),
        "not_outstanding": N_(
            "It does not stand out from the other candidates of this need and was graded lower for it."
        ),
        "field_seldom": N_("For needs of this kind officers seldom found partners; this holds for all candidates."),
        "profile_hurts": N_("The extent of the profile speaks against it."),
        "title_without_object": N_(
            "The title names no product, material, process or device; what it is about is guessed."
        ),
        "already_rejected_alike": N_("A similar candidate was rejected for this need."),
        "already_accepted_alike": N_("A similar candidate was accepted for this need."),
    }
)


# Statements that hold for every candidate of a need alike.
OF_THE_NEED = frozenset({"few_alike", "many_alike", "field_often", "field_seldom", "title_without_object"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What the other candidates of the need say about this one.

    held_back, lifted  by itself it would be graded better (worse), but it does not stand out (it does)
    rejected_alike, accepted_alike  candidates like it were rejected, or accepted
    """

    held_back: bool = False
    lifted: bool = False
    rejected_alike: bool = False
    accepted_alike: bool = False


@dataclass(frozen=True, slots=True)
class PairFacts:
    """What the statements are made from: features and log-odds by name, shared terms of the passages, the profile.

    named         key terms that tell what the need is about and that the profile names somewhere; `partly`: it holds
                  any key term of the need at least as a part of a word; `missing`: of the title, not held at all
    place, total  how many passages of the corpus are at least as close to the need as the one shown, of how many
    object_named  whether the need's title says what it is about
    """

    features: Mapping[str, float]
    contributions: Mapping[str, float]
    shared: SharedTerms
    named: tuple[str, ...]
    partly: bool
    missing: tuple[str, ...]
    passages: int
    near_passages: int
    place: int
    total: int
    luck: float
    standing: Standing
    object_named: bool = True


def family_contributions(contributions: Mapping[str, float]) -> dict[str, float]:
    """Log-odds by family; features of no family are left out."""
    return {family: sum(contributions.get(name, 0.0) for name in names) for family, names in FAMILIES.items()}


def speaks_for(facts: PairFacts) -> tuple[Statement, ...]:
    """What supports the pair, the weightiest first."""
    families = family_contributions(facts.contributions)
    found = [_meaning_for(facts, families["meaning"]), _words_for(facts, families["words"])]
    found += [_one_of(families[name], code, None) for name, (code, _) in _PLAIN.items()]
    if facts.standing.lifted:
        found.append(Statement("stands_out"))
    return _ordered(found)


def speaks_against(facts: PairFacts) -> tuple[Statement, ...]:
    """What a reader should doubt: what lowered the grade, the weightiest first, then what else is to be known."""
    families = family_contributions(facts.contributions)
    found = [_meaning_against(facts, families["meaning"]), _words_against(facts, families["words"])]
    found += [_one_of(families[name], None, code) for name, (_, code) in _PLAIN.items()]
    return (*_ordered(found), *_to_be_known(facts))


# Families that need one sentence each: what is said where they raise the grade and where they lower it.
_PLAIN: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "crowd": ("few_alike", "many_alike"),
        "field": ("field_often", "field_seldom"),
        "size": ("profile_helps", "profile_hurts"),
    }
)


def _one_of(odds: float, raising: str | None, lowering: str | None) -> Statement | None:
    code = raising if odds >= NOTABLE else lowering if odds <= -NOTABLE else None
    return None if code is None else Statement(code, odds=_rounded(odds))


def _meaning_for(facts: PairFacts, odds: float) -> Statement | None:
    if odds < NOTABLE:
        return None
    standing, share = _standing(facts), facts.place / max(facts.total, 1)
    if odds >= _CLEAR and standing >= _UNUSUAL:
        return Statement("meaning_nearest", {"place": facts.place, "total": facts.total}, _rounded(odds))
    related = standing >= _ORDINARY and share < _HALF
    return Statement("meaning_related" if related else "meaning_nearer", odds=_rounded(odds))


def _meaning_against(facts: PairFacts, odds: float) -> Statement | None:
    lowered = min(_rounded(odds), 0.0)
    many_nearer = facts.place - 1 >= max(_MANY, _TENTH * facts.total)
    if _standing(facts) < _ORDINARY and many_nearer and odds < NOTABLE:
        return Statement("meaning_far", odds=lowered)
    return Statement("meaning_less", odds=lowered) if odds <= -NOTABLE else None


def _words_for(facts: PairFacts, odds: float) -> Statement | None:
    if facts.shared.terms:
        return Statement("terms_shared", {"terms": facts.shared.terms[:5]}, max(_rounded(odds), 0.0))
    if facts.named:
        return Statement("terms_named", {"terms": facts.named[:5]}, max(_rounded(odds), 0.0))
    if odds < NOTABLE:
        return None
    fits = _best(facts.features, ("text_words", "title_words")) >= _UNLIKELY
    return Statement("words_fit" if fits else "words_nearer", odds=_rounded(odds))


def _words_against(facts: PairFacts, odds: float) -> Statement | None:
    lowered = min(_rounded(odds), 0.0)
    if not facts.shared.terms and not facts.partly:
        return Statement("no_terms_shared", odds=lowered)
    return Statement("words_differ", odds=lowered) if odds <= -NOTABLE else None


def _to_be_known(facts: PairFacts) -> tuple[Statement, ...]:
    standing = facts.standing
    found = [
        (standing.held_back, Statement("not_outstanding")),
        (bool(facts.missing), Statement("terms_missing", {"terms": facts.missing[:3]})),
        (facts.passages >= 3 and facts.near_passages <= 1, Statement("one_passage", {"passages": facts.passages})),
        (facts.luck >= _GENERALIST, Statement("generalist")),
        (not facts.object_named, Statement("title_without_object")),
        (standing.rejected_alike, Statement("already_rejected_alike")),
        (standing.accepted_alike, Statement("already_accepted_alike")),
    ]
    return tuple(statement for said, statement in found if said)


def _ordered(found: Sequence[Statement | None]) -> tuple[Statement, ...]:
    said = [statement for statement in found if statement is not None]
    return tuple(sorted(said, key=lambda statement: -abs(statement.odds)))


def _standing(facts: PairFacts) -> float:
    return _best(facts.features, ("text_standing", "title_standing"))


def _rounded(odds: float) -> float:
    return round(float(odds), 3)


def _best(features: Mapping[str, float], names: Sequence[str]) -> float:
    """The largest of these features that is not missing; minus infinity where all are."""
    values = [features[name] for name in names if name in features and features[name] == features[name]]
    return max(values, default=float("-inf"))
