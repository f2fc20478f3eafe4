"""What was done, in words: one table, each part of it beside its subject."""

from __future__ import annotations

from flask_babel.speaklater import LazyString

from web.event_words.actions import accounts, campaign, matching, registry

ACTIONS: dict[str, LazyString] = registry.WORDS | matching.WORDS | campaign.WORDS | accounts.WORDS
