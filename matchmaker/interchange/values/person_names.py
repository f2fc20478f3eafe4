"""Names of persons in a cell: 张三, 张三（总工）, 张三 李四, 张三教授, with numbers and titles beside them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from matchmaker.interchange.values.normal import is_blank, parts

_BRACKET = re.compile(r"[（(]([^（）()]*)[）)]")
_ROLES = (
    r"副?(?:董事长|总经理|总工程师|总工|经理|主任|厂长|部长|科长|处长|局长|院长|所长|校长)|(?:副|助理)?教授|讲师|"
    r"(?:副|助理)?研究员|(?:高级|正高级)?工程师|高工|老师|博士|先生|女士|院士"
)
_ROLE = re.compile(_ROLES)
_NAME_AND_ROLE = re.compile(f"(?<=.)(?:{_ROLES})")
# A blank between two names of two to four signs each parts them (王建国 李四).
_CLOSED = re.compile(r"(?<=[\u4e00-\u9fff]{2})\s+(?=[\u4e00-\u9fff]{2,4}(?:\s|$))")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff](?:\s|$))")


@dataclass(frozen=True, slots=True)
class PersonNames:
    """`names` in their order; `role` is a position or title that stood beside the first one."""

    names: tuple[str, ...]
    role: str = ""


def parse_names(text: str) -> PersonNames:
    """Take names, and a title beside them, apart. Spaces inside a two-sign name (李 明) are dropped."""
    if is_blank(text):
        return PersonNames(())
    flat = unicodedata.normalize("NFKC", text).strip()
    roles = [role.strip() for role in _BRACKET.findall(flat) if role.strip() and not is_blank(role)]
    names = []
    for part in parts(_CLOSED.sub("、", _SPACED.sub("", _BRACKET.sub(" ", flat))), slashes=True):
        role = _NAME_AND_ROLE.search(part) or _ROLE.fullmatch(part)
        name = part if role is None else part[: role.start()]
        if role is not None:
            roles.append(part[role.start() :].strip())
        if name.strip():
            names.append(" ".join(name.split()))
    return PersonNames(tuple(dict.fromkeys(names)), roles[0] if roles else "")
