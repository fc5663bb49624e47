"""Rows of a result that is read in batches."""

from contextlib import closing
from typing import Any

import pytest
from org_db_client import Client, InvalidQueryError


@pytest.fixture
def users(db: Client) -> list[Any]:
    db.user.create_many([{"email": f"{n:02}@example.org"} for n in range(25)])
    made = db.user.find_many(order_by={"id": "asc"})
    db.post.create_many([{"title": "t", "author_id": user.id} for user in made[:20]])
    return made


def cursors(db: Client) -> int:
    (row,) = db.query_raw(
        "SELECT count(*) AS open FROM pg_cursors WHERE name LIKE 'rows%'"
    )
    return int(row["open"])


@pytest.mark.parametrize("batch_size", [1, 5, 24, 25, 26, 1000])
def test_every_row_comes_once_and_in_order(
    db: Client, users: list[Any], batch_size: int
) -> None:
    assert list(db.user.stream(order_by={"id": "asc"}, batch_size=batch_size)) == users


def test_with_conditions_and_relations(db: Client, users: list[Any]) -> None:
    rows = db.user.stream(
        {"id": {"gt": users[14].id}},
        order_by={"id": "desc"},
        batch_size=3,
        posts=db.post.many(),
        counts={"posts": True},
    )
    found = [
        (user.id, [post.title for post in user.posts], user.counts["posts"])
        for user in rows
    ]
    ids = [user.id for user in reversed(users[15:])]
    assert found == [
        (id, ["t"], 1) if id <= users[19].id else (id, [], 0) for id in ids
    ]


def test_nothing_to_read(db: Client) -> None:
    assert list(db.user.stream(posts=True)) == []


def test_a_stream_that_is_left_early_gives_back_its_connection(
    db: Client, users: list[Any]
) -> None:
    for _ in range(30):
        with closing(db.user.stream(order_by={"id": "asc"}, batch_size=2)) as rows:
            assert next(rows) == users[0]
    assert db.user.count() == 25


def test_one_that_nobody_reads_asks_for_nothing(db: Client, url: str) -> None:
    for _ in range(30):
        db.user.stream()
    assert db.user.count() == 0


def test_all_batches_are_of_one_moment(db: Client, users: list[Any]) -> None:
    rows = db.user.stream(order_by={"id": "asc"}, batch_size=10, posts=True)
    seen = [next(rows)]
    db.post.delete_many()
    db.user.delete_many()
    seen += rows
    assert seen == users
    assert len(seen[15].posts) == 1


def test_in_a_transaction_what_is_written_meanwhile_is_kept(
    db: Client, users: list[Any]
) -> None:
    with db.transaction() as tx:
        for user in tx.user.stream({"id": {"lte": users[3].id}}, batch_size=1):
            tx.user.update({"id": user.id}, {"name": "seen"})
        with closing(tx.user.stream(batch_size=1)) as rows:
            next(rows)
            tx.user.update({"id": users[10].id}, {"name": "seen"})
        assert cursors(tx) == 0
        two = zip(
            tx.user.stream(order_by={"id": "asc"}, batch_size=2),
            tx.user.stream(order_by={"id": "desc"}, batch_size=3),
            strict=True,
        )
        assert all(a.id + b.id == users[0].id + users[-1].id for a, b in two)
    assert db.user.count({"name": "seen"}) == 5


def test_one_that_outlives_its_transaction_is_closed_quietly(
    db: Client, users: list[Any]
) -> None:
    with db.transaction() as tx:
        rows = tx.user.stream(batch_size=1)
        next(rows)
    rows.close()
    assert db.user.count() == 25


def test_a_batch_has_rows(db: Client) -> None:
    with pytest.raises(InvalidQueryError, match="batch_size"):
        db.user.stream(batch_size=0)
