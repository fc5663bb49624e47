"""``Prisma`` for ``AsyncClient``."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from suite_db import AsyncClient

from .fields import Base64, Json

_ACCESSORS = {"custom_category": "category"}
#: A key of several fields is one key with a value for each here.
_COMPOUND = re.compile(
    r"^(name_surname|name_middlename_surname|name_role|my_(unique|id))$"
)


class Prisma:
    """A client, or a transaction: ``_db`` is this project's."""

    _active_provider = "postgresql"

    def __init__(self, db: Any = None) -> None:
        self._db = db
        self._is_connected = db is not None

    def is_connected(self) -> bool:
        return self._is_connected

    async def connect(self) -> None:
        self._db = AsyncClient(os.environ["DATABASE_URL"])
        if hasattr(self._db, "connect"):
            await self._db.connect()
        self._is_connected = True

    async def empty_tables(self) -> None:
        """Not of Prisma: for the suite's fixtures."""
        await self._db.execute_raw(
            'TRUNCATE "User", "Profile", "Post", "Category", "Types", "Lists", '
            '"ListsDefaults", "Unique1", "Unique2", "Unique3", "Unique4", "Unique5", '
            '"Unique6", "Id1", "Id2", "Id3", "Id4", "Id5" CASCADE'
        )

    async def query_raw(self, sql: str, *args: Any, model: Any = None) -> Any:
        into = {} if model is None else {"into": model}
        return await self._db.query_raw(
            places(sql), [plain(one) for one in args], **into
        )

    async def query_first(self, sql: str, *args: Any, model: Any = None) -> Any:
        into = {} if model is None else {"into": model}
        return await self._db.query_first(
            places(sql), [plain(one) for one in args], **into
        )

    def execute_raw(self, sql: str, *args: Any) -> Any:
        return self._db.execute_raw(places(sql), [plain(one) for one in args])

    def batch_(self) -> Any:
        return _Batch(self._db.batch_())

    @asynccontextmanager
    async def tx(self, **options: Any) -> Any:
        begin = self._db.tx if hasattr(self._db, "tx") else self._db.transaction
        async with begin(**options) as tx:
            yield Prisma(tx)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return Actions(getattr(self._db, _ACCESSORS.get(name, name)))


class Actions:
    """``client.user``: what is given is spelled as this client has it."""

    def __init__(self, actions: Any, into: type | None = None) -> None:
        self._actions = actions
        self._into = into

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._actions, name)

        def call(*args: Any, **options: Any) -> Any:
            if self._into is not None:
                options["into"] = self._into
            given = {key: plain(value) for key, value in options.items()}
            return method(*map(plain, args), **given)

        return call

    async def query_raw(self, sql: str, *args: Any) -> Any:
        return await _registered[0].query_raw(sql, *args, model=self._row)

    async def query_first(self, sql: str, *args: Any) -> Any:
        return await _registered[0].query_first(sql, *args, model=self._row)

    @property
    def _row(self) -> Any:
        from .models import User

        return self._into or User


class _Batch(Prisma):
    async def commit(self) -> None:
        await self._db.commit()

    async def __aenter__(self) -> _Batch:
        return _Batch(await self._db.__aenter__())

    async def __aexit__(self, *error: object) -> Any:
        return await self._db.__aexit__(*error)


class HasActions:
    """``Model.prisma()`` of a class with some of a model's fields."""

    _accessor = ""

    @classmethod
    def prisma(cls, client: Prisma | None = None) -> Actions:
        return Actions(getattr((client or _registered[0])._db, cls._accessor), cls)


def actions_of(accessor: str) -> Callable[..., Actions]:
    """``Model.prisma()``; rows of a subclass are read by ``into=``."""

    def prisma(cls: type, client: Prisma | None = None) -> Actions:
        actions = getattr((client or _registered[0])._db, accessor)
        is_own = cls.__module__ != "suite_db.models"
        return Actions(actions, cls if is_own else None)

    return prisma


def places(sql: str) -> str:
    """``$1`` is ``%s``."""
    return re.sub(r"\$\d+", "%s", sql)


def plain(value: Any) -> Any:
    """The value as this client takes it."""
    if isinstance(value, Json):
        return value.data
    if isinstance(value, Base64):
        return bytes(value)
    if isinstance(value, Mapping):
        spelled: dict[Any, Any] = {}
        for key, one in value.items():
            if isinstance(key, str) and _COMPOUND.match(key):
                spelled.update(plain(one))
            else:
                spelled[key] = plain(one)
        return spelled
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value


_registered: list[Prisma] = []


def register(client: Prisma) -> None:
    """Makes it the client of ``Model.prisma()``."""
    _registered[:] = [client]


def get_client() -> Prisma:
    """The registered client."""
    return _registered[0]
