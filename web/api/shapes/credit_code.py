"""Credit codes (统一社会信用代码): 18 signs of which the last one checks the others."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from stdnum.cn import uscc

PATTERN = r"^[0-9A-HJ-NPQRTUWXY]{18}$"


def _checked(value: str) -> str:
    if not uscc.is_valid(value):
        raise PydanticCustomError("not_a_credit_code", "wrong check sign")
    return value


CreditCode = Annotated[str, Field(pattern=PATTERN), AfterValidator(_checked)]
