"""Tells what a row of an expert file is: a person, a team or laboratory, or an achievement that stands among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from matchmaker.interchange.messages import Message, message
from matchmaker.interchange.rows.lists import Lists
from matchmaker.interchange.values.normal import is_blank
from matchmaker.interchange.values.read import Coded, Read

RowIs = Literal["person", "team", "achievement"]


@dataclass(frozen=True, slots=True)
class ExpertKind:
    """`form` is a code of `team_forms` for a team, of `achievement_forms` for an achievement, None for a person."""

    row_is: RowIs
    form: Coded | None = None


# Words in a name -> the form of team it is; the first that is found counts
_TEAM_NAMES: tuple[tuple[str, str], ...] = (
    (r"实验室", "laboratory"),
    (r"中心|平台|工作站|研究所|研究院|基地", "centre"),
    (r"团队|课题组|研究组|小组|服务团|专家团|学院|教研室", "team"),
)
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:[（(][^（）()]{1,12}[）)])?|[A-Za-z.'-]+(?: [A-Za-z.'-]+){1,3}")


def parse_expert_kind(text: str, name: str, lists: Lists) -> Read[ExpertKind]:
    """Read the kind column; where it is blank or unknown (a warning), judge by the name."""
    if is_blank(text):
        return Read(by_name(name))
    for scheme, row_is in (("achievement_forms", "achievement"), ("team_forms", "team"), ("expert_kinds", "")):
        term = lists.scheme(scheme).find(text)
        if term is not None:
            kind: RowIs = (
                "achievement" if row_is == "achievement" else "team" if row_is or term.code == "team" else "person"
            )
            form = Coded(term.scheme, term.code, text) if row_is else None
            return Read(ExpertKind(kind, form))
    warnings: tuple[Message, ...] = (message("code.unknown", text=text[:60], scheme=lists.scheme("expert_kinds").zh),)
    return Read(by_name(name), warnings)


def by_name(name: str) -> ExpertKind:
    """A short name is a person's; anything else is a team, of the form that its name tells."""
    for pattern, form in _TEAM_NAMES:
        if re.search(pattern, name):
            return ExpertKind("team", Coded("team_forms", form, name))
    return ExpertKind("person" if _PERSON.fullmatch(name) else "team")
