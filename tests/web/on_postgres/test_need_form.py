"""The public form over PostgreSQL."""

# ruff: noqa: F401
import pytest

from tests.web.pages.conftest import cheap_passwords, office
from tests.web.pages.test_portal import (
    test_a_draft_of_somebody_without_an_account_has_a_link,
    test_a_known_enterprise_is_not_made_twice,
    test_all_errors_come_at_once_and_every_entry_stays,
    test_everything_else_may_be_said_at_once,
    test_nobody_goes_on_with_the_draft_of_another,
    test_one_network_cannot_fill_the_queue_and_loses_no_entry,
    test_the_receipt_tells_the_promised_day_and_a_link_to_copy,
    test_the_same_form_sent_twice_is_one_need,
    test_three_entries_make_a_submitted_need_of_an_unverified_enterprise,
    test_writing_of_an_enterprise_is_kept_and_posted_as_one_need,
)

pytestmark = pytest.mark.postgres
