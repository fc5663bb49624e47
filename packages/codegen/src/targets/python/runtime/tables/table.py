"""What the run time knows about a table or a view."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from ..types import Reading
from ..values.codecs import Codec
from .constraints import know

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

    def of(self, model: str, reading: Reading) -> Column:
        """The column of a client that reads so, which says whose it is in errors."""
        return replace(self, codec=self.codec.reading(reading).of(model, self.name))


@dataclass(frozen=True, slots=True)
class JoinTable:
    """The table of an implicit many-to-many."""

    db_name: str
    #: The column that points at the side of the relation, and the one of the other side.
    local: str
    remote: str
    namespace: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation, as one side sees it."""

    name: str
    #: The name of the table on the other side.
    target: str
    kind: Literal["one", "maybe", "many"]
    #: Columns of this side and of the other, by their names in Python. They are equal,
    #: or both are in ``through``.
    local: tuple[str, ...]
    remote: tuple[str, ...]
    #: Whether this side holds the foreign key.
    owns: bool = False
    #: The relation of the other side, where a client sees it.
    inverse: str | None = None
    through: JoinTable | None = None
    #: What is done on delete and on update by the client, since the database has no
    #: foreign key: ``Cascade``, ``SetNull`` or ``Restrict`` each, else nothing.
    emulated: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """A table or a view."""

    name: str
    db_name: str
    row: type[Row]
    #: In the order of the row's fields.
    columns: tuple[Column, ...]
    #: The sets of columns that identify a row, the primary key first.
    uniques: tuple[tuple[str, ...], ...] = ()
    relations: tuple[Relation, ...] = ()
    #: Keys and foreign keys by their names in the database, with their columns.
    constraints: tuple[tuple[str, tuple[str, ...]], ...] = ()
    #: The database schema, where the schema language names one.
    namespace: str | None = None


Tables: TypeAlias = Mapping[str, Table[Any]]


class LazyTables(Mapping[str, Table[Any]]):
    """All tables of a schema by name, each made when it is asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], Table[Any]]]) -> None:
        self._makers = makers
        self._made: dict[str, Table[Any]] = {}
        know(self)

    def __getitem__(self, name: str) -> Table[Any]:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._makers[name]()
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)
