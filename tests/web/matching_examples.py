"""The mock-ups of the pages of matching as a whole: partners, suitable needs, gaps, themes, learning."""

from __future__ import annotations

from functools import partial

from matchmaker.models.codes import Role
from tests.web.people_examples import LIAISON
from tests.web.samples import matching
from tests.web.samples.records import AUDITOR, OFFICER
from web.samples import Example
from web.viewer import Viewer

ADMINISTRATOR = Viewer("管理员（示例）", Role.ADMINISTRATOR)

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
    "console/coverage": Example("console/coverage.html", matching.coverage, OFFICER, "coverage.index", "coverage"),
    "console/coverage-none": Example("console/coverage.html", matching.coverage_none, OFFICER, section="coverage"),
    "console/coverage-degraded": Example(
        "console/coverage.html", matching.coverage_degraded, AUDITOR, section="coverage"
    ),
    "console/themes": Example("console/themes.html", matching.themes, OFFICER, "themes.index", "themes"),
    "console/themes-none": Example("console/themes.html", matching.themes_none, OFFICER, section="themes"),
    "console/themes-degraded": Example("console/themes.html", matching.themes_degraded, AUDITOR, section="themes"),
    "console/weights": Example("console/weights.html", matching.weights, ADMINISTRATOR, "weights.index", "weights"),
    "console/weights-learning": Example(
        "console/weights.html", matching.weights_learning, ADMINISTRATOR, section="weights"
    ),
    "console/weights-refused": Example(
        "console/weights.html", matching.weights_refused, ADMINISTRATOR, section="weights"
    ),
    "console/weights-no-model": Example(
        "console/weights.html", matching.weights_without_model, ADMINISTRATOR, section="weights"
    ),
}
