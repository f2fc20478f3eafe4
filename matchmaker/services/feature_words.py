"""The features of the relevance model and their families in words for the people who read a grade."""

from __future__ import annotations

from collections.abc import Mapping

from matchmaker.locale import N_

# What each family of `matchmaker.matching.statements` compares.
FAMILY_WORDS: Mapping[str, str] = {
    "meaning": N_("Meaning"),
    "words": N_("Wording"),
    "crowd": N_("How many texts resemble the need"),
    "field": N_("Field and kind of the need"),
    "size": N_("Extent of the profile"),
}
FEATURE_WORDS: Mapping[str, str] = {
    "title_similarity": N_("Closeness in meaning to the title"),
    "text_similarity": N_("Closeness in meaning to the whole text"),
    "title_standing": N_("How far that closeness to the title stands out"),
    "text_standing": N_("How far that closeness to the whole text stands out"),
    "title_crowd": N_("Texts that resemble the title"),
    "text_crowd": N_("Texts that resemble the whole text"),
    "candidate_crowd": N_("Texts that resemble the profile"),
    "title_words": N_("Words shared with the title"),
    "text_words": N_("Words shared with the whole text"),
    "title_characters": N_("Characters shared with the title"),
    "text_characters": N_("Characters shared with the whole text"),
    "key_terms": N_("Part of the profile's key terms that the need names"),
    "profile_size": N_("Number of passages in the profile"),
    "need_field": N_("How often needs of this kind find partners"),
}
