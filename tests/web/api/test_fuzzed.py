"""The document is true (S13): requests made from it, good and bad, find no failure, and every operation answers.

Bounded by the number of examples, the same in every run. `slow` takes the coverage of every single constraint in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.hooks import GLOBAL_HOOK_DISPATCHER

from matchmaker.database import Database
from matchmaker.services.rate import Limit
from tests.support.world import World
from tests.web.api.conftest import EVERYTHING, Api, ApiMaker, AppOver, Shop
from tests.web.api.fuzzing import Mender, suggestions
from tests.web.api.searching import with_search
from tests.web.api.test_document import NOT_IN_DOCUMENT
from tests.web.api.test_routes import ROUTES
from tests.web.browser import serving

UNLIMITED = Limit("api.calls", 10**9, 60)


@pytest.fixture
def app(app_over: AppOver, sqlite_database: Database) -> Flask:
    return app_over(sqlite_database, calls=UNLIMITED)


@pytest.fixture
def api(app: Flask, api_for: ApiMaker, shop: Shop, world: World) -> Api:
    with_search(app, world)
    return api_for(app, *EVERYTHING)


def configuration(token: str | None, examples: int, *, coverage: bool) -> SchemathesisConfig:
    precondition = ["412", "428"]
    return SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "headers": {"Authorization": f"Bearer {token}"},
            "generation": {"max-examples": examples, "deterministic": True, "no-shrink": True},
            "phases": {"coverage": {"enabled": coverage}},
            # A precondition is about a record's state, not about the form of a request; 409 likewise (the default).
            "checks": {
                "positive_data_acceptance": {
                    "expected-statuses": ["2xx", "3xx", "401", "403", "404", "409", "412"],
                },
                "negative_data_rejection": {
                    "expected-statuses": ["400", "401", "403", "404", "405", "409", "413", "415", "422", *precondition],
                },
                "missing_required_header": {"expected-statuses": ["400", "401", "403", "415", "422", *precondition]},
            },
        }
    )


def run(api: Api, world: World, mender: Mender, examples: int, *, coverage: bool) -> tuple[Counter[str], list[str]]:
    """How often each operation answered 2xx, and what the checks found."""
    good: Counter[str] = Counter()
    found: list[str] = []
    with serving(api.client.application) as address:
        config = configuration(api.token, examples, coverage=coverage)
        schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json", config=config)

        with before_each_call(world, mender):
            for event in from_schema(schema).execute():
                if isinstance(event, events.NonFatalError | events.FatalError):
                    found.append(str(event.info if isinstance(event, events.NonFatalError) else event.exception))
                if isinstance(event, events.ScenarioFinished):
                    _note(event.recorder, good, found)
    return good, found


@contextmanager
def before_each_call(world: World, mender: Mender) -> Iterator[None]:
    """Mend the well-formed requests; those of the stateful phase name what earlier answers named."""

    def before_call(context: Any, case: Any, kwargs: Any) -> None:
        world.clock.advance(seconds=90)  # the guard against wrong tokens is not what is tested here
        if case.meta is not None and case.meta.generation.mode.is_positive:
            mender.mend(case, addresses=case.meta.phase.name.value != "stateful")

    schemathesis.hook(before_call)
    try:
        yield
    finally:
        GLOBAL_HOOK_DISPATCHER.unregister(before_call)


def _note(recorder: Any, good: Counter[str], found: list[str]) -> None:
    for key, interaction in recorder.interactions.items():
        if interaction.response is not None and 200 <= interaction.response.status_code < 300:
            good[recorder.cases[key].value.operation.label] += 1
    for key, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                case, answer = recorder.cases[key].value, recorder.interactions[key].response
                failure = check.failure_info.failure
                text = answer.content[:300].decode() if answer is not None else ""
                found.append(f"{failure.title}: {failure.message}\n{case.as_curl_command()}\n{text}")


def expected_operations() -> set[str]:
    return {route.replace("<", "{").replace(">", "}") for route in set(ROUTES) - NOT_IN_DOCUMENT}


def test_the_fuzzer_finds_no_failure_and_every_operation_answers(api: Api, shop: Shop, world: World) -> None:
    good, found = run(api, world, Mender(api, shop.do(suggestions)), 4, coverage=False)
    assert not found, "\n\n".join(found)
    assert set(good) == expected_operations()


@pytest.mark.slow
def test_the_fuzzer_covers_every_constraint(api: Api, shop: Shop, world: World) -> None:
    undecided = [ref for _ in range(20) for ref in shop.do(suggestions)]
    good, found = run(api, world, Mender(api, undecided), 12, coverage=True)
    assert not found, "\n\n".join(found)
    assert set(good) == expected_operations()
