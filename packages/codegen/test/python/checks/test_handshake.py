"""What becomes of the database's answer to the version of the client."""

import logging
import pickle
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from both_colours import Blocking
from org_db_client import (
    AsyncClient,
    Client,
    ClientRefusedError,
    Compatibility,
    CompatibilityWarning,
    ConfigurationError,
    UniqueViolationError,
    schema_version,
)
from org_db_client._runtime.connections import handshake, pool, short_way
from org_db_client._runtime.connections.own_connection import OwnConnection

ADA: Any = {"email": "ada", "first_name": "Ada"}
LEDGER = 'the "ledger"'
QUOTED = '"the ""ledger"""'

HELLO = f"""
CREATE SCHEMA {QUOTED};
CREATE TABLE {QUOTED}.says (
  answer text, database_version text, accepted text[], missing text[], schema_name text,
  newest text, message text
);
CREATE TABLE {QUOTED}.heard (version text, service text, language text);
CREATE FUNCTION {QUOTED}.hello(version text, service text, language text)
RETURNS SETOF {QUOTED}.says LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO {QUOTED}.heard VALUES (version, service, language);
  RETURN QUERY TABLE {QUOTED}.says;
END $$;
"""


class Ledger:
    """A database that answers as it is told to."""

    def __init__(self, server: Any) -> None:
        self.server = server

    def say(
        self,
        answer: str,
        version: str | None = "3.0.0",
        *,
        accepted: Any = ("2.0.0", "3.0.0"),
        missing: Any = (),
        message: str | None = None,
    ) -> None:
        self.server.execute(f"TRUNCATE {QUOTED}.says")
        self.server.execute(
            f"INSERT INTO {QUOTED}.says VALUES (%s, %s, %s, %s, NULL, '3.0.0', %s)",
            [answer, version, list(accepted), list(missing), message],
        )

    def heard(self) -> list[Any]:
        found: list[Any] = self.server.execute(
            f"DELETE FROM {QUOTED}.heard RETURNING version, service, language"
        ).fetchall()
        return found


@pytest.fixture
def ledger(url: str, db: Client) -> Iterator[Ledger]:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(HELLO)
        try:
            yield Ledger(server)
        finally:
            server.execute(f"DROP SCHEMA {QUOTED} CASCADE")


@pytest.fixture(params=["sync", "async"])
def colour(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def make(url: str, colour: str) -> Iterator[Callable[..., Any]]:
    open_blocks: list[Any] = []

    def made(**options: Any) -> Any:
        given = {"ledger_schema": LEDGER, **options}
        block = Blocking(Client, AsyncClient, url, colour, **given)
        open_blocks.append(block)
        return block.__enter__()

    yield made
    for block in open_blocks:
        block.__exit__(None, None, None)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Has the clock go on."""
    real = handshake.monotonic
    passed = 0.0

    def go_on(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    for module in (handshake, pool, short_way):
        monkeypatch.setattr(module, "monotonic", lambda: real() + passed)
    return go_on


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for each question that has cost a round trip of its own."""
    asked: list[str] = []
    ask = OwnConnection.ask

    def noted(self: OwnConnection) -> Any:
        asked.append("asked")
        return ask(self)

    monkeypatch.setattr(OwnConnection, "ask", noted)
    return asked


@pytest.fixture
def warned() -> Iterator[Callable[[], list[str]]]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")

        def texts() -> list[str]:
            found = [
                str(one.message)
                for one in caught
                if one.category is CompatibilityWarning
            ]
            caught.clear()
            return found

        yield texts


def test_all_is_well(make: Any, ledger: Ledger, warned: Any) -> None:
    ledger.say("ok")
    db = make(service="reviews")
    assert db.compatibility() is None
    assert db.author.count() == 0
    assert db.compatibility() == Compatibility(
        "ok", schema_version, "3.0.0", ("2.0.0", "3.0.0"), (), "3.0.0", None
    )
    db.author.create(ADA)
    db.query_raw("SELECT 1")
    assert ledger.heard() == [(schema_version, "reviews", "python")]
    assert warned() == []


@pytest.mark.parametrize(
    ("options", "service"),
    [({}, None), ({"application_name": "billing"}, "billing")],
)
def test_the_name_of_the_service(
    make: Any, ledger: Ledger, options: Any, service: str | None
) -> None:
    ledger.say("ok")
    make(**options).author.count()
    assert ledger.heard() == [(schema_version, service, "python")]


def test_no_round_trip_is_added(make: Any, ledger: Ledger, apart: list[str]) -> None:
    def in_transaction(db: Any) -> None:
        with db.transaction(timeout=5) as tx:
            tx.author.count()

    def in_batch(db: Any) -> None:
        with db.batch() as batch:
            batch.author.count()

    ledger.say("ok")
    firsts: list[Callable[[Any], object]] = [
        lambda db: db.author.count(),
        lambda db: db.author.create(ADA),
        in_transaction,
        in_batch,
    ]
    for first in firsts:
        first(make(versioned=False))
        assert len(ledger.heard()) == 1
    # Where the session has to be set up, it goes along with that.
    make(options="-c timezone=Europe/Berlin").query_raw("SELECT 1")
    assert len(ledger.heard()) == 1
    assert apart == []
    make(versioned=False).query_raw("SELECT 1")
    assert len(ledger.heard()) == 1
    assert apart == ["asked"]


def test_a_statement_that_fails_beside_it(make: Any, ledger: Ledger) -> None:
    ledger.say("ok")
    make().author.create(ADA)
    db = make()
    with pytest.raises(UniqueViolationError):
        db.author.create(ADA)
    assert db.compatibility().answer == "ok"
    assert len(ledger.heard()) == 2
    assert db.author.count() == 1


def test_every_five_minutes(
    make: Any, ledger: Ledger, later: Any, apart: list[str], warned: Any
) -> None:
    ledger.say("ok")
    db = make()
    for _ in range(3):
        db.author.count()
    assert len(ledger.heard()) == 1
    later(299)
    db.author.count()
    assert ledger.heard() == []
    later(2)
    with db.transaction() as tx:
        ledger.say("degraded")
        later(400)
        # Not in the transaction of the caller, however long it is.
        tx.author.count()
        tx.author.find_many()
        tx.query_raw("SELECT 1")
        with tx.transaction() as savepoint:
            savepoint.author.find_first()
        assert db.compatibility().answer == "ok"
        assert len(ledger.heard()) == 1
    assert warned() == []
    db.author.count()
    assert db.compatibility().answer == "degraded"
    db.author.count()
    assert len(ledger.heard()) == 1
    assert apart == []


def test_a_database_that_moves_on(
    make: Any,
    ledger: Ledger,
    later: Any,
    warned: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ledger.say("ok", "2.0.0")
    db, other = make(), make()
    assert db.author.count() == 0
    assert warned() == []
    ledger.say("degraded", missing=["Author.nick is gone", "Author.tags: its type"])
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            later(301)
            assert db.author.count() == 0
        (text,) = warned()
    assert text == (
        "org-db-client 2.0.0 works in part on the database, which is at version 3.0.0 "
        "(versions that it accepts: 2.0.0, 3.0.0). Author.nick is gone; Author.tags: "
        "its type. Upgrade org-db-client to 3.0.0."
    )
    assert [record.getMessage() for record in caplog.records] == [text]
    assert db.compatibility().missing == (
        "Author.nick is gone",
        "Author.tags: its type",
    )
    # Another client is another matter.
    other.author.count()
    assert len(warned()) == 1
    ledger.say("refuse", "4.0.0", accepted=["3.0.0"], message="It is too old.")
    for _ in range(2):
        later(301)
        assert db.author.count() == 0
    assert warned() == [
        "org-db-client 2.0.0 is refused by the database, which is at version 4.0.0 "
        "(versions that it accepts: 3.0.0). It is too old. Upgrade org-db-client to "
        "3.0.0."
    ]


def test_refusal_is_enforced(make: Any, ledger: Ledger, warned: Any) -> None:
    ledger.say("refuse", "1.0.0", accepted=["1.0.0"], message="Not known.")
    db = make(compatibility="enforce")

    def in_transaction() -> None:
        with db.transaction() as tx:
            tx.author.create(ADA)

    def in_batch() -> None:
        with db.batch() as batch:
            batch.author.create(ADA)

    for attempt in (
        lambda: db.author.create(ADA),
        lambda: db.execute_raw("INSERT INTO authors (email) VALUES ('ada')"),
        in_transaction,
        in_batch,
        db.connect,
    ):
        with pytest.raises(ClientRefusedError) as raised:
            attempt()
        error = raised.value
        assert str(error) == (
            "org-db-client 2.0.0 is refused by the database, which is at version 1.0.0 "
            "(versions that it accepts: 1.0.0). Not known. Migrate the database to "
            "2.0.0."
        )
        assert error.code == "CLIENT_REFUSED"
        assert error.compatibility == db.compatibility()
        again = pickle.loads(pickle.dumps(error))
        assert again.compatibility.accepted == ("1.0.0",)
    assert make(compatibility="off").author.count() == 0
    # Once it is migrated, the client works on.
    ledger.say("ok", "2.0.0")
    db.author.create(ADA)
    assert db.compatibility().answer == "ok"
    assert warned() == []


def test_enforced_from_a_heartbeat_on(make: Any, ledger: Ledger, later: Any) -> None:
    ledger.say("ok", "2.0.0")
    db = make(compatibility="enforce")
    db.author.create(ADA)
    ledger.say("refuse")
    assert db.author.count() == 1
    later(301)
    for _ in range(2):
        with pytest.raises(ClientRefusedError):
            db.author.count()


def test_the_question_is_no_error_anywhere(ledger: Ledger) -> None:
    name = "handshake_check"
    server = ledger.server
    ledger.say("ok")

    def answered(ledger_schema: str = LEDGER) -> bool:
        asks = handshake.Handshake("warn", "package@2.0.0", None, ledger_schema)
        result = server.pgconn.exec_params(*asks.question)
        assert result.status == psycopg.pq.ExecStatus.TUPLES_OK, result.error_message
        return bool(result.ntuples and result.get_value(0, 0))

    assert answered()
    assert not answered("nowhere")
    server.execute(f"DROP ROLE IF EXISTS {name}")
    server.execute(f"CREATE ROLE {name}")
    try:
        server.execute(f"SET ROLE {name}")
        assert not answered()
        server.execute("RESET ROLE")
        server.execute(f"GRANT USAGE ON SCHEMA {QUOTED} TO {name}")
        server.execute(f"REVOKE ALL ON FUNCTION {QUOTED}.hello FROM PUBLIC")
        server.execute(f"SET ROLE {name}")
        assert not answered()
    finally:
        server.execute("RESET ROLE")
        server.execute(f"DROP OWNED BY {name}")
        server.execute(f"DROP ROLE {name}")
    # Nor does it leave a setting behind.
    assert server.execute("SHOW lock_timeout").fetchone() == ("0",)


@pytest.mark.parametrize("mode", ["warn", "enforce"])
def test_a_database_without_an_answer(
    make: Any, ledger: Ledger, warned: Any, mode: str
) -> None:
    server = ledger.server
    ledger.say("refuse")

    def works(**options: Any) -> None:
        db = make(compatibility=mode, **options)
        assert db.author.count() == 0
        with db.transaction() as tx:
            assert tx.author.count() == 0
        assert db.query_raw("SELECT 1 AS one") == [{"one": 1}]
        assert db.compatibility() is None

    works(ledger_schema="nowhere")
    # It writes where nothing may be written, which the migrator's own does not do.
    works(options="-c default_transaction_read_only=on")
    server.execute(f"DELETE FROM {QUOTED}.says")
    works()
    ledger.say("perhaps")
    works()
    server.execute(f"DROP FUNCTION {QUOTED}.hello")
    works()
    assert warned() == []


def test_a_role_without_the_right(make: Any, ledger: Ledger, db: Client) -> None:
    ledger.say("refuse")
    name = "handshake_check"
    server = ledger.server
    server.execute(f"DROP ROLE IF EXISTS {name}")
    server.execute(f"CREATE ROLE {name}")
    try:
        server.execute(f"GRANT SELECT ON authors TO {name}")
        client = make(compatibility="enforce", options=f"-c role={name}")
        assert client.author.count() == 0
        server.execute(f"GRANT USAGE ON SCHEMA {QUOTED} TO {name}")
        with pytest.raises(ClientRefusedError):
            make(compatibility="enforce", options=f"-c role={name}").author.count()
        server.execute(f"REVOKE ALL ON FUNCTION {QUOTED}.hello FROM PUBLIC")
        client = make(compatibility="enforce", options=f"-c role={name}")
        assert client.author.count() == 0
    finally:
        server.execute(f"DROP OWNED BY {name}")
        server.execute(f"DROP ROLE {name}")


def test_an_answer_that_is_locked(make: Any, ledger: Ledger) -> None:
    ledger.say("ok")
    db = make()
    with ledger.server.transaction():
        ledger.server.execute(f"LOCK TABLE {QUOTED}.says")
        assert db.author.count() == 0
        assert db.compatibility() is None


@pytest.mark.parametrize("autocommit", [True, False])
def test_a_connection_of_the_caller(
    url: str, ledger: Ledger, warned: Any, autocommit: bool
) -> None:
    ledger.say("refuse")
    with psycopg.connect(url, autocommit=autocommit) as connection:
        db = Client(
            connection=connection, compatibility="enforce", ledger_schema=LEDGER
        )
        with connection.transaction():
            # Not in the transaction of the caller.
            assert db.author.count() == 0
        assert ledger.heard() == []
        with pytest.raises(ClientRefusedError):
            db.author.count()
        idle = psycopg.pq.TransactionStatus.IDLE
        assert connection.info.transaction_status == idle
        quiet = Client(connection=connection, ledger_schema=LEDGER)
        assert quiet.author.count() == 0
        assert len(warned()) == 1


def test_modes(url: str) -> None:
    with pytest.raises(ConfigurationError, match="'enforce' or 'warn' or 'off'"):
        Client(url, compatibility="strict")  # type: ignore[arg-type]
