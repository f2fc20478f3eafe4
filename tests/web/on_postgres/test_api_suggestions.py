"""Suggestions and decisions through the API over PostgreSQL."""

# ruff: noqa: F401
import pytest

from tests.web.api.conftest import api, api_for, app, app_over, nobody, shop
from tests.web.api.test_suggestions import (
    ref,
    test_a_confidential_need_shows_in_no_suggestion_and_no_decision,
    test_a_decision_is_stored_traced_and_readable,
    test_a_suggestion_comes_with_both_sides_and_its_evidence,
    test_filters,
    test_of_two_who_decide_on_what_they_saw_the_second_is_refused,
    test_undo_goes_back_and_has_an_end,
)

pytestmark = pytest.mark.postgres
