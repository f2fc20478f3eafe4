"""What a need says already and what would help it (填写提示): rules on its texts. They advise and never refuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matchmaker.locale import N_
from matchmaker.services.coach import signs


@dataclass(frozen=True)
class NeedTexts:
    """What was entered so far."""

    title: str = ""
    problem: str = ""
    indicators: str = ""
    goal: str = ""
    background: str = ""
    funds: str = ""
    has_window: bool = False

    @property
    def whole(self) -> str:
        return "\n".join((self.title, self.problem, self.indicators, self.goal, self.background))


@dataclass(frozen=True)
class NeedHint:
    """One thing a good need says. `text` and `why` are messages for gettext; `done`: it is there already."""

    code: str
    text: str
    why: str
    done: bool


@dataclass(frozen=True)
class NeedAdvice:
    """`hints` in the order in which they help; `notes` are messages about what the text seems to be instead."""

    hints: tuple[NeedHint, ...]
    notes: tuple[str, ...]

    @property
    def missing(self) -> tuple[NeedHint, ...]:
        return tuple(hint for hint in self.hints if not hint.done)


# code -> what to write, and why it helps
HINTS: dict[str, tuple[str, str]] = {
    "problem": (N_("Say what the problem is"), ""),
    "present": (N_("Say how it is now: how often, what it costs"), N_("It tells an expert how much there is to gain.")),
    "indicators": (
        N_("Name an indicator: from what to what, with its unit"),
        N_("Needs with numbers find the right people more easily."),
    ),
    "goal": (N_("Say what you want to reach"), ""),
    "time": (N_("Say by when you need it"), ""),
    "funds": (N_("Say what you would put in (or “negotiable”)"), N_("Experts plan differently for 5 and for 500.")),
}
ADVERTISEMENT = N_(
    "This reads like an advertisement for a product. What technical problem should somebody solve for you?"
)
ACHIEVEMENT = N_("This reads like a result on offer, not like a need. Results are entered by their institutions.")
INVESTMENT = N_("This looks for money. The campaign brings experts: which technical problem should they solve?")
DESCRIPTION = N_("This describes a product or a technology. What shall somebody solve or develop for you?")
# What a text may be instead of a need, with its sign.
NOTES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    (ADVERTISEMENT, signs.advertises),
    (ACHIEVEMENT, signs.offers_result),
    (INVESTMENT, signs.wants_investment),
    (DESCRIPTION, signs.only_describes),
)


def advise(texts: NeedTexts) -> NeedAdvice:
    """What `texts` say already and what would help; nothing is said of what a text seems to be while it is empty.

    How often the signs are right was measured on real needs, see tests/services/coach.
    """
    whole = texts.whole
    done = {
        "problem": signs.states_problem(texts.problem),
        "present": bool(texts.background.strip()) or signs.states_present(whole),
        "indicators": signs.states_indicator(whole),
        "goal": bool(texts.goal.strip()) or signs.states_goal(whole),
        "time": texts.has_window or signs.states_time(whole),
        "funds": bool(texts.funds.strip()) or signs.states_funds(whole),
    }
    hints = tuple(NeedHint(code, text, why, done[code]) for code, (text, why) in HINTS.items())
    return NeedAdvice(hints, tuple(note for note, shows in NOTES if shows(whole)))
