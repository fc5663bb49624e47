"""A transaction is used while its block is open, and no longer."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from org_db_client import (
    AsyncClient,
    Client,
    ClientClosedError,
    ClientError,
    Transaction,
    TransactionExpiredError,
    UniqueViolationError,
)

#: Only a thread that is not stopped takes so long.
GUARD_SECONDS = 60

ADA: Any = {"email": "ada", "first_name": "Ada"}
BOB: Any = {"email": "bob", "first_name": "Bob"}


def every_use(tx: Transaction) -> list[Callable[[], object]]:
    # Bound while the block is open.
    authors = tx.author
    return [
        lambda: authors.create(BOB),
        lambda: authors.create_many([BOB]),
        lambda: authors.find_many(),
        lambda: authors.count(),
        lambda: authors.update({"email": "ada"}, {"first_name": "x"}),
        lambda: authors.delete_many(),
        lambda: authors.upsert({"id": 7}, create=BOB, update={}),
        lambda: tx.review.count(),
        lambda: tx.query_raw("SELECT 1"),
        lambda: tx.execute_raw("DELETE FROM authors"),
        lambda: tx.transaction().__enter__(),
    ]


def assert_expired(uses: list[Callable[[], object]]) -> None:
    for use in uses:
        with pytest.raises(TransactionExpiredError, match="has ended"):
            use()


def test_after_its_block(db: Client) -> None:
    with db.transaction() as tx:
        tx.author.create(ADA)
        uses = every_use(tx)
    assert_expired(uses)
    # Nor does it join the transaction that the connection has next.
    with db.transaction() as other:
        other.author.count()
        assert_expired(uses)
    assert db.author.count() == 1
    assert issubclass(TransactionExpiredError, ClientError)


def test_after_an_exception(db: Client) -> None:
    for error in (ZeroDivisionError, KeyboardInterrupt, psycopg.Rollback):
        try:
            with db.transaction() as tx:
                uses = every_use(tx)
                tx.author.create(ADA)
                raise error
        except (ZeroDivisionError, KeyboardInterrupt):
            pass
        assert_expired(uses)
    with pytest.raises(UniqueViolationError):  # noqa: PT012
        with db.transaction() as tx:
            uses = every_use(tx)
            tx.author.create_many([ADA, ADA])
    assert_expired(uses)
    assert db.author.count() == 0


def test_a_block_inside_another(db: Client) -> None:
    with db.transaction() as tx:
        with tx.transaction() as inner:
            inner.author.create(ADA)
            # The outer one is open, too.
            assert tx.author.count() == 1
            uses = every_use(inner)
        assert_expired(uses)
        assert tx.author.count() == 1
    assert_expired(uses)
    assert db.author.count() == 1


def test_a_block_that_outlives_the_one_around_it(db: Client) -> None:
    outer = db.transaction()
    tx = outer.__enter__()
    inner = tx.transaction()
    kept = inner.__enter__()
    with pytest.raises(Exception, match="nesting"):
        outer.__exit__(None, None, None)
    assert_expired(every_use(kept))
    inner.__exit__(None, None, None)
    assert db.author.count() == 0


def test_on_a_connection_of_the_callers(url: str, db: Client) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        client = Client(connection=connection)
        with client.transaction() as tx:
            tx.author.create(ADA)
            uses = every_use(tx)
        assert_expired(uses)
        connection.execute("BEGIN")
        assert_expired(uses)
        connection.execute("COMMIT")
    assert db.author.count() == 1


@pytest.mark.parametrize("fails", [False, True])
def test_in_another_thread(db: Client, fails: bool) -> None:
    """What another thread added is part of the transaction; the rest is refused."""
    made: list[int] = []
    ended: list[Exception] = []
    has_begun, is_over = threading.Event(), threading.Event()

    def work(tx: Transaction) -> None:
        try:
            while not is_over.is_set():
                number = str(len(made))
                tx.author.create({"email": number, "first_name": number})
                made.append(1)
                has_begun.set()
        except Exception as error:
            ended.append(error)

    for _ in range(20):
        made.clear()
        has_begun.clear()
        is_over.clear()
        try:
            with db.transaction() as tx:
                thread = threading.Thread(target=work, args=(tx,))
                thread.start()
                has_begun.wait()
                if fails:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        # The thread ends by itself, with an error.
        thread.join(GUARD_SECONDS)
        is_over.set()
        thread.join()
        assert [type(error) for error in ended] == [TransactionExpiredError]
        ended.clear()
        assert db.author.delete_many() == (0 if fails else len(made))


def test_after_the_client_is_closed(url: str) -> None:
    with psycopg.connect(url) as connection:
        for client in (Client(url), Client(connection=connection)):
            client.close()
            for use in (
                client.author.count,
                lambda: client.query_raw("SELECT 1"),
                lambda: client.transaction().__enter__(),
            ):
                with pytest.raises(ClientClosedError, match="The client is closed"):
                    use()
            client.close()
        assert not connection.closed


def test_async(url: str, db: Client) -> None:
    async def scenario() -> None:
        async with AsyncClient(url, max_connections=1, pool_timeout=5) as client:
            async with client.transaction() as tx:
                await tx.author.create(ADA)
                authors = tx.author
                async with tx.transaction() as inner:
                    await inner.author.create(BOB)
                with pytest.raises(TransactionExpiredError):
                    await inner.author.count()

            async def late() -> None:
                await tx.author.create({"email": "c", "first_name": "c"})

            task = asyncio.create_task(late())
            for use in (
                lambda: authors.count(),
                lambda: tx.query_raw("SELECT 1"),
                lambda: tx.execute_raw("DELETE FROM authors"),
                lambda: tx.transaction().__aenter__(),
                lambda: task,
            ):
                with pytest.raises(TransactionExpiredError):
                    await use()
            assert await client.author.count() == 2

            made: list[int] = []

            async def work(tx: Any) -> None:
                while True:
                    number = str(len(made))
                    await tx.author.create({"email": number, "first_name": number})
                    made.append(1)

            async with client.transaction() as tx:
                task = asyncio.create_task(work(tx))
                while not made:
                    await asyncio.sleep(0)
            with pytest.raises(TransactionExpiredError):
                await asyncio.wait_for(task, GUARD_SECONDS)
            assert await client.author.count() == 2 + len(made)
        with pytest.raises(ClientClosedError):
            await client.author.count()
        borrowed = await psycopg.AsyncConnection.connect(url)
        async with borrowed, AsyncClient(connection=borrowed) as client:
            await client.author.count()
            await client.close()
            with pytest.raises(ClientClosedError):
                await client.author.count()

    asyncio.run(scenario())


def test_closed_while_others_wait(url: str, db: Client) -> None:
    async def scenario() -> None:
        client = AsyncClient(url, max_connections=1, pool_timeout=30)
        async with client.transaction():
            waiting = asyncio.create_task(client.author.count())
            await asyncio.sleep(0)
            await client.close()
        with pytest.raises(ClientClosedError):
            await waiting

    asyncio.run(scenario())
