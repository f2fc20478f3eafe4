"""The mock-ups of pages: which template with which invented context, seen by whom.

To look at them: `python -m tests.web.gallery`, then open the address that it prints.
"""

from __future__ import annotations

from functools import partial

from tests.web.matching_examples import MATCHING
from tests.web.people_examples import PEOPLE
from tests.web.samples import (
    complete_evidence,
    console,
    forms,
    imports,
    personal_data,
    plan_pages,
    plans,
    portal,
    registry,
)
from tests.web.samples.delegations import DELEGATION_PAGES
from tests.web.samples.meetings import MEETING_PAGES
from tests.web.samples.papers import PAPER_PAGES
from tests.web.samples.records import AUDITOR, COUNTY_OFFICER, ENTERPRISE, OFFICER
from web.form_state import FormState
from web.samples import Example

EXAMPLES: dict[str, Example] = {
    "home": Example("home.html", portal.home, endpoint="home.index"),
    "needs/new": Example("needs/new.html", portal.new, endpoint="portal.new"),
    "needs/new-refused": Example("needs/new.html", portal.new_refused),
    "needs/mine": Example("needs/mine.html", portal.mine, ENTERPRISE, "my_needs.index"),
    "needs/mine-none": Example("needs/mine.html", portal.mine_none, ENTERPRISE),
    "needs/posted": Example("needs/posted.html", portal.posted),
    "needs/find": Example("needs/find.html", lambda: {"form": FormState()}, endpoint="portal.find"),
    "needs/track": Example("needs/track.html", portal.track, endpoint="tracking.show"),
    "needs/track-returned": Example("needs/track.html", portal.track_returned),
    "console/today": Example("console/today.html", console.today, OFFICER, "today.index", "today"),
    "console/today-quiet": Example("console/today.html", console.today_quiet, COUNTY_OFFICER, section="today"),
    "console/review": Example("console/review.html", console.review, OFFICER, "review.index", "review"),
    "console/review-none": Example("console/review.html", console.review_none, OFFICER, section="review"),
    "console/review-empty": Example("console/review.html", console.review_empty, OFFICER, section="review"),
    "console/evidence": Example(
        "console/evidence.html", complete_evidence.complete, OFFICER, "evidence.show", "review"
    ),
    "console/evidence-none": Example(
        "console/evidence.html", complete_evidence.complete_none, AUDITOR, section="review"
    ),
    "console/needs": Example("console/needs.html", registry.need_list, OFFICER, "needs.index", "needs"),
    "console/needs-nothing": Example("console/needs.html", registry.need_list_nothing, OFFICER, section="needs"),
    "console/need": Example("console/need.html", registry.need_page, OFFICER, "needs.show", "needs"),
    "console/need-submitted": Example("console/need.html", registry.need_submitted, COUNTY_OFFICER, section="needs"),
    "console/need-form": Example("console/need_form.html", forms.need_form, OFFICER, "needs.edit", "needs"),
    "console/expert-form": Example("console/expert_form.html", forms.expert_form, OFFICER, "experts.edit", "experts"),
    "console/expert-form-refused": Example(
        "console/expert_form.html", forms.expert_form_refused, OFFICER, section="experts"
    ),
    "console/achievement-form": Example(
        "console/achievement_form.html", forms.achievement_form, OFFICER, "achievements.edit", "achievements"
    ),
    "console/organization-form": Example(
        "console/organization_form.html", forms.organization_form, OFFICER, "organizations.edit", "organizations"
    ),
    "console/organization-merge": Example(
        "console/organization_merge.html", forms.organization_merge, OFFICER, section="organizations"
    ),
    "console/experts": Example("console/experts.html", registry.expert_list, OFFICER, "experts.index", "experts"),
    "console/expert": Example("console/expert.html", registry.expert_page, OFFICER, "experts.show", "experts"),
    "console/organizations": Example(
        "console/organizations.html", registry.organization_list, OFFICER, "organizations.index", "organizations"
    ),
    "console/organization": Example(
        "console/organization.html", registry.organization_page, OFFICER, "organizations.show", "organizations"
    ),
    "console/university": Example(
        "console/organization.html", registry.university_page, OFFICER, section="organizations"
    ),
    "console/achievements": Example(
        "console/achievements.html", registry.achievement_list, OFFICER, "achievements.index", "achievements"
    ),
    "console/achievement": Example(
        "console/achievement.html", registry.achievement_page, OFFICER, "achievements.show", "achievements"
    ),
    "console/personal-data": Example(
        "console/personal_data.html", personal_data.found, OFFICER, "personal_data.index", "personal_data"
    ),
    "console/personal-data-nobody": Example("console/personal_data.html", personal_data.nobody, OFFICER),
    "console/personal-data-start": Example("console/personal_data.html", personal_data.start, OFFICER),
    "console/personal-data-person": Example(
        "console/person.html", personal_data.person, OFFICER, "personal_data.show_expert", "personal_data"
    ),
    "console/personal-data-refused": Example("console/person.html", personal_data.refused, OFFICER),
    "console/search": Example("console/search.html", console.search, OFFICER, "search.index"),
    "console/search-nothing": Example("console/search.html", console.search_nothing, OFFICER),
    "console/intake": Example("console/intake.html", console.intake, COUNTY_OFFICER, "intake.new", "intake"),
    "console/intake-done": Example("console/intake_done.html", console.intake_done, COUNTY_OFFICER, section="intake"),
    "console/import-upload": Example("console/import.html", imports.upload, OFFICER, "imports.start", "imports"),
    "console/import-mapping": Example("console/import.html", imports.mapping, OFFICER, "imports.columns", "imports"),
    "console/import-preview": Example("console/import.html", imports.preview, OFFICER, "imports.preview", "imports"),
    "console/import-running": Example("console/import.html", imports.running, OFFICER, section="imports"),
    "console/import-result": Example("console/import.html", imports.result, OFFICER, "imports.result", "imports"),
    "console/plans": Example("console/plans/index.html", plan_pages.listing, OFFICER, "plans.index", "plans"),
    "console/plans-none": Example("console/plans/index.html", plan_pages.nothing, OFFICER, section="plans"),
    "console/plans-new": Example("console/plans/new.html", plan_pages.asking, OFFICER, "plans.new", "plans"),
    "console/plans-places": Example(
        "console/plans/places.html", plan_pages.places, OFFICER, "plans.places_of_round", "plans"
    ),
    "console/plan-running": Example("console/plans/plan.html", plans.running, OFFICER, section="plans"),
    "console/plan-failed": Example("console/plans/plan.html", plans.failed, OFFICER, section="plans"),
    "console/plan-refused": Example("console/plans/plan.html", plans.refused, OFFICER, section="plans"),
    **MATCHING,
    **PEOPLE,
    **MEETING_PAGES,
    **DELEGATION_PAGES,
    **PAPER_PAGES,
    **{
        f"console/plan-{view}": Example("console/plans/plan.html", partial(plans.board, view), OFFICER, section="plans")
        for view in plans.SHOWN
    },
    "console/plan-visit": Example("console/plans/visit.html", plan_pages.one_visit, OFFICER, "plans.visit", "plans"),
    "console/plan-compare": Example(
        "console/plans/compare.html", plan_pages.comparison, OFFICER, "plans.compare", "plans"
    ),
    "console/plan-proposals": Example(
        "console/plans/proposals.html", plan_pages.proposals, OFFICER, "plans.proposals", "plans"
    ),
    "console/audit": Example("console/audit.html", console.audit, AUDITOR, "audit.index", "audit"),
    "auth/sign-in": Example("auth/sign_in.html", registry.sign_in, endpoint="auth.sign_in"),
    "auth/sign-in-refused": Example("auth/sign_in.html", partial(registry.sign_in, "用户名、密码或验证码不正确。")),
    "auth/second-factor": Example(
        "auth/second_factor.html", lambda: {"form": FormState(), "message": ""}, endpoint="auth.second_factor"
    ),
    "auth/second-factor-enrol": Example(
        "auth/second_factor_enrol.html", registry.enrolment, endpoint="auth.second_factor_enrol"
    ),
    "auth/reset-request": Example(
        "auth/reset_request.html", lambda: {"form": FormState(), "sent": False}, endpoint="auth.reset_request"
    ),
    "auth/reset-sent": Example("auth/reset_request.html", lambda: {"form": FormState(), "sent": True}),
    "auth/reset": Example(
        "auth/reset.html", lambda: {"form": FormState(), "token": "t", "shortest": 12}, endpoint="auth.reset"
    ),
    "auth/change-password": Example(
        "auth/reset.html",
        lambda: {"form": FormState({}, {"password": "密码过于常见，请换一个。"}), "token": None, "shortest": 12},
        endpoint="auth.change_password",
    ),
    "print": Example("style_guide/print.html", console.sheet),
    "account": Example("account.html", registry.account, OFFICER, "account.show"),
}
