"""Needs (技术需求) in bodies: what a caller may write. Amounts are in 万元."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic import Field

from matchmaker.locale import N_
from matchmaker.models.codes import Confidentiality
from matchmaker.services.need_values import MAX_KEYWORDS, TEXT_LENGTH, TITLE_LENGTH
from web.api.shapes.base import Amount, In, IsoDate, code_of, few, line, prose
from web.api.shapes.coded import ClassificationsIn
from web.api.shapes.contact import NeedContactIn
from web.api.shapes.need import FUNDS
from web.api.shapes.parties import OrganizationIn
from web.api.shapes.record import ExternalIn

_TEXTS = frozenset({"problem", "indicators", "goal", "background"})
_LISTS = frozenset({"keywords", "wishes"})
_AMOUNTS = frozenset({"funds_low", "funds_high"})
_OTHERS = frozenset(
    {"title", "activity_kind", "cooperation_mode", "funds_text", "window_from", "window_to", "window_text",
     "wanted_partners"}
)  # fmt: skip


class NeedFields(In):
    """What a caller may write of a need."""

    problem: prose(TEXT_LENGTH) | None = None
    indicators: prose(TEXT_LENGTH) | None = None
    goal: prose(TEXT_LENGTH) | None = None
    background: prose(TEXT_LENGTH) | None = None
    keywords: few(line(40), MAX_KEYWORDS) | None = None
    classifications: ClassificationsIn | None = None
    activity_kind: code_of("need_kinds") | None = None
    cooperation_mode: code_of("cooperation_modes", group="solving") | None = None
    wishes: few(code_of("cooperation_modes", group="wish"), 10) | None = None
    funds_low: Amount | None = Field(default=None, description=FUNDS)
    funds_high: Amount | None = Field(default=None, description=FUNDS)
    funds_text: line(120) | None = None
    window_from: IsoDate | None = None
    window_to: IsoDate | None = None
    window_text: line(120) | None = None
    wanted_partners: line(300) | None = None
    confidentiality: code_of("confidentiality_levels") = Field(
        default=None, description=N_("`confidential` needs the scope needs:confidential.")
    )
    contact: NeedContactIn | None = None

    def values(self) -> Any:
        """What was given, as `need_values.NeedValues`. A text that is null becomes empty."""
        present = self.model_fields_set
        given: dict[str, Any] = {name: getattr(self, name) for name in present & _OTHERS}
        given |= {name: getattr(self, name) or "" for name in present & _TEXTS}
        given |= {name: list(dict.fromkeys(getattr(self, name) or ())) for name in present & _LISTS}
        for name in present & _AMOUNTS:
            amount = getattr(self, name)
            given[name] = None if amount is None else Decimal(amount)
        if "confidentiality" in present:
            given["confidentiality"] = Confidentiality(self.confidentiality)
        return given | self._contact()

    def _contact(self) -> dict[str, Any]:
        if "contact" not in self.model_fields_set:
            return {}
        if self.contact is None:
            return dict.fromkeys(("contact_name", "contact_mobile", "contact_email"))
        return {f"contact_{name}": getattr(self.contact, name) for name in self.contact.model_fields_set}


class NeedPut(NeedFields):
    """A need as another system knows it."""

    title: line(TITLE_LENGTH)
    organization: OrganizationIn = Field(description=N_("Whose need it is."))
    county: code_of("divisions") | None = Field(
        default=None, description=N_("For a new need; the county of the organization unless it is given.")
    )


class NeedPost(NeedPut, ExternalIn):
    """A new need."""


class NeedPatch(NeedFields, ExternalIn):
    """Changes to a need: what is left out stays as it is, null clears."""

    title: line(TITLE_LENGTH) = None
