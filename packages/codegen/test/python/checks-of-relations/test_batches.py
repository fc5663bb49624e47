"""Calls that are sent together."""

import asyncio
from typing import Any

import pytest
from both_colours import Blocking
from org_db_client import (
    AsyncClient,
    Client,
    InvalidQueryError,
    NotFoundError,
    UniqueViolationError,
)


def test_results_are_there_after_the_block(db: Client, url: str) -> None:
    with Client(url) as client:
        with client.batch() as batch:
            ada = batch.user.create({"email": "ada"})
            post = batch.post.create(
                {"title": "x", "author": {"connect": {"email": "ada"}}},
                author=client.user.one(),
            )
            copied = batch.tag.copy_in([{"name": "t"}, {"name": "u"}])
            number = batch.user.count()
            raw = batch.query_raw("SELECT count(*) AS n FROM tags")
            touched = batch.execute_raw("UPDATE users SET name = %s", ["Ada"])
            with pytest.raises(InvalidQueryError, match="after its block"):
                _ = ada.result
        assert ada.result.email == "ada"
        assert post.result.author == ada.result
        assert (copied.result, number.result, touched.result) == (2, 1, 1)
        assert raw.result == [{"n": 2}]
    assert db.user.find_unique_or_raise({"email": "ada"}).name == "Ada"


def test_all_or_nothing(db: Client, url: str) -> None:
    with Client(url) as client:
        batch = client.batch()
        first = batch.user.create({"email": "ada"})
        batch.user.create({"email": "ada"})
        with pytest.raises(UniqueViolationError):
            batch.commit()
        assert client.user.count() == 0
        with pytest.raises(InvalidQueryError):
            _ = first.result
        with pytest.raises(NotFoundError), client.batch() as batch:
            batch.user.create({"email": "grace"})
            batch.user.find_unique_or_raise({"email": "nobody"})
        with pytest.raises(ZeroDivisionError), client.batch() as batch:
            batch.user.create({"email": "alan"})
            raise ZeroDivisionError
        assert client.user.count() == 0


def test_it_is_sent_once_and_goes_on(db: Client, url: str) -> None:
    with Client(url) as client:
        batch = client.batch_()
        batch.user.create({"email": "ada"})
        batch.commit()
        batch.commit()
        batch.user.create({"email": "grace"})
        batch.commit()
        assert client.user.count() == 2
        with pytest.raises(InvalidQueryError, match="no stream"):
            stream: Any = batch.user
            stream.stream()


def test_in_a_transaction(db: Client, url: str) -> None:
    with Client(url) as client:
        with pytest.raises(ZeroDivisionError), client.transaction() as tx:
            with tx.batch() as batch:
                batch.user.create({"email": "ada"})
            assert tx.user.count() == 1
            raise ZeroDivisionError
        assert client.user.count() == 0


def test_async(db: Client, url: str) -> None:
    async def main() -> None:
        async with AsyncClient(url) as client:
            async with client.batch() as batch:
                ada = batch.user.create({"email": "ada"})
                found = batch.user.find_many({"email": "ada"})
                number = batch.execute_raw("DELETE FROM users")
            assert (found.result, number.result) == ([ada.result], 1)
            with pytest.raises(UniqueViolationError):
                async with client.batch() as batch:
                    batch.user.create({"email": "a"})
                    batch.user.create({"email": "a"})
            assert await client.user.count() == 0

    asyncio.run(main())


@pytest.mark.parametrize("colour", ["sync", "async"])
def test_statements_that_follow_one_another_are_sent_as_one(
    url: str, db: Client, colour: str
) -> None:
    seen: list[Any] = []
    options: dict[str, Any] = {"on_query": seen.append}
    with Blocking(Client, AsyncClient, url, colour, **options) as client:
        with client.batch() as batch:
            counts = [batch.user.count() for _ in range(3)]
        assert [one.result for one in counts] == [0] * 3
    begin, together, commit = seen
    assert (begin.sql, commit.sql) == ("BEGIN", "COMMIT")
    assert together.sql.count(";\n") == 2
