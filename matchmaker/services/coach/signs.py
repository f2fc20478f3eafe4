"""Signs in the text of a need: what enterprises write where they state a goal, an indicator, the present state ...

Made and measured on real needs that were read one by one (tests/services/coach). A sign says that something is there;
nothing follows from it but advice.
"""

from __future__ import annotations

import re

SHORTEST_PROBLEM = 15

# Clauses about the enterprise itself: their numbers are no indicators of what is wanted.
_OWN = re.compile(
    r"占地|员工|职称|工程师|注册资[本金]|产值|销售额|销售收入|营业收入|利润|专利.{0,6}项|荣获|技术人员|学历|硕士|博士|现有.{0,12}[台套]"
    r"|拥有.{0,40}(?:专利|设备|人员)|年产量?[\d万]|成立于|改制|收购|级[，,]|论文|台座|研发投入"
)
_CLAUSE = re.compile(r"[^。；;\n]+")
# Numbers that measure nothing technical: years, periods, money, persons and pieces.
_NO_MEASURE = re.compile(
    r"(?:19|20)\d\d\s*年?(?:[-/.]\d+)?|\d+\s*[多余]?\s*年|\d+(?:\.\d+)?\s*[多余]?\s*[百千万亿]*\s*(?:元|人民币|亩|株|平方米|㎡)"
    r"|\d+\s*[多余]?\s*(?:人|名|位|项|台|套|件|家|个月|号)|\d+\s*[#＃]|\b[2-6]\s*[DG]\b",
    re.IGNORECASE,
)
_UNITS = (
    r"%|％|‰|℃|°|度|[μµu]m?|[nmck]m|[mk]g|g/|[tT](?:/h)?|吨|公斤|克|[kMGmh]?[Pp]a|bar|[kKm]?V|m?A(?:h)?|[kMm]?W(?:h)?|[kMG]?[Hh]z|dB|m?s|m"
    r"|h|Ω|[kM]N|rpm|r/min|倍|CFU|ppm|ppb|目|米|微米|毫米|厘米|公里|秒|分钟|小时|转|天|次/|周|升|mol|cP|mPa"
)
_MEASURE = re.compile(
    rf"(?<![A-Za-z\d.])\d+(?:\.\d+)?\s*[)）]?\s*(?:[-~～—至到]\s*\d+(?:\.\d+)?\s*)?(?:{_UNITS})(?![A-Za-z\d])"
)
_COMPARED = re.compile(r"[≥≤><＞＜±]\s*\d|(?:不[低高大小少多]于|不超过|[大小高低]于|达到?|至少|控制在)\s*\d")

_PRESENT = re.compile(
    r"目前|现在|现有|当前|现状|原有|原来|以往|经常|频繁|一直|每[年月周天日班次炉批]|损失|造成|导致|不足|缺[少乏]|存在|出现|偏[高低]|无法|难以"
    r"|易[于]?[结脱开老断堵失变氧]|(?:公司|我[司厂们所院方])?(?:已经?|具有|具备|拥有|建有|建立了)|基础[：:]|多年|不稳定|困难|瓶颈|较[高低大小差]|效果.{0,4}不"
    r"|\b(?:now|at present|currently|today|every|per (?:day|week|month|year)|loss|costs?|fails?)\b",
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"希望|要求|达到|达成|实现|目标|降[至到低]|提[高升]|缩短|减少|替代|解决|不[超低]于|以[上下内]|完成|满足|获得|得到|形成|开发|研发|研制|选育|培育|制备|制取"
    r"|建立|改进|攻克|探明|优化"
    r"|\b(?:want|wish|aim|goal|target|reach|reduce|increase|replace|at (?:least|most))\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\d+(?:\.\d+)?\s*[多余]?\s*(?:[百千]?万|亿|元)\s*(?:元|人民币)?|面议|经费|预算|自筹|\b(?:yuan|rmb|budget|negotiable)\b",
    re.IGNORECASE,
)
_SPENT = re.compile(
    r"投[入资]|资金|经费|预算|费用|报酬|面议|自筹|拿出|愿出|出资|\b(?:yuan|rmb|budget|negotiable)\b", re.IGNORECASE
)
_EARNED = re.compile(r"产值|收入|利润|销售|市场价|创汇|税|元/|市值")
_TIME = re.compile(
    r"\d\s*(?:-\s*\d+\s*)?(?:年|个?月|天)(?:以?内|底|前|之前)|年[内底]|尽快|周期\s*[为约]?\s*\d|20[12]\d\s*年\s*\d+\s*月\s*[至到—~-]|20[2-9]\d\s*[年/-]"
    r"|\d\s*到\s*\d\s*年|\b(?:by 20\d\d|within \d+)\b",
    re.IGNORECASE,
)
_ADVERTISED = re.compile(
    r"厂家直销|欢迎.{0,6}(?:来电|咨询|选购|洽谈|订购)|主营产品|畅销|质优价廉|诚招.{0,4}代理|专业生产.{0,20}(?:厂家|企业)|推广销售|寻[求找].{0,4}(?:客户|经销|代理商)"
)
_OFFERED = re.compile(
    r"(?:本|该)成果|成果(?:已|待|拟)转[让化]|成果转让|出售.{0,6}(?:技术|专利|成果)|技术入股|寻[求找].{0,4}(?:受让方|转让对象|产业化合作|买方)"
    r"|已(?:获|取得).{0,10}专利.{0,20}(?:转让|推广|产业化)"
)
_INVESTMENT = re.compile(r"(?:需要|寻求|引进|希望).{0,8}(?:投资|融资)|金融机构投资|融资需求|招商引资")
# Words of wanting or of doing: a longer text without any of them only describes.
_WANTED = re.compile(
    r"需|希望|解决|寻[求找]|拟|难题|难点|攻克|急|合作|问题|研究|研制|研发|开展|课题|项目|计划|措施|如何|怎|能否|目标|要求|引进|改造|优化|替代|完成|筹建|建设"
    r"|设计|制备|选育|[？?]|\b(?:need|want|wish|looking for|how|help|should|develop|improve)\b",
    re.IGNORECASE,
)
_LONG_ENOUGH_TO_DESCRIBE = 80


def states_problem(text: str) -> bool:
    """Enough is written to be a problem at all."""
    return len(text.strip()) >= SHORTEST_PROBLEM


def states_present(text: str) -> bool:
    """How it is now, what fails, or what there is to start from."""
    return bool(_PRESENT.search(text))


def states_indicator(text: str) -> bool:
    """A technical quantity with its unit, or a comparison with a number; figures about the enterprise do not count."""
    clauses = (clause for clause in _CLAUSE.findall(text) if not _OWN.search(clause))
    return any(_measures(_NO_MEASURE.sub("，", clause)) for clause in clauses)


def states_goal(text: str) -> bool:
    """What shall be reached."""
    return bool(_GOAL.search(text))


def states_funds(text: str) -> bool:
    """What was or would be put in; what is earned does not count."""
    clauses = re.findall(r"[^。；;，,\n]+", text)
    return any(_MONEY.search(clause) and _SPENT.search(clause) and not _EARNED.search(clause) for clause in clauses)


def states_time(text: str) -> bool:
    """By when, or for how long."""
    return bool(_TIME.search(text))


def advertises(text: str) -> bool:
    """Somebody sells a product."""
    return bool(_ADVERTISED.search(text))


def offers_result(text: str) -> bool:
    """Somebody offers a technology, a patent or a result."""
    return bool(_OFFERED.search(text))


def wants_investment(text: str) -> bool:
    """Somebody looks for money, not for knowledge."""
    return bool(_INVESTMENT.search(text))


def only_describes(text: str) -> bool:
    """Nothing in a text of some length says that anything is wanted or to be done."""
    return len(text.strip()) >= _LONG_ENOUGH_TO_DESCRIBE and not _WANTED.search(text)


def _measures(clause: str) -> bool:
    return bool(_MEASURE.search(clause) or _COMPARED.search(clause))
