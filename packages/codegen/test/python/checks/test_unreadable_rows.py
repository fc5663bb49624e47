"""A write whose row cannot be read is not kept: the caller was told that it failed."""

import asyncio
import datetime
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import psycopg
import pytest
from conftest import URL
from org_db_client import (
    AsyncClient,
    Client,
    ClientError,
    DatabaseError,
    InvalidValueError,
    TransactionConflictError,
    UniqueViolationError,
    UnknownEnumValueError,
    models,
)
from psycopg import sql
from test_values import MINIMAL

MAX = datetime.datetime.max.replace(tzinfo=datetime.UTC)


@contextmanager
def rows_become(url: str, table: str, change: str) -> Iterator[None]:
    """As a newer version of the schema might have it: by a trigger."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            sql.SQL(
                "CREATE FUNCTION newer() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN {}; RETURN NEW; END $$"
            ).format(sql.SQL(change))  # type: ignore[arg-type]
        )
        connection.execute(
            sql.SQL(
                "CREATE TRIGGER newer BEFORE INSERT OR UPDATE ON {} "
                "FOR EACH ROW EXECUTE FUNCTION newer()"
            ).format(sql.Identifier(table))
        )
        try:
            yield
        finally:
            connection.execute("DROP FUNCTION newer CASCADE")


class StrictClient(Client):
    """As it is generated where schema.config.json says so."""

    _unknown_enum_values = "raise"


@pytest.fixture(params=[Client, StrictClient], ids=["chosen", "generated"])
def db(db: Client, request: pytest.FixtureRequest) -> Iterator[Client]:
    if request.param is StrictClient:
        with StrictClient(URL) as client:
            yield client
    else:
        with Client(URL, unknown_enum_values="raise") as client:
            yield client


@pytest.fixture(scope="module", autouse=True)
def newer_enum() -> None:
    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute("ALTER TYPE review_status ADD VALUE IF NOT EXISTS 'newer'")


UNREADABLE = [
    ("NEW.status := 'newer'", UnknownEnumValueError),
    ("NEW.statuses := '{newer}'", UnknownEnumValueError),
    ("NEW.timestamp := '10000-01-01'", InvalidValueError),
    ("NEW.timestamptz := 'infinity'", InvalidValueError),
    ("NEW.timestamps := '{-infinity}'", InvalidValueError),
    ("NEW.date := '0001-01-01 BC'", InvalidValueError),
    ("NEW.time := '24:00'", InvalidValueError),
    ("NEW.timetz := '24:00+00'", InvalidValueError),
]


@pytest.mark.parametrize(("change", "error"), UNREADABLE)
def test_every_write_of_a_table_with_lists(
    db: Client, url: str, change: str, error: type[ClientError]
) -> None:
    row = db.everything.create({**MINIMAL, "int": 1})
    key: Any = {"id": row.id}
    new: Any = {**MINIMAL, "int": 2}
    writes: list[Callable[[], object]] = [
        lambda: db.everything.create(new),
        lambda: db.everything.update(key, {"int": 2}),
        lambda: db.everything.upsert(key, create={**new, **key}, update={"int": 2}),
        lambda: db.everything.upsert(key, create=new, update={"int": 2}),
    ]
    with rows_become(url, "Everything", change):
        for write in writes:
            with pytest.raises(error):
                write()
    assert db.everything.find_many() == [row]
    # It is no less true of a row that was there.
    with rows_become(url, "Everything", change):
        assert db.everything.update_many(data={"int": 3}) == 1
    with pytest.raises(error):
        db.everything.delete(key)
    assert db.everything.count({"int": 3}) == 1


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ("NEW.moment := '10000-01-01'", InvalidValueError),
        ("NEW.moment := 'infinity'", InvalidValueError),
        ("NEW.zoned := '0044-03-15 BC'", InvalidValueError),
        ("NEW.day := '-infinity'", InvalidValueError),
        ("NEW.time := '24:00'", InvalidValueError),
        ("NEW.timetz := '24:00+02'", InvalidValueError),
        ("NEW.state := 'newer'", UnknownEnumValueError),
        ("NEW.facts := repeat('9', 5000)", ValueError),
        ("NEW.notes := repeat('9', 5000)", ValueError),
    ],
)
def test_every_write_of_a_table_that_the_database_looks_at(
    db: Client, url: str, change: str, error: type[Exception]
) -> None:
    row = db.watched.create({"number": 1})
    key: Any = {"id": row.id}
    writes: list[Callable[[], object]] = [
        lambda: db.watched.create({"number": 2}),
        lambda: db.watched.update(key, {"number": 2}),
        lambda: db.watched.upsert(
            key, create={"number": 2, **key}, update={"number": 2}
        ),
        lambda: db.watched.upsert(key, create={"number": 2}, update={"number": 2}),
    ]
    with rows_become(url, "Watched", change):
        for write in writes:
            with pytest.raises(error):
                write()
        assert db.watched.find_many() == [row]
        assert db.watched.update_many(data={"number": 3}) == 1
    with pytest.raises(error):
        db.watched.delete(key)
    assert db.watched.count({"number": 3}) == 1


def test_rows_at_the_edge_of_what_can_be_read(db: Client) -> None:
    for values in (
        {"moment": datetime.datetime.min, "day": datetime.date.min},
        {"moment": MAX.replace(microsecond=999000), "day": datetime.date.max},
        {"zoned": MAX.replace(microsecond=0, day=30)},
        {"time": datetime.time.max.replace(microsecond=999000)},
        {"facts": {"text": "x" * 5000}, "notes": ["x" * 5000]},
    ):
        made = db.watched.create({"number": 1, **values})  # type: ignore[typeddict-item]
        assert db.watched.find_unique({"id": made.id}) == made


def test_an_error_of_a_trigger_stays_what_it_is(db: Client, url: str) -> None:
    with rows_become(url, "Watched", "PERFORM 1 / NEW.number"):
        with pytest.raises(InvalidValueError) as error:
            db.watched.create({"number": 0})
        assert error.value.sqlstate == "22012"
        assert db.watched.create({"number": 1}).number == 1


def test_a_json_number_that_python_refuses(db: Client) -> None:
    row = db.everything.create(MINIMAL)
    db.execute_raw("UPDATE \"Everything\" SET jsonb = repeat('9', 5000)::jsonb")
    with pytest.raises(ValueError, match="4300"):
        db.everything.delete({"id": row.id})
    assert db.everything.count() == 1


def test_a_time_that_rounds_up_to_one_that_python_lacks(db: Client) -> None:
    for wrong in ({"timestamp": MAX}, {"timestamps": [MAX]}):
        with pytest.raises(InvalidValueError, match="year"):
            db.everything.create({**MINIMAL, **wrong})
    assert db.everything.count() == 0


def test_many_rows_are_not_read(db: Client, url: str) -> None:
    with rows_become(url, "Everything", UNREADABLE[0][0]):
        assert db.everything.create_many([MINIMAL] * 3) == 3
        assert db.everything.update_many(data={"int": 5}) == 3
    assert db.everything.delete_many({"int": 5}) == 3


def test_the_callers_own_sql(db: Client, author: models.Author) -> None:
    far: Any = 'UPDATE authors SET "createdAt" = \'10000-01-01\' RETURNING "createdAt"'
    for query in (far, far.encode(), sql.SQL(far), sql.SQL("{}").format(sql.SQL(far))):
        with pytest.raises(InvalidValueError, match="year"):
            db.query_raw(query)
    within: Any = f"WITH changed AS ({far}) SELECT * FROM changed WHERE %s"
    with pytest.raises(InvalidValueError, match="year"):
        db.query_raw(within, [True])
    assert db.author.find_many() == [author]
    insert = "INSERT INTO authors (email, \"firstName\", \"updatedAt\") VALUES ('b', 'b', now())"
    assert db.query_raw(insert) == []
    assert db.query_raw("DELETE FROM authors WHERE email = 'b' RETURNING email") == [
        {"email": "b"}
    ]


def test_inside_a_transaction_the_caller_decides(db: Client, url: str) -> None:
    row = db.everything.create({**MINIMAL, "int": 1})
    key: Any = {"id": row.id}
    with rows_become(url, "Everything", UNREADABLE[0][0]):
        with (
            pytest.raises(UnknownEnumValueError),
            db.transaction() as tx,
        ):
            tx.everything.update(key, {"int": 2})
        assert db.everything.count({"int": 2}) == 0
        with db.transaction() as tx:
            with pytest.raises(UnknownEnumValueError):
                tx.everything.update(key, {"int": 2})
            # It is still open, and the change a part of it.
            assert tx.everything.count({"int": 2}) == 1
        assert db.everything.count({"int": 2}) == 1
        with psycopg.connect(url) as connection:
            with pytest.raises(UnknownEnumValueError):
                Client(
                    connection=connection, unknown_enum_values="raise"
                ).everything.update(key, {"int": 3})
            connection.rollback()
        with psycopg.connect(url, autocommit=True) as connection:
            with pytest.raises(UnknownEnumValueError):
                Client(
                    connection=connection, unknown_enum_values="raise"
                ).everything.update(key, {"int": 3})
        assert db.everything.count({"int": 3}) == 0


def test_an_error_of_the_database_stays_what_it_is(
    db: Client, author: models.Author
) -> None:
    for _ in range(10):
        with pytest.raises(UniqueViolationError) as refused:
            db.author.create({"email": author.email, "first_name": "x"})
        assert refused.value.constraint_name == "authors_email_key"
    assert db.author.find_many() == [author]


def test_a_constraint_that_is_looked_at_in_the_end(db: Client) -> None:
    db.execute_raw(
        'ALTER TABLE "Everything" ADD CONSTRAINT in_the_end UNIQUE (int) '
        "DEFERRABLE INITIALLY DEFERRED"
    )
    try:
        db.everything.create(MINIMAL)
        with pytest.raises(UniqueViolationError):
            db.everything.create(MINIMAL)
        assert db.everything.count() == 1
    finally:
        db.execute_raw('ALTER TABLE "Everything" DROP CONSTRAINT in_the_end')


def round_trips(connection: psycopg.Connection[Any], use: Callable[[], Any]) -> int:
    """How often the client waited for the server."""
    with tempfile.TemporaryFile() as file:
        connection.pgconn.trace(file.fileno())
        use()
        connection.pgconn.untrace()
        file.seek(0)
        sides = [line.split(b"\t")[1] for line in file.read().splitlines()]
    return sum(a == b"F" and b == b"B" for a, b in pairwise(sides))


def test_what_it_costs(url: str, db: Client) -> None:
    ada: Any = {"email": "a", "first_name": "a"}
    bob: Any = {"email": "b", "first_name": "b"}
    with psycopg.connect(url, autocommit=True) as connection:
        client = Client(connection=connection)

        def trips(use: Callable[[], object]) -> int:
            return round_trips(connection, use)

        # The handshake goes with the first one.
        client.author.count()
        # The database sees that the row can be read.
        assert trips(lambda: client.author.create(ada)) == 1
        assert trips(lambda: client.author.update({"id": 1}, {"last_name": "x"})) == 1
        keyed: Any = {**bob, "id": 1}
        assert trips(lambda: client.author.upsert({"id": 1}, keyed, bob)) == 1
        assert trips(lambda: client.author.create_many([ada])) == 1
        assert trips(lambda: client.author.find_many()) == 1
        assert trips(lambda: client.author.delete({"id": 1})) == 1
        # It cannot look into lists.
        assert trips(lambda: client.everything.create(MINIMAL)) == 2
        with client.transaction() as tx:
            assert trips(lambda: tx.everything.create(MINIMAL)) == 1


def test_async(url: str, db: Client) -> None:
    row = db.everything.create({**MINIMAL, "int": 1})
    key: Any = {"id": row.id}
    new: Any = {**MINIMAL, "int": 2}
    far: Any = "UPDATE \"Everything\" SET date = '10000-01-01' RETURNING date"

    async def scenario() -> None:
        async with AsyncClient(url, unknown_enum_values="raise") as client:
            for change, error in UNREADABLE:
                with rows_become(url, "Everything", change):
                    for write in (
                        lambda: client.everything.create(new),
                        lambda: client.everything.update(key, {"int": 2}),
                        lambda: client.everything.upsert(
                            key, create={**new, **key}, update={"int": 2}
                        ),
                        lambda: client.everything.upsert(
                            key, create=new, update={"int": 2}
                        ),
                    ):
                        with pytest.raises(error):
                            await write()
            with pytest.raises(DatabaseError, match="year"):
                await client.query_raw(far)
            assert await client.everything.find_many() == [row]
            assert await client.everything.delete(key) == row

    asyncio.run(scenario())


def test_async_cancellation_leaves_the_pool_usable(url: str, db: Client) -> None:
    async def scenario() -> None:
        async with AsyncClient(url, max_connections=1, pool_timeout=60) as client:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(client.everything.create(MINIMAL), 0.1)
            assert await client.everything.count() == 0

    with rows_become(url, "Everything", "PERFORM pg_sleep(60)"):
        asyncio.run(scenario())


def test_a_conflict_at_commit(url: str, db: Client) -> None:
    """Of a transaction that the client began itself, and not the caller."""
    isolation = "-c default_transaction_isolation=serializable"
    with Client(url, options=isolation) as first:
        first.author.create({"email": "a", "first_name": "a"})
        db.execute_raw(
            "CREATE FUNCTION conflict() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE serialization_failure; END $$"
        )
        db.execute_raw(
            "CREATE CONSTRAINT TRIGGER conflict AFTER INSERT ON authors "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION conflict()"
        )
        try:
            with pytest.raises(TransactionConflictError):
                first.author.create({"email": "b", "first_name": "b"})
            assert first.author.count() == 1
        finally:
            db.execute_raw("DROP FUNCTION conflict CASCADE")
