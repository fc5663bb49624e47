"""SQL with its parameters, and what becomes of its result."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

R = TypeVar("R")

Rows: TypeAlias = list[tuple[Any, ...]]


@dataclass(slots=True)
class Statement(Generic[R]):
    """One statement with ``$1``-style placeholders. Not frozen: that takes time."""

    sql: str
    params: list[bytes | None]
    #: Makes the result of the rows and the number of rows affected.
    decode: Callable[[Rows, int], R]
    returns_rows: bool = True
    #: Whether it writes rows and returns them, with values that may be unreadable.
    may_be_unreadable: bool = False
    #: SQL to return beside them, which fails for a row that may be unreadable.
    check: str | None = None
    #: Whether a connection may keep it prepared.
    prepare: bool = True


@dataclass(frozen=True, slots=True)
class Operation(Generic[R]):
    """What takes more than one statement's SQL: COPY, a cursor, SQL of the caller's.

    A session runs it as it runs a statement. ``work`` gets psycopg's connection, of
    either colour, and yields what its methods return.
    """

    work: Callable[[Any], Generator[Any, Any, R]]
    #: What it sends, for who looks on; nothing where it sends nothing.
    sql: Any = ""
    params: Any = None


@dataclass(slots=True)
class Together:
    """Statements of a plan that do not depend on one another: sent without a wait.

    The plan is sent the list of their results.
    """

    statements: list[Statement[Any]]


#: Statements that depend on one another: it is sent the result of each that it yields.
Plan: TypeAlias = Generator[Statement[Any] | Operation[Any] | Together, Any, R]


class Params:
    """The parameters of a statement while its SQL is put together."""

    __slots__ = ("values",)

    def __init__(self) -> None:
        self.values: list[bytes | None] = []

    def add(self, value: bytes | str | int | None, cast: str | None) -> str:
        """The placeholder of a new parameter: PostgreSQL's text of it, or NULL."""
        if isinstance(value, (str, int)):
            value = str(value).encode()
        self.values.append(value)
        place = f"${len(self.values)}"
        return place if cast is None else f"{place}::{cast}"


def quoted(identifier: str) -> str:
    """An SQL identifier, whatever characters it has."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL string, whatever characters it has."""
    return "'" + text.replace("'", "''") + "'"
