"""What every client and transaction can do, whatever the schema."""

from __future__ import annotations

from types import TracebackType
from typing import Any, ClassVar, Literal, Self, TypeVar, overload

import psycopg

from .async_pool import AsyncConnectionSource, AsyncPool, BorrowedAsyncConnection
from .async_session import AsyncSession
from .bound_table import TableBinder
from .pool import BorrowedConnection, ConnectionSource, Pool
from .session import Session
from .table import Tables
from .types import RawParams, RawQuery, Reading
from .url import connection_settings

T = TypeVar("T")


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


class BaseClient(SessionClient):
    """Opens connections when they are needed.

    ``url`` is the URL of the database as Prisma has it, or a string or URL of libpq;
    without one ``DATABASE_URL`` decides. ``connection`` is a psycopg connection of
    your own instead: the client uses it as it is, and leaves commit and close to you.
    ``schema`` is the database schema to look for tables in; without it that of the
    URL, or the search path. ``service`` is the name of the service, for who looks at
    the database: it stands before that of the client in ``application_name``, unless
    the URL or PGAPPNAME says one. ``unknown_enum_values`` says whether a value that an
    enum lacks is read as an :class:`UnknownValue` or is an error, and ``far_times``
    whether infinity and years that Python lacks are an error or read as its nearest
    value. Other options go to ``psycopg.connect``.
    """

    _name: ClassVar[str] = ""
    _tables: ClassVar[Tables] = {}

    def __init__(
        self,
        url: str | None = None,
        *,
        connection: psycopg.Connection[Any] | None = None,
        schema: str | None = None,
        max_connections: int | None = None,
        pool_timeout: float | None = None,
        service: str | None = None,
        unknown_enum_values: Literal["keep", "raise"] = "keep",
        far_times: Literal["raise", "clamp"] = "raise",
        **options: Any,
    ) -> None:
        reading = Reading(unknown_enum_values, far_times)
        if connection is None:
            settings = connection_settings(
                url, options, name=self._name, service=service
            )
            schema = settings.schema if schema is None else schema
            size = max_connections or settings.max_connections or 10
            patience = (
                pool_timeout if pool_timeout is not None else settings.pool_timeout
            )
            patience = 30.0 if patience is None else patience
            options = dict(settings.options)
            source: ConnectionSource = Pool(settings.conninfo, size, patience, options)
        else:
            source = BorrowedConnection(connection)
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

    ``url`` is the URL of the database as Prisma has it, or a string or URL of libpq;
    without one ``DATABASE_URL`` decides. ``connection`` is a psycopg connection of
    your own instead: the client uses it as it is, and leaves commit and close to you.
    ``schema`` is the database schema to look for tables in; without it that of the
    URL, or the search path. ``service`` is the name of the service, for who looks at
    the database: it stands before that of the client in ``application_name``, unless
    the URL or PGAPPNAME says one. ``unknown_enum_values`` says whether a value that an
    enum lacks is read as an :class:`UnknownValue` or is an error, and ``far_times``
    whether infinity and years that Python lacks are an error or read as its nearest
    value. Other options go to ``psycopg.AsyncConnection.connect``.
    """

    _name: ClassVar[str] = ""
    _tables: ClassVar[Tables] = {}

    def __init__(
        self,
        url: str | None = None,
        *,
        connection: psycopg.AsyncConnection[Any] | None = None,
        schema: str | None = None,
        max_connections: int | None = None,
        pool_timeout: float | None = None,
        service: str | None = None,
        unknown_enum_values: Literal["keep", "raise"] = "keep",
        far_times: Literal["raise", "clamp"] = "raise",
        **options: Any,
    ) -> None:
        reading = Reading(unknown_enum_values, far_times)
        if connection is None:
            settings = connection_settings(
                url, options, name=self._name, service=service
            )
            schema = settings.schema if schema is None else schema
            size = max_connections or settings.max_connections or 10
            patience = (
                pool_timeout if pool_timeout is not None else settings.pool_timeout
            )
            patience = 30.0 if patience is None else patience
            options = dict(settings.options)
            source: AsyncConnectionSource = AsyncPool(
                settings.conninfo, size, patience, options
            )
        else:
            source = BorrowedAsyncConnection(connection)
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
