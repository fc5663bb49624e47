"""Each check runs with a client of either colour, on tables that are empty."""

import os
from collections.abc import Iterator

import pytest
from both_colours import Blocking
from org_db_client import AsyncClient, Client

URL = os.environ["DATABASE_URL"]

TABLES = (
    "users, profiles, posts, comments, tags, organizations, memberships, units, "
    'anchors, ropes, "_Friends", "_PostToTag"'
)


@pytest.fixture
def url() -> str:
    return URL


@pytest.fixture(params=["sync", "async"])
def db(request: pytest.FixtureRequest) -> Iterator[Client]:
    """A client that is used as a sync one, whatever it is."""
    with Blocking(Client, AsyncClient, URL, request.param) as client:
        client.execute_raw(f"TRUNCATE {TABLES} RESTART IDENTITY")
        yield client
