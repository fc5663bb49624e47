"""Connections that are lost, old, busy, canceled or asked for from elsewhere."""

import asyncio
import datetime
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from both_colours import Blocking
from org_db_client import (
    AsyncClient,
    Client,
    ClientClosedError,
    ConnectionFailedError,
    DatabaseError,
    PoolTimeoutError,
    StatementCanceledError,
    TransactionConflictError,
    TransactionExpiredError,
    UniqueViolationError,
)
from org_db_client._runtime.connections.own_connection import OwnConnection
from org_db_client._runtime.connections.short_way import ShortWay, Unfinished

ADA: Any = {"email": "ada", "first_name": "Ada"}
#: Only what hangs takes so long.
GUARD_SECONDS = 60
NAME = "connections_check"


@pytest.fixture(params=["sync", "async"])
def colour(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def make(url: str, db: Client, colour: str) -> Iterator[Callable[..., Any]]:
    """Makes a client of the colour that is used as a sync one."""
    open_blocks: list[Any] = []

    def made(parameters: str = "", **options: Any) -> Any:
        where = f"{url}{'&' if '?' in url else '?'}{parameters}" if parameters else url
        block = Blocking(
            Client, AsyncClient, where, colour, application_name=NAME, **options
        )
        open_blocks.append(block)
        return block.__enter__()

    yield made
    for block in open_blocks:
        block.__exit__(None, None, None)


@pytest.fixture
def server(url: str) -> Iterator[Any]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def kill(server: Any) -> int:
    found = server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE application_name = %s",
        [NAME],
    ).fetchall()
    until(lambda: not running(server, "%"))
    return len(found)


def running(server: Any, state: str) -> list[Any]:
    rows: list[Any] = server.execute(
        "SELECT pid, query FROM pg_stat_activity "
        "WHERE application_name = %s AND state LIKE %s",
        [NAME, state],
    ).fetchall()
    return rows


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + GUARD_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def backend(db: Any) -> int:
    return int(db.query_raw("SELECT pg_backend_pid() AS pid")[0]["pid"])


def test_idle_connections_that_are_lost(make: Any, server: Any) -> None:
    db = make()
    for _ in range(3):
        assert db.author.find_many() == []
        assert kill(server) == 1
    # Nor does a write meet one.
    db.author.count()
    kill(server)
    assert db.author.create(ADA).email == "ada"
    kill(server)
    with db.transaction() as tx:
        assert tx.author.count() == 1


@pytest.mark.parametrize("often", [1, 4])
def test_a_read_whose_connection_is_lost_on_the_way(
    make: Any, server: Any, monkeypatch: Any, often: int
) -> None:
    from org_db_client._runtime.connections.sockets import Socket

    db = make(max_connections=1)
    for _ in range(often):
        db.author.find_many({"email": "ada"})
    kill(server)
    # As if it were lost after the look at it.
    monkeypatch.setattr(Socket, "is_quiet", lambda _: True)
    assert db.author.find_many({"email": "ada"}) == []
    kill(server)
    with pytest.raises(ConnectionFailedError):
        db.author.create(ADA)
    assert db.author.create(ADA).email == "ada"
    db.author.count()
    with pytest.raises(ConnectionFailedError), db.transaction() as tx:
        tx.author.count()
        kill(server)
        tx.author.count()
    assert db.author.count() == 1


def test_lifetime_and_idle_time(make: Any, server: Any) -> None:
    young = make(max_connections=1, max_lifetime=0.05)
    first = backend(young)
    time.sleep(0.1)
    assert backend(young) != first
    young.close()
    lazy = make(max_connections=1, max_idle=0.05)
    first = backend(lazy)
    time.sleep(0.1)
    assert backend(lazy) != first
    until(lambda: len(running(server, "%")) == 1)


def test_a_session_that_was_changed(make: Any) -> None:
    db = make(max_connections=1)
    assert db.query_raw("SHOW TimeZone") == [{"TimeZone": "UTC"}]
    db.execute_raw("SET TimeZone TO 'Asia/Tokyo'")
    assert db.query_raw("SHOW TimeZone") == [{"TimeZone": "UTC"}]


@pytest.mark.parametrize("zone", ["Etc/UTC", "GMT"])
def test_a_session_that_is_in_utc_already(make: Any, zone: str) -> None:
    db = make(options=f"-c TimeZone={zone}", max_connections=1)
    for _ in range(2):
        assert db.query_raw("SHOW TimeZone") == [{"TimeZone": zone}]
    author = db.author.create(ADA)
    assert author.created_at.tzinfo is datetime.UTC
    assert db.author.count({"created_at": author.created_at}) == 1


def test_timeouts(make: Any) -> None:
    hasty = make(statement_timeout=0.05, max_connections=1, pool_timeout=0.05)
    with pytest.raises(StatementCanceledError):
        hasty.query_raw("SELECT pg_sleep(60)")
    assert hasty.author.count() == 0
    with hasty.transaction(), pytest.raises(PoolTimeoutError):
        hasty.author.count()
    with hasty.transaction():
        block = hasty.transaction(max_wait=0.01)
        with pytest.raises(PoolTimeoutError, match=r"0\.01"):
            block.__enter__()
    assert hasty.author.count() == 0


def test_the_time_of_a_transaction(make: Any, server: Any) -> None:
    db = make(max_connections=1, pool_timeout=GUARD_SECONDS)
    first = backend(db)
    with pytest.raises(TransactionExpiredError, match="timeout"):
        with db.transaction(timeout=0.1) as tx:
            tx.author.create(ADA)
            tx.query_raw("SELECT pg_sleep(60)")
    with (
        server.transaction(),
        pytest.raises(TransactionExpiredError, match="timeout"),
    ):
        server.execute("LOCK authors IN EXCLUSIVE MODE")
        with db.transaction(timeout=0.1) as tx:
            tx.author.create(ADA)
    with pytest.raises(TransactionExpiredError, match="timeout"):
        with db.transaction(timeout=0.05) as tx:
            tx.author.create(ADA)
            time.sleep(0.1)
    assert db.author.count() == 0
    with db.transaction(timeout=GUARD_SECONDS) as tx:
        tx.author.create(ADA)
    assert db.author.count() == 1
    assert first


def test_kinds_of_transactions(make: Any) -> None:
    db = make()
    with pytest.raises(Exception, match="read-only"):
        with db.transaction(read_only=True) as tx:
            tx.author.create(ADA)
    with db.transaction("serializable", read_only=True) as tx:
        shown = tx.query_raw("SHOW transaction_isolation")
        assert shown == [{"transaction_isolation": "serializable"}]
    with pytest.raises(ValueError, match="isolation level"):
        db.transaction("strict").__enter__()
    with pytest.raises(ValueError, match="run"):
        db.transaction(retry=3).__enter__()


def test_closing_waits_for_what_runs(url: str, db: Client) -> None:
    client = Client(url, application_name=NAME)
    answers: list[Any] = []
    thread = threading.Thread(
        target=lambda: answers.append(client.query_raw("SELECT 1 AS n, pg_sleep(0.3)"))
    )
    with psycopg.connect(url, autocommit=True) as server:
        thread.start()
        until(lambda: any("pg_sleep" in sql for _, sql in running(server, "active")))
        client.close()
        assert not running(server, "active")
        thread.join()
        assert answers[0][0]["n"] == 1
        until(lambda: not running(server, "%"))
    with pytest.raises(ClientClosedError):
        client.author.count()

    async def scenario() -> None:
        client = AsyncClient(url)
        task = asyncio.create_task(client.query_raw("SELECT 1 AS n, pg_sleep(0.3)"))
        await client.author.count()
        await asyncio.sleep(0.05)
        await client.close()
        assert task.done()
        assert (await task)[0]["n"] == 1
        slow = AsyncClient(url)
        task = asyncio.create_task(slow.query_raw("SELECT 1 AS n, pg_sleep(1)"))
        await asyncio.sleep(0.2)
        await slow.close(timeout=0.01)
        assert not task.done()
        await task

    asyncio.run(scenario())


def test_closing_waits_for_a_connection_that_is_being_opened(
    url: str, monkeypatch: Any
) -> None:
    opening, go_on = threading.Event(), threading.Event()
    set_up = OwnConnection.set_up

    def slow(connection: Any, timeout: float | None) -> Any:
        opening.set()
        go_on.wait()
        yield from set_up(connection, timeout)

    client = Client(url)
    answers: list[Any] = []
    caller = threading.Thread(
        target=lambda: answers.append(client.query_raw("SELECT 1 AS n"))
    )
    closer = threading.Thread(target=client.close)
    with monkeypatch.context() as patched:
        patched.setattr(OwnConnection, "set_up", slow)
        caller.start()
        opening.wait()
        closer.start()
        closer.join(0.1)
        assert closer.is_alive()
        go_on.set()
        closer.join()
        caller.join()
    assert answers == [[{"n": 1}]]


@contextmanager
def interrupted_after(seconds: float) -> Iterator[None]:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("often", [0, 4])
def test_an_interrupt_cancels_the_statement(url: str, db: Client, often: int) -> None:
    with (
        Client(url, max_connections=1, application_name=NAME) as client,
        psycopg.connect(url) as server,
    ):
        client.author.create(ADA)
        before = backend(client)
        for _ in range(often):
            client.author.find_many(for_update=True)
        server.execute("LOCK authors IN EXCLUSIVE MODE")
        with pytest.raises(KeyboardInterrupt), interrupted_after(0.1):
            client.author.find_many(for_update=True)
        server.rollback()
        assert not running(server, "active")
        assert backend(client) == before
        assert client.author.count() == 1


@pytest.mark.parametrize("often", [0, 4])
def test_a_canceled_task_cancels_the_statement(
    url: str, db: Client, often: int
) -> None:
    async def scenario() -> None:
        with psycopg.connect(url) as server:
            async with AsyncClient(
                url, max_connections=1, application_name=NAME
            ) as client:
                await client.author.create(ADA)
                rows = await client.query_raw("SELECT pg_backend_pid() AS pid")
                for _ in range(often):
                    await client.author.find_many(for_update=True)
                server.execute("LOCK authors IN EXCLUSIVE MODE")
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.1):
                        await client.author.find_many(for_update=True)
                assert not running(server, "active")
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.1), client.transaction() as tx:
                        await tx.author.find_many(for_update=True)
                server.rollback()
                assert await client.query_raw("SELECT pg_backend_pid() AS pid") == rows
                assert await client.author.count() == 1
                # Whoever waits for a connection leaves the queue.
                async with client.transaction():
                    with pytest.raises(TimeoutError):
                        async with asyncio.timeout(0.05):
                            await client.author.count()
                counts = [client.author.count() for _ in range(5)]
                assert await asyncio.gather(*counts) == [1] * 5

    asyncio.run(scenario())


def test_a_copy_that_is_given_up_at_its_start(make: Any, monkeypatch: Any) -> None:
    class GivenUp(BaseException):
        pass

    def begin(_copy: Any) -> None:
        # The server waits for rows by now.
        raise GivenUp

    db = make(max_connections=1, pool_timeout=5)
    db.author.create(ADA)
    with monkeypatch.context() as patched:
        patched.setattr(psycopg.Copy, "__enter__", begin)
        patched.setattr(psycopg.AsyncCopy, "__aenter__", begin)
        with pytest.raises(GivenUp):
            db.author.copy_in([{**ADA, "email": "b"}])
        with pytest.raises(GivenUp), db.transaction() as tx:
            tx.author.copy_in([{**ADA, "email": "b"}])
    assert db.author.count() == 1


def test_event_loops(url: str, db: Client) -> None:
    client = AsyncClient(url, max_connections=2, application_name=NAME)

    async def counts() -> list[int]:
        return list(await asyncio.gather(*(client.author.count() for _ in range(20))))

    for _ in range(3):
        assert asyncio.run(counts()) == [0] * 20
    found: list[list[int]] = []
    threads = [
        threading.Thread(target=lambda: found.append(asyncio.run(counts())))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[0] * 20] * 3
    asyncio.run(client.close())
    with psycopg.connect(url, autocommit=True) as server:
        until(lambda: not running(server, "%"))


def test_long_values(make: Any) -> None:
    db = make(max_connections=1)
    long = "x" * 20_000_000
    for _ in range(3):
        assert db.author.count({"first_name": long}) == 0
    with db.batch() as batch:
        counts = [batch.author.count({"first_name": long}) for _ in range(2)]
    assert [count.result for count in counts] == [0, 0]
    assert db.query_raw("SELECT length(%s) AS n", [long]) == [{"n": len(long)}]
    rows = db.query_raw("SELECT repeat('x', 20000000) AS x")
    assert rows == [{"x": long}]


def test_work_that_is_run_again(db: Client) -> None:
    db.author.create(ADA)
    tries: list[int] = []

    def work(tx: Any) -> str:
        tries.append(1)
        tx.author.count()
        if len(tries) < 3:
            # Somebody else is faster.
            db.author.update({"email": "ada"}, {"first_name": str(len(tries))})
        tx.author.update({"email": "ada"}, {"last_name": "kept"})
        return "done"

    assert db.transaction("repeatable read", retry=3).run(work) == "done"
    assert len(tries) == 3
    assert db.author.find_first_or_raise().last_name == "kept"
    tries.clear()
    with pytest.raises(TransactionConflictError):
        db.transaction("repeatable read", retry=1).run(work)
    assert len(tries) == 2
    with pytest.raises(ZeroDivisionError):
        db.transaction(retry=3).run(lambda _: 1 // 0)


def test_work_of_an_async_client_that_is_run_again(url: str, db: Client) -> None:
    async def scenario() -> None:
        async with AsyncClient(url) as client:
            await client.author.create(ADA)
            tries: list[int] = []

            async def work(tx: Any) -> str:
                tries.append(1)
                await tx.author.count()
                if len(tries) < 3:
                    db.author.update({"email": "ada"}, {"first_name": str(len(tries))})
                await tx.author.update({"email": "ada"}, {"last_name": "kept"})
                return "done"

            block = client.transaction("repeatable read", retry=3)
            assert await block.run(work) == "done"
            assert len(tries) == 3
            assert (await client.author.find_first_or_raise()).last_name == "kept"
            tries.clear()
            with pytest.raises(TransactionConflictError):
                await client.transaction("repeatable read", retry=1).run(work)
            assert len(tries) == 2

    asyncio.run(scenario())


def test_statements_that_are_not_kept(make: Any) -> None:
    db = make("statement_cache_size=0", max_connections=1)
    for _ in range(8):
        assert db.author.find_many() == []
        assert db.query_raw("SELECT count(*) AS n FROM pg_prepared_statements") == [
            {"n": 0}
        ]


def test_no_more_statements_are_kept_than_asked_for(make: Any) -> None:
    db = make("statement_cache_size=5", max_connections=1)
    for number in range(60):
        wheres = [{"id": number} for _ in range(number % 15 + 1)]
        assert db.author.count({"OR": wheres}) == 0
        assert db.author.count({"OR": wheres}) == 0
        assert db.author.count({"OR": wheres}) == 0
    sql = "SELECT count(*)::int AS n FROM pg_prepared_statements"
    assert 1 <= db.query_raw(sql)[0]["n"] <= 6


def test_reads_by_key_go_the_short_way_once_they_are_prepared(
    url: str, db: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[Any] = []
    ask = ShortWay.ask

    def noted(self: ShortWay, statement: Any) -> Any:
        answers.append(ask(self, statement))
        return answers[-1]

    monkeypatch.setattr(ShortWay, "ask", noted)
    # The first is made before the database has said where its tables are.
    with Client(url) as fresh:
        for _ in range(20):
            assert fresh.author.find_unique({"id": 1}) is None
    assert isinstance(answers[0], Unfinished)
    assert answers[-5:] == [None] * 5


def test_a_transaction_that_has_failed_is_not_kept_in_silence(make: Any) -> None:
    db = make()
    with pytest.raises(DatabaseError, match="nothing of it is kept"):
        with db.transaction() as tx:
            tx.author.create(ADA)
            with pytest.raises(UniqueViolationError):
                tx.author.create(ADA)
    assert db.author.count() == 0
    with db.transaction() as tx:
        tx.author.create(ADA)
        with (
            pytest.raises(DatabaseError, match="nothing of it is kept"),
            tx.transaction() as inner,
        ):
            with pytest.raises(UniqueViolationError):
                inner.author.create(ADA)
    assert db.author.count() == 1


def test_connecting_ahead(make: Any, server: Any) -> None:
    db = make()
    assert not running(server, "%")
    db.connect()
    assert len(running(server, "idle")) == 1
    db.disconnect()
    until(lambda: not running(server, "%"))


def test_a_timeout_behind_a_pooler(make: Any, server: Any) -> None:
    db = make("pgbouncer=true", max_connections=1, statement_timeout=0.1)
    assert db.query_raw("SHOW statement_timeout") == [{"statement_timeout": "0"}]
    with server.transaction():
        server.execute("LOCK authors")
        with pytest.raises(StatementCanceledError):
            db.author.count()
        # What goes by psycopg's cursors keeps to it as well.
        with pytest.raises(StatementCanceledError):
            db.query_raw("SELECT count(*) FROM authors")
        with pytest.raises(StatementCanceledError):
            db.query_raw("UPDATE authors SET email = '' RETURNING email")
        with pytest.raises(StatementCanceledError):
            db.execute_raw("DELETE FROM authors")
        with pytest.raises(StatementCanceledError), db.transaction() as tx:
            tx.query_raw("SELECT count(*) FROM authors")
    first = backend(db)
    with server.transaction():
        server.execute("LOCK authors")
        with pytest.raises(StatementCanceledError):
            db.query_raw("SELECT count(*) FROM authors")
    assert db.author.count() == 0
    assert backend(db) == first


def test_whether_it_is_connected(url: str) -> None:
    client = Client(url)
    assert not client.is_connected()
    client.connect()
    assert client.is_connected()
    client.close()
    assert not client.is_connected()
    with psycopg.connect(url) as connection:
        lent = Client(connection=connection)
        assert lent.is_connected()
    assert not lent.is_connected()

    async def scenario() -> None:
        async with AsyncClient(url) as client:
            assert not client.is_connected()
            await client.author.count()
            assert client.is_connected()
        assert not client.is_connected()

    asyncio.run(scenario())


def test_a_server_without_tls(url: str) -> None:
    preferred = f"{url}?sslmode=prefer&sslaccept=strict"
    with Client(preferred) as client:
        assert client.query_raw("SELECT 1 AS one") == [{"one": 1}]
    required = f"{url}?sslmode=require&sslaccept=strict"
    with Client(required) as client, pytest.raises(ConnectionFailedError):
        client.connect()

    async def scenario() -> None:
        async with AsyncClient(preferred) as client:
            assert await client.query_raw("SELECT 1 AS one") == [{"one": 1}]
        async with AsyncClient(required) as client:
            with pytest.raises(ConnectionFailedError):
                await client.connect()

    asyncio.run(scenario())
