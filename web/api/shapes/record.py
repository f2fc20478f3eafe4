"""What every record shows of itself, and what every new one may bring."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Self

from pydantic import AwareDatetime, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from matchmaker.locale import N_
from web.api.shapes.base import ExternalId, In, Out, Source


class RecordOut(Out):
    """Identity and dates of a record."""

    ref: str = Field(description=N_("The reference that the record has here; it never changes."))
    source: str | None = Field(description=N_("The other system that knows the record."))
    external_id: str | None = Field(description=N_("The id that the record has in the other system."))
    version: int = Field(description=N_("Rises with every change; part of the ETag."))
    created_at: AwareDatetime
    updated_at: AwareDatetime


def record_values(row: Any) -> dict[str, Any]:
    """The fields of RecordOut."""
    return {
        "ref": row.ref,
        "source": row.source,
        "external_id": row.external_id,
        "version": row.version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


class ExternalIn(In):
    """The id of a new record in the caller's system; both parts or none."""

    model_config = ConfigDict(
        json_schema_extra={"dependentRequired": {"source": ["external_id"], "external_id": ["source"]}}
    )

    source: Source = Field(default=None, description=N_("The name of the system that the record comes from."))
    external_id: ExternalId = Field(default=None, description=N_("The id that the record has there."))

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.source is None) is not (self.external_id is None):
            missing = "source" if self.source is None else "external_id"
            raise PydanticCustomError("pair", "source and external_id belong together", {"field": missing})
        return self


def money(amount: Decimal | None) -> str | None:
    """An amount in 万元 as a decimal text; nothing is lost to binary fractions."""
    return None if amount is None else f"{amount:.2f}"


def moment(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)
