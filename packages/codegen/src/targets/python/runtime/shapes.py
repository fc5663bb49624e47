"""Shapes of inputs and results that every model shares: types alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, Literal, NotRequired

from typing_extensions import TypedDict, TypeVar

from .types import Direction

Model_co = TypeVar("Model_co", covariant=True)
Loaded_co = TypeVar("Loaded_co", covariant=True)

Where = TypeVar("Where")
OrderBy = TypeVar("OrderBy")
Unique = TypeVar("Unique")
Field = TypeVar("Field")
Number = TypeVar("Number")
Comparable = TypeVar("Comparable")
Aggregates = TypeVar("Aggregates")
Group = TypeVar("Group")
Having = TypeVar("Having")
References = TypeVar("References")
Create = TypeVar("Create")
CreateMany = TypeVar("CreateMany")
Update = TypeVar("Update")
UpdateMany = TypeVar("UpdateMany")
CreateNested = TypeVar("CreateNested")
UpdateNested = TypeVar("UpdateNested")
Include = TypeVar("Include")
Counts = TypeVar("Counts")
Into = TypeVar("Into", default=dict[str, Any])


class One(Generic[Model_co, Loaded_co]):
    """How a related row is loaded that is always there: what ``one()`` returns."""


class Maybe(Generic[Model_co, Loaded_co]):
    """How a related row is loaded that may be missing: what ``maybe()`` returns."""


class Many(Generic[Model_co, Loaded_co]):
    """How a list of related rows is loaded: what ``many()`` returns."""


class Search(TypedDict, Generic[OrderBy, Unique, Field], total=False):
    """Which of the rows that meet the conditions, and in what order."""

    order_by: OrderBy | Sequence[OrderBy] | None
    take: int | None
    skip: int | None
    cursor: Unique | None
    distinct: Field | Sequence[Field] | None


class Ordered(TypedDict, Generic[OrderBy], total=False):
    """The order of rows, as Prisma Client Python says it."""

    order: OrderBy | Sequence[OrderBy] | None


class Range(Search[OrderBy, Unique, Field], Ordered[OrderBy], total=False):
    """Which of the rows that meet the conditions, and in what order."""


class Lock(TypedDict, total=False):
    """Locks rows until the end of the transaction."""

    for_update: bool
    skip_locked: bool
    no_wait: bool


class Find(Range[OrderBy, Unique, Field], Lock, total=False):
    """Which rows, in what order, and whether they are locked."""


class Pick(TypedDict, Generic[Field, Into], total=False):
    """What is read of each row: the fields of a class, or those that are named."""

    into: type[Into]
    select: Mapping[Field, bool] | Sequence[Field]


class PickUnique(Pick[Field, Into], Lock, Generic[Field, Into], total=False):
    """What is read of a row by its key."""


class PickSearch(
    Pick[Field, Into],
    Range[OrderBy, Unique, Field],
    Lock,
    Generic[OrderBy, Unique, Field, Into],
    total=False,
):
    """What is read of each row, which rows, and in what order."""


class Functions(TypedDict, Generic[Field, Number, Comparable], total=False):
    """What is made of the values of many rows."""

    count: bool | Mapping[Field | Literal["_all"], bool] | Sequence[Field] | None
    sum: Mapping[Number, bool] | Sequence[Number] | None
    avg: Mapping[Number, bool] | Sequence[Number] | None
    min: Mapping[Comparable, bool] | Sequence[Comparable] | None
    max: Mapping[Comparable, bool] | Sequence[Comparable] | None


class Aggregating(
    Range[OrderBy, Unique, Field],
    Functions[Field, Number, Comparable],
    Generic[OrderBy, Unique, Field, Number, Comparable],
    total=False,
):
    """What is made of the values of which rows."""


class GroupOrder(TypedDict, Generic[Field], total=False):
    """An order of groups by what is made of their rows."""

    _count: Mapping[Field | Literal["_all"], Direction]
    _sum: Mapping[Field, Direction]
    _avg: Mapping[Field, Direction]
    _min: Mapping[Field, Direction]
    _max: Mapping[Field, Direction]


class Grouping(
    Functions[Field, Number, Comparable],
    Generic[Where, Having, OrderBy, Field, Number, Comparable],
    total=False,
):
    """Which rows are grouped, in what order the groups come and what is made of them."""

    where: Where | None
    having: Having | None
    order_by: OrderBy | GroupOrder[Field] | Sequence[OrderBy | GroupOrder[Field]] | None
    order: OrderBy | GroupOrder[Field] | Sequence[OrderBy | GroupOrder[Field]] | None
    take: int | None
    skip: int | None


class ListWhere(TypedDict, Generic[Where], total=False):
    """Conditions on related rows."""

    some: Where
    every: Where
    none: Where


class CountOrder(TypedDict, total=False):
    """An order by the number of related rows."""

    _count: Direction


class ConnectOrCreate(TypedDict, Generic[Unique, Create]):
    """The row with a key where there is one, else a new one."""

    where: Unique
    create: Create


class NewRows(TypedDict, Generic[CreateMany]):
    """New related rows, in one statement."""

    data: Sequence[CreateMany]
    skip_duplicates: NotRequired[bool]


class UpdateUnique(TypedDict, Generic[Unique, Update]):
    """New values for the related row with a key."""

    where: Unique
    data: Update


class UpdateWhere(TypedDict, Generic[Where, UpdateMany]):
    """New values for the related rows that meet the conditions."""

    where: Where
    data: UpdateMany


class UpsertUnique(TypedDict, Generic[Unique, Create, Update]):
    """New values for the related row with a key, or a new one."""

    where: Unique
    create: Create
    update: Update


class UpdateData(TypedDict, Generic[Update]):
    """New values for a related row."""

    data: Update


class UpdateIf(UpdateData[Update], Generic[Where, Update]):
    """New values for a related row that meets the conditions."""

    where: Where


class UpsertOne(TypedDict, Generic[Create, Update]):
    """New values for the related row, or a new one."""

    create: Create
    update: Update


class UpsertIf(UpsertOne[Create, Update], Generic[Where, Create, Update]):
    """New values for the related row where it meets the conditions, or a new one."""

    where: Where
