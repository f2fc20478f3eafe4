"""What speaks for a pair and what against it, as codes and parameters; `matchmaker.locale` puts them into words."""

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
    }
)

# Log-odds against an average checked pair from which a family is worth a sentence.
_NOTABLE = 0.3
_CLEAR = 0.8
# Standing (deviations above the corpus) that is unusual, and that is nothing.
_UNUSUAL = 3.0
_ORDINARY = 1.5
# Standing of shared words (deviations above chance) that a reader can find again without a shared key term.
_UNLIKELY = 2.0
# Luck of a profile's size that deserves a warning: a generalist.
_GENERALIST = 0.08


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing to say: a code of the table below and the parameters its sentence needs."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)


# Every code with what its sentence says; locale has one sentence each, in Chinese and English.
CODES: Mapping[str, str] = MappingProxyType(
    {
        "meaning_close": N_("The meaning is close: the nearest passage stands out by %(deviations)s deviations."),
        "meaning_related": N_("The meaning is related, more than for most candidates."),
        "terms_shared": N_("Both name %(terms)s."),
        "words_fit": N_("The wording overlaps more than chance explains."),
        "meaning_far": N_("The meaning is not closer than that of many other candidates."),
        "no_terms_shared": N_("They share no key term."),
        "terms_missing": N_("The profile does not name %(terms)s."),
        "words_differ": N_("The wording overlaps less than that of an average checked pair."),
        "one_passage": N_("Only one of %(passages)s passages of the profile is close to the need."),
        "generalist": N_("The profile covers many fields; something in it is near to almost any need."),
        "crowded": N_("Many candidates are this close to the need, so closeness says less."),
        "already_rejected_alike": N_("A similar candidate was rejected for this need."),
        "already_accepted_alike": N_("A similar candidate was accepted for this need."),
    }
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the other candidates of the need say about this one.

    held_back  by itself it would be graded better, but it does not stand out from the others searched
    rejected_alike, accepted_alike  candidates like it were rejected, or accepted
    """

    held_back: bool = False
    rejected_alike: bool = False
    accepted_alike: bool = False


@dataclass(frozen=True, slots=True)
class PairFacts:
    """What the statements are made from: features and log-odds by name, shared and missing terms, the profile."""

    features: Mapping[str, float]
    contributions: Mapping[str, float]
    shared: SharedTerms
    missing: tuple[str, ...]
    passages: int
    near_passages: int
    luck: float
    standing: Standing


def family_contributions(contributions: Mapping[str, float]) -> dict[str, float]:
    """Log-odds by family; features of no family are left out."""
    return {family: sum(contributions.get(name, 0.0) for name in names) for family, names in FAMILIES.items()}


def speaks_for(facts: PairFacts) -> tuple[Statement, ...]:
    """What supports the pair, the weightiest first."""
    families = family_contributions(facts.contributions)
    found = []
    standing = _best(facts.features, ("text_standing", "title_standing"))
    if families["meaning"] >= _CLEAR and standing >= _UNUSUAL:
        found.append((families["meaning"], Statement("meaning_close", {"deviations": round(standing, 1)})))
    elif families["meaning"] >= _NOTABLE and standing >= _ORDINARY:
        found.append((families["meaning"], Statement("meaning_related")))
    if facts.shared.terms:
        found.append((max(families["words"], 0.0), Statement("terms_shared", {"terms": facts.shared.terms[:5]})))
    elif families["words"] >= _NOTABLE and _best(facts.features, ("text_words", "title_words")) >= _UNLIKELY:
        found.append((families["words"], Statement("words_fit")))
    return tuple(statement for _, statement in sorted(found, key=lambda item: -item[0]))


def speaks_against(facts: PairFacts) -> tuple[Statement, ...]:
    """What a reader should doubt, in a fixed order."""
    families = family_contributions(facts.contributions)
    standing = _best(facts.features, ("text_standing", "title_standing"))
    found = []
    if standing < _ORDINARY:
        found.append(Statement("meaning_far"))
    if not facts.shared.terms:
        found.append(Statement("no_terms_shared"))
    elif families["words"] <= -_NOTABLE:
        found.append(Statement("words_differ"))
    if facts.missing:
        found.append(Statement("terms_missing", {"terms": facts.missing[:3]}))
    if facts.passages >= 3 and facts.near_passages <= 1:
        found.append(Statement("one_passage", {"passages": facts.passages}))
    if facts.luck >= _GENERALIST:
        found.append(Statement("generalist"))
    if facts.standing.held_back or families["crowd"] <= -_NOTABLE:
        found.append(Statement("crowded"))
    if facts.standing.rejected_alike:
        found.append(Statement("already_rejected_alike"))
    if facts.standing.accepted_alike:
        found.append(Statement("already_accepted_alike"))
    return tuple(found)


def _best(features: Mapping[str, float], names: Sequence[str]) -> float:
    """The largest of these features that is not missing; minus infinity where all are."""
    values = [features[name] for name in names if name in features and features[name] == features[name]]
    return max(values, default=float("-inf"))
