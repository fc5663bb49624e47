"""What the run time knows about a table or a view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from .codecs import Codec

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column:
    """A column, by its name in Python and its name in the database."""

    name: str
    db_name: str
    codec: Codec
    nullable: bool = False
    #: Makes the value at create, where neither the caller nor the database does.
    default: Callable[[], object] | None = None
    #: Set to the time of every write.
    updated_at: bool = False


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """A table or a view."""

    name: str
    db_name: str
    row: Callable[..., Row]
    #: In the order of the row's fields.
    columns: tuple[Column, ...]
    #: The sets of columns that identify a row.
    uniques: tuple[tuple[str, ...], ...] = ()
    #: The database schema, where the schema language names one.
    namespace: str | None = None
