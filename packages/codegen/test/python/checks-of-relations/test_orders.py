"""The order of rows, by what they have and by what rows of other tables have."""

from typing import Any

import pytest
from blog import fill
from org_db_client import Client, InvalidQueryError


@pytest.fixture(autouse=True)
def rows(db: Client) -> None:
    fill(db)


POSTS = [
    ({"id": "desc"}, [4, 3, 2, 1]),
    ([{"published": "asc"}, {"views": "desc"}], [4, 2, 1, 3]),
    ({"published": "asc", "views": "asc"}, [2, 4, 3, 1]),
    ({"price": "asc"}, [1, 2, 4, 3]),
    ({"price": {"sort": "desc", "nulls": "last"}}, [4, 2, 1, 3]),
    ({"price": {"sort": "asc", "nulls": "first"}}, [3, 1, 2, 4]),
    ({"price": {"sort": "asc"}}, [1, 2, 4, 3]),
    ([{"author": {"name": "asc"}}, {"id": "asc"}], [1, 2, 3, 4]),
    ([{"author": {"name": "desc"}}, {"id": "desc"}], [4, 3, 2, 1]),
    ([{"reviewer": {"name": "asc"}}, {"id": "asc"}], [3, 1, 4, 2]),
    (
        [{"reviewer": {"name": {"sort": "desc", "nulls": "last"}}}, {"id": "asc"}],
        [1, 4, 3, 2],
    ),
    ([{"reviewer": {"inviter": {"name": "asc"}}}, {"id": "asc"}], [1, 4, 2, 3]),
    ([{"author": {"profile": {"bio": "asc"}}}, {"id": "asc"}], [1, 2, 3, 4]),
    ([{"tags": {"_count": "desc"}}, {"id": "asc"}], [1, 3, 2, 4]),
    ([{"comments": {"_count": "asc"}}, {"id": "desc"}], [4, 3, 2, 1]),
    ([{"author": {"posts": {"_count": "asc"}}}, {"id": "asc"}], [3, 4, 1, 2]),
    # One relation leads to two of the fields.
    (
        [{"author": {"role": "desc"}}, {"author": {"id": "desc"}}, {"id": "asc"}],
        [1, 2, 4, 3],
    ),
]

USERS = [
    ([{"posts": {"_count": "desc"}}, {"id": "asc"}], [1, 2, 3, 4]),
    ([{"posts": {"_count": "asc"}}, {"id": "asc"}], [4, 2, 3, 1]),
    ([{"invited": {"_count": "desc"}}, {"id": "asc"}], [1, 3, 2, 4]),
    ([{"profile": {"bio": "desc"}}, {"id": "asc"}], [3, 4, 2, 1]),
]


def test_the_order_of_rows(db: Client) -> None:
    order: Any
    for order, ids in POSTS:
        assert [row.id for row in db.post.find_many(order_by=order)] == ids, order
        assert [row.id for row in db.post.find_many(order=order)] == ids, order
        first = db.post.find_first(order_by=order)
        assert first is not None
        assert first.id == ids[0], order
    for order, ids in USERS:
        assert [row.id for row in db.user.find_many(order_by=order)] == ids, order


def test_counts_on_both_sides_of_a_many_to_many(db: Client) -> None:
    order: Any
    for side, ids in (("friends", [1, 2, 3]), ("friend_of", [1, 2, 3])):
        order = [{side: {"_count": "desc"}}, {"id": "asc"}]
        found = [user.id for user in db.user.find_many(order_by=order)]
        counts = {
            user.id: db.user.count(
                {
                    {"friends": "friend_of", "friend_of": "friends"}[side]: {
                        "some": {"id": user.id}
                    }
                }
            )
            for user in db.user.find_many()
        }
        assert found == sorted(counts, key=lambda n: (-counts[n], n)), ids


def test_relevance(db: Client) -> None:
    relevance: Any = {"fields": ["title", "body"], "search": "cat", "sort": "desc"}
    found = db.post.find_many(order_by=[{"_relevance": relevance}, {"id": "asc"}])
    assert [row.id for row in found] == [1, 3, 2, 4]
    # The query is a value: another one takes another order.
    relevance = {**relevance, "search": "fish"}
    found = db.post.find_many(order_by=[{"_relevance": relevance}, {"id": "asc"}])
    assert [row.id for row in found] == [4, 1, 2, 3]
    by_author: Any = {
        "author": {"_relevance": {"fields": "name", "search": "bob", "sort": "desc"}}
    }
    found = db.post.find_many(order_by=[by_author, {"id": "asc"}])
    assert [row.id for row in found] == [3, 1, 2, 4]


def test_with_conditions_and_a_part(db: Client) -> None:
    found = db.post.find_many(
        {"author": {"name": {"not": None}}},
        order_by=[{"author": {"name": "desc"}}, {"id": "asc"}],
        take=2,
        skip=1,
    )
    assert [row.id for row in found] == [1, 2]
    assert [row.id for row in db.post.find_many(take=2)] == [1, 2]
    assert [row.id for row in db.post.find_many(skip=3)] == [4]
    assert [row.id for row in db.post.find_many(take=-2)] == [3, 4]
    order: Any = {"price": {"sort": "asc", "nulls": "first"}}
    assert [row.id for row in db.post.find_many(take=-2, skip=1, order_by=order)] == [
        1,
        2,
    ]
    assert db.post.find_many(take=0) == []
    last = db.post.find_first(take=-1, order_by={"views": "asc"})
    assert last is not None
    assert last.id == 4


WRONG: list[tuple[Any, str]] = [
    ({"titel": "asc"}, r"order_by\.titel: Post has no 'titel' .*Did you mean 'title'"),
    ({"title": "up"}, r"order_by\.title: Takes 'asc', 'desc'"),
    ({"title": None}, r"order_by\.title: Takes 'asc', 'desc'"),
    ({"title": {"sort": "asc", "nulls": "x"}}, r"order_by\.title: Takes 'asc'"),
    ([{"author": {"nme": "asc"}}], r"order_by\.author\.nme: User has no 'nme'"),
    ({"author": "asc"}, r"order_by\.author: Takes the order of User"),
    ({"tags": "asc"}, r"order_by\.tags: A list of rows is ordered by how many"),
    ({"tags": {"_count": "up"}}, r"order_by\.tags\._count: Takes 'asc'"),
    ("id", r"order_by: Takes a dict"),
    ([1], r"order_by\.0: Takes a dict"),
    ({"_relevance": {"fields": "x"}}, r"order_by\._relevance: Takes \{'fields'"),
]


def test_an_error_says_where_it_is(db: Client) -> None:
    for order, message in WRONG:
        with pytest.raises(InvalidQueryError, match=message):
            db.post.find_many(order_by=order)
    for take in (2, -2, "1"):
        with pytest.raises(InvalidQueryError, match="take: Takes 1 or -1"):
            db.post.find_first(take=take)
    with pytest.raises(InvalidQueryError, match="whole number"):
        db.post.find_many(take=1.5)
    with pytest.raises(InvalidQueryError, match="negative"):
        db.post.find_many(skip=-1)
