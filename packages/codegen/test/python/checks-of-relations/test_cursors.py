"""The rows from a certain one on."""

from typing import Any

import pytest
from blog import fill
from org_db_client import Client, InvalidQueryError


@pytest.fixture(autouse=True)
def rows(db: Client) -> None:
    fill(db)


ORDERS: list[Any] = [
    None,
    {"id": "desc"},
    {"title": "asc"},
    [{"views": "asc"}, {"title": "desc"}],
    [{"published": "desc"}, {"views": "asc"}],
    {"published": "asc"},
    {"price": "asc"},
    {"price": "desc"},
    [{"price": {"sort": "asc", "nulls": "first"}}, {"title": "desc"}],
    [{"price": {"sort": "desc", "nulls": "last"}}, {"id": "desc"}],
    {"author": {"name": "asc"}},
    [{"reviewer": {"name": "asc"}}, {"title": "asc"}],
    [{"reviewer": {"name": {"sort": "desc", "nulls": "last"}}}],
    {"tags": {"_count": "desc"}},
    [{"author": {"posts": {"_count": "asc"}}}, {"views": "desc"}],
    {"_relevance": {"fields": ["title", "body"], "search": "cat", "sort": "desc"}},
    {"meta": "asc"},
]


def test_every_row_of_every_order_leads_to_those_behind_it(db: Client) -> None:
    for order in ORDERS:
        steps = [order] if isinstance(order, dict) else list(order or ())
        total: Any = [*steps, {"id": "asc"}]
        ids = [row.id for row in db.post.find_many(order_by=total)]
        for place, cursor in enumerate(ids):
            for skip in (None, 1):
                for take in (None, 1, 2, -1, -2):
                    wanted: Any = {"cursor": {"id": cursor}, "skip": skip, "take": take}
                    found = db.post.find_many(order_by=order, **wanted)
                    expected = ids[place + (skip or 0) :]
                    if take is not None and take > 0:
                        expected = expected[:take]
                    if take is not None and take < 0:
                        before = ids[: place + 1 - (skip or 0)]
                        expected = before[take:]
                    assert [row.id for row in found] == expected, (order, wanted)


def test_a_cursor_by_another_key(db: Client) -> None:
    found = db.post.find_many(
        cursor={"author_id": 1, "title": "two"}, order_by={"id": "asc"}
    )
    assert [row.id for row in found] == [2, 3, 4]
    place: Any = {"country": "de", "number": 1}
    after = db.organization.find_many(cursor=place, skip=1)
    assert [row.name for row in after] == ["B"]
    named: Any = {"country_number": place}
    assert db.organization.find_many(cursor=named, skip=1) == after
    users = db.user.find_many({"id": {"not": 2}}, cursor={"email": "bob@x"})
    assert [row.id for row in users] == [3, 4]


def test_a_row_that_is_gone_leads_nowhere(db: Client) -> None:
    for order in ORDERS:
        assert db.post.find_many(cursor={"id": 99}, order_by=order) == [], order
        assert db.post.find_first(cursor={"id": 99}, order_by=order) is None
    assert db.post.count(cursor={"id": 99}) == 0


def test_first_and_count(db: Client) -> None:
    first = db.post.find_first(cursor={"id": 2}, skip=1)
    assert first is not None
    assert first.id == 3
    assert db.post.count(cursor={"id": 3}) == 2
    assert db.post.count(cursor={"id": 3}, order_by={"id": "desc"}) == 3
    assert db.post.count(cursor={"id": 3}, take=-2) == 2


def test_a_cursor_is_a_key(db: Client) -> None:
    for cursor in ({"title": "one"}, {}, {"nme": 1}):
        wrong: Any = cursor
        with pytest.raises(InvalidQueryError, match=r"cursor: .*\{author_id, title\}"):
            db.post.find_many(cursor=wrong)
    for cursor in ({"id": "x"}, {"id": None}):
        wrong = cursor
        with pytest.raises(InvalidQueryError, match=r"cursor\.id: Post\.id takes"):
            db.post.find_many(cursor=wrong)
