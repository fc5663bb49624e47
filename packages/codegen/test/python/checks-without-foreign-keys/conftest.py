"""Each check runs with a client of either colour, on the same few rows."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from both_colours import Blocking
from org_db_client import AsyncClient, Client

URL = os.environ["DATABASE_URL"]


@pytest.fixture(params=["sync", "async"])
def db(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Two users with what points at them; the second one is locked."""
    with Blocking(Client, AsyncClient, URL, request.param) as client:
        client.execute_raw(
            'TRUNCATE "User", "Post", "Comment", "Note", "Lock", "Tag", '
            '"_PostToTag"'
        )
        for number in (1, 2):
            client.user.create(
                {
                    "id": number,
                    "notes": {"create": {"id": number}},
                    "posts": {
                        "create": {"id": number, "comments": {"create": {"id": number}}}
                    },
                }
            )
        client.lock.create({"id": 1, "user": {"connect": {"id": 2}}})
        yield client
