"""The demo accounts: one password for all of them, for machines that only their owner reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from matchmaker.demo.act import Act, act
from matchmaker.demo.data import DemoData, Row
from matchmaker.demo.invented import mobile_number
from matchmaker.demo.organizations import REGISTRY_OPENS
from matchmaker.demo.scene import USER_PREFIX, Scene
from matchmaker.models import Organization
from matchmaker.models.codes import Role
from matchmaker.services.user import NewUser, create_user

DEMO_PASSWORD = "sunrise-over-the-ridge"
ACCOUNTS_ARE_MADE = REGISTRY_OPENS + timedelta(hours=2)
FIRST_ACCOUNT_NUMBER = 2001


@dataclass(frozen=True)
class Account:
    """What somebody needs to look around as one of the roles."""

    role: Role
    username: str
    display_name: str


def demo_accounts(data: DemoData) -> tuple[Account, ...]:
    """All demo accounts, in the order of the data."""
    return tuple(
        Account(Role(row["role"]), USER_PREFIX + row["username"], row["display"]) for row in data.rows("account")
    )


def account_acts(data: DemoData) -> Iterator[Act]:
    """Each account, once its organization is there."""
    for place, row in enumerate(data.rows("account")):
        at = ACCOUNTS_ARE_MADE + timedelta(minutes=place)
        yield act(f"account:{row['username']}", at, partial(_create_account, row, place))


def _create_account(row: Row, place: int, scene: Scene) -> None:
    key = row.get("organization")
    new = NewUser(
        username=USER_PREFIX + row["username"],
        display_name=row["display"],
        role=Role(row["role"]),
        mobile=mobile_number(FIRST_ACCOUNT_NUMBER + place),
        organization=scene.row(Organization, key) if key else None,
        county_code=row.get("county"),
    )
    create_user(work=scene.work(), new=new, password=DEMO_PASSWORD, must_change_password=False)
