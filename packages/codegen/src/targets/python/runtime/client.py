"""What every client and transaction can do, whatever the schema."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any, ClassVar, Generic, Literal, Self, TypeVar, overload

import psycopg

from .compatibility import Compatibility, CompatibilityMode
from .connections.blocks import AsyncTransactionBlock, TransactionBlock
from .connections.colours import Blocking, Colour, Cooperative
from .connections.handshake import Handshake
from .connections.observe import Observer, OnQuery
from .connections.pool import Lender, Pool, PoolSettings, Source
from .connections.seconds import Seconds, optional, seconds
from .connections.session import AsyncSession, Session
from .connections.transaction_options import transaction_options
from .connections.url import connection_settings
from .errors import ConfigurationError
from .tables.bound_table import TableBinder
from .tables.placement import Placement
from .tables.table import Tables
from .types import RawParams, RawQuery, Reading

C = TypeVar("C", bound=psycopg.BaseConnection[Any])
T = TypeVar("T")

#: How long close() waits for the statements that run, in seconds.
CLOSE_TIMEOUT = 10.0


class SessionClient:
    """Raw SQL on a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @overload
    def query_raw(
        self, query: RawQuery, params: RawParams = None
    ) -> list[dict[str, Any]]: ...

    @overload
    def query_raw(
        self, query: RawQuery, params: RawParams = None, *, into: type[T]
    ) -> list[T]: ...

    def query_raw(
        self,
        query: RawQuery,
        params: RawParams = None,
        *,
        into: type[Any] | None = None,
    ) -> list[Any]:
        """The rows of your own SQL. Parameters are ``%s`` or ``%(name)s``.

        Dicts, or what ``into`` is the class of: a model's row, a dataclass, a
        TypedDict. Their values have the types of the models.
        """
        return self._session.query_raw(query, params, into)

    @overload
    def query_first(
        self, query: RawQuery, params: RawParams = None
    ) -> dict[str, Any] | None: ...

    @overload
    def query_first(
        self, query: RawQuery, params: RawParams = None, *, into: type[T]
    ) -> T | None: ...

    def query_first(
        self,
        query: RawQuery,
        params: RawParams = None,
        *,
        into: type[Any] | None = None,
    ) -> Any:
        """The first row of your own SQL; None when there is none."""
        return next(iter(self._session.query_raw(query, params, into)), None)

    def execute_raw(self, query: RawQuery, params: RawParams = None) -> int:
        """How many rows your own SQL touched."""
        return self._session.execute_raw(query, params)

    def _transaction(
        self, make: Callable[[Session], T], *options: Any, **more: Any
    ) -> TransactionBlock[T]:
        chosen = transaction_options(*options, **more)
        return TransactionBlock(self._session, make, chosen)


class AsyncSessionClient:
    """Raw SQL on an async session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @overload
    async def query_raw(
        self, query: RawQuery, params: RawParams = None
    ) -> list[dict[str, Any]]: ...

    @overload
    async def query_raw(
        self, query: RawQuery, params: RawParams = None, *, into: type[T]
    ) -> list[T]: ...

    async def query_raw(
        self,
        query: RawQuery,
        params: RawParams = None,
        *,
        into: type[Any] | None = None,
    ) -> list[Any]:
        """The rows of your own SQL. Parameters are ``%s`` or ``%(name)s``.

        Dicts, or what ``into`` is the class of: a model's row, a dataclass, a
        TypedDict. Their values have the types of the models.
        """
        return await self._session.query_raw(query, params, into)

    @overload
    async def query_first(
        self, query: RawQuery, params: RawParams = None
    ) -> dict[str, Any] | None: ...

    @overload
    async def query_first(
        self, query: RawQuery, params: RawParams = None, *, into: type[T]
    ) -> T | None: ...

    async def query_first(
        self,
        query: RawQuery,
        params: RawParams = None,
        *,
        into: type[Any] | None = None,
    ) -> Any:
        """The first row of your own SQL; None when there is none."""
        return next(iter(await self._session.query_raw(query, params, into)), None)

    async def execute_raw(self, query: RawQuery, params: RawParams = None) -> int:
        """How many rows your own SQL touched."""
        return await self._session.execute_raw(query, params)

    def _transaction(
        self, make: Callable[[AsyncSession], T], *options: Any, **more: Any
    ) -> AsyncTransactionBlock[T]:
        chosen = transaction_options(*options, **more)
        return AsyncTransactionBlock(self._session, make, chosen)


class Opened(Generic[C]):
    """Opens connections when they are needed.

    ``url`` is the URL of the database as Prisma has it, or a string or URL of libpq;
    without one ``DATABASE_URL`` decides. ``connection`` is a psycopg connection of
    your own instead: the client uses it as it is, and leaves commit and close to you.
    ``schema`` is the database schema to look for tables in; without it that of the
    URL, or the search path. ``versioned`` says whether it is ``schema_name``, which a
    database that serves several versions has for this one; by default it is where the
    database has that, as it says in the handshake with the first connection: not with
    ``compatibility="off"``, nor with another ``schema`` than public. ``service`` is the name of the service, for who looks at
    the database: it stands before that of the client in ``application_name``, unless
    the URL or PGAPPNAME says one. ``unknown_enum_values`` says whether a value that an
    enum lacks is read as an :class:`UnknownValue` or is an error, and ``far_times``
    whether infinity and years that Python lacks are an error or read as its nearest
    value.

    At most ``max_connections`` are open, 10 if nobody says a number; a caller waits
    ``pool_timeout`` for one, or 30 seconds. A connection is replaced after
    ``max_lifetime``, or an hour, and closed when it was not used for ``max_idle``, or
    10 minutes. The server cancels a statement after ``statement_timeout``. Times are
    seconds or timedeltas. Each goes before what the URL says. Other options go to
    psycopg's ``connect``.

    ``on_query`` is called with a :class:`Query` for each statement that has run or
    failed: it must be quick. Logging at the level DEBUG, under the name of the
    package, and OpenTelemetry, where the service has set it up, hear of the same.
    Values are in none of them unless ``show_values`` says so.

    ``compatibility`` says what becomes of an answer of the database, asked with the
    first statement and every five minutes of use, that it does not work with this
    version of the schema: a :class:`CompatibilityWarning`, or with "enforce" a
    :class:`ClientRefusedError` before anything is sent where it does not work at all.
    ``ledger_schema`` is where the migrator keeps its tables.
    """

    _name: ClassVar[str] = ""
    _schema_name: ClassVar[str] = ""
    #: As it was generated.
    _unknown_enum_values: ClassVar[Literal["keep", "raise"]] = "keep"

    def __init__(
        self,
        url: str | None = None,
        *,
        connection: C | None = None,
        schema: str | None = None,
        versioned: bool | None = None,
        max_connections: int | None = None,
        pool_timeout: Seconds | None = None,
        max_lifetime: Seconds | None = None,
        max_idle: Seconds | None = None,
        statement_timeout: Seconds | None = None,
        service: str | None = None,
        unknown_enum_values: Literal["keep", "raise"] | None = None,
        far_times: Literal["raise", "clamp"] = "raise",
        on_query: OnQuery | None = None,
        show_values: bool = False,
        compatibility: CompatibilityMode = "warn",
        ledger_schema: str = "schema_migrations",
        **options: Any,
    ) -> None:
        where: C | PoolSettings
        if connection is not None:
            where = connection
            info = connection.info
            address = (info.host, info.port, info.dbname)
        else:
            said = connection_settings(url, options, name=self._name, service=service)
            usual = PoolSettings()
            patience = optional("pool_timeout", pool_timeout)
            lifetime = optional("max_lifetime", max_lifetime)
            idle = optional("max_idle", max_idle)
            limit = optional("statement_timeout", statement_timeout)
            most = most_connections(max_connections)
            where = PoolSettings(
                said.conninfo,
                said.options,
                first(most, said.max_connections, usual.max_size),
                first(patience, said.pool_timeout, usual.timeout),
                first(lifetime, said.max_lifetime, usual.max_lifetime),
                first(idle, said.max_idle, usual.max_idle),
                limit or said.statement_timeout,
                first(said.statement_cache, None, usual.statement_cache),
                said.prefers_tls,
            )
            address = (said.host, said.port, said.database)
            schema = said.schema if schema is None else schema
            versioned = said.versioned if versioned is None else versioned
        if versioned is None and compatibility == "off":
            versioned = False
        placement = Placement(schema, self._schema_name, versioned)
        self._handshake = Handshake(
            compatibility, self._name, service, ledger_schema, placement
        )
        reading = Reading(unknown_enum_values or self._unknown_enum_values, far_times)
        observer = Observer(self._name, on_query, show_values, address)
        binder = TableBinder(self._schema_tables(), placement, reading, observer)
        self._open(binder, where)

    def compatibility(self) -> Compatibility | None:
        """What the database last said of this version; None where it has said nothing."""
        return self._handshake.said

    def is_connected(self) -> bool:
        """Whether a connection is open: one is after :meth:`connect`, or a call."""
        return self._source().is_connected()

    def _source(self) -> Source:
        raise NotImplementedError

    def _open(self, binder: TableBinder, where: C | PoolSettings) -> None:
        raise NotImplementedError

    def _schema_tables(self) -> Tables:
        # Loaded for a client that is made, and not with the package.
        raise NotImplementedError


class BaseClient(Opened[psycopg.Connection[Any]], SessionClient):
    """The database."""

    def _open(
        self, binder: TableBinder, where: psycopg.Connection[Any] | PoolSettings
    ) -> None:
        colour = Blocking()
        source = source_of(where, colour, self._handshake)
        self._session = Session(source, binder, colour)

    def _source(self) -> Source:
        return self._session.source

    def connect(self) -> None:
        """Opens a connection ahead of the first call, which would open it, too."""
        self._session.connect()

    def close(self, timeout: Seconds = CLOSE_TIMEOUT) -> None:
        """Closes the connections; waits for the statements that run."""
        self._session.close(seconds("timeout", timeout))

    disconnect = close

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()


class BaseAsyncClient(Opened[psycopg.AsyncConnection[Any]], AsyncSessionClient):
    """The database."""

    def _open(
        self, binder: TableBinder, where: psycopg.AsyncConnection[Any] | PoolSettings
    ) -> None:
        colour = Cooperative()
        source = source_of(where, colour, self._handshake)
        self._session = AsyncSession(source, binder, colour)

    def _source(self) -> Source:
        return self._session.source

    async def connect(self) -> None:
        """Opens a connection ahead of the first call, which would open it, too."""
        await self._session.connect()

    async def close(self, timeout: Seconds = CLOSE_TIMEOUT) -> None:
        """Closes the connections; waits for the statements that run."""
        await self._session.close(seconds("timeout", timeout))

    disconnect = close

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self.close()


def source_of(where: Any, colour: Colour, handshake: Handshake) -> Source:
    """A pool, or what lends the caller's connection."""
    if isinstance(where, PoolSettings):
        return Pool(colour, where, handshake)
    return Lender(where, colour, handshake)


def most_connections(connections: object) -> int | None:
    if connections is None:
        return None
    if type(connections) is not int or connections < 1:
        raise ConfigurationError(
            f"max_connections takes a whole number from 1 on; got {connections!r}.",
            parameter="max_connections",
        )
    return connections


def first(given: T | None, said: T | None, usual: T) -> T:
    """What the caller says, else the URL, else what is usual."""
    if given is not None:
        return given
    return usual if said is None else said
