"""A client that was used before a fork: each process has connections of its own."""

import asyncio
import gc
import multiprocessing
import os
import pickle
import select
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from org_db_client import AsyncClient, Client

ADA: Any = {"email": "ada", "first_name": "Ada"}

#: Only a child that hangs takes so long.
GUARD_SECONDS = 120


@contextmanager
def forked(work: Callable[[], object]) -> Iterator[Callable[[], Any]]:
    """Runs ``work`` in a child; what is given is the child's answer, or its error."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            answer = work()
        except BaseException as error:
            answer = f"{type(error).__name__}: {error}"
        os.write(writer, pickle.dumps(answer))
        os._exit(0)
    os.close(writer)

    def answer_of_child() -> Any:
        ready, _, _ = select.select([reader], [], [], GUARD_SECONDS)
        return pickle.loads(os.read(reader, 100_000)) if ready else "hangs"

    try:
        yield answer_of_child
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(reader)


def in_child(work: Callable[[], object]) -> Any:
    with forked(work) as answer:
        return answer()


def backend(db: Client) -> int:
    return int(db.query_raw("SELECT pg_backend_pid() AS pid")[0]["pid"])


def answers_of(db: Client, number: int) -> list[int]:
    return [
        db.query_raw("SELECT %s::int AS n", [number + step])[0]["n"]
        for step in range(100)
    ]


@pytest.fixture
def one(url: str, db: Client) -> Iterator[Client]:
    """A client that has one connection, and has used it."""
    with Client(url, max_connections=1, pool_timeout=GUARD_SECONDS / 2) as client:
        client.author.count()
        yield client


def test_everyone_gets_their_own_answers(one: Client) -> None:
    before = backend(one)
    with (
        forked(lambda: answers_of(one, 1000)) as first,
        forked(lambda: answers_of(one, 2000)) as second,
        forked(lambda: answers_of(one, 3000)) as third,
    ):
        assert answers_of(one, 0) == list(range(100))
        assert first() == list(range(1000, 1100))
        assert second() == list(range(2000, 2100))
        assert third() == list(range(3000, 3100))
    backends = {in_child(lambda: backend(one)) for _ in range(3)}
    assert len({before, *backends}) == 4
    assert backend(one) == before


def test_a_child_of_a_child(one: Client) -> None:
    def child() -> list[int]:
        return [backend(one), in_child(lambda: backend(one)), backend(one)]

    mine, grandchild, again = in_child(child)
    assert mine == again
    assert len({mine, grandchild, backend(one)}) == 3


def test_a_child_that_closes_the_client_or_ends(one: Client) -> None:
    before = backend(one)

    def close() -> int:
        one.author.count()
        one.close()
        gc.collect()
        return 1

    assert in_child(close) == 1
    assert backend(one) == before
    # Without a connection of its own.
    assert in_child(one.close) is None
    assert backend(one) == before


def _count(db: Client, answers: Any) -> None:
    answers.put(db.author.count())


def test_multiprocessing(one: Client) -> None:
    before = backend(one)
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    children = [
        context.Process(target=_count, args=(one, answers), daemon=True)
        for _ in range(4)
    ]
    for child in children:
        child.start()
    assert one.author.count() == 0
    assert [answers.get(timeout=GUARD_SECONDS) for _ in children] == [0] * 4
    for child in children:
        child.join(GUARD_SECONDS)
        assert child.exitcode == 0
    assert backend(one) == before


def test_a_lock_that_another_thread_held(one: Client) -> None:
    lock = one._session.source._here().lane.lock  # type: ignore[attr-defined]
    is_held, is_done = threading.Event(), threading.Event()

    def hold() -> None:
        with lock:
            is_held.set()
            is_done.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    is_held.wait()
    try:
        assert in_child(one.author.count) == 0
    finally:
        is_done.set()
        thread.join()


def test_connections_that_were_busy(one: Client) -> None:
    with one.transaction() as tx:
        tx.author.create(ADA)
        # Nor is the parent's connection counted.
        assert in_child(one.author.count) == 0
    assert one.author.count() == 1


def test_a_transaction_that_was_open(one: Client) -> None:
    expected = "TransactionExpiredError: The transaction belongs to process"
    with one.transaction() as tx:
        tx.author.create(ADA)
        for use in (
            tx.author.count,
            lambda: tx.query_raw("SELECT 1"),
            lambda: tx.transaction().__enter__(),
        ):
            assert in_child(use).startswith(expected)
        assert tx.author.count() == 1
    assert one.author.count() == 1


@pytest.mark.parametrize("error", [None, ZeroDivisionError])
def test_a_child_that_leaves_the_block(one: Client, error: Any) -> None:
    before = backend(one)
    reader, writer = os.pipe()
    pid = -1
    try:
        with one.transaction() as tx, tx.transaction() as inner:
            inner.author.create(ADA)
            pid = os.fork()
            if pid == 0 and error:
                raise error
            if pid:
                os.waitpid(pid, 0)
                assert tx.author.count() == 1
    except ZeroDivisionError:
        pass
    if pid == 0:
        os.write(writer, str(one.author.count()).encode())
        os._exit(0)
    # The child has ended nothing: there was nothing to see yet.
    assert os.read(reader, 10) == b"0"
    assert one.author.count() == 1
    assert backend(one) == before


def test_a_connection_of_the_callers(url: str, one: Client) -> None:
    with psycopg.connect(url) as connection:
        client = Client(connection=connection)
        client.author.count()
        for use in (client.author.count, lambda: client.transaction().__enter__()):
            answer = in_child(use)
            assert answer.startswith("ForkedConnectionError: The connection was given")
            assert f"in process {os.getpid()}" in answer
        assert in_child(client.close) is None
        assert client.author.count() == 0


def test_async(url: str, db: Client) -> None:
    client = AsyncClient(url, max_connections=1, pool_timeout=GUARD_SECONDS / 2)

    async def pid() -> int:
        rows = await client.query_raw("SELECT pg_backend_pid() AS pid")
        return int(rows[0]["pid"])

    runner = asyncio.Runner()
    before = runner.run(pid())
    assert len({before, *(in_child(lambda: asyncio.run(pid())) for _ in range(3))}) == 4
    assert in_child(lambda: asyncio.run(client.close())) is None
    assert runner.run(pid()) == before

    async def scenario() -> None:
        async with client.transaction() as tx:
            await tx.author.create(ADA)

            def use() -> object:
                return tx.author.count().send(None)

            expected = "TransactionExpiredError: The transaction belongs to process"
            assert in_child(use).startswith(expected)
            assert await tx.author.count() == 1
        assert await client.author.count() == 1
        borrowed = await psycopg.AsyncConnection.connect(url)
        async with borrowed:
            other = AsyncClient(connection=borrowed)
            answer = in_child(lambda: other.author.count().send(None))
            assert answer.startswith("ForkedConnectionError")
            assert await other.author.count() == 1

    runner.run(scenario())
    runner.run(client.close())
    runner.close()


def test_a_model_that_another_thread_was_looking_at(one: Client) -> None:
    """The attribute of a model takes no lock that a fork could copy while it is held."""
    is_inside, is_done = threading.Event(), threading.Event()
    session: Any = one._session
    bind = session.bind

    def slow(table: Any) -> Any:
        is_inside.set()
        is_done.wait()
        return bind(table)

    session.bind = slow
    thread = threading.Thread(target=lambda: one.review)
    thread.start()
    is_inside.wait()
    session.bind = bind
    try:
        assert in_child(lambda: one.review.count()) == 0
    finally:
        is_done.set()
        thread.join()
