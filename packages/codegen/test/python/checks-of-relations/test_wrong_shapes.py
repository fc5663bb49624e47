"""Input of another shape than a method takes: an error that says so, and nothing sent."""

from collections.abc import Callable
from typing import Any

import pytest
from both_colours import Blocking
from conftest import URL
from org_db_client import (
    AsyncClient,
    Client,
    InvalidQueryError,
    InvalidValueError,
    Query,
)

ADA: Any = {"email": "ada"}


class Title:
    title: str


WRONG: list[tuple[Callable[[Any], object], str]] = [
    (lambda db: db.user.find_many("x"), "where: Takes conditions as a dict, got a"),
    (lambda db: db.user.find_many([]), "where: Takes conditions as a dict, got a"),
    (lambda db: db.user.find_many({"AND": [1]}), "where.AND.0: Takes conditions"),
    (
        lambda db: db.user.find_many({"posts": {"some": None}}),
        "where.posts.some: Takes",
    ),
    (lambda db: db.user.count([ADA]), "where: Takes conditions as a dict, got a value"),
    (lambda db: db.user.delete_many([]), "where: Takes conditions as a dict, got a"),
    (lambda db: db.user.delete_many(0), "where: Takes conditions as a dict, got a"),
    (lambda db: db.user.find_unique(None), "where: Takes a dict with a key, got None"),
    (
        lambda db: db.user.find_unique(["email"]),
        "where: Takes a dict with a key, got a",
    ),
    (lambda db: db.user.find_unique(1), "where: Takes a dict with a key, got a value"),
    (lambda db: db.user.update(1, {}), "Takes a dict with a key, got a value of the"),
    (lambda db: db.user.update(1, {"posts": {}}), "Takes a dict with a key, got a"),
    (lambda db: db.user.delete("ada"), "Takes a dict with a key, got a value of the"),
    (lambda db: db.user.upsert(1, ADA, {}), "Takes a dict with a key, got a value"),
    (lambda db: db.user.find_many(cursor="x"), "cursor: Takes a dict with a key, got"),
    (lambda db: db.user.create(None), "data takes a dict, got None"),
    (
        lambda db: db.user.create([ADA]),
        "data takes a dict, got a value of the type list",
    ),
    (lambda db: db.user.update({"id": 1}, None), "data takes a dict, got None"),
    (lambda db: db.user.update_many(data=[ADA]), "data takes a dict, got a value"),
    (lambda db: db.user.upsert({"id": 1}, ADA, [ADA]), "update takes a dict, got a"),
    (lambda db: db.user.create_many(ADA), "data takes a list of dicts, got a value of"),
    (lambda db: db.user.create_many(None), "data takes a list of dicts, got None"),
    (lambda db: db.user.create_many([ADA, 1]), r"data\[1\] takes a dict, got a value"),
    (lambda db: db.user.create_many_and_return([1]), r"data\[0\] takes a dict, got a"),
    (lambda db: db.user.copy_in(ADA), "rows takes a collection of dicts, got a value"),
    (lambda db: db.user.copy_in(None), "rows takes a collection of dicts, got None"),
    (lambda db: db.user.copy_in([1]), r"rows\[0\] takes a dict, got a value of the"),
    (lambda db: db.user.upsert_many([ADA, 1]), r"rows\[\d\] takes a dict, got a value"),
    (lambda db: db.user.find_many(include=["posts"]), "include takes a dict, got a"),
    (lambda db: db.user.find_many(counts="posts"), "counts takes a dict, got a value"),
    (lambda db: db.post.find_many(into=5), "into: Takes a class, got a value of the"),
    (lambda db: db.post.find_many(into=Title()), "into: Takes a class, got a value of"),
    (lambda db: db.transaction(retry=-1).run(print), "retry takes a whole number from"),
    (
        lambda db: db.transaction(retry="3").run(print),
        "retry takes a whole number from",
    ),
    (lambda db: db.transaction(timeout="5"), "timeout takes seconds, or a timedelta,"),
    (lambda db: db.transaction(timeout=-1), "timeout takes seconds, or a timedelta, "),
    (
        lambda db: db.transaction(max_wait=True),
        "max_wait takes seconds, or a timedelta",
    ),
]


@pytest.fixture(params=["sync", "async"])
def colour(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def test_it_is_said_what_is_wrong(colour: str) -> None:
    sent: list[Query] = []
    with Blocking(Client, AsyncClient, URL, colour, on_query=sent.append) as db:
        for call, message in WRONG:
            with pytest.raises(InvalidQueryError, match=message):
                call(db)
    # What is read bit by bit is looked at where it is written.
    texts = {query.sql.split()[0] for query in sent}
    assert texts <= {"BEGIN", "SELECT", "ROLLBACK"}


NESTED: list[Any] = [
    {"posts": {"create": {"title": 1}}},
    {"posts": {"create": [{"title": "x", "tags": {"create": {"name": 1}}}]}},
    {"posts": {"create": {"title": "x", "comments": {"create": [{"text": None}]}}}},
    {"posts": {"create_many": {"data": [{"title": "x"}, {"title": 1}]}}},
    {"inviter": {"create": {"email": "x", "profile": {"create": {"bio": 1}}}}},
    {
        "friends": {
            "connect_or_create": {"where": {"email": "x"}, "create": {"email": 1}}
        }
    },
]


def test_nothing_is_sent_of_a_wrong_value_further_down(colour: str) -> None:
    sent: list[Query] = []
    with Blocking(Client, AsyncClient, URL, colour, on_query=sent.append) as db:
        for below in NESTED:
            changes: Any = {"inviter": {"update": below}}
            with pytest.raises(InvalidValueError, match=r"takes a str, got"):
                db.user.update({"id": 1}, changes)
        for nested in NESTED:
            with pytest.raises(InvalidValueError, match=r"takes a str, got"):
                db.user.create({**ADA, **nested})
            with pytest.raises(InvalidValueError, match=r"takes a str, got"):
                db.user.update({"id": 1}, nested)
            with pytest.raises(InvalidValueError, match=r"takes a str, got"):
                db.user.upsert({"id": 1}, {**ADA, **nested}, {"name": "x"})
    assert {query.sql for query in sent} <= {"BEGIN", "ROLLBACK"}


def test_a_key_without_a_value_is_a_wrong_value(db: Client) -> None:
    keys: list[tuple[Any, str]] = [
        ({"id": None}, "User.id takes a whole number, got None"),
        ({"email": None}, "User.email takes a str, got None"),
        (
            {"id": {"gt": 1}},
            "User.id takes a whole number, got a value of the type dict",
        ),
    ]
    for key, message in keys:
        for call in (db.user.find_unique, db.user.delete):
            with pytest.raises(InvalidValueError, match=message):
                call(key)
    half: Any = {"country": "fr", "number": None}
    with pytest.raises(InvalidValueError, match=r"Organization\.number takes a whole"):
        db.organization.find_unique(half)


def test_rows_of_any_collection_are_made(db: Client) -> None:
    made = db.user.create_many({"email": f"{n}"} for n in range(3))
    assert made == 3
    rows = db.user.create_many_and_return({"email": name} for name in "ab")
    assert [row.email for row in rows] == ["a", "b"]
    assert db.user.create_many([]) == 0
