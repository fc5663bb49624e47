"""What every client and transaction can do, whatever the schema."""

from __future__ import annotations

from types import TracebackType
from typing import Any, ClassVar, Literal, Self

import psycopg

from .async_pool import AsyncPool, BorrowedAsyncConnection
from .async_session import AsyncSession
from .bound_table import TableBinder
from .pool import BorrowedConnection, Pool
from .session import Session
from .table import Tables
from .types import RawParams, RawQuery, Reading


def with_name(
    conninfo: str, options: dict[str, Any], service: str | None, client: str
) -> dict[str, Any]:
    """The options, with what connections are called where nobody says a name."""
    if not client or "application_name" in f"{conninfo} {options.get('options')}":
        return options
    name = client if service is None else f"{service} {client}"
    return {"fallback_application_name": name, **options}


class SessionClient:
    """Raw SQL on a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def query_raw(
        self, query: RawQuery, params: RawParams = None
    ) -> list[dict[str, Any]]:
        """The rows of your own SQL. Parameters are ``%s`` or ``%(name)s``."""
        return self._session.query_raw(query, params)

    def execute_raw(self, query: RawQuery, params: RawParams = None) -> int:
        """How many rows your own SQL touched."""
        return self._session.execute_raw(query, params)


class AsyncSessionClient:
    """Raw SQL on an async session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def query_raw(
        self, query: RawQuery, params: RawParams = None
    ) -> list[dict[str, Any]]:
        """The rows of your own SQL. Parameters are ``%s`` or ``%(name)s``."""
        return await self._session.query_raw(query, params)

    async def execute_raw(self, query: RawQuery, params: RawParams = None) -> int:
        """How many rows your own SQL touched."""
        return await self._session.execute_raw(query, params)


class BaseClient(SessionClient):
    """Opens connections when they are needed.

    ``conninfo`` is a connection URL or string; without one libpq's environment
    variables decide. ``connection`` is a psycopg connection of your own instead:
    the client uses it as it is, and leaves commit and close to you. ``schema``
    is the database schema to look for tables in; without it the search path
    decides. ``service`` is the name of the service, for who looks at the database:
    it stands before that of the client in ``application_name``, unless ``conninfo``
    or PGAPPNAME says one. ``unknown_enum_values`` says whether a value that an enum
    lacks is read as an :class:`UnknownValue` or as an error, and ``far_times`` whether
    infinity and years that Python lacks are an error or its nearest value. Other
    options go to ``psycopg.connect``.
    """

    _name: ClassVar[str] = ""
    _tables: ClassVar[Tables] = {}

    def __init__(
        self,
        conninfo: str = "",
        *,
        connection: psycopg.Connection[Any] | None = None,
        schema: str | None = None,
        max_connections: int = 10,
        pool_timeout: float = 30.0,
        service: str | None = None,
        unknown_enum_values: Literal["keep", "raise"] = "keep",
        far_times: Literal["raise", "clamp"] = "raise",
        **options: Any,
    ) -> None:
        reading = Reading(unknown_enum_values, far_times)
        named = with_name(conninfo, options, service, self._name)
        source = (
            Pool(conninfo, max_connections, pool_timeout, named)
            if connection is None
            else BorrowedConnection(connection)
        )
        super().__init__(Session(source, TableBinder(self._tables, schema, reading)))

    def close(self) -> None:
        """Closes the connections that the client opened."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()


class BaseAsyncClient(AsyncSessionClient):
    """Opens connections when they are needed.

    ``conninfo`` is a connection URL or string; without one libpq's environment
    variables decide. ``connection`` is a psycopg connection of your own instead:
    the client uses it as it is, and leaves commit and close to you. ``schema``
    is the database schema to look for tables in; without it the search path
    decides. ``service`` is the name of the service, for who looks at the database:
    it stands before that of the client in ``application_name``, unless ``conninfo``
    or PGAPPNAME says one. ``unknown_enum_values`` says whether a value that an enum
    lacks is read as an :class:`UnknownValue` or as an error, and ``far_times`` whether
    infinity and years that Python lacks are an error or its nearest value. Other
    options go to ``psycopg.AsyncConnection.connect``.
    """

    _name: ClassVar[str] = ""
    _tables: ClassVar[Tables] = {}

    def __init__(
        self,
        conninfo: str = "",
        *,
        connection: psycopg.AsyncConnection[Any] | None = None,
        schema: str | None = None,
        max_connections: int = 10,
        pool_timeout: float = 30.0,
        service: str | None = None,
        unknown_enum_values: Literal["keep", "raise"] = "keep",
        far_times: Literal["raise", "clamp"] = "raise",
        **options: Any,
    ) -> None:
        reading = Reading(unknown_enum_values, far_times)
        named = with_name(conninfo, options, service, self._name)
        source = (
            AsyncPool(conninfo, max_connections, pool_timeout, named)
            if connection is None
            else BorrowedAsyncConnection(connection)
        )
        binder = TableBinder(self._tables, schema, reading)
        super().__init__(AsyncSession(source, binder))

    async def close(self) -> None:
        """Closes the connections that the client opened."""
        await self._session.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self.close()
