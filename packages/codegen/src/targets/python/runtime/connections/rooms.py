"""The connections of one process and event loop."""

from __future__ import annotations

from asyncio import AbstractEventLoop
from time import monotonic
from typing import Any

from .colours import Colour
from .lane import Lane
from .own_connection import OwnConnection
from .process import Ownership
from .steps import Steps

#: How often close() looks whether a statement has ended, in seconds.
_TICK = 0.02


class Room(Ownership):
    """The connections of one process and event loop."""

    def __init__(
        self, colour: Colour, home: object, max_size: int, max_idle: float
    ) -> None:
        super().__init__()
        #: Kept, so that no other can get its address.
        self.home = home
        self.lane = Slots(colour, max_size)
        self.opened: set[OwnConnection] = set()
        #: One for each connection that a call is opening for itself.
        self.opening: set[object] = set()
        self._max_idle = max_idle

    def is_good(self, connection: OwnConnection, now: float) -> bool:
        """Whether it is neither to be replaced nor idle for too long."""
        was_used = connection.used_at > 0
        is_kept = not was_used or now - connection.used_at < self._max_idle
        return is_kept and now < connection.expires

    def keeps(self, connection: OwnConnection, now: float) -> bool:
        """Whether it can be used; one that cannot is closed."""
        if self.is_good(connection, now) and connection.socket.is_quiet():
            return True
        self.discard(connection)
        return False

    def evict(self) -> None:
        """Closes what has not been used for too long."""
        now = monotonic()
        idle = self.lane.idle
        try:
            while not self.is_good(idle[0], now):
                self.discard(idle.popleft())
        except IndexError:
            # None is left, or another thread was faster.
            return

    def discard(self, connection: OwnConnection) -> None:
        self.opened.discard(connection)
        connection.close()
        self.lane.pass_on(None)

    def retire(self) -> None:
        """Has every connection replaced when it is asked for next."""
        for connection in list(self.opened):
            connection.expires = 0.0

    def discard_all(self) -> None:
        for connection in list(self.opened):
            self.discard(connection)

    def is_abandoned(self) -> bool:
        """Whether its event loop has ended."""
        return isinstance(self.home, AbstractEventLoop) and self.home.is_closed()

    def close(self, timeout: float) -> Steps[None]:
        """Waits for the statements that run, those too whose connection is being opened,
        and closes what is not lent."""
        self._refuse()
        deadline = monotonic() + timeout
        while self.opening or any(one.is_running() for one in list(self.opened)):
            if self.is_abandoned() or monotonic() > deadline:
                break
            yield self.lane.colour.pause(_TICK)
        self._refuse()

    def close_from_outside(self) -> None:
        """Closes what is idle in another event loop."""
        if isinstance(self.home, AbstractEventLoop):
            self.home.call_soon_threadsafe(self._refuse)

    def _refuse(self) -> None:
        lane = self.lane
        while True:
            try:
                self.discard(lane.idle.pop())
            except IndexError:
                break
        with lane.lock:
            while lane.waiting:
                lane.waiting.popleft().serve(None)


class Slots(Lane):
    """Beside idle connections, hands over leave to open one: None."""

    def __init__(self, colour: Colour, max_size: int) -> None:
        super().__init__(colour)
        self._free = max_size

    def serve(self) -> None:
        super().serve()
        while self.waiting and self._free > 0:
            self._free -= 1
            self.waiting.popleft().serve(None)

    def pass_on(self, got: Any) -> None:
        if got is not None:
            self.give(got)
            return
        with self.lock:
            self._free += 1
            self.serve()
