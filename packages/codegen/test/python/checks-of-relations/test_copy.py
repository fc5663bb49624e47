"""Rows by COPY, and rows that are made or changed by many."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal
from typing import Any

import pytest
from org_db_client import (
    Client,
    InvalidQueryError,
    InvalidValueError,
    UniqueViolationError,
)


@pytest.fixture
def author(db: Client) -> Any:
    return db.user.create({"email": "ada@example.org"})


def test_rows_of_any_iterator(db: Client) -> None:
    def rows() -> Iterator[Any]:
        for n in range(12_000):
            yield {"email": f"{n}", "name": None if n % 2 else f'"{n}"\t\n\\ é'}

    assert db.user.copy_in(rows()) == 12_000
    assert db.user.count() == 12_000
    found = db.user.find_unique_or_raise({"email": "4"})
    assert found.name == '"4"\t\n\\ é'
    assert db.user.find_unique_or_raise({"email": "5"}).name is None
    assert db.user.copy_in([]) == 0
    assert db.user.copy_in({"email": f"set {n}"} for n in range(3)) == 3


def test_what_the_client_and_the_database_fill_in(db: Client, author: Any) -> None:
    data: Any = [
        {"title": "a", "author_id": author.id},
        {"title": "b", "author_id": author.id, "views": 7, "labels": ["x", 'y"z', ""]},
        {"author_id": author.id, "title": "c", "price": 3, "meta": None},
        {
            "title": "d",
            "author_id": author.id,
            "meta": {"k": [1, "é", None, 1.5]},
            "labels": [],
        },
    ]
    assert db.post.copy_in(data) == 4
    a, b, c, d = db.post.find_many(order_by={"title": "asc"})
    assert (a.views, a.published, a.labels) == (0, False, [])
    assert a.updated_at is not None
    assert (b.views, b.labels) == (7, ["x", 'y"z', ""])
    assert (c.price, c.meta) == (Decimal(3), None)
    assert d.meta == {"k": [1, "é", None, 1.5]}
    assert (
        db.tag.copy_in([{"name": "t"}, {"name": "u", "id": str(uuid.UUID(int=5))}]) == 2
    )
    assert db.tag.find_unique_or_raise({"name": "u"}).id == uuid.UUID(int=5)
    assert db.tag.find_unique_or_raise({"name": "t"}).id.version == 4


def test_copy_goes_into_the_transaction_that_is_open(db: Client) -> None:
    with pytest.raises(ZeroDivisionError), db.transaction() as tx:
        assert tx.user.copy_in([{"email": "a"}]) == 1
        assert tx.user.count() == 1
        raise ZeroDivisionError
    assert db.user.count() == 0


BROKEN: list[Any] = [
    ({"email": "0"}, UniqueViolationError, "users_email_key"),
    ({"email": 5}, InvalidValueError, "email"),
    ({"email": "x", "name": "a\0b"}, InvalidValueError, "0x00|NUL"),
    ({"email": "x", "inviter_id": 2**31}, InvalidValueError, "inviter_id"),
    ({"email": "x", "inviter_id": 1.5}, InvalidValueError, "inviter_id"),
    ({"email": "x", "role": "nobody"}, InvalidValueError, "role"),
    ({"email": "x", "nope": 1}, InvalidQueryError, "nope"),
    ({"email": "x", "posts": {}}, InvalidQueryError, "posts"),
]


def test_all_or_nothing(db: Client) -> None:
    data: Any = [{"email": f"{n}"} for n in range(6_000)]
    for broken, error, message in BROKEN:
        with pytest.raises(error, match=message):
            db.user.copy_in([*data, broken])
        assert db.user.count() == 0
        # The connection is as good as before.
        assert db.user.copy_in(data[:1]) == 1
        db.user.delete_many()


def test_an_iterator_that_fails(db: Client) -> None:
    def rows() -> Iterator[Any]:
        for n in range(7_000):
            yield {"email": f"{n}"}
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        db.user.copy_in(rows())
    assert db.user.count() == 0


def test_an_async_iterator(db: Client) -> None:
    async def rows() -> AsyncIterator[Any]:
        for n in range(6_000):
            yield {"email": f"{n}"}

    if not hasattr(db, "_runner"):
        with pytest.raises(InvalidQueryError, match="async client"):
            db.user.copy_in(rows())
    else:
        assert db.user.copy_in(rows()) == 6_000
        assert db.user.count() == 6_000


# --- upsert_many --------------------------------------------------------------------


@pytest.mark.parametrize("count", [10, 1_000])
def test_rows_are_made_or_changed(db: Client, count: int) -> None:
    half: Any = [{"email": f"{n}", "name": "old"} for n in range(0, count, 2)]
    db.user.copy_in(half)
    every: Any = [{"email": f"{n}", "name": "new"} for n in range(count)]
    assert db.user.upsert_many(every) == (count // 2, count // 2)
    assert db.user.count({"name": "new"}) == count
    done = db.user.upsert_many(iter(every))
    assert (done.created, done.updated) == (0, count)
    # Twice in one transaction.
    with db.transaction() as tx:
        assert tx.user.upsert_many(every).updated == count
        more: Any = [{"email": f"more {n}"} for n in range(count)]
        assert tx.user.upsert_many(more).created == count


@pytest.mark.parametrize("fill", [0, 500])
def test_which_key_and_which_fields(db: Client, author: Any, fill: int) -> None:
    others: Any = [
        {"title": f"{n}", "author_id": author.id, "views": 0} for n in range(fill)
    ]
    rows: Any = [{"title": "t", "author_id": author.id, "views": 1}]
    assert db.post.upsert_many([*others, *rows]).created == fill + 1
    before = db.post.find_first_or_raise({"title": "t"})
    assert (
        db.post.upsert_many(
            [*others, {**rows[0], "views": 2}], update=["views"]
        ).updated
        == fill + 1
    )
    after = db.post.find_first_or_raise({"title": "t"})
    assert (after.id, after.views, after.created_at) == (
        before.id,
        2,
        before.created_at,
    )
    assert after.updated_at > before.updated_at
    kept = db.post.upsert_many(
        [*others, {**rows[0], "views": 3}], on=("author_id", "title"), update=()
    )
    assert kept == (0, 0)
    assert db.post.find_first_or_raise({"title": "t"}) == after
    named: Any = [{"id": after.id, "title": "renamed", "author_id": author.id}]
    assert db.post.upsert_many(named, on="id") == (0, 1)
    assert db.post.find_unique_or_raise({"id": after.id}).title == "renamed"
    twice: Any = [{**rows[0], "views": n} for n in (7, 8)]
    assert db.post.upsert_many([*others, *twice]).created == 1
    assert db.post.find_first_or_raise({"title": "t"}).views == 8


def test_rows_of_several_shapes(db: Client) -> None:
    rows: Any = [
        {"email": "a", "name": "A"},
        {"email": "b"},
        {"name": "C", "email": "c"},
    ]
    assert db.user.upsert_many(rows).created == 3
    assert db.user.upsert_many([{"email": "a"}, {"email": "b", "name": "B"}]) == (0, 1)
    names = [row.name for row in db.user.find_many(order_by={"email": "asc"})]
    assert names == ["A", "B", "C"]


NOT_TAKEN: list[Any] = [
    ([{"name": "x"}], {}, r"a key that all rows give"),
    ([{"email": "x"}], {"on": "name"}, r"a key that all rows give"),
    ([{"email": "x"}], {"update": ["name"]}, "name, which the rows do not give"),
    ([{"email": "x", "nope": 1}], {}, "nope"),
]


def test_what_upsert_many_does_not_take(db: Client) -> None:
    for rows, options, message in NOT_TAKEN:
        with pytest.raises(InvalidQueryError, match=message):
            db.user.upsert_many(rows, **options)


def test_nothing_is_left_of_an_upsert_that_fails(db: Client) -> None:
    rows: Any = [{"email": f"{n}"} for n in range(6_000)]
    with pytest.raises(InvalidValueError):
        db.user.upsert_many([*rows, {"email": "x", "role": "nobody"}])
    assert db.user.count() == 0


# --- what COPY does not reach -------------------------------------------------------


@pytest.fixture
def behind_a_view(db: Client) -> Iterator[None]:
    db.execute_raw("ALTER TABLE tags RENAME TO tags_table")
    db.execute_raw("CREATE VIEW tags AS SELECT * FROM tags_table")
    yield
    db.execute_raw("DROP VIEW tags")
    db.execute_raw("ALTER TABLE tags_table RENAME TO tags")


@pytest.mark.usefixtures("behind_a_view")
@pytest.mark.parametrize("count", [3, 600])
def test_rows_go_through_a_view(db: Client, count: int) -> None:
    rows: Any = [{"name": f"{n}"} for n in range(count)]
    assert db.tag.copy_in(rows) == count
    assert db.tag.count() == count
