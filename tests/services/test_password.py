"""Passwords: what is refused and why, and what the hash is (S7)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.database import Database
from matchmaker.errors import InvalidInput
from matchmaker.services import password
from matchmaker.services.password import (
    DUMMY_HASH,
    HASHER,
    check_password,
    hash_password,
    made_password,
    needs_new_hash,
    password_matches,
)
from tests.support.accounts import cheap_hash
from tests.support.world import World

SALT = b"0123456789abcdef"
REFUSED = {
    "short-one": "too short",
    "x" * 201: "too long",
    "three\x00blue\x00wagons": "cannot be typed",
    "three-blue-\ud800wagons": "cannot be typed",
    "password123": "easy to guess",
    "PassWord-2026!": "easy to guess",
    "Ｐａｓｓｗｏｒｄ１２３": "easy to guess",
    "13800000000": "easy to guess",
    "20261124-1124": "easy to guess",
    "taishan@2026": "easy to guess",
    "1qaz2wsx3edc": "easy to guess",
    "a b c d e f g": "easy to guess",
    "abababababab": "easy to guess",
    "my name is Li.Wei": "contains your user name",
    "liwei-three-blue": "contains your user name",
    "write to wagon@example.org": "contains your user name",
    "call 138 1111 2222 now": "contains your user name",
}


@pytest.mark.parametrize("text", REFUSED)
def test_refused_passwords_and_their_reason(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_password(text, username="li.wei", personal=("wagon@example.org", "13811112222", None))
    assert refusal.value.params["field"] == "password"
    assert REFUSED[text] in refusal.value.params["problem"]
    assert text not in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["three-blue-wagons", "泰山顶上看日出真的很美", "tr0ub4dor&3x", "river under old stone"]
)
def test_accepted_passwords(text: str) -> None:
    check_password(text, username="li.wei", personal=("cart@example.org", None))


def test_hash_is_argon2id_above_the_recommended_least() -> None:
    stored = hash_password("three-blue-wagons", salt=SALT)
    assert stored.startswith("$argon2id$v=19$m=47104,t=2,p=1$")
    assert password_matches(stored, "three-blue-wagons")
    assert not password_matches(stored, "three-blue-wagonz")
    assert not needs_new_hash(stored)
    assert needs_new_hash(cheap_hash("three-blue-wagons"))


def test_unknown_users_cost_the_same_hashing() -> None:
    assert not HASHER.check_needs_rehash(DUMMY_HASH)
    began = time.perf_counter()
    assert not password_matches(DUMMY_HASH, "three-blue-wagons")
    assert time.perf_counter() - began > 0.01


@settings(max_examples=50)
@given(st.text(max_size=220), st.text(max_size=220))
def test_only_the_same_password_matches(first: str, second: str) -> None:
    hasher = password.HASHER
    password.HASHER = type(hasher)(time_cost=1, memory_cost=8, parallelism=1)
    try:
        stored = hash_password(first, salt=SALT)
        assert password_matches(stored, first)
        same = password._encoded(first) == password._encoded(second)
        assert password_matches(stored, second) == same
    finally:
        password.HASHER = hasher


def test_full_width_letters_are_the_plain_ones() -> None:
    assert password_matches(cheap_hash("three-blue-wagons"), "ｔｈｒｅｅ-ｂｌｕｅ-ｗａｇｏｎｓ")


def test_made_passwords_differ_and_are_accepted(sqlite_database: Database, world: World) -> None:
    with sqlite_database.read() as session:
        made = [made_password(world.work(session)) for _ in range(200)]
    assert len(set(made)) == 200
    for text in made:
        check_password(text, username="zhang.san")
        assert [len(group) for group in text.split("-")] == [4, 4, 4, 4]
