"""Acts of matching and of what follows it: decisions, weights, results, feedback, follow-up."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "feedback.give": _l("Feedback given"),
    "feedback.read": _l("Feedback read"),
    "follow_up.add": _l("Follow-up task added"),
    "follow_up.edit": _l("Follow-up task changed"),
    "follow_up.finish": _l("Follow-up task done"),
    "follow_up.reopen": _l("Follow-up task taken up again"),
    "job.cancel": _l("Job stopped"),
    "outcome.edit": _l("Result changed"),
    "outcome.record": _l("Result recorded"),
    "suggestion.accept": _l("Suggestion accepted"),
    "suggestion.hold": _l("Suggestion held"),
    "suggestion.reject": _l("Suggestion rejected"),
    "suggestion.undo": _l("Decision taken back"),
    "weights.ask": _l("Asked to learn from decisions"),
    "weights.back": _l("Went back to earlier weights"),
    "weights.keep": _l("Learnt weights kept, not used"),
    "weights.switch": _l("Learnt weights put to use"),
}
