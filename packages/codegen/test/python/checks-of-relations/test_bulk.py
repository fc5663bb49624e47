"""Writes of many rows, and writes that others do at the same time."""

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from org_db_client import Client, InvalidQueryError, UniqueViolationError


@pytest.fixture
def author(db: Client) -> Any:
    return db.user.create({"email": "ada@example.org"})


@pytest.fixture
def post(db: Client, author: Any) -> Any:
    return db.post.create(
        {"title": "t", "author_id": author.id, "labels": ["a", "b", "a"]}
    )


def test_rows_are_returned_in_the_order_of_their_data(db: Client) -> None:
    data: Any = [
        {"email": f"{n}", **({"name": "x"} if n % 2 else {})} for n in range(50)
    ]
    rows = db.user.create_many_and_return(data, posts=True)
    assert [row.email for row in rows] == [str(n) for n in range(50)]
    assert [row.name for row in rows[:2]] == [None, "x"]
    assert rows[0].posts == []
    again: Any = [{"email": "7"}, {"email": "new"}]
    made = db.user.create_many_and_return(again, skip_duplicates=True)
    assert [row.email for row in made] == ["new"]
    assert db.user.create_many_and_return([]) == []


def test_more_rows_than_one_statement_takes(db: Client) -> None:
    data: Any = [{"email": f"{n}"} for n in range(20_000)]
    rows = db.user.create_many_and_return(data)
    assert [row.email for row in rows] == [str(n) for n in range(20_000)]
    broken: Any = [{"email": f"x{n}"} for n in range(20_000)] + [{"email": "0"}]
    with pytest.raises(UniqueViolationError):
        db.user.create_many_and_return(broken)
    assert db.user.count() == 20_000


def test_rows_are_returned_as_they_were_changed(db: Client, author: Any) -> None:
    for title in "abc":
        db.post.create({"title": title, "author_id": author.id})
    rows = db.post.update_many_and_return(
        {"title": {"in": ["a", "b"]}}, data={"views": {"increment": 3}}, author=True
    )
    assert sorted((row.title, row.views) for row in rows) == [("a", 3), ("b", 3)]
    assert {row.author.id for row in rows} == {author.id}
    assert len(db.post.update_many_and_return(data={})) == 3


def test_lists_are_pushed_to_and_pulled_from(db: Client, post: Any) -> None:
    def labels(operation: Any) -> list[str]:
        changed = db.post.update({"id": post.id}, {"labels": operation})
        assert changed is not None
        return changed.labels

    assert labels({"push": "c"}) == ["a", "b", "a", "c"]
    assert labels({"push": ["d", "e"]}) == ["a", "b", "a", "c", "d", "e"]
    assert labels({"pull": "a"}) == ["b", "c", "d", "e"]
    assert labels({"pull": ["b", "e", "z"]}) == ["c", "d"]
    assert labels({"pull": []}) == ["c", "d"]
    db.execute_raw("UPDATE posts SET labels = NULL")
    assert labels({"push": "x"}) == ["x"]
    with pytest.raises(InvalidQueryError, match="push, pull"):
        labels({"push": "x", "pull": "y"})


def test_arithmetic(db: Client, post: Any) -> None:
    for operation, views in (
        ({"increment": 7}, 7),
        ({"multiply": 3}, 21),
        ({"divide": 4}, 5),
        ({"decrement": 6}, -1),
        ({"set": 9}, 9),
    ):
        changed = db.post.update({"id": post.id}, {"views": operation})
        assert changed is not None
        assert changed.views == views
    changed = db.post.update({"id": post.id}, {"price": {"set": Decimal("1.5")}})
    changed = db.post.update({"id": post.id}, {"price": {"multiply": Decimal("2.1")}})
    assert changed is not None
    assert changed.price == Decimal("3.15")


def test_upsert_in_one_dict(db: Client) -> None:
    data: Any = {"create": {"email": "x"}, "update": {"name": "N"}}
    assert db.user.upsert({"email": "x"}, data=data).name is None
    assert db.user.upsert({"email": "x"}, data=data).name == "N"
    with pytest.raises(InvalidQueryError, match="create and update"):
        db.user.upsert({"email": "x"}, create={"email": "x"})


# --- at the same time ---------------------------------------------------------------


def together(url: str, work: Callable[[Client, int], Any], count: int = 4) -> list[Any]:
    """What clients of their own return that work at the same time."""
    results: list[Any] = [None] * count
    start = threading.Barrier(count)

    def one(number: int) -> None:
        with Client(url) as client:
            client.query_raw("SELECT 1")
            start.wait()
            try:
                results[number] = work(client, number)
            except Exception as error:
                results[number] = error

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_upserts_at_the_same_time_make_one_row(db: Client, url: str) -> None:
    def work(client: Client, _number: int) -> list[int]:
        return [
            client.user.upsert(
                {"email": f"e{turn}"},
                create={"email": f"e{turn}"},
                update={"name": None},
            ).id
            for turn in range(20)
        ]

    first, *others = together(url, work)
    assert all(ids == first for ids in others), (first, others)
    assert db.user.count() == 20


def test_nested_upserts_at_the_same_time_make_one_row(db: Client, url: str) -> None:
    db.user.create({"email": "owner"})

    def work(client: Client, number: int) -> list[int]:
        ids: list[int] = []
        for turn in range(10):
            user = client.user.upsert(
                {"email": f"e{turn}"},
                create={
                    "email": f"e{turn}",
                    "inviter": {"create": {"email": f"i{turn}-{number}"}},
                    "posts": {"create": {"title": "made"}},
                },
                update={
                    "posts": {
                        "connect_or_create": {
                            "where": {"id": 10_000 + turn},
                            "create": {"id": 10_000 + turn, "title": "shared"},
                        }
                    }
                },
            )
            ids.append(user.id)
            client.user.update(
                {"email": "owner"},
                {
                    "posts": {
                        "upsert": {
                            "where": {
                                "author_id_title": {"author_id": 1, "title": f"{turn}"}
                            }
                            if False
                            else {"id": 20_000 + turn},
                            "create": {"id": 20_000 + turn, "title": f"{turn}"},
                            "update": {"views": {"increment": 1}},
                        }
                    }
                },
            )
        return ids

    first, *others = together(url, work)
    assert all(ids == first for ids in others), (first, others)
    # Of those who lost, nothing is left: one owner, ten made, ten who brought them.
    assert db.user.count() == 21
    assert db.post.count({"title": "made"}) == 10
    assert db.post.count({"title": "shared"}) == 10
    assert [row.views for row in db.post.find_many({"id": {"gte": 20_000}})] == [3] * 10
