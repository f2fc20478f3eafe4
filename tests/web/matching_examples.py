"""The mock-ups of the pages of matching as a whole: partners, suitable needs, gaps, themes, learning."""

from __future__ import annotations

from functools import partial

from tests.web.people_examples import LIAISON
from tests.web.samples import matching
from tests.web.samples.records import AUDITOR, OFFICER
from web.samples import Example

MATCHING: dict[str, Example] = {
    "console/partners": Example("console/partners.html", matching.partners, OFFICER, "partners.index", "partners"),
    "console/partners-read": Example("console/partners.html", matching.partners_read_only, AUDITOR, section="partners"),
    "console/partners-none": Example("console/partners.html", matching.partners_none, OFFICER, section="partners"),
    "console/partners-nothing": Example(
        "console/partners.html", matching.partners_nothing, OFFICER, section="partners"
    ),
    "console/partners-chain": Example(
        "console/partners_chain.html", matching.chain, OFFICER, "partners.chain", "partners"
    ),
    "console/partners-chain-none": Example(
        "console/partners_chain.html", partial(matching.chain, found=False), OFFICER, section="partners"
    ),
    "console/partners-institution": Example(
        "console/partners_institution.html", matching.institution, OFFICER, "partners.institution", "partners"
    ),
    "console/partners-institution-none": Example(
        "console/partners_institution.html", partial(matching.institution, found=False), OFFICER, section="partners"
    ),
    "console/suitable": Example("console/suitable.html", matching.suitable, LIAISON, "suitable.index", "suitable"),
    "console/suitable-none": Example("console/suitable.html", matching.suitable_none, LIAISON, section="suitable"),
    "console/suitable-school": Example(
        "console/suitable.html", matching.suitable_of_school, OFFICER, section="partners"
    ),
}
