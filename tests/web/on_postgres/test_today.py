"""The home page of the console over PostgreSQL."""

# ruff: noqa: F403
import pytest

from tests.web.pages.console.conftest import *
from tests.web.pages.console.test_today import *

pytestmark = pytest.mark.postgres
