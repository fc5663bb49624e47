"""Connections, transactions, raw SQL, errors, and the async client."""

import asyncio
import threading
from typing import Any

import psycopg
import pytest
from org_db_client import (
    AsyncClient,
    CheckViolationError,
    Client,
    ClientError,
    ConnectionFailedError,
    DatabaseError,
    ForeignKeyViolationError,
    InvalidValueError,
    NotNullViolationError,
    PoolTimeoutError,
    StatementCanceledError,
    TransactionConflictError,
    UniqueViolationError,
    models,
)

ADA: Any = {"email": "ada", "first_name": "Ada"}
BOB: Any = {"email": "bob", "first_name": "Bob"}


def test_transaction(db: Client) -> None:
    with db.transaction() as tx:
        tx.author.create(ADA)
        assert tx.author.count() == 1
        assert db.author.count() == 0
    assert db.author.count() == 1
    with pytest.raises(ZeroDivisionError), db.transaction() as tx:
        tx.author.create(BOB)
        raise ZeroDivisionError
    assert db.author.count() == 1


def test_savepoint(db: Client) -> None:
    with db.transaction(isolation="serializable") as tx:
        tx.author.create(ADA)
        with pytest.raises(UniqueViolationError), tx.transaction() as inner:
            inner.author.create(BOB)
            inner.author.create(ADA)
        assert tx.author.count() == 1
        level = tx.query_raw("SHOW transaction_isolation")
        assert level == [{"transaction_isolation": "serializable"}]
    assert db.author.count() == 1


def test_raw(db: Client) -> None:
    assert db.query_raw("SELECT %s::int AS a, %s AS b", [1, "x"]) == [
        {"a": 1, "b": "x"}
    ]
    assert db.query_raw("SELECT %(a)s::int AS a", {"a": 2}) == [{"a": 2}]
    db.author.create_many([ADA, BOB])
    assert db.execute_raw("DELETE FROM authors WHERE email = %s", ["bob"]) == 1


def test_own_connection(url: str, db: Client) -> None:
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as connection:
        client = Client(connection=connection)
        assert client.author.create(ADA).email == "ada"
        assert db.author.count() == 0
        connection.rollback()
        assert client.author.count() == 0
        client.close()
        assert not connection.closed


def test_errors(db: Client, author: models.Author) -> None:
    review: Any = {"title": "t", "rating": 1, "author_id": author.id, "slug": "s"}
    with pytest.raises(UniqueViolationError) as unique:
        db.author.create({"email": author.email, "first_name": "x"})
    assert unique.value.constraint_name == "authors_email_key"
    assert unique.value.table_name == "authors"
    assert unique.value.sqlstate == "23505"
    assert isinstance(unique.value.__cause__, psycopg.errors.UniqueViolation)
    with pytest.raises(ForeignKeyViolationError) as foreign:
        db.review.create({**review, "author_id": 99})
    assert foreign.value.constraint_name == "Review_author_fkey"
    with pytest.raises(NotNullViolationError) as not_null:
        db.review.create({"title": "t"})  # type: ignore[typeddict-item]
    assert not_null.value.column_name in ("rating", "author")
    with pytest.raises(CheckViolationError) as check:
        db.review.create({**review, "rating": 6})
    assert check.value.constraint_name == "rating_in_range"
    with pytest.raises(InvalidValueError):
        db.review.create({**review, "rating": 40_000})
    with pytest.raises(InvalidValueError):
        db.review.create({**review, "title": "\x00"})
    with pytest.raises(DatabaseError, match="nowhere"):
        db.query_raw("SELECT * FROM nowhere")
    assert db.review.count() == 0
    assert all(issubclass(kind, ClientError) for kind in (PoolTimeoutError,))


def test_deferred_constraint_fails_at_commit(db: Client) -> None:
    db.execute_raw(
        "CREATE TABLE IF NOT EXISTS deferred (id int, CONSTRAINT later "
        "UNIQUE (id) DEFERRABLE INITIALLY DEFERRED)"
    )
    with pytest.raises(UniqueViolationError), db.transaction() as tx:
        tx.execute_raw("INSERT INTO deferred VALUES (1), (1)")


def test_conflicts_and_timeouts(url: str, db: Client, author: models.Author) -> None:
    with (
        pytest.raises(TransactionConflictError),
        db.transaction(isolation="repeatable read") as tx,
    ):
        tx.author.count()
        db.author.update({"id": author.id}, {"first_name": "first"})
        tx.author.update({"id": author.id}, {"first_name": "second"})
    with (
        Client(url, options="-c statement_timeout=50") as hasty,
        pytest.raises(StatementCanceledError),
    ):
        hasty.query_raw("SELECT pg_sleep(2)")


def test_unreachable(url: str) -> None:
    client = Client("postgresql://nobody@127.0.0.1:1/none", connect_timeout=2)
    with pytest.raises(ConnectionFailedError):
        client.author.count()


def test_lost_connection_is_replaced(db: Client) -> None:
    ended = "SELECT pg_terminate_backend(pg_backend_pid())"
    with pytest.raises(ConnectionFailedError):
        db.query_raw(ended)
    assert db.author.count() == 0


def test_pool(url: str, db: Client) -> None:
    with (
        Client(url, max_connections=2, pool_timeout=0.2) as client,
        client.transaction(),
        client.transaction(),
        pytest.raises(PoolTimeoutError),
    ):
        client.author.count()
    options = "-c application_name=pool_check"
    # As long as it takes: eight threads wait for two connections.
    with Client(url, max_connections=2, pool_timeout=300, options=options) as client:
        results: list[int] = []

        def work() -> None:
            for _ in range(20):
                results.append(client.author.count())

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert results == [0] * 160
        open_connections = client.query_raw(
            "SELECT count(*) AS n FROM pg_stat_activity "
            "WHERE application_name = 'pool_check' AND datname = current_database()"
        )
        assert 1 <= open_connections[0]["n"] <= 2
    with pytest.raises(RuntimeError, match="closed"):
        client.author.count()


def test_application_name(url: str, db: Client) -> None:
    def name(client: Client) -> str:
        found: str = client.query_raw("SHOW application_name")[0]["application_name"]
        return found

    called = name(db)
    assert called.startswith("org-db-client@")
    with Client(url, service="web") as client:
        assert name(client) == f"web {called}"
    with Client(url, application_name="mine") as client:
        assert name(client) == "mine"
    with Client(url, options="-c application_name=mine") as client:
        assert name(client) == "mine"

    async def scenario() -> None:
        async with AsyncClient(url, service="web") as client:
            rows = await client.query_raw("SHOW application_name")
            assert rows == [{"application_name": f"web {called}"}]

    asyncio.run(scenario())


def test_async(url: str, db: Client) -> None:
    async def scenario() -> None:
        async with AsyncClient(url, max_connections=3, pool_timeout=5) as client:
            made = await client.author.create(ADA)
            assert await client.author.find_unique({"email": "ada"}) == made
            assert await client.author.find_many({"email": "ada"}) == [made]
            assert await client.author.find_first_or_raise() == made
            assert await client.author.create_many([BOB]) == 1
            assert await client.author.count() == 2
            changed = await client.author.update({"id": made.id}, {"last_name": "L"})
            assert changed is not None
            assert changed.last_name == "L"
            many = await client.author.update_many({"id": 99}, data={"last_name": "x"})
            assert many == 0
            by_id = await client.author.upsert(
                {"id": 99}, create={"email": "c", "first_name": "C"}, update={}
            )
            assert await client.author.delete({"id": by_id.id}) == by_id
            with pytest.raises(UniqueViolationError):
                await client.author.create(ADA)
            with pytest.raises(ZeroDivisionError):
                async with client.transaction() as tx:
                    await tx.author.delete_many()
                    async with tx.transaction() as inner:
                        assert await inner.author.count() == 0
                    raise ZeroDivisionError
            counts = await asyncio.gather(*(client.author.count() for _ in range(30)))
            assert counts == [2] * 30
            rows = await client.query_raw("SELECT email FROM authors ORDER BY email")
            assert rows == [{"email": "ada"}, {"email": "bob"}]
            assert await client.execute_raw("DELETE FROM authors") == 2

    asyncio.run(scenario())


def test_async_cancellation_leaves_the_pool_usable(url: str, db: Client) -> None:
    async def scenario() -> None:
        async with AsyncClient(url, max_connections=1, pool_timeout=5) as client:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(client.query_raw("SELECT pg_sleep(5)"), 0.1)
            assert await client.author.count() == 0

    asyncio.run(scenario())
