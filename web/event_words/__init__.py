"""Events of the record of actions in words: what was done, on what kind of record, what changed."""

from web.event_words.actions import ACTIONS
from web.event_words.kinds import KINDS
from web.event_words.telling import action_words, actor_words, changes_of, kind_words, timeline

__all__ = ["ACTIONS", "KINDS", "action_words", "actor_words", "changes_of", "kind_words", "timeline"]
