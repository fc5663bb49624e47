"""How the answer to a statement is waited for, in either colour."""

from __future__ import annotations

import select
import time
from asyncio import AbstractEventLoop, Future, TimerHandle
from typing import Any

import psycopg
from psycopg import pq
from psycopg.pq.abc import PGconn, PGresult

_OK = pq.ConnStatus.OK.value
_COPY = (
    pq.ExecStatus.COPY_IN.value,
    pq.ExecStatus.COPY_OUT.value,
    pq.ExecStatus.COPY_BOTH.value,
)


class DeadlinePassed(Exception):
    """The answer has not come in time."""


class Socket:
    """The socket of a connection, and the results that have come over it."""

    def __init__(self, connection: Any) -> None:
        pgconn: PGconn = connection.pgconn
        self.pgconn = pgconn
        connection.add_notice_handler(self._noticed)
        self._is_ending = False
        self.results: list[PGresult] = []
        self._descriptor = pgconn.socket
        self.poll = _poller(self._descriptor)

    def is_quiet(self) -> bool:
        """Whether nothing has come from the server unasked, as it does at its end.

        Asks the system and not the server: no round trip.
        """
        pgconn = self.pgconn
        try:
            while self.poll(0):
                # A notice, or the end: then reading fails once nothing is left.
                pgconn.consume_input()
                if pgconn.is_busy() or self._is_ending:
                    return False
                while pgconn.notifies():
                    pass
        except (psycopg.Error, OSError, ValueError):
            return False
        return pgconn.status == _OK and not self._is_ending

    def _noticed(self, notice: psycopg.errors.Diagnostic) -> None:
        if notice.severity_nonlocalized in ("FATAL", "PANIC"):
            # The end follows, maybe later.
            self._is_ending = True

    def close(self) -> None:
        """Closes the connection."""
        self.pgconn.finish()

    def let_go(self) -> None:
        """Leaves the socket to psycopg until the next answer."""

    def _collect(self) -> bool:
        """Takes the results that are there; whether they are all."""
        pgconn, results = self.pgconn, self.results
        while not pgconn.is_busy():
            result = pgconn.get_result()
            if result is None:
                return True
            results.append(result)
            if result.status in _COPY:
                return True
        return False


class BlockingSocket(Socket):
    """Waits in the system, where a signal can interrupt it."""

    def answer(self, deadline: float | None) -> None:
        """Returns when the results are there."""
        results: list[PGresult] = []
        self.results = results
        pgconn, poll = self.pgconn, self.poll
        while pgconn.flush():
            # It is long, and the server may want to be heard first.
            readable, _, _ = select.select([self._descriptor], [self._descriptor], [])
            if readable:
                pgconn.consume_input()
        while True:
            if deadline is None:
                poll(None)
            elif not poll(max(0.0, deadline - time.monotonic()) * 1000):
                if time.monotonic() >= deadline:
                    raise DeadlinePassed()
                continue
            pgconn.consume_input()
            # As _collect() does, with no call around what comes in one piece.
            while not pgconn.is_busy():
                result = pgconn.get_result()
                if result is None:
                    return
                results.append(result)
                if result.status in _COPY:
                    return


class LoopSocket(Socket):
    """Waits in an event loop, which watches the socket as long as it is open."""

    def __init__(self, connection: Any, loop: AbstractEventLoop) -> None:
        super().__init__(connection)
        self.loop = loop
        self._is_watched = False
        self._is_sending = False
        self._answer: Future[None] | None = None

    def answer(self, deadline: float | None) -> Future[None]:
        """Done when the results are there."""
        self.results = []
        if not self._is_watched:
            self.loop.add_reader(self._descriptor, self._readable)
            self._is_watched = True
        if self.pgconn.flush():
            self.loop.add_writer(self._descriptor, self._writable)
            self._is_sending = True
        self._answer = answer = self.loop.create_future()
        if deadline is not None:
            left = max(0.0, deadline - time.monotonic())
            timer = self.loop.call_later(left, _pass, answer)
            answer.add_done_callback(lambda _: TimerHandle.cancel(timer))
        return answer

    def let_go(self) -> None:
        self._answer = None
        if self._is_watched:
            self._is_watched = False
            self.loop.remove_reader(self._descriptor)
        if self._is_sending:
            self._is_sending = False
            self.loop.remove_writer(self._descriptor)

    def close(self) -> None:
        answer = self._answer
        self.let_go()
        super().close()
        if answer is not None and not answer.done():
            answer.set_exception(psycopg.OperationalError("the connection is closed"))

    def _writable(self) -> None:
        try:
            if self.pgconn.flush():
                return
        except psycopg.Error:
            # Reading says what is wrong.
            pass
        self._is_sending = False
        self.loop.remove_writer(self._descriptor)

    def _readable(self) -> None:
        answer = self._answer
        try:
            self.pgconn.consume_input()
            if answer is None or answer.done():
                # Unasked, or after the caller has left: is_quiet() judges of it.
                self.pgconn.is_busy()
                return
            if not self._collect():
                return
        except Exception as error:  # noqa: BLE001
            self.let_go()
            if answer is not None and not answer.done():
                answer.set_exception(error)
            return
        self._answer = None
        answer.set_result(None)


def _pass(answer: Future[None]) -> None:
    if not answer.done():
        answer.set_exception(DeadlinePassed())


def _poller(descriptor: int) -> Any:
    """Waits for so many milliseconds until there is something to read."""
    if hasattr(select, "poll"):
        poller = select.poll()
        poller.register(descriptor, select.POLLIN)
        return poller.poll

    def wait(milliseconds: float | None) -> list[int]:
        seconds = None if milliseconds is None else milliseconds / 1000
        return select.select([descriptor], [], [], seconds)[0]

    return wait
