"""Each check gets a client on tables that are empty."""

import os
from collections.abc import Iterator

import pytest
from both_colours import Blocking
from org_db_client import AsyncClient, Client, models

URL = os.environ["DATABASE_URL"]

TABLES = (
    'authors, "Review", "Everything", "Precise", "Watched", "Shape", '
    'audit."Membership", audit."odd ""table"" %s name"'
)


@pytest.fixture
def url() -> str:
    return URL


@pytest.fixture
def db() -> Iterator[Client]:
    with Client(URL) as client:
        client.execute_raw(f"TRUNCATE {TABLES} RESTART IDENTITY")
        yield client


@pytest.fixture(params=["sync", "async"])
def both(request: pytest.FixtureRequest, db: Client) -> Iterator[Client]:
    """A client that is used as a sync one, whatever it is."""
    with Blocking(Client, AsyncClient, URL, request.param) as client:
        yield client


@pytest.fixture
def author(db: Client) -> models.Author:
    return db.author.create(
        {"email": "ada@example.org", "first_name": "Ada", "last_name": "L"}
    )
