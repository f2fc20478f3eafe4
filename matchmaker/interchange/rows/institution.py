"""Takes the institution out of a title such as “山东农业大学 作物生物学国家重点实验室”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matchmaker.interchange.cells import one_line

# A university's name ends with 大学; a campus or second name in brackets belongs to it (中国石油大学(华东)).
_UNIVERSITY = re.compile(r"^(?P<name>[\u4e00-\u9fff]{2,16}?大学(?!生|城))(?P<bracket>[（(][^（）()]{2,12}[）)])?")
_BODY_END = r"(?:学院|研究院|科学院|研究所|研究总院|设计院|农科院|科学研究院|工程院|学会|协会|集团|公司|医院|研究中心)"
# Any other body's name must fill the text (a token, or an item in brackets), else 机械工程学院液压团队 would be one.
_BODY = re.compile(rf"^[\u4e00-\u9fffA-Za-z（）()]{{2,30}}{_BODY_END}$")
_SCHOOL = re.compile(
    r"^(?P<name>[\u4e00-\u9fff、与和及]{1,20}?(?:学院|学部|系(?!统|列)|研究院|研究所|科学院|中心|医院))(?P<rest>.*)$"
)
_TAIL = re.compile(r"^(?P<head>.*?)[（(](?P<inner>[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)]$")
_ROLE = re.compile(r"(?:参与共建|共建|牵头|联合|合作|依托|主持|等)+$|^(?:与|和|由|依托)")
# Whole bodies that are not an institution by their end: 团队, 实验室 and the like are what is inside one.
_INNER = re.compile(r"(?:团队|实验室|课题组|工程中心|技术中心|工程技术中心|研究中心|工作站|服务团)$")


@dataclass(frozen=True, slots=True)
class Affiliated:
    """A title taken apart: its institutions (the first is the main one), the school inside it, and the rest."""

    institutions: tuple[str, ...]
    school: str
    name: str


def affiliated(title: str) -> Affiliated:
    """Take a title apart. Without an institution, `institutions` is empty and `name` is the whole title."""
    line = one_line(title)
    leading = _leading(line)
    if leading is not None:
        institution, rest = leading
        school, name = _school(rest)
        return Affiliated((institution,), school, name or rest or line)
    tail = _TAIL.match(line)
    if tail is not None:
        inside = tuple(name for name in map(_body, re.split(r"[、,，;；]", tail["inner"])) if name)
        if inside:
            return Affiliated(inside, "", tail["head"].strip())
    return Affiliated((), "", line)


def _leading(line: str) -> tuple[str, str] | None:
    """The institution a title begins with, and what follows it."""
    university = _UNIVERSITY.match(line)
    if university is not None:
        bracket = university["bracket"] or ""
        # 山东大学(某团队) says what is inside, 齐鲁工业大学(山东省科学院) is a name.
        if bracket and _INNER.search(bracket[1:-1]):
            bracket = ""
        name = university["name"] + bracket
        return name, line[len(name) :].strip()
    head, _, rest = line.partition(" ")
    if _BODY.match(head) and not _INNER.search(head):
        return head, rest.strip()
    return None


def _school(rest: str) -> tuple[str, str]:
    """A school or department at the head of what follows the institution."""
    head, gap, tail = rest.partition(" ")
    if gap and _SCHOOL.fullmatch(head) and not _INNER.search(head):
        return head, tail.strip()
    match = _SCHOOL.match(head)
    if match is None or (_INNER.search(head) and not match["rest"]):
        return "", rest
    if not match["rest"]:
        return head, tail.strip()
    return match["name"], f"{match['rest']} {tail}".strip()


def _body(text: str) -> str | None:
    """An item in brackets as an institution's name, None if it is none."""
    name = _ROLE.sub("", text.strip()).strip()
    university = _UNIVERSITY.fullmatch(name)
    if university is not None or (_BODY.match(name) and not _INNER.search(name)):
        return name
    return None
