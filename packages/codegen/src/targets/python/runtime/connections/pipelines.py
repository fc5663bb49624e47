"""What is sent without waiting between: it takes one round trip."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Sequence
from functools import partial
from typing import Any, TypeAlias

from psycopg import generators, pq
from psycopg.pq.abc import PGconn, PGresult
from psycopg.waiting import Ready, Wait

from .steps import Steps

#: Sends one statement.
Send: TypeAlias = Callable[[], None]

_SYNC = pq.ExecStatus.PIPELINE_SYNC


def sending(
    pgconn: PGconn, sql: bytes, params: Sequence[bytes | None] | None = None
) -> Send:
    """Sends SQL when it is called."""
    return partial(pgconn.send_query_params, sql, params)


def answers(connection: Any, *groups: Sequence[Send]) -> Steps[list[list[PGresult]]]:
    """What is answered to each, on psycopg's connection; a group is a transaction."""
    pgconn: PGconn = connection.pgconn
    sends: deque[Send] = deque()
    for group in groups:
        sends.extend(group)
        sends.append(pgconn.pipeline_sync)
    pgconn.enter_pipeline_mode()
    steps = _communicate(pgconn, sends, len(groups))
    found: list[list[PGresult]] = yield connection.wait(steps)
    pgconn.exit_pipeline_mode()
    return [results for results in found if results[0].status != _SYNC]


def _communicate(
    pgconn: PGconn, sends: deque[Send], syncs: int
) -> Generator[Wait, Ready, list[list[PGresult]]]:
    results: list[list[PGresult]]
    results = yield from generators.pipeline_communicate(pgconn, sends)
    while pgconn.flush():
        # It is long, and the server may want to be heard first.
        if (yield Wait.RW) & Ready.R:
            pgconn.consume_input()
    while sum(each[0].status == _SYNC for each in results) < syncs:
        results.append((yield from generators.fetch_many(pgconn)))
    return results
