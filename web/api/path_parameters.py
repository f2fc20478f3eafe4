"""The parts of an address that vary: their form, and what is answered to one that has another form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from matchmaker.errors import NotFound
from matchmaker.locale import N_
from web.api.problems import MESSAGES
from web.api.refusals import InvalidRequest, Problem
from web.api.shapes.base import EXTERNAL_ID, REF, SOURCE


@dataclass(frozen=True)
class PathParameter:
    """`names_record`: a value of another form names nothing, and is answered like a record that does not exist."""

    pattern: str
    description: str
    longest: int
    names_record: bool = False


PATH_PARAMETERS: dict[str, PathParameter] = {
    "ref": PathParameter(REF, N_("The reference that the record has here."), 10, names_record=True),
    "scheme": PathParameter(r"^[a-z0-9_]{1,40}$", N_("The name of a reference list."), 40, names_record=True),
    "source": PathParameter(SOURCE, N_("The name of the other system."), 64),
    "external_id": PathParameter(EXTERNAL_ID, N_("The id that the record has in the other system."), 128),
}


def read_path(kind: str, given: Mapping[str, str]) -> Mapping[str, str]:
    """`given` if every part has its form. Raises NotFound for a record's name, InvalidRequest for other parts."""
    for name, value in given.items():
        known = PATH_PARAMETERS[name]
        if len(value) > known.longest or not re.fullmatch(known.pattern, value):
            if known.names_record:
                raise NotFound(kind=kind, ref=value)
            message = MESSAGES["string_pattern_mismatch"]
            raise InvalidRequest(Problem(name, "string_pattern_mismatch", message, {"pattern": known.pattern}))
    return given
