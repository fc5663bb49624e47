"""Rows that are read to be changed."""

from typing import Any

import psycopg
import pytest
from blog import fill, ids
from org_db_client import Client, DatabaseError, InvalidQueryError


@pytest.fixture(autouse=True)
def rows(db: Client) -> None:
    fill(db)


def test_what_is_locked(db: Client, url: str) -> None:
    where: Any = {"author": {"name": "Ada"}}
    order: Any = [{"reviewer": {"name": "asc"}}, {"tags": {"_count": "asc"}}]
    with psycopg.connect(url) as other, db.transaction() as tx:
        locked = tx.post.find_many(where, order_by=order, for_update=True)
        assert ids(locked) == [1, 2]
        free = "SELECT id FROM posts ORDER BY id FOR UPDATE SKIP LOCKED"
        assert other.execute(free).fetchall() == [(3,), (4,)]
        # The rows that lead to them, or order them, are nobody's.
        users = "SELECT id FROM users ORDER BY id FOR UPDATE SKIP LOCKED"
        assert len(other.execute(users).fetchall()) == 4


def test_rows_that_others_have_locked(db: Client, url: str) -> None:
    with psycopg.connect(url) as other:
        other.execute("SELECT id FROM posts WHERE id IN (1, 3) FOR UPDATE")
        with db.transaction() as tx:
            free = tx.post.find_many(for_update=True, skip_locked=True)
            assert ids(free) == [2, 4]
            first = tx.post.find_first(
                order_by={"id": "asc"}, for_update=True, skip_locked=True
            )
            assert first is not None
            assert first.id == 2
            key: Any = {"id": 1}
            assert tx.post.find_unique(key, for_update=True, skip_locked=True) is None
        with pytest.raises(DatabaseError) as caught, db.transaction() as tx:
            tx.post.find_unique_or_raise(key, for_update=True, no_wait=True)
        assert caught.value.sqlstate == "55P03"


def test_options_that_do_not_go_together(db: Client) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"skip_locked": True}, "skip_locked: Says how for_update locks"),
        ({"no_wait": True}, "no_wait: Says how for_update locks"),
        (
            {"for_update": True, "skip_locked": True, "no_wait": True},
            "no_wait: .*but not both",
        ),
        ({"for_update": True, "distinct": "title"}, "for_update: .*distinct"),
    ]
    for options, message in cases:
        with pytest.raises(InvalidQueryError, match=message):
            db.post.find_many(**options)
