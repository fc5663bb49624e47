"""What a transaction is begun with."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import InvalidQueryError
from ..types import IsolationLevel
from .seconds import Seconds, optional

_LEVELS: dict[str, str] = {
    level: level.upper()
    for level in ("read committed", "repeatable read", "serializable")
}


@dataclass(frozen=True, slots=True)
class TransactionOptions:
    """``timeout`` and ``max_wait`` are in seconds."""

    isolation: IsolationLevel | None = None
    read_only: bool = False
    #: How long the whole block may take.
    timeout: float | None = None
    #: How long to wait for a connection; None as long as any caller.
    max_wait: float | None = None
    #: How often the work is begun again after a conflict.
    retry: int = 0

    def begin_sql(self) -> list[str]:
        """The statements that begin the transaction."""
        sql = f"BEGIN{self._modes()}"
        if self.timeout is None:
            return [sql]
        # Has the server end it, locks and all, where the client does nothing more.
        milliseconds = max(1, round(self.timeout * 1000))
        setting = "idle_in_transaction_session_timeout"
        return [sql, f"SET LOCAL {setting} = {milliseconds}"]

    def set_sql(self) -> str:
        """Changes a transaction that has begun; empty where nothing is asked for."""
        modes = self._modes()
        return f"SET TRANSACTION{modes}" if modes else ""

    def _modes(self) -> str:
        sql = ""
        if self.isolation is not None:
            level = _LEVELS.get(self.isolation)
            if level is None:
                raise InvalidQueryError(
                    f"There is no isolation level {self.isolation!r}. "
                    f"Allowed: {', '.join(_LEVELS)}."
                )
            sql = f" ISOLATION LEVEL {level}"
        return f"{sql} READ ONLY" if self.read_only else sql


NO_OPTIONS = TransactionOptions()


def transaction_options(
    isolation: IsolationLevel | None = None,
    *,
    read_only: bool = False,
    timeout: Seconds | None = None,
    max_wait: Seconds | None = None,
    retry: int = 0,
) -> TransactionOptions:
    """The options as a caller gives them."""
    if type(retry) is not int or retry < 0:
        raise InvalidQueryError(f"retry takes a whole number from 0 on; got {retry!r}.")
    return TransactionOptions(
        isolation,
        read_only,
        optional("timeout", timeout, InvalidQueryError),
        optional("max_wait", max_wait, InvalidQueryError),
        retry,
    )
