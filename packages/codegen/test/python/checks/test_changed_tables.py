"""Statements that a connection has prepared, after a table has changed under them."""

import asyncio
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from org_db_client import AsyncClient, Client, DatabaseError, TransactionConflictError

#: psycopg prepares what it has run five times.
OFTEN_ENOUGH = 7

LAST_NAME = "5e9d8a0e-6f43-4b4e-9f0e-0e7cf0a6b8f1"

CHANGES = [
    ("email", "varchar(200)", "varchar(300)"),
    ("email", "varchar(200)", "text"),
    ("mentorId", "int", "bigint"),
    ("updatedAt", "timestamp(3)", "timestamptz(6)"),
    # The type of the parameter was settled when the statement was prepared.
    ("lastName", "text", "uuid"),
]


@contextmanager
def changed(url: str, column: str, before: str, after: str) -> Iterator[None]:
    with psycopg.connect(url, autocommit=True) as connection:

        def alter(type_: str) -> None:
            connection.execute(
                f'ALTER TABLE authors ALTER "{column}" TYPE {type_} '  # type: ignore[arg-type]
                f'USING "{column}"::{type_}'
            )

        alter(after)
        try:
            yield
        finally:
            alter(before)


def author() -> Any:
    new = str(uuid.uuid4())
    return {"email": new, "first_name": new, "last_name": LAST_NAME}


def every_statement(db: Any) -> list[Callable[[], Any]]:
    """Calls that give the same answer each time, with SQL that is always the same."""
    kept = {"id": 1}

    def made_and_gone() -> bool:
        made = db.author.create(author())
        return bool(db.author.delete({"id": made.id}) == made)

    return [
        made_and_gone,
        lambda: db.author.find_unique(kept) is not None,
        lambda: len(db.author.find_many({"last_name": LAST_NAME})),
        lambda: db.author.count({"last_name": LAST_NAME}),
        lambda: db.author.count({"email": {"not_in": [LAST_NAME]}}),
        lambda: db.author.update(kept, {"last_name": LAST_NAME}) is not None,
        lambda: db.author.update_many(data={"last_name": LAST_NAME}),
        lambda: db.author.upsert(kept, create={**author(), **kept}, update={}).id,
        lambda: db.author.create_many([{**author(), **kept}], skip_duplicates=True),
        lambda: len(db.query_raw("SELECT * FROM authors")),
        lambda: db.execute_raw("UPDATE authors SET email = email WHERE id > %s", [0]),
    ]


@pytest.fixture
def one(url: str, db: Client) -> Iterator[Client]:
    """A client that has one connection."""
    db.author.create({**author(), "first_name": "f"})
    with Client(url, max_connections=1, pool_timeout=5) as client:
        yield client


def warm(client: Any) -> list[Any]:
    answers: list[Any] = []
    for _ in range(OFTEN_ENOUGH):
        answers = [call() for call in every_statement(client)]
    return answers


@pytest.mark.parametrize("change", CHANGES)
def test_every_statement_goes_on(one: Client, url: str, change: Any) -> None:
    answers = warm(one)
    with changed(url, *change):
        for _ in range(OFTEN_ENOUGH):
            assert [call() for call in every_statement(one)] == answers
    assert [call() for call in every_statement(one)] == answers


@pytest.mark.parametrize("change", [CHANGES[1], CHANGES[4]])
@pytest.mark.parametrize("index", range(11))
def test_a_transaction_is_to_be_run_again(
    one: Client, url: str, index: int, change: Any
) -> None:
    warm(one)
    with changed(url, *change):
        for attempt in range(2):
            try:
                with one.transaction() as tx:
                    tx.execute_raw("SELECT 1")
                    expected = every_statement(tx)[index]()
            except TransactionConflictError as error:
                assert attempt == 0
                assert error.sqlstate in ("0A000", "42804", "42883")
                assert "Run the whole transaction again" in str(error)
        assert every_statement(one)[index]() == expected


def test_a_savepoint_is_enough(one: Client, url: str) -> None:
    warm(one)
    with changed(url, *CHANGES[1]), one.transaction() as tx:
        tx.execute_raw("UPDATE authors SET \"firstName\" = 'kept'")
        with pytest.raises(TransactionConflictError), tx.transaction() as inner:
            inner.author.find_unique({"id": 1})
        assert tx.author.find_unique_or_raise({"id": 1}).first_name == "kept"
    assert one.author.find_unique_or_raise({"id": 1}).first_name == "kept"


def test_a_connection_of_the_callers(one: Client, url: str) -> None:
    with psycopg.connect(url) as connection:
        client = Client(connection=connection)
        warm(client)
        connection.commit()
        with changed(url, *CHANGES[1]):
            # The first statement of a transaction, which nothing is lost of.
            assert client.author.find_unique({"id": 1}) is not None
            connection.commit()
        with changed(url, *CHANGES[0]):
            warm(client)
            connection.commit()
        with changed(url, *CHANGES[2]):
            connection.execute("UPDATE authors SET \"firstName\" = 'lost'")
            with pytest.raises(TransactionConflictError):
                client.author.find_unique({"id": 1})
            connection.rollback()
            assert client.author.find_unique_or_raise({"id": 1}).first_name == "f"
            # Before the table changes back.
            connection.commit()


def test_statements_that_the_server_has_lost(one: Client, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        client = Client(connection=connection)
        answers = warm(client)
        # As a pooler does it, without the driver's knowledge.
        connection.pgconn.exec_(b"DEALLOCATE ALL")
        assert [call() for call in every_statement(client)] == answers
        assert warm(client) == answers
        connection.pgconn.exec_(b"DEALLOCATE ALL")
        with pytest.raises(TransactionConflictError), client.transaction() as tx:
            tx.author.find_unique({"id": 1})
        assert client.author.find_unique({"id": 1}) is not None


def test_a_name_that_another_client_of_a_pooler_has_taken(url: str, db: Client) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for number in range(20):
            connection.pgconn.exec_(f"PREPARE _pg3_{number} AS SELECT 0".encode())
        client = Client(connection=connection)
        assert [client.author.count() for _ in range(20)] == [0] * 20


def test_an_error_that_stays_is_raised_as_it_is(one: Client, url: str) -> None:
    in_list: Any = {"last_name": {"in": [LAST_NAME]}}
    for _ in range(OFTEN_ENOUGH):
        assert one.author.count(in_list) == 1
    with changed(url, *CHANGES[4]):
        for _ in range(OFTEN_ENOUGH):
            with pytest.raises(DatabaseError, match="uuid = text") as mismatch:
                one.author.count(in_list)
            assert mismatch.value.sqlstate == "42883"
            with pytest.raises(DatabaseError, match="another") as unknown:
                one.query_raw("EXECUTE another")
            assert type(unknown.value) is DatabaseError
    assert one.author.count(in_list) == 1


def test_async(one: Client, url: str) -> None:
    async def scenario() -> None:
        async with AsyncClient(url, max_connections=1, pool_timeout=5) as client:

            async def calls() -> list[Any]:
                made = await client.author.create(author())
                return [
                    await client.author.delete({"id": made.id}) == made,
                    await client.author.count({"last_name": LAST_NAME}),
                    len(await client.author.find_many()),
                    len(await client.query_raw("SELECT * FROM authors")),
                    await client.execute_raw("UPDATE authors SET email = email"),
                ]

            for _ in range(OFTEN_ENOUGH):
                answers = await calls()
            for change in CHANGES:
                with changed(url, *change):
                    for _ in range(OFTEN_ENOUGH):
                        assert await calls() == answers
                for _ in range(OFTEN_ENOUGH):
                    assert await calls() == answers
            with changed(url, *CHANGES[1]):
                with pytest.raises(TransactionConflictError):
                    async with client.transaction() as tx:
                        await tx.author.find_many()
                async with client.transaction() as tx:
                    assert len(await tx.author.find_many()) == 1

    asyncio.run(scenario())
