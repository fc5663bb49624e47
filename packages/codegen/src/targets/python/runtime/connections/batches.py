"""Several calls in one transaction: all of them are kept, or none."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from functools import partial
from itertools import groupby
from types import TracebackType
from typing import Any, Generic, NoReturn, Self, TypeVar

from ..errors import InvalidQueryError
from ..tables.bound_table import BoundTable
from ..tables.statement import Operation, Plan, Statement, Together
from ..types import RawParams, RawQuery
from .session import AsyncSession, Session

R_co = TypeVar("R_co", covariant=True)

_NOT_YET: Any = object()


class Pending(Generic[R_co]):
    """What a call of a batch will give: ``result`` is there after the block."""

    __slots__ = ("_result", "make", "statement")

    def __init__(
        self, make: Callable[[], Plan[R_co]], statement: Statement[Any] | None = None
    ) -> None:
        self.make = make
        #: What it sends, where that is one statement.
        self.statement = statement
        self._result: R_co = _NOT_YET

    @property
    def result(self) -> R_co:
        """What the call gave."""
        if self._result is _NOT_YET:
            raise InvalidQueryError(
                "The batch has not been sent yet: read the result after its block."
            )
        return self._result

    def keep(self, result: Any) -> None:
        """Has the result, which the database has committed."""
        self._result = result


class Recorder:
    """Stands in for a session, and keeps what is asked of it."""

    def __init__(self, session: Session | AsyncSession) -> None:
        self.session = session
        self.pending: list[Pending[Any]] = []

    def bind(self, table: str) -> BoundTable[Any]:
        """The table called so, where the session looks for it."""
        return self.session.bind(table)

    def execute(self, statement: Statement[Any] | Operation[Any]) -> Pending[Any]:
        """Keeps a statement."""
        single = statement if isinstance(statement, Statement) else None
        made: Pending[Any] = Pending(partial(_alone, statement), single)
        self.pending.append(made)
        return made

    def perform(
        self, make: Callable[[], Plan[Any]], *, atomic: bool = False
    ) -> Pending[Any]:
        """Keeps a plan."""
        # All of the batch is one transaction.
        del atomic
        made = Pending(make)
        self.pending.append(made)
        return made

    def stream(self, _stream: object) -> NoReturn:
        """Refuses: what is read bit by bit cannot be sent together with others."""
        raise InvalidQueryError("A batch has no stream: read it by the client.")

    def take(self) -> list[Pending[Any]]:
        """What was kept; what comes later is another batch."""
        taken, self.pending = self.pending, []
        return taken


class RecordingClient:
    """What every batch has, whatever the schema."""

    def __init__(self, session: Session | AsyncSession) -> None:
        self._session = Recorder(session)

    def query_raw(
        self,
        query: RawQuery,
        params: RawParams = None,
        *,
        into: type[Any] | None = None,
    ) -> Pending[list[Any]]:
        """The rows of your own SQL. Parameters are ``%s`` or ``%(name)s``."""
        steps = self._session.session.query_raw_steps(query, params, into)
        return self._session.execute(steps)

    def execute_raw(self, query: RawQuery, params: RawParams = None) -> Pending[int]:
        """How many rows your own SQL touched."""
        steps = self._session.session.execute_raw_steps(query, params)
        return self._session.execute(steps)


class BaseBatch(RecordingClient):
    """Calls that are sent when the block ends, or by :meth:`commit`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._sender = session

    def commit(self) -> None:
        """Sends what was asked for since the last time, in one transaction."""
        taken = self._session.take()
        if taken:
            _keep(taken, self._sender.perform(partial(_all, taken), atomic=True))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.commit()


class BaseAsyncBatch(RecordingClient):
    """Calls that are sent when the block ends, or by :meth:`commit`."""

    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session)
        self._sender = session

    async def commit(self) -> None:
        """Sends what was asked for since the last time, in one transaction."""
        taken = self._session.take()
        if taken:
            results = await self._sender.perform(partial(_all, taken), atomic=True)
            _keep(taken, results)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if kind is None:
            await self.commit()


def _all(taken: Sequence[Pending[Any]]) -> Plan[list[Any]]:
    results: list[Any] = []
    # What follows one another without depending on it is not waited for one by one.
    for is_single, group in groupby(taken, lambda one: one.statement is not None):
        if is_single:
            statements = [one.statement for one in group if one.statement is not None]
            found: list[Any] = yield Together(statements)
            results += found
            continue
        for one in group:
            results.append((yield from one.make()))
    return results


def _keep(taken: Sequence[Pending[Any]], results: Sequence[Any]) -> None:
    for one, result in zip(taken, results, strict=True):
        one.keep(result)


def _alone(
    statement: Statement[Any] | Operation[Any],
) -> Generator[Any, Any, Any]:
    return (yield statement)
