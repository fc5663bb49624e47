"""The blocks that a client gives: transactions and batches, of either colour."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    nullcontext,
)
from types import TracebackType
from typing import Any, Generic, TypeVar

import psycopg

from ..errors import InvalidQueryError
from .session import AsyncSession, Session
from .steps import Steps, run, run_async
from .transaction import OpenTransaction
from .transaction_options import TransactionOptions

T = TypeVar("T")
R = TypeVar("R")


class _Block(Generic[T]):
    """What a transaction's block of either colour does, as steps."""

    def __init__(
        self,
        session: Session | AsyncSession,
        make: Callable[[Any], T],
        options: TransactionOptions,
    ) -> None:
        self._session = session
        self._make = make
        self._options = options
        self._begun: OpenTransaction | None = None

    def _begin(self) -> Steps[T]:
        if self._options.retry:
            raise InvalidQueryError(
                "A block cannot be begun again. Give its work as a function: "
                "client.transaction(retry=3).run(work), where work takes tx."
            )
        if self._begun is not None:
            raise InvalidQueryError(
                "This transaction has been begun. Take another: client.transaction()."
            )
        begun = self._session.begun(self._options)
        yield from self._session.begin_steps(begun)
        self._begun = begun
        return self._face(begun)

    def _end(self, error: BaseException | None) -> Steps[bool]:
        if self._begun is not None:
            yield from self._session.end_steps(self._begun, error)
        return isinstance(error, psycopg.Rollback)

    def _face(self, begun: OpenTransaction) -> T:
        return self._make(self._session.on(begun))

    def _run(self, work: Callable[[T], Any]) -> Steps[Any]:
        return self._session.run_steps(
            lambda begun: work(self._face(begun)), self._options
        )


class TransactionBlock(_Block[T]):
    """``with`` it, or :meth:`run` a function that may be run again."""

    def __enter__(self) -> T:
        return run(self._begin())

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        return run(self._end(error))

    def run(self, work: Callable[[T], R]) -> R:
        """What ``work`` returns; run again after a conflict, ``retry`` times."""
        result: R = run(self._run(work))
        return result


class AsyncTransactionBlock(_Block[T]):
    """``async with`` it, or :meth:`run` a function that may be run again."""

    async def __aenter__(self) -> T:
        return await run_async(self._begin())

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        return await run_async(self._end(error))

    async def run(self, work: Callable[[T], Awaitable[R]]) -> R:
        """What ``work`` returns; run again after a conflict, ``retry`` times."""
        result: R = await run_async(self._run(work))
        return result


_TO_READ = TransactionOptions("repeatable read", read_only=True)


def in_transaction(session: Session) -> AbstractContextManager[Session]:
    """The session where a transaction is open, else one to read in."""
    if session.is_in_transaction():
        return nullcontext(session)
    return TransactionBlock(session, _itself, _TO_READ)


def in_transaction_async(
    session: AsyncSession,
) -> AbstractAsyncContextManager[AsyncSession]:
    """The session where a transaction is open, else one to read in."""
    if session.is_in_transaction():
        return nullcontext(session)
    return AsyncTransactionBlock(session, _itself, _TO_READ)


def _itself(session: T) -> T:
    return session
