"""The register of needs over PostgreSQL."""

# ruff: noqa: F403
import pytest

from tests.web.pages.console.conftest import *
from tests.web.pages.console.test_needs import *

pytestmark = pytest.mark.postgres
