"""Needs through the API over PostgreSQL."""

# ruff: noqa: F401
import pytest

from tests.web.api.conftest import api, api_for, app, app_over, nobody, shop
from tests.web.api.test_needs import (
    test_a_change_touches_what_is_given_and_null_clears,
    test_a_posted_need_waits_for_review_and_comes_back_field_by_field,
    test_an_enterprise_named_by_credit_code_or_name_is_not_entered_twice,
    test_an_id_is_given_once_and_never_taken_from_another_system,
    test_filters,
    test_storing_twice_under_one_id_is_one_need_and_no_event,
)

pytestmark = pytest.mark.postgres
