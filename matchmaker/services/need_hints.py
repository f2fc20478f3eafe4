"""What a need says already and what would help it (填写提示): rules on its texts. They advise and never refuse."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matchmaker.locale import N_
from matchmaker.matching.no_match import names_indicator

SHORTEST_PROBLEM = 15

_PRESENT = re.compile(
    r"目前|现在|现有|当前|原有|原来|以往|经常|频繁|一直|每[年月周天日班次炉批]|损失|造成|导致|不足|偏[高低]|易[于]?[结脱开老断堵失]"
    r"|\b(?:now|at present|currently|today|every|per (?:day|week|month|year)|loss|costs?)\b",
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"希望|要求|达到|达成|实现|目标|降[至到低]|提[高升]|缩短|减少|替代|解决|不[超低]于|以[上下内]"
    r"|\b(?:want|wish|aim|goal|target|reach|reduce|increase|replace|at (?:least|most))\b",
    re.IGNORECASE,
)
_FUNDS = re.compile(r"[万亿]元|面议|[投出]资|经费|预算|\b(?:yuan|rmb|budget|negotiable)\b", re.IGNORECASE)
_TIME = re.compile(
    r"\d\s*(?:年|个?月|天)(?:内|底|前|之前)|年[内底]|尽快|近期|长期|20[2-9]\d\s*[年/-]|\b(?:by 20\d\d|within \d+)\b",
    re.IGNORECASE,
)
_ADVERTISEMENT = re.compile(
    r"厂家直销|欢迎.{0,6}(?:来电|咨询|选购|洽谈)|主营产品|畅销|质优价廉|诚招.{0,4}代理|专业生产.{0,20}(?:厂家|企业)"
)
_ACHIEVEMENT = re.compile(
    r"(?:本|该)(?:成果|专利|项目已)|成果已?转[让化]|寻[求找].{0,4}(?:受让方|转让对象|产业化合作)|已(?:获|取得).{0,10}专利.{0,20}(?:转让|推广|产业化)"
)


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


def advise(texts: NeedTexts) -> NeedAdvice:
    """What `texts` say already and what would help; nothing is said of what a text seems to be while it is empty."""
    whole = texts.whole
    done = {
        "problem": len(texts.problem.strip()) >= SHORTEST_PROBLEM,
        "present": bool(texts.background.strip()) or bool(_PRESENT.search(whole)),
        "indicators": names_indicator(whole),
        "goal": bool(texts.goal.strip()) or bool(_GOAL.search(whole)),
        "time": texts.has_window or bool(_TIME.search(whole)),
        "funds": bool(texts.funds.strip()) or bool(_FUNDS.search(whole)),
    }
    hints = tuple(NeedHint(code, text, why, done[code]) for code, (text, why) in HINTS.items())
    notes = tuple(
        note for note, rule in ((ADVERTISEMENT, _ADVERTISEMENT), (ACHIEVEMENT, _ACHIEVEMENT)) if rule.search(whole)
    )
    return NeedAdvice(hints, notes)
