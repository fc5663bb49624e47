"""One DATABASE_URL serves a service in Node and one in Python."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import pytest
from org_db_client import AsyncClient, Client, ClientError, ConfigurationError
from org_db_client._runtime.connections.url import (
    ConnectionSettings,
    connection_settings,
)

PRISMA = (
    "postgresql://ada:p%40ss@db.example.org:6432/shop?schema=app&connection_limit=3"
    "&pool_timeout=4&connect_timeout=5&socket_timeout=7&pgbouncer=true"
    "&sslmode=require&application_name=web&statement_cache_size=100"
)


def parameters(settings: ConnectionSettings) -> dict[str, str]:
    from psycopg.conninfo import conninfo_to_dict

    return {
        key: str(value) for key, value in conninfo_to_dict(settings.conninfo).items()
    }


def test_what_prisma_means() -> None:
    settings = connection_settings(PRISMA, name="client")
    assert parameters(settings) == {
        "user": "ada",
        "password": "p@ss",
        "host": "db.example.org",
        "port": "6432",
        "dbname": "shop",
        "connect_timeout": "5",
        "sslmode": "require",
        "application_name": "web",
    }
    assert settings.schema == "app"
    assert (settings.max_connections, settings.pool_timeout) == (3, 4.0)
    assert (settings.statement_timeout, settings.statement_cache) == (7.0, 0)
    assert (settings.host, settings.port) == ("db.example.org", 6432)
    assert settings.database == "shop"
    assert "p@ss" not in repr(settings)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sslaccept=strict", {"sslmode": "verify-full", "sslrootcert": "system"}),
        (
            "sslmode=require&sslaccept=strict&sslcert=/ca.pem",
            {"sslmode": "verify-full", "sslrootcert": "/ca.pem"},
        ),
        ("sslmode=no-verify&sslaccept=accept_invalid_certs", {"sslmode": "require"}),
        ("sslmode=disable&sslaccept=strict", {"sslmode": "disable"}),
        # With a key it is the certificate of the client.
        ("sslcert=/c.pem&sslkey=/k.pem", {"sslcert": "/c.pem", "sslkey": "/k.pem"}),
        ("lock_timeout=5", {"options": "-c lock_timeout=5"}),
        (
            "options=-c%20search_path%3Dapp&lock_timeout=5",
            {"options": "-c search_path=app -c lock_timeout=5"},
        ),
        ("host=/var/run/postgresql", {"host": "/var/run/postgresql"}),
        ("target_session_attrs=read-write", {"target_session_attrs": "read-write"}),
    ],
)
def test_what_libpq_is_told(query: str, expected: dict[str, str]) -> None:
    told = parameters(connection_settings(f"postgresql:///d?{query}"))
    assert told == {"dbname": "d", **expected}


def test_times_and_caches() -> None:
    def read(query: str) -> ConnectionSettings:
        return connection_settings(f"postgresql://h/d?{query}")

    forever = read("pool_timeout=0&max_connection_lifetime=0").pool_timeout
    assert forever is not None
    assert forever > 10_000_000
    assert read("statement_cache_size=0").statement_cache == 0
    assert read("statement_cache_size=9").statement_cache == 9
    assert read("pgbouncer=false").statement_cache is None
    assert read("statement_cache_size=9&pgbouncer=true").statement_cache == 0
    assert read("socket_timeout=7&statement_timeout=500").statement_timeout == 0.5
    assert read("socket_timeout=0").statement_timeout is None
    assert read("max_idle_connection_lifetime=60").max_idle == 60.0


@pytest.mark.parametrize(
    ("url", "parameter", "message"),
    [
        ("postgresql://h/d?conection_limit=3", "conection_limit", "connection_limit"),
        ("postgresql://h/d?search_path=app", "search_path", "options=-c"),
        ("postgresql://h/d?connection_limit=0", "connection_limit", "at least 1"),
        ("postgresql://h/d?pool_timeout=2s", "pool_timeout", "without a unit"),
        ("postgresql://h/d?pgbouncer=1", "pgbouncer", "true, false"),
        ("postgresql://h/d?sslmode=on", "sslmode", "verify-full"),
        ("postgresql://h/d?sslaccept=yes", "sslaccept", "strict"),
        ("postgresql://h/d?sslidentity=me.p12", "sslidentity", "sslkey"),
        ("postgresql://h/d?schema=a&schema=b", "schema", "twice"),
        ("host=h dbname=d pasword=hush", "pasword", "password"),
    ],
)
def test_what_is_refused_by_its_name(url: str, parameter: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as refused:
        Client(url)
    assert refused.value.parameter == parameter
    assert parameter in str(refused.value)
    with pytest.raises(ConfigurationError, match=message):
        AsyncClient(url)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql://ada:hush@hush@h/d", "percent-encoded"),
        ("postgresql://ada:hush/hush@h/d", "percent-encoded"),
        ("postgresql://ada:hush#hush@h/d", "percent-encoded"),
        ("postgresql://ada:hush%ff@h/d", "percent-encoded"),
        ('"postgresql://ada:hush@h/d"', "in quotes"),
        ("jdbc:postgresql://h/d?password=hush", "of a driver"),
        ("postgresql+psycopg://ada:hush@h/d", "of a driver"),
        ("mysql://ada:hush@h/d", "something else"),
        ("hush", "neither a URL nor"),
        ("host=h password='hush", "cannot read"),
    ],
)
def test_nothing_of_what_cannot_be_read_is_repeated(url: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as refused:
        Client(url)
    assert "hush" not in str(refused.value)
    assert isinstance(refused.value, ClientError)


def test_a_password_with_a_percent_sign() -> None:
    assert (
        parameters(connection_settings("postgresql://u:p%w@h/d"))["password"] == "p%w"
    )


def test_options_go_before_the_url() -> None:
    settings = connection_settings(
        "postgresql://h/d?sslmode=require",
        {"sslmode": "disable", "prepare_threshold": None},
    )
    assert parameters(settings)["sslmode"] == "disable"
    assert settings.options == {"prepare_threshold": None}
    assert settings.statement_cache == 0
    with pytest.raises(ConfigurationError, match="sslmode"):
        Client("postgresql://h/d", ssl_mode="require")


def test_without_a_url(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Client() as client:
        assert client.author.count() is not None
    monkeypatch.delenv("DATABASE_URL")
    for nothing in (None, "", " "):
        with pytest.raises(ConfigurationError, match="DATABASE_URL"):
            Client(nothing)
    parts = urlsplit(url)
    with Client(
        host=parts.hostname,
        port=parts.port,
        user=parts.username,
        password=parts.password,
        dbname=parts.path[1:],
    ) as client:
        assert client.author.count() is not None
    monkeypatch.setenv("PGHOST", str(parts.hostname))
    assert connection_settings("").host == parts.hostname


def test_a_url_of_prismas_connects(url: str, db: Client) -> None:
    separator = "&" if "?" in url else "?"
    prisma = (
        f"{url}{separator}schema=audit&connection_limit=2&pool_timeout=5"
        "&connect_timeout=5&sslmode=prefer&pgbouncer=true&lock_timeout=1234"
    )
    shown: Any = "SHOW lock_timeout"
    with Client(prisma) as client:
        assert client.query_raw(shown) == [{"lock_timeout": "1234ms"}]
        assert client.membership.count() == 0
        # Of the schema that the schema language names, whatever the URL says.
        assert client.author.count() == 0

    async def scenario() -> None:
        async with AsyncClient(prisma) as client:
            assert await client.query_raw(shown) == [{"lock_timeout": "1234ms"}]
            assert await client.membership.count() == 0

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "option", [{"unknown_enum_values": "error"}, {"far_times": "keep"}]
)
def test_an_option_with_a_value_that_is_none_of_its_own(option: dict[str, str]) -> None:
    wrong: Any = option
    with pytest.raises(ConfigurationError, match=r"is '.*' or '.*', got '"):
        Client(**wrong)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(
    ("option", "message"),
    [
        (
            {"max_connections": 0},
            "max_connections takes a whole number from 1 on; got 0",
        ),
        ({"max_connections": "5"}, "max_connections takes a whole number from 1 on"),
        ({"pool_timeout": -1}, "pool_timeout takes seconds, or a timedelta, from 0 on"),
        (
            {"pool_timeout": "1"},
            "pool_timeout takes seconds, or a timedelta, from 0 on",
        ),
        ({"max_lifetime": True}, "max_lifetime takes seconds, or a timedelta, from 0"),
        ({"max_idle": "1h"}, "max_idle takes seconds, or a timedelta, from 0 on; got"),
        (
            {"statement_timeout": "1s"},
            "statement_timeout takes seconds, or a timedelta",
        ),
        ({"on_query": "x"}, "on_query takes a function, got a value of the type str"),
        ({"url": 5}, "database URL is text like postgresql://.*, got a value of the"),
    ],
)
def test_an_option_of_another_kind(kind: Any, option: Any, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        kind(**option)
